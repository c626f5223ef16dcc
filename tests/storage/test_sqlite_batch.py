"""Writes that share one commit: each undone alone, all kept together or none."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlite_utils import Database
from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined]  # the driver that sqlite-utils chose

from pos_app.faults import StoreFault
from pos_app.sqlite import SqliteFile


def _notes(database: Database) -> None:
    database.execute("CREATE TABLE notes (text TEXT UNIQUE) STRICT")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "notes.db"


@pytest.fixture
def file(path: Path) -> Iterator[SqliteFile]:
    opened = SqliteFile(path, (_notes,))
    yield opened
    opened.close()


def _add(file: SqliteFile, text: str) -> None:
    with file.write() as database:
        database.execute("INSERT INTO notes (text) VALUES (?)", (text,))


def _fail(file: SqliteFile) -> None:
    with file.write() as database:
        database.execute("INSERT INTO notes (text) VALUES ('lost')")
        raise ZeroDivisionError


def _texts(file: SqliteFile) -> list[str]:
    with file.read() as database:
        return [row["text"] for row in database.query("SELECT text FROM notes ORDER BY rowid")]


def test_nothing_of_a_batch_is_seen_before_its_end(file: SqliteFile, path: Path) -> None:
    other = SqliteFile(path, (_notes,))
    with file.batch():
        _add(file, "one")
        _add(file, "two")
        assert _texts(file) == ["one", "two"]
        assert _texts(other) == []
    assert _texts(other) == ["one", "two"]
    other.close()


def test_a_write_that_fails_is_undone_alone(file: SqliteFile) -> None:
    with file.batch():
        _add(file, "one")
        with pytest.raises(sqlite3.IntegrityError):
            _add(file, "one")
        with pytest.raises(ZeroDivisionError):
            _fail(file)
        _add(file, "two")
    assert _texts(file) == ["one", "two"]


def test_an_exception_out_of_a_batch_undoes_it_all(file: SqliteFile) -> None:
    def go_on() -> None:
        with file.batch():
            _add(file, "one")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        go_on()
    assert _texts(file) == []
    _add(file, "after")
    assert _texts(file) == ["after"]


def test_where_sqlite_has_undone_the_batch_nothing_follows_and_its_end_says_so(file: SqliteFile) -> None:
    def lose_all() -> None:
        with file.write() as database:
            database.execute("ROLLBACK")  # what SQLite does by itself when the disk is full

    def go_on() -> None:
        with file.batch():
            _add(file, "one")
            with pytest.raises(StoreFault):
                lose_all()
            with pytest.raises(StoreFault, match="undone the batch"):
                _add(file, "two")

    with pytest.raises(StoreFault):
        go_on()
    assert _texts(file) == []


def test_notes_need_not_wait_for_the_disk(tmp_path: Path) -> None:
    notes = SqliteFile(tmp_path / "notes.db", (_notes,), durable=False)
    with notes.read() as database:
        assert database.execute("PRAGMA synchronous").fetchone()[0] == 0
    notes.close()
