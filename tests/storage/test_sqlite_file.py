"""What every database file of ours promises, and how it says that the environment failed."""

import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlite_utils import Database
from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined]  # the driver that sqlite-utils chose

from pos_app.faults import StoreFault
from pos_app.sqlite import OLDEST_SQLITE, SqliteFile, append_only, run_statements


def _notes(database: Database) -> None:
    run_statements(database, "CREATE TABLE notes (id INTEGER PRIMARY KEY, name TEXT UNIQUE, text TEXT) STRICT")
    run_statements(database, append_only("notes", "id", "name"))


def _more_notes(database: Database) -> None:
    run_statements(database, "CREATE TABLE more (id INTEGER PRIMARY KEY) STRICT")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "till.db"


@pytest.fixture
def file(path: Path) -> Iterator[SqliteFile]:
    opened = SqliteFile(path, (_notes,))
    yield opened
    opened.close()


def _texts(file: SqliteFile) -> list[str]:
    with file.read() as database:
        return [row["text"] for row in database.query("SELECT text FROM notes ORDER BY id")]


def _add(file: SqliteFile, text: str) -> None:
    with file.write() as database:
        database.table("notes").insert({"text": text})


def test_the_library_is_new_enough() -> None:
    assert sqlite3.sqlite_version_info >= OLDEST_SQLITE


@pytest.mark.parametrize(
    ("pragma", "wanted"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),  # FULL: NORMAL loses acknowledged sales on power loss
        ("foreign_keys", 1),
        ("recursive_triggers", 1),
        ("trusted_schema", 0),
        ("cell_size_check", 1),
        ("busy_timeout", 5000),
    ],
)
def test_a_file_is_opened_for_keeps(file: SqliteFile, pragma: str, wanted: object) -> None:
    with file.read() as database:
        assert database.execute(f"PRAGMA {pragma}").fetchone()[0] == wanted


def test_what_was_written_is_there_after_reopening(path: Path) -> None:
    first = SqliteFile(path, (_notes,))
    _add(first, "kept")
    first.close()
    second = SqliteFile(path, (_notes,))
    assert _texts(second) == ["kept"]
    second.close()


@pytest.mark.parametrize("interruption", [RuntimeError, KeyboardInterrupt, GeneratorExit])
def test_an_interrupted_write_leaves_nothing(file: SqliteFile, interruption: type[BaseException]) -> None:
    def write_half() -> None:
        with file.write() as database:
            database.table("notes").insert({"text": "half"})
            raise interruption

    with pytest.raises(interruption):
        write_half()
    assert _texts(file) == []
    _add(file, "afterwards")
    assert _texts(file) == ["afterwards"]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE notes SET text = 'other'",
        "DELETE FROM notes",
        "INSERT OR REPLACE INTO notes (id, name, text) VALUES (1, 'second', 'other')",
        "INSERT OR REPLACE INTO notes (id, name, text) VALUES (2, 'first', 'other')",
        "REPLACE INTO notes (name, text) VALUES ('first', 'other')",
        "INSERT INTO notes (id, name, text) VALUES (1, 'x', 'y') ON CONFLICT (id) DO UPDATE SET text = 'other'",
        "UPDATE OR REPLACE notes SET id = 2 WHERE id = 1",
    ],
)
@pytest.mark.parametrize("recursive_triggers", ["ON", "OFF"])
def test_rows_are_inserted_once_and_never_changed(file: SqliteFile, statement: str, recursive_triggers: str) -> None:
    """OFF is how any other program opens the file: REPLACE then deletes without telling the DELETE trigger."""
    with file.write() as database:
        database.table("notes").insert({"name": "first", "text": "as it was"})
    with file.read() as database:
        database.execute(f"PRAGMA recursive_triggers={recursive_triggers}")
    with pytest.raises(sqlite3.IntegrityError, match="append-only"), file.write() as database:
        database.execute(statement)
    assert _texts(file) == ["as it was"]


def test_several_rows_without_a_unique_value_are_fine(file: SqliteFile) -> None:
    _add(file, "one")
    _add(file, "two")
    assert _texts(file) == ["one", "two"]


def test_a_rule_of_ours_is_not_the_environments_fault(file: SqliteFile) -> None:
    with pytest.raises(sqlite3.IntegrityError), file.write() as database:
        database.execute("INSERT INTO notes (id, text) VALUES ('not a number', '')")


def test_a_full_disk_is_a_fault_and_loses_nothing_that_was_acknowledged(file: SqliteFile) -> None:
    _add(file, "acknowledged")
    with file.read() as database:
        pages = database.execute("PRAGMA page_count").fetchone()[0]
        database.execute(f"PRAGMA max_page_count={pages}")
    with pytest.raises(StoreFault, match=r"till\.db.*full"):
        _add(file, "x" * 100_000)
    assert _texts(file) == ["acknowledged"]
    with file.read() as database:
        database.execute("PRAGMA max_page_count=100000")
    _add(file, "room again")
    assert _texts(file) == ["acknowledged", "room again"]


def _missing_folder(tmp_path: Path) -> Path:
    return tmp_path / "nowhere" / "till.db"


def _a_folder(tmp_path: Path) -> Path:
    (tmp_path / "till.db").mkdir()
    return tmp_path / "till.db"


def _text_file(tmp_path: Path) -> Path:
    (tmp_path / "till.db").write_text("not a database, but long enough to look at " * 40)
    return tmp_path / "till.db"


def _no_room_for_the_log(tmp_path: Path) -> Path:
    (tmp_path / "till.db-wal").mkdir()
    return tmp_path / "till.db"


@pytest.mark.parametrize("arrange", [_missing_folder, _a_folder, _text_file, _no_room_for_the_log])
def test_a_file_that_cannot_be_used_is_a_fault_that_names_it(tmp_path: Path, arrange: Callable[[Path], Path]) -> None:
    with pytest.raises(StoreFault, match=r"till\.db"):
        SqliteFile(arrange(tmp_path), (_notes,))


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root writes where it likes")
def test_a_read_only_folder_is_a_fault(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(StoreFault, match=r"till\.db"):
        SqliteFile(tmp_path / "till.db", (_notes,))
    tmp_path.chmod(0o700)


def test_a_file_of_a_newer_version_is_not_touched(path: Path) -> None:
    newer = SqliteFile(path, (_notes, _more_notes))
    _add(newer, "from the future")
    newer.close()
    with pytest.raises(StoreFault, match="newer"):
        SqliteFile(path, (_notes,))
    again = SqliteFile(path, (_notes, _more_notes))
    assert _texts(again) == ["from the future"]
    again.close()


def test_a_migration_runs_once_and_keeps_what_is_there(path: Path) -> None:
    first = SqliteFile(path, (_notes,))
    _add(first, "old")
    first.close()
    for _ in range(2):
        again = SqliteFile(path, (_notes, _more_notes))
        with again.read() as database:
            assert database.execute("PRAGMA user_version").fetchone()[0] == 2
        assert _texts(again) == ["old"]
        again.close()


def test_a_migration_that_fails_leaves_the_file_as_it_was(path: Path) -> None:
    def broken(database: Database) -> None:
        _more_notes(database)
        raise RuntimeError("power cut")

    SqliteFile(path, (_notes,)).close()
    with pytest.raises(RuntimeError, match="power cut"):
        SqliteFile(path, (_notes, broken))
    repaired = SqliteFile(path, (_notes, _more_notes))
    _add(repaired, "fine")
    repaired.close()


def test_two_writers_wait_for_each_other(path: Path) -> None:
    """A deferred BEGIN would fail at once: both read before they write."""
    files = [SqliteFile(path, (_notes,)) for _ in range(2)]

    def count_up(file: SqliteFile) -> None:
        for _ in range(20):
            with file.write() as database:
                held = database.execute("SELECT count(*) FROM notes").fetchone()[0]
                database.table("notes").insert({"text": str(held)})

    threads = [threading.Thread(target=count_up, args=(file,)) for file in files]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert _texts(files[0]) == [str(number) for number in range(40)]
    for file in files:
        file.close()


def test_a_closed_file_is_a_fault(path: Path) -> None:
    file = SqliteFile(path, (_notes,))
    file.close()
    with pytest.raises(StoreFault), file.read():
        pass


def test_many_statements_in_turn_are_compiled_once(file: SqliteFile) -> None:
    statements = [f"SELECT {number}" for number in range(100)]
    compiled: list[object] = []

    def note(*what: object) -> int:
        compiled.append(what)
        return int(sqlite3.SQLITE_OK)

    with file.read() as database:
        for statement in statements:
            database.conn.execute(statement).fetchall()
        database.conn.set_authorizer(note)
        for statement in statements:
            database.conn.execute(statement).fetchall()
        first = len(compiled)  # an authorizer makes all that was compiled before void
        for statement in statements:
            database.conn.execute(statement).fetchall()
        database.conn.set_authorizer(None)
    assert first >= len(statements)
    assert len(compiled) == first
