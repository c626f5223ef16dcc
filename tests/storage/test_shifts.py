"""What the till's file itself refuses about shifts, and what it makes of sales that are older than shifts."""

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined]  # the driver that sqlite-utils chose

from pos_app.domain.money import Money
from pos_app.domain.sale import Sale
from pos_app.domain.shift import CashCount, Closing, DrawerKind, DrawerMove
from pos_app.services.ticket import receipt_of
from pos_app.sqlite import SqliteFile
from pos_app.storage.books import Books
from pos_app.storage.journal import SqliteJournal
from pos_app.storage.migrations import MIGRATIONS
from pos_app.storage.migrations.shifts import shifts as the_step
from pos_app.storage.numbers import Numbers
from pos_app.storage.shifts import SqliteSessions, SqliteShifts
from tests.doubles.clock import NOON
from tests.doubles.counter import AUDIT, PHARMACY_CODE, SHOP, TILL, cash_draft
from tests.doubles.staff import CASHIER

BEFORE_SHIFTS = MIGRATIONS[: MIGRATIONS.index(the_step)]
_SALE_NO = "0126112100001"


@pytest.fixture
def file(tmp_path: Path) -> Iterator[SqliteFile]:
    with closing(SqliteFile(tmp_path / "till.db", MIGRATIONS)) as file:
        yield file


def open_shifts(file: SqliteFile) -> SqliteShifts:
    return SqliteShifts(file, Numbers(file, pharmacy_code=PHARMACY_CODE, till=TILL), AUDIT)


def test_sales_from_before_shifts_go_into_one_of_their_own(tmp_path: Path) -> None:
    path = tmp_path / "till.db"
    with closing(SqliteFile(path, BEFORE_SHIFTS)) as old, old.write() as database:
        moment = NOON.isoformat()
        database.execute(
            "INSERT INTO intents (sale_no, person_no, person, total_fen, given_fen, lines, frozen_at) "
            "VALUES (?, '', '', 1280, 5000, '[]', ?)",
            [_SALE_NO, moment],
        )
        database.execute(
            "INSERT INTO sales (sale_no, sold_at, total_fen, fund_fen, account_fen, shared_fen, customer_fen, "
            "given_fen, change_fen, person, receipt) VALUES (?, ?, 1280, 0, 0, 0, 1280, 5000, 3720, '', '')",
            [_SALE_NO, moment],
        )
        database.execute(
            "INSERT INTO sale_lines (id, sale_no, code, name, quantity, price_fen, reduction_fen, amount_fen) "
            "VALUES ('1', ?, '100001', '', 1, 1280, 0, 1280)",
            [_SALE_NO],
        )
        database.execute("INSERT INTO tenders VALUES ('1', ?, 'cash', 1280)", [_SALE_NO])
        database.execute("INSERT INTO print_jobs VALUES (?, ?)", [_SALE_NO, moment])
        database.execute("INSERT INTO endings VALUES (?, 'final', '', ?)", [_SALE_NO, moment])
    with closing(SqliteFile(path, MIGRATIONS)) as file:
        shift = open_shifts(file).current()
        assert shift
        assert (shift.shift_no, shift.is_automatic) == ("before", True)
        figures = open_shifts(file).figures("before")
        assert (figures.takings.sales, figures.drawer.expected) == (1, Money(1280))
        assert not any(Books(file).broken().values())


def test_a_sale_without_a_shift_cannot_become_final(file: SqliteFile, monkeypatch: pytest.MonkeyPatch) -> None:
    journal = SqliteJournal(file, Numbers(file, pharmacy_code=PHARMACY_CODE, till=TILL), AUDIT)
    draft = cash_draft()
    sale = Sale(journal.freeze(draft, NOON).sale_no, NOON, draft, None)
    shift = open_shifts(file).open(CASHIER, Money(0), NOON)
    monkeypatch.setattr("pos_app.storage.journal.enter_bill", lambda *_, **__: shift)
    with pytest.raises(sqlite3.IntegrityError, match="belongs to no shift"):
        journal.record(sale, receipt_of(sale, SHOP))


@pytest.mark.parametrize(
    "closing",
    [
        Closing(CashCount.parse("100=1"), "", NOON, "1001", None),
        Closing(CashCount.parse("100=3"), "more", NOON, "1001", None),
        Closing(CashCount.parse("100=2"), "", NOON - timedelta(seconds=1), "1001", None),
    ],
    ids=["short", "over with a reason alone", "before it began"],
)
def test_what_is_no_end_is_not_written(file: SqliteFile, closing: Closing) -> None:
    shifts = open_shifts(file)
    shift = shifts.open(CASHIER, Money(200_00), NOON)
    with pytest.raises(sqlite3.IntegrityError):
        shifts.close(shift.shift_no, closing)
    assert shifts.current() == shift


def test_nothing_is_added_to_a_shift_that_has_ended(file: SqliteFile) -> None:
    shifts = open_shifts(file)
    shift = shifts.open(CASHIER, Money(200_00), NOON)
    shifts.close(shift.shift_no, Closing(CashCount.parse("100=2"), "", NOON, "1001", None))
    with pytest.raises(sqlite3.IntegrityError, match="has ended"):
        shifts.move(shift.shift_no, DrawerMove(DrawerKind.IN, Money(1), "late", NOON, "1001"))


def test_a_sign_in_is_remembered_for_its_operator_until_it_ends(file: SqliteFile) -> None:
    sessions = SqliteSessions(file)
    sessions.keep("1001", "S1", NOON)
    assert (sessions.load("1001"), sessions.load("1002")) == ("S1", "")
    sessions.keep("1001", "", NOON)
    assert sessions.load("1001") == ""
