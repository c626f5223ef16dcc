"""A book of before the tenders is brought up to date without losing a row or a law."""

from contextlib import closing
from pathlib import Path

from pos_app.sqlite import SqliteFile
from pos_app.storage.books import Books
from pos_app.storage.migrations import MIGRATIONS

_SALE = "0126112100001"
_MSGID = "P51010000001202611211200000001"
_RECEIPT = "{}"
_ROWS = f"""
INSERT INTO intents VALUES ('{_SALE}', '{_MSGID}', '1', '李**', 1280, 500, '[]', '2026-11-21T04:00:00+00:00');
INSERT INTO sales (sale_no, sold_at, total_fen, fund_fen, account_fen, shared_fen, customer_fen, cash_given_fen,
  change_fen, balance_fen, person, settlement_id, visit_id, msgid, receipt)
  VALUES ('{_SALE}', '2026-11-21T04:00:01+00:00', 1280, 0, 1000, 0, 280, 500, 220, 0, '李**', 'S', 'V', '{_MSGID}',
  '{_RECEIPT}');
INSERT INTO sale_lines (id, sale_no, code, name, quantity, price_fen, amount_fen)
  VALUES ('{_SALE}-001', '{_SALE}', '1', 'x', 1, 1280, 1280);
INSERT INTO tenders VALUES ('{_SALE}-account', '{_SALE}', 'account', 1000);
INSERT INTO tenders VALUES ('{_SALE}-cash', '{_SALE}', 'cash', 280);
INSERT INTO print_jobs VALUES ('{_SALE}', '2026-11-21T04:00:01+00:00');
INSERT INTO endings VALUES ('{_SALE}', 'final', '', '2026-11-21T04:00:01+00:00');
"""  # noqa: S608  constants of this file


def test_a_book_of_before_keeps_its_sales(tmp_path: Path) -> None:
    before = MIGRATIONS[:1]
    with closing(SqliteFile(tmp_path / "till.db", before)) as file, file.write() as database:
        for statement in filter(str.strip, _ROWS.split(";\n")):
            database.execute(statement)
    with closing(SqliteFile(tmp_path / "till.db", MIGRATIONS)) as file:
        (sale,) = Books(file).sales()
        broken = Books(file).broken()
        with file.read() as database:
            given = database.execute("SELECT given_fen FROM sales").fetchone()[0]
    assert (sale.state, sale.cash.fen, sale.mobile.fen, sale.card.fen, sale.change.fen) == ("final", 280, 0, 0, 220)
    assert given == 500
    assert {law: rows for law, rows in broken.items() if rows} == {}


def test_the_guards_of_the_book_survive(tmp_path: Path) -> None:
    with closing(SqliteFile(tmp_path / "till.db", MIGRATIONS)) as file, file.read() as database:
        triggers = {name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")}
    guards = {f"{table}_no_{what}" for table in ("tenders", "charges") for what in ("update", "delete", "replace")}
    assert guards | {"endings_add_up", "tenders_no_addition", "endings_leave_no_charge_open"} <= triggers
