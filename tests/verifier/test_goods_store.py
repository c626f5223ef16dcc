"""What the store keeps of goods, traces and clearing: the database holds it, and older books are carried over."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pysqlite3 import dbapi2 as sqlite3

from pos_app.sqlite import SqliteFile
from pos_app.verifier.records import BillKind
from pos_app.verifier.store.migrations import MIGRATIONS
from pos_app.verifier.store.sqlite import SqliteStore
from tests.contracts.test_platform_goods import report, sold
from tests.contracts.test_platform_traces import sell
from tests.contracts.till_driver import Line, TillDriver
from tests.contracts.world import World

BOX = "81000000000000000017"


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """Give a platform that has sold, cancelled and reversed."""
    made = World(tmp_path)
    till = TillDriver(made.verifier.answer, made.verifier.decode)
    till.sign_in()
    info = sell(till, till.meet(made.code("plenty")), BOX).setlinfo
    report(till, sold(info, BOX))
    for person_id in ("same-province", "resident-no-account"):
        info, msgid = till.settle(till.meet(made.code(person_id)), Line("12.80")).setlinfo, till.msgid()
        till.cancel(info, msgid=msgid)
        till.reverse(msgid, info["psn_no"], infno="2103")
    yield made
    made.store.close()


def statement(world: World, text: str) -> None:
    connection = sqlite3.connect(str(world.folder / "verifier.db"), isolation_level=None)
    try:
        connection.execute(text)
    finally:
        connection.close()


@pytest.mark.parametrize("table", ["settled_traces", "goods_moves"])
def test_what_was_sold_is_only_ever_inserted(world: World, table: str) -> None:
    column = {"settled_traces": "code", "goods_moves": "visit"}[table]
    for text in (
        f"DELETE FROM {table}",  # noqa: S608  our own statements
        f"UPDATE {table} SET {column} = 'x'",  # noqa: S608
        f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}",  # noqa: S608
    ):
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            statement(world, text)


def test_of_two_who_want_a_trace_code_one_gets_it(world: World) -> None:
    with world.store.write() as books:
        settlements = [bill.setl_id for bill in books.bills()]
        assert [books.hold_trace("new", setl_id=setl_id) for setl_id in settlements[:2]] == [True, False]
        books.release_traces(settlements[0])
        assert books.hold_trace("new", setl_id=settlements[1])


def test_totals_of_a_day_are_found_by_their_index(world: World) -> None:
    with world.store.read() as books:
        plan = books._rows(
            "EXPLAIN QUERY PLAN SELECT count(*) FROM settlements AS one WHERE one.pharmacy = 'P' "
            "AND one.clearing = '41' AND one.settled_ms >= 1 AND one.settled_ms < 2"
        )
    assert "settlements_to_clear (pharmacy=? AND clearing=? AND settled_ms>? AND settled_ms<?)" in plan[0]["detail"]


def test_older_books_are_brought_up_from_the_answers_they_gave(world: World, tmp_path: Path) -> None:
    with world.store.read() as books:
        before = books.bills()
    world.store.close()
    older = tmp_path / "older.db"
    file = SqliteFile(older, MIGRATIONS[:1])
    tables = ("people", "postings", "entries", "settlements", "undone", "trades")
    with file.write() as database:
        names = {table: [column.name for column in database[table].columns] for table in tables}
    connection = sqlite3.connect(str(older), isolation_level=None)
    connection.execute("ATTACH ? AS newer", (str(tmp_path / "verifier.db"),))
    for table in tables:
        columns = ", ".join(names[table])
        connection.execute(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM newer.{table}")  # noqa: S608
    connection.close()
    file.close()
    store = SqliteStore(older)
    with store.read() as books:
        after = books.bills()
    store.close()
    world.store = SqliteStore(tmp_path / "verifier.db")
    assert {bill.kind for bill in after} == set(BillKind)
    facts = [(bill.setl_id, bill.insurance, bill.clearing, bill.purchase) for bill in after]
    assert facts == [(bill.setl_id, bill.insurance, bill.clearing, bill.purchase) for bill in before]
    assert {insurance for _, insurance, _, _ in facts} == {"310", "390"}
    assert {clearing for _, _, clearing, _ in facts} == {"41", "9974"}
