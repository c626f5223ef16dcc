"""A till's book with a long past, for benchmarks: cash sales of earlier days, made in bulk beside the rules."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from sqlite_utils import Database

from pos_app.sqlite import SqliteFile
from pos_app.storage.migrations import MIGRATIONS

_LOT = 50_000
_FEN = 1_000
_AT = datetime(2020, 1, 1, tzinfo=UTC).isoformat()
_SHIFT = "past"

_NUMBERS = "WITH RECURSIVE numbers (n) AS (SELECT :first UNION ALL SELECT n + 1 FROM numbers WHERE n < :last)"
_NO = "printf('00%011d', n)"  # of a till that nobody has
_ROWS = {
    "intents (sale_no, person_no, person, total_fen, given_fen, lines, frozen_at)": "'', '', :fen, :fen, '[]', :at",
    "sales (sale_no, sold_at, total_fen, fund_fen, account_fen, shared_fen, customer_fen, given_fen, change_fen,"
    " person, receipt)": ":at, :fen, 0, 0, 0, :fen, :fen, 0, '', '{}'",
    "sale_lines (sale_no, id, code, name, quantity, price_fen, reduction_fen, amount_fen)": (
        f"{_NO} || '-001', '100001', '', 1, :fen, 0, :fen"
    ),
    "tenders (sale_no, id, kind, amount_fen)": f"{_NO} || '-cash', 'cash', :fen",
    "print_jobs (sale_no, queued_at)": ":at",
    "prints (sale_no, printed_at)": ":at",
    "shift_bills (bill_no, shift_no, kind, amount_fen, at)": ":shift, 'sale', :fen, :at",
    "drawer (bill_no, shift_no, kind, amount_fen, reason, at, actor)": ":shift, 'taken', :fen, '', :at, ''",
    "endings (sale_no, kind, reason, ended_at)": "'final', '', :at",
}


def write_past_sales(path: Path, *, sales: int, tell: Callable[[int], None]) -> None:
    """Add that many final cash sales of one closed shift, with all their rows but those of the audit log."""
    file = SqliteFile(path, MIGRATIONS)
    try:
        with file.write() as database:
            rules = database.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
            for name, _ in rules:
                database.execute(f"DROP TRIGGER {name}")
            database.execute("INSERT INTO shifts VALUES (?, '', '', ?, '2020-01-01', 1)", [_SHIFT, _AT])
        for first in range(1, sales + 1, _LOT):
            last = min(sales, first + _LOT - 1)
            with file.write() as database:
                _add(database, first, last)
            tell(last)
        with file.write() as database:
            _close(database, sales)
            for _, definition in rules:
                database.execute(definition)
    finally:
        file.close()


def _add(database: Database, first: int, last: int) -> None:
    named = {"first": first, "last": last, "fen": _FEN, "at": _AT, "shift": _SHIFT}
    for columns, values in _ROWS.items():
        used = {name: value for name, value in named.items() if name in {"first", "last"} or f":{name}" in values}
        database.execute(f"INSERT INTO {columns} {_NUMBERS} SELECT {_NO}, {values} FROM numbers", used)  # noqa: S608  our own names


def _close(database: Database, sales: int) -> None:
    """End the shift of the past, so that another can be opened."""
    fen = sales * _FEN
    database.execute(
        "INSERT INTO shift_ends (shift_no, z_no, closed_at, bills, expected_fen, counted_fen, difference_fen, reason,"
        " closer, approver, audit_count, audit_code, open_sales, parked_bills)"
        " VALUES (?, 1, ?, ?, ?, ?, 0, '', '', '', 0, '', 0, 0)",
        [_SHIFT, _AT, sales, fen, fen],
    )
    database.execute("INSERT INTO shift_counts VALUES (?, ?, ?, ?)", [_SHIFT, _SHIFT, _FEN, sales])
