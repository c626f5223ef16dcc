"""Every law of the till's book is broken once by a program that knows no rules, and each is missed by its name."""

import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from pos_app.domain.basket import EMPTY
from pos_app.domain.checkout import events
from pos_app.domain.money import Money
from pos_app.domain.refund import RefundPlan
from pos_app.domain.shift import CashCount, Closing
from pos_app.sqlite import SqliteFile
from pos_app.storage.books import INVARIANTS, Books
from pos_app.storage.migrations import MIGRATIONS
from pos_app.storage.numbers import Numbers
from pos_app.storage.refunds import SqliteRefunds
from pos_app.storage.shifts import SqliteShifts
from tests.doubles.bare_file import lower_the_guard
from tests.doubles.counter import AUDIT, PHARMACY_CODE, TILL, basket, cash_draft, insured, pay_code, voucher
from tests.doubles.desk import Desk
from tests.doubles.staff import CASHIER

TAMPERINGS = (
    ("a final sale's parts add up to its total", "UPDATE sales SET fund_fen = fund_fen + 1"),
    ("a final sale's parts add up to its total", "UPDATE sales SET change_fen = change_fen + 1"),
    ("a final sale's lines and tenders add up to its total", "DELETE FROM sale_lines"),
    ("a final sale's lines and tenders add up to its total", "DELETE FROM tenders"),
    ("a sale is final exactly when it has its row, its print job and its ending", "DELETE FROM endings"),
    ("a sale is final exactly when it has its row, its print job and its ending", "DELETE FROM print_jobs"),
    (
        "a sale is final exactly when it has its row, its print job and its ending",
        "INSERT INTO endings SELECT sale_no, 'final', '', frozen_at FROM intents WHERE sale_no IN open_sales",
    ),
    ("every final sale belongs to one shift, with the cash it took", "DELETE FROM shift_bills"),
    (
        "every final sale belongs to one shift, with the cash it took",
        "UPDATE drawer SET amount_fen = amount_fen + 1 WHERE kind = 'change'",
    ),
    ("a shift that ended adds up to its count and its difference", "UPDATE shift_ends SET expected_fen = 0"),
    ("a shift that ended adds up to its count and its difference", "UPDATE shift_counts SET pieces = pieces + 1"),
    ("a final sale is what was frozen", "UPDATE intents SET total_fen = total_fen + 1"),
    ("a final sale is what was frozen", "UPDATE intents SET msgid = NULL"),
    ("what was charged is what codes and cards paid", "UPDATE charge_ends SET outcome = 'refused'"),
    ("a charge is open only while its sale is", "DELETE FROM charge_ends"),
    ("the lists of what is still to be done are those of the book", "DELETE FROM open_sales"),
    ("the lists of what is still to be done are those of the book", "DELETE FROM open_refunds"),
    ("the lists of what is still to be done are those of the book", "DELETE FROM prints"),
    ("the lists of what is still to be done are those of the book", "DELETE FROM refund_prints"),
    ("no more goes back than was sold", "UPDATE refund_lines SET quantity = 1000"),
    ("no more goes back than was sold", "UPDATE refund_lines SET amount_fen = 1000000"),
    ("a final refund's parts add up to its total", "DELETE FROM refund_parts"),
    (
        "a sale has one original ticket at most",
        "INSERT INTO prints (sale_no, printed_at) SELECT sale_no, '' FROM sales",
    ),
)


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the file of a day: a sale of each tender, a counted shift, a refund; a refund and a sale without an end."""
    path = tmp_path_factory.mktemp("day") / "till.db"
    with closing(Desk(path)) as desk:
        desk.platform.insure(insured().person_no, Money(3000))
        desk.platform.issue(insured().person_no, voucher())
        _sell(desk, events.VoucherScanned(voucher(), 1), events.CashGiven(Money(600)))
        _sell(desk, events.CashChosen(), events.PayCodeScanned(pay_code()))
        _sell(desk, events.CashChosen(), events.CashGiven(Money(5000)))
        in_cash = desk.books.sales()[-1].sale_no
        desk.refunds.run(_planned(desk, in_cash))
        numbers = Numbers(desk.file, pharmacy_code=PHARMACY_CODE, till=TILL)
        _count_the_drawer(desk, SqliteShifts(desk.file, numbers, AUDIT))
        book = SqliteRefunds(desk.file, numbers, AUDIT)
        book.begin(_planned(desk, in_cash), desk.clock.now(), actor=CASHIER.number, approval=None, rest=EMPTY)
        desk.journal.freeze(cash_draft(), desk.clock.now())
    return path


@pytest.fixture
def file(day: Path, tmp_path: Path) -> Iterator[SqliteFile]:
    with closing(SqliteFile(Path(shutil.copy(day, tmp_path)), MIGRATIONS)) as opened:
        yield opened


def _sell(desk: Desk, who: events.Event, how: events.Event) -> None:
    desk.handle(events.BasketChanged(basket()))
    desk.handle(who)
    desk.handle(how)


def _count_the_drawer(desk: Desk, shifts: SqliteShifts) -> None:
    shift = shifts.current()
    assert shift is not None
    in_drawer = shifts.figures(shift.shift_no).drawer.expected
    count = CashCount.parse(f"0.01={in_drawer.fen}")
    shifts.close(shift.shift_no, Closing(count, "", desk.clock.now(), CASHIER.number, None))


def _planned(desk: Desk, sale_no: str) -> RefundPlan:
    plan = desk.refunds.plan(sale_no, {1: 1})
    assert isinstance(plan, RefundPlan)
    return plan


def test_no_law_is_without_somebody_who_broke_it() -> None:
    assert {law for law, _tampering in TAMPERINGS} == set(INVARIANTS)


def test_an_honest_day_breaks_none(file: SqliteFile) -> None:
    assert not any(Books(file).broken().values())


@pytest.mark.parametrize(("law", "tampering"), TAMPERINGS)
def test_what_somebody_changed_is_found(file: SqliteFile, law: str, tampering: str) -> None:
    lower_the_guard(file)
    with file.write() as database:
        database.execute(tampering)
    assert Books(file).broken()[law] != ()
