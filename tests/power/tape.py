"""Every statement that the three programs give their databases, in one order with what the cashier was told."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias
from unittest.mock import patch

from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined]  # the driver that sqlite-utils chose

from pos_app.sqlite import SqliteFile
from tests.doubles.new_books import made_by_migrations

BOOKS = ("till.db", "verifier.db", "wallet.db")


@dataclass(frozen=True, slots=True)
class Opened:
    book: str


@dataclass(frozen=True, slots=True)
class Closed:
    book: str


@dataclass(frozen=True, slots=True)
class Ran:
    book: str
    statement: str


@dataclass(frozen=True, slots=True)
class Told:
    """A sale was shown as final."""

    sale_no: str
    msgid: str
    total_fen: int


Entry: TypeAlias = Opened | Closed | Ran | Told


@dataclass
class Tape:
    entries: list[Entry] = field(default_factory=list)

    def add(self, entry: Entry) -> None:
        """Keep an entry; SQLite tells a statement once more for every trigger that it fires."""
        if not self.entries or self.entries[-1] != entry:
            self.entries.append(entry)


@contextmanager
def recording(tape: Tape) -> Iterator[None]:
    """Record what is done within to every book, through the driver that the product uses."""
    connect, close = sqlite3.connect, SqliteFile.close

    def traced(path: str, **options: Any) -> object:  # noqa: ANN401  whatever the driver takes
        connection = connect(path, **options)
        book = Path(path).name
        if book in BOOKS:
            tape.add(Opened(book))
            connection.set_trace_callback(_keep(tape, book))
        return connection

    def closing(file: SqliteFile) -> None:
        if file.path.name in BOOKS:
            tape.add(Closed(file.path.name))
            file._database.conn.set_trace_callback(None)
        close(file)

    with made_by_migrations(), patch.object(sqlite3, "connect", traced), patch.object(SqliteFile, "close", closing):
        yield


def _keep(tape: Tape, book: str) -> Callable[[str], None]:
    def keep(statement: str) -> None:
        if not statement.lstrip().upper().startswith(("SELECT", "WITH", "PRAGMA INTEGRITY", "PRAGMA FOREIGN_KEY_C")):
            tape.add(Ran(book, statement))

    return keep
