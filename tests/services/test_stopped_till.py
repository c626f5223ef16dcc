"""A till whose book cannot be written stops, says so, and goes on when it can be read again."""

import pytest

from pos_app.domain.checkout import events
from pos_app.domain.checkout.states import Completed, Refused, Selling, Tendering
from pos_app.domain.refusal import RefusalCode
from pos_app.faults import StoreFault
from pos_app.services.recovery import print_waiting
from pos_app.services.till import Till
from tests.doubles.counter import basket
from tests.doubles.desk import Desk


class Disk:
    """Says of the next writings of a method whether they fail, before or after they are done."""

    def __init__(self, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
        self._desk = desk
        self._patch = monkeypatch

    def fails(self, method: str, *, after: bool = False) -> None:
        original = getattr(self._desk.journal, method)

        def failing(*values: object, **named: object) -> object:
            if after:
                original(*values, **named)
            raise StoreFault("till.db: disk full")

        self._patch.setattr(self._desk.journal, method, failing)

    def works(self) -> None:
        self._patch.undo()


@pytest.fixture
def disk(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Disk:
    return Disk(desk, monkeypatch)


@pytest.fixture
def till(desk: Desk) -> Till:
    def go_on(sale_no: str) -> bool:
        desk.recovery.run()
        print_waiting(desk.queue, desk.printer, desk.clock)
        return desk.journal.is_final(sale_no)

    desk.till._go_on = go_on
    return desk.till


def _pay(till: Till) -> object:
    till.handle(events.BasketChanged(basket()))
    state = till.handle(events.CashChosen())
    assert isinstance(state, Tendering)
    return till.handle(events.CashGiven(basket().total))


def _stopped(state: object) -> bool:
    return isinstance(state, Refused) and state.refusal.code is RefusalCode.BOOK_STOPPED


@pytest.mark.parametrize("method", ["freeze", "record"])
def test_it_stops_keeps_the_goods_and_sells_them_when_the_disk_works_again(
    desk: Desk, till: Till, disk: Disk, method: str
) -> None:
    disk.fails(method)
    state = _pay(till)
    assert _stopped(state)
    assert isinstance(state, Refused)
    assert (state.basket, state.refusal.detail) == (basket(), "till.db: disk full")
    assert desk.seen[-1] == state
    disk.works()
    assert isinstance(_pay(till), Completed)
    assert [sale.state for sale in desk.books.sales()] == (["final"] if method == "freeze" else ["dropped", "final"])


def test_while_the_disk_fails_nothing_is_begun(desk: Desk, till: Till, disk: Disk) -> None:
    disk.fails("freeze")
    _pay(till)
    disk.fails("open_intents")
    for event in (events.CashChosen(), events.NextCustomer(), events.BasketChanged(basket())):
        assert _stopped(till.handle(event))
    disk.works()
    assert isinstance(till.handle(events.CashChosen()), Tendering)
    assert desk.books.sales() == ()


def test_a_sale_that_became_final_all_the_same_is_not_sold_again(desk: Desk, till: Till, disk: Disk) -> None:
    """A sync that failed may have written all: then the sale is in the book when it is read again."""
    disk.fails("record", after=True)
    assert _stopped(_pay(till))
    disk.works()
    state = till.handle(events.CashChosen())
    assert isinstance(state, Refused)
    assert (state.basket.lines, state.refusal.code) == ((), RefusalCode.SALE_STANDS)
    assert state.refusal.detail == desk.books.sales()[0].sale_no
    assert till.handle(events.Abandoned()) == Selling()
    assert isinstance(_pay(till), Completed)
    assert [sale.state for sale in desk.books.sales()] == ["final", "final"]


def test_a_final_sale_stays_final_when_its_ticket_cannot_be_noted(till: Till, disk: Disk) -> None:
    disk.fails("printed")
    assert isinstance(_pay(till), Completed)
    disk.works()
    assert isinstance(till.handle(events.NextCustomer()), Selling)
    assert isinstance(_pay(till), Completed)


def test_without_a_way_to_go_on_the_fault_passes_through(desk: Desk, disk: Disk) -> None:
    disk.fails("freeze")
    with pytest.raises(StoreFault):
        _pay(desk.till)
