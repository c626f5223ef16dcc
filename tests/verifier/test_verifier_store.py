"""The database itself holds the platform to its rules, on any connection."""

# ruff: noqa: S608  our own statements, which spoil our own file

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pysqlite3 import dbapi2 as sqlite3

from pos_app.domain.ledger import AccountKind, AccountRef, JournalEntry, Posting
from pos_app.domain.money import Money
from pos_app.domain.voucher import Channel, CodeKind
from pos_app.sqlite import OLDEST_SQLITE, SqliteFile
from pos_app.verifier.accounts import personal
from pos_app.verifier.invariants import Invariant, broken
from pos_app.verifier.people import parse_people
from pos_app.verifier.records import Token, TradeKey, Voucher
from pos_app.verifier.store.migrations import MIGRATIONS
from pos_app.verifier.store.slim_tables import slim_tables
from pos_app.verifier.store.sqlite import SqliteStore
from tests.contracts.till_driver import Line, TillDriver
from tests.contracts.world import World, person

NOW = datetime(2026, 11, 22, tzinfo=UTC)
PLENTY = person("plenty").psn_no
OWED = AccountRef(AccountKind.PHARMACY, "P51010000001")


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """Give a platform that has settled, cancelled and reversed."""
    made = World(tmp_path)
    till = TillDriver(made.verifier.answer, made.verifier.decode)
    till.sign_in()
    for msgid in (till.msgid(), till.msgid()):
        settled = till.settle(till.meet(made.code("plenty")), Line("12.80"), msgid=msgid)
    till.cancel(settled.setlinfo)
    till.settle(till.meet(made.code("family-father")), Line("38.60"))
    till.reverse("never-came", PLENTY)
    yield made
    made.store.close()


def execute(world: World, *statements: str, guarded: bool = True) -> None:
    """Run statements on a connection of a stranger who keeps none of our pragmas."""
    world.store.close()
    connection = sqlite3.connect(str(world.folder / "verifier.db"), isolation_level=None)
    try:
        if not guarded:
            names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
            for (name,) in names:
                connection.execute(f"DROP TRIGGER {name}")
            connection.execute("PRAGMA ignore_check_constraints=ON")
        for statement in statements:
            connection.execute(statement)
    finally:
        connection.close()
        world.store = SqliteStore(world.folder / "verifier.db")


@pytest.mark.parametrize("table", ["entries", "postings", "settlements", "settlement_lines", "trades"])
def test_money_rows_are_only_ever_inserted(world: World, table: str) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        execute(world, f"DELETE FROM {table}")
    columns = {"entries": "booked_ms", "trades": "infno", "postings": "amount_fen", "settlement_lines": "price"}
    with pytest.raises(sqlite3.IntegrityError):
        execute(world, f"UPDATE {table} SET {columns.get(table, 'cash_fen')} = 1")
    with pytest.raises(sqlite3.IntegrityError):
        execute(world, f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")


def test_no_posting_can_be_slipped_into_an_entry_that_is_closed(world: World) -> None:
    copied = "SELECT entry_id, 'fund:x', 1, 5, 5 FROM entries LIMIT 1"
    with pytest.raises(sqlite3.IntegrityError, match="closed"):
        execute(world, f"INSERT INTO postings {copied}")


def test_an_entry_that_does_not_add_up_cannot_be_closed(world: World) -> None:
    rows = "INSERT INTO postings VALUES ('x', 'fund:a', 1, 5, 5), ('x', 'fund:b', 1, -4, -4)"
    with pytest.raises(sqlite3.IntegrityError, match="add up"):
        execute(world, "BEGIN", rows, "INSERT INTO entries VALUES ('x', 1)")


def test_a_posting_without_an_entry_does_not_commit(world: World) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        execute(world, "PRAGMA foreign_keys=ON", "INSERT INTO postings VALUES ('x', 'fund:a', 1, 5, 5)")


def test_a_running_balance_must_follow_on(world: World) -> None:
    for serial, balance in ((1, 6), (2, 5)):
        with pytest.raises(sqlite3.IntegrityError, match="follows on"):
            execute(world, f"INSERT INTO postings VALUES ('x', 'fund:a', {serial}, 5, {balance})")


@pytest.mark.parametrize("value", ["1.5", "'12.5'", "'x'"])
def test_an_amount_is_a_whole_number_and_nothing_else(world: World, value: str) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        execute(world, f"INSERT INTO postings VALUES ('x', 'fund:a', 1, {value}, {value})")


def test_the_database_refuses_to_overdraw_a_person(world: World) -> None:
    entry = JournalEntry("x", NOW, (Posting(personal(PLENTY), Money(-99_999_999)), Posting(OWED, Money(99_999_999))))
    with pytest.raises(sqlite3.IntegrityError, match="not_overdrawn"), world.store.write() as books:
        books.post(entry)
    assert world.balance("plenty") == Money(120_433 - 1280)


def test_a_transaction_that_fails_leaves_nothing(world: World) -> None:
    entry = JournalEntry("x", NOW, (Posting(personal(PLENTY), Money(-1)), Posting(OWED, Money(1))))
    with pytest.raises(ZeroDivisionError), world.store.write() as books:  # noqa: PT012  the failure is the last line
        books.post(entry)
        _ = 1 / 0
    with world.store.read() as books:
        assert books.entry("x") is None


def test_of_two_who_want_the_same_the_store_lets_one_win(world: World) -> None:
    key, later = TradeKey("P", "1"), NOW + timedelta(seconds=60)
    with world.store.write() as books:
        books.add_token(Token("t" * 64, PLENTY, NOW, later))
        assert [books.use_token("t" * 64, key=key, at=NOW) for _ in range(2)] == [True, False]
        books.release_token(key, at=later)
        assert not books.use_token("t" * 64, key=key, at=NOW)
        books.release_token(key, at=NOW)
        assert [books.use_token("t" * 64, key=key, at=at) for at in (later, NOW)] == [False, True]
        kind, channel = CodeKind.CERTIFICATE, Channel.NATIONAL
        books.add_voucher(Voucher("v" * 64, PLENTY, kind, channel, NOW, later))
        assert [books.use_voucher("v" * 64, used_for="x", at=at) for at in (later, NOW, NOW)] == [False, True, False]
        books.add_voucher(Voucher("w" * 64, PLENTY, kind, channel, NOW, later))
        books.revoke_vouchers(PLENTY, kind, channel)
        assert not books.use_voucher("w" * 64, used_for="x", at=NOW)
        standing = next(bill.setl_id for bill in books.bills() if not books.is_undone(bill.setl_id))
        assert [books.mark_undone(standing, by=standing) for _ in range(2)] == [True, False]


def test_sound_books_break_no_invariant(world: World) -> None:
    assert broken(world.store) == dict.fromkeys(Invariant, ())


_TAMPERED = [
    (Invariant.BALANCED, "UPDATE postings SET amount_fen = amount_fen + 1 WHERE account = 'person:{plenty}'"),
    (Invariant.RUNNING, "UPDATE postings SET balance_fen = balance_fen + 1 WHERE serial = 2"),
    (Invariant.NOT_OVERDRAWN, "UPDATE postings SET balance_fen = -1 WHERE account = 'person:{plenty}' AND serial = 2"),
    (Invariant.PARTS_ADD_UP, "UPDATE settlements SET cash_fen = cash_fen + 1"),
    (Invariant.BILL_IS_POSTED, "UPDATE settlements SET account_fen = account_fen + 1, cash_fen = cash_fen - 1"),
    (Invariant.BILL_IS_POSTED, "UPDATE settlements SET entry_id = NULL"),
    (Invariant.UNDONE_ONCE, "DELETE FROM undone"),
    (
        Invariant.UNDONE_ONCE,
        "UPDATE settlements SET undoes = setl_id WHERE undoes IS NOT NULL",
    ),
    (Invariant.TOKEN_USED_ONCE, "UPDATE tokens SET used_by = 'nothing' WHERE rowid = 1"),
    (Invariant.TOKEN_USED_ONCE, "UPDATE tokens SET used_by = (SELECT min(used_by) FROM tokens), psn_no = '{plenty}'"),
    (Invariant.ANSWERED, "DELETE FROM trades"),
    (Invariant.TOMBSTONES_ARE_EMPTY, "UPDATE trades SET content = NULL"),
    (Invariant.OWED_TO_PHARMACIES, "UPDATE settlements SET pharmacy = 'P51010000002'"),
    (Invariant.WHOLE_FILE, "CREATE TABLE stray (a)"),
    (Invariant.WHOLE_FILE, "SELECT 1"),  # the triggers themselves are gone
]


@pytest.mark.parametrize(("invariant", "statement"), _TAMPERED)
def test_every_invariant_notices_its_own_break(world: World, invariant: Invariant, statement: str) -> None:
    execute(world, statement.format(plenty=PLENTY), guarded=False)
    found = broken(world.store)
    assert found[invariant] != ()
    assert PLENTY not in str(found)


def test_one_msgid_twice_is_noticed(world: World) -> None:
    execute(
        world,
        "CREATE TABLE loose AS SELECT * FROM settlements",
        "DROP TABLE settlements",
        "UPDATE loose SET msgid = 'same'",
        "ALTER TABLE loose RENAME TO settlements",
        guarded=False,
    )
    with world.store.read() as books:
        assert books.violations(Invariant.ONE_MSGID_ONE_BILL) != ()


def test_every_invariant_is_shown_to_fail() -> None:
    assert {invariant for invariant, _ in _TAMPERED} | {Invariant.ONE_MSGID_ONE_BILL} == set(Invariant)


def test_the_file_is_durable_and_not_opened_by_an_old_sqlite(world: World) -> None:
    assert sqlite3.sqlite_version_info >= OLDEST_SQLITE
    with world.store.read() as books:
        pragmas = {
            name: books._database.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous")
        }
    assert pragmas == {"journal_mode": "wal", "synchronous": 2}


def test_books_of_before_the_tables_were_slim_open_with_all_that_was_in_them(world: World, tmp_path: Path) -> None:
    world.store.close()
    newer, older = tmp_path / "verifier.db", tmp_path / "older.db"
    SqliteFile(older, MIGRATIONS[: MIGRATIONS.index(slim_tables)]).close()
    connection = sqlite3.connect(str(older), isolation_level=None)
    connection.execute("ATTACH ? AS newer", (str(newer),))
    tables = [name for (name,) in connection.execute("SELECT name FROM main.sqlite_master WHERE type = 'table'")]
    for table in sorted(tables, key="entries".__eq__):
        connection.execute(f"INSERT INTO main.{table} SELECT * FROM newer.{table}")
    connection.close()
    brought_up, world.store = SqliteStore(older), SqliteStore(newer)
    assert broken(brought_up) == dict.fromkeys(Invariant, ())
    with brought_up.read() as past, world.store.read() as present:
        for table in tables:
            rows = f"SELECT * FROM {table}"
            assert past._database.execute(rows).fetchall() == present._database.execute(rows).fetchall()
    brought_up.close()


def test_personas_are_entered_once(world: World) -> None:
    again = World(world.folder, seed=3)
    assert len(again.phone.people()) == len(
        parse_people((Path("assets") / "personas.toml").read_text(encoding="utf-8"))
    )
    assert again.balance("plenty") == Money(120_433 - 1280)
    again.store.close()
