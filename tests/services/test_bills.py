"""Bills at the counter and set aside, over the real journal: no crash loses one, and none becomes a sale twice."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from pos_app.domain.basket import EMPTY, Basket
from pos_app.domain.checkout import events, states
from pos_app.domain.checkout.states import basket_of
from pos_app.domain.money import Money
from pos_app.domain.refusal import Refusal, RefusalCode
from pos_app.faults import StoreFault
from pos_app.services.ports import ParkedBill
from pos_app.storage.bills import SqliteBills
from tests.doubles.counter import ANTIBIOTIC, REMEDY, basket, insured, voucher
from tests.doubles.crash import CrashNow
from tests.doubles.desk import Desk

PERSON = insured().person_no


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Give a till as the window has it, whose insured person has 30.00 yuan."""
    opened = Desk(tmp_path / "till.db", keeps_bill=True)
    opened.platform.insure(PERSON, Money(3000))
    yield opened
    opened.close()


def restarted(desk: Desk) -> Basket:
    desk.stop()
    desk.fuse.heal()
    desk.start()
    desk.recover()
    return basket_of(desk.till.state)


def parked(desk: Desk, name: str = "") -> ParkedBill:
    bill = desk.bills.park(desk.till, name)
    assert isinstance(bill, ParkedBill)
    return bill


def test_the_last_keystroke_is_there_after_a_crash(desk: Desk) -> None:
    for quantity in (1, 2, 3):
        desk.handle(events.BasketChanged(basket((REMEDY, quantity))))
    assert restarted(desk) == basket((REMEDY, 3))


def test_a_sale_that_is_final_leaves_nothing_on_the_counter(desk: Desk) -> None:
    desk.handle(events.BasketChanged(basket()))
    desk.handle(events.CashChosen())
    assert isinstance(desk.handle(events.CashGiven(Money(5000))), states.Completed)
    assert restarted(desk) == EMPTY


@pytest.mark.parametrize("moment", range(16))
def test_a_crash_in_a_sale_leaves_the_bill_or_the_sale_and_never_both(desk: Desk, moment: int) -> None:
    desk.platform.issue(PERSON, voucher())
    desk.handle(events.BasketChanged(basket()))
    desk.handle(events.VoucherScanned(voucher(), 1))
    desk.fuse.burn_after(moment)
    with suppress(CrashNow):
        desk.handle(events.CashGiven(Money(550)))
    left = restarted(desk)
    final = [sale for sale in desk.books.sales() if sale.state == "final"]
    assert (left == EMPTY) == bool(final)
    assert left in (EMPTY, basket())
    assert bool(desk.platform.standing()) == bool(final)


def test_a_parked_bill_comes_back_after_a_restart(desk: Desk) -> None:
    desk.handle(events.BasketChanged(basket((REMEDY, 2))))
    bill = parked(desk, "王阿姨")
    assert basket_of(desk.till.state) == EMPTY
    assert restarted(desk) == EMPTY
    assert desk.bills.parked() == (bill,)
    assert desk.bills.resume(desk.till, bill.bill_no) is None
    assert basket_of(desk.till.state) == basket((REMEDY, 2))
    assert restarted(desk) == basket((REMEDY, 2))
    assert desk.bills.parked() == ()


def test_a_second_press_parks_nothing_more(desk: Desk) -> None:
    desk.handle(events.BasketChanged(basket()))
    parked(desk)
    assert desk.bills.park(desk.till) == Refusal(RefusalCode.BASKET_EMPTY)
    assert len(desk.bills.parked()) == 1


def test_a_bill_comes_back_to_an_empty_counter_only_and_once(desk: Desk) -> None:
    desk.handle(events.BasketChanged(basket((REMEDY, 1))))
    bill = parked(desk)
    desk.handle(events.BasketChanged(basket((ANTIBIOTIC, 1))))
    assert desk.bills.resume(desk.till, bill.bill_no) == Refusal(RefusalCode.COUNTER_NOT_EMPTY)
    desk.handle(events.BasketChanged(EMPTY))
    assert desk.bills.resume(desk.till, bill.bill_no) is None
    desk.handle(events.BasketChanged(EMPTY))
    assert desk.bills.resume(desk.till, bill.bill_no) == Refusal(RefusalCode.BILL_GONE)


@pytest.mark.parametrize("moment", range(4))
def test_a_crash_while_parking_leaves_the_bill_in_one_place(desk: Desk, moment: int) -> None:
    desk.handle(events.BasketChanged(basket()))
    desk.fuse.burn_after(moment)
    with suppress(CrashNow):
        desk.bills.park(desk.till)
    left = restarted(desk)
    assert (left == basket()) != (len(desk.bills.parked()) == 1)


def test_a_sale_under_way_is_not_parked(desk: Desk) -> None:
    desk.handle(events.BasketChanged(basket()))
    desk.handle(events.CashChosen())
    assert isinstance(desk.bills.park(desk.till), Refusal)
    assert isinstance(desk.till.state, states.Tendering)


def test_a_book_that_stops_is_said_and_the_bill_is_kept_when_it_goes_on(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise StoreFault("disk full")

    desk.till._go_on = lambda _sale_no: False
    desk.handle(events.BasketChanged(basket((REMEDY, 1))))
    with monkeypatch.context() as disk:
        disk.setattr(SqliteBills, "keep", full)
        state = desk.handle(events.BasketChanged(basket((REMEDY, 2))))
    assert isinstance(state, states.Refused)
    assert (state.refusal.code, state.basket) == (RefusalCode.BOOK_STOPPED, basket((REMEDY, 2)))
    assert desk.seen[-1] == state
    desk.handle(events.Abandoned())
    assert restarted(desk) == basket((REMEDY, 2))
