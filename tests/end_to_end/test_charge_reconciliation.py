"""The third ledger: what the pay channel has and the till has not, told from both and put right once."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from pos_app.bootstrap.reconciling import open_reconciliation
from pos_app.domain.charge import ChargeEnd, ChargeOrder, EndedCharge
from pos_app.domain.money import Money
from pos_app.domain.reconciliation import FinishTask, Kind, ReverseCharge
from pos_app.domain.refusal import RefusalCode
from pos_app.domain.sale import SaleDraft
from pos_app.domain.shanghai import business_day
from pos_app.domain.tender import CardTender
from pos_app.services.reconciliation import Explained, Reconciled, Reconciliation, Repaired
from pos_app.services.reconciliation_ports import Side
from tests.doubles.clock import NOON
from tests.doubles.counter import basket
from tests.doubles.two_books import TwoBooks, config_of, open_two_books

DAY = business_day(NOON)


@pytest.fixture
def books(tmp_path: Path) -> Iterator[TwoBooks]:
    with open_two_books(tmp_path / "data") as opened:
        yield opened


@pytest.fixture
def reconciliation(books: TwoBooks, tmp_path: Path) -> Iterator[Reconciliation]:
    with open_reconciliation(config_of(tmp_path / "data"), clock=books.clock, repairs=True) as opened:
        yield opened


def _charged(books: TwoBooks) -> tuple[str, str]:
    """Freeze a sale by card and let the channel take the money; give the sale's and the order's number."""
    tender = CardTender(basket().total)
    intent = books.journal.freeze(SaleDraft(basket(), None, (tender,)), NOON)
    books.office.pay.channel.charge(ChargeOrder(intent.order_nos[0], tender))
    return intent.sale_no, intent.order_nos[0]


def _only(reconciliation: Reconciliation) -> Explained:
    day = reconciliation.run(DAY)
    assert isinstance(day, Reconciled)
    (found,) = day.differences
    assert day.gap == found.difference.gap == basket().total
    return found


def _assert_put_right(books: TwoBooks, reconciliation: Reconciliation, found: Explained) -> None:
    for _ in range(2):
        assert reconciliation.repair(found.difference, day=DAY, by="王*") == Repaired(found.difference)
    day = reconciliation.run(DAY)
    assert isinstance(day, Reconciled)
    assert day.agrees
    assert books.office.pay.statement.everything() == {}


def test_money_of_an_order_that_the_till_never_had_goes_back(books: TwoBooks, reconciliation: Reconciliation) -> None:
    books.office.pay.channel.charge(ChargeOrder("P999", CardTender(basket().total)))
    found = _only(reconciliation)
    assert (found.difference.kind, found.difference.repair) == (Kind.MISSING_HERE, ReverseCharge("P999"))
    assert [(moment.side, moment.act) for moment in found.story] == [(Side.CHANNEL, "received"), (Side.CHANNEL, "paid")]
    _assert_put_right(books, reconciliation, found)


def test_a_charge_that_was_given_up_here_and_taken_there_goes_back(
    books: TwoBooks, reconciliation: Reconciliation
) -> None:
    sale_no, order_no = _charged(books)
    ended = EndedCharge(order_no, ChargeEnd.REVERSED, RefusalCode.INTERRUPTED)
    books.journal.drop(sale_no, RefusalCode.INTERRUPTED, NOON, (ended,))
    found = _only(reconciliation)
    assert (found.difference.kind, found.difference.sale_no) == (Kind.UNDONE_HERE, sale_no)
    assert {moment.side for moment in found.story} == {Side.TILL, Side.CHANNEL}
    _assert_put_right(books, reconciliation, found)


def test_an_open_charge_is_finished_as_the_task_it_is(books: TwoBooks, reconciliation: Reconciliation) -> None:
    sale_no, _ = _charged(books)
    found = _only(reconciliation)
    assert (found.difference.kind, found.difference.repair) == (Kind.STILL_OPEN, FinishTask(sale_no))
    _assert_put_right(books, reconciliation, found)


def test_orders_that_agree_are_counted_and_nothing_else(books: TwoBooks, reconciliation: Reconciliation) -> None:
    books.office.pay.channel.charge(ChargeOrder("P999", CardTender(Money(1))))
    books.office.pay.channel.reverse("P999")
    day = reconciliation.run(DAY)
    assert isinstance(day, Reconciled)
    assert (day.agrees, day.charges) == (True, 1)
