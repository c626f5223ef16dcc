"""One way to open a SQLite file so that what it acknowledges stays: used by the two stores and by nobody else.

WAL with synchronous=FULL, because NORMAL loses acknowledged sales on power loss. Every write opens with BEGIN
IMMEDIATE, because a deferred transaction that reads and then writes beside another writer fails at once.
recursive_triggers is on, because INSERT OR REPLACE otherwise slips past the append-only triggers.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import RLock
from typing import TypeAlias

from sqlite_utils import Database

# The driver that sqlite-utils chose: two copies of SQLite in one process break each other's locks.
from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined]

from pos_app.faults import StoreFault

OLDEST_SQLITE = (3, 51, 3)  # before it: the WAL-reset corruption bug
Migration: TypeAlias = Callable[[Database], None]

_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "recursive_triggers=ON",
    "trusted_schema=OFF",
    "cell_size_check=ON",
)
_BUSY_S = 5.0


class SqliteFile:
    """An open database file with one connection, one user at a time."""

    def __init__(self, path: Path, migrations: Sequence[Migration]) -> None:
        """Open or make the file and bring its schema up to date; StoreFault if that cannot be."""
        if sqlite3.sqlite_version_info < OLDEST_SQLITE:
            raise StoreFault(f"SQLite {sqlite3.sqlite_version} can damage files; install pysqlite3 0.6.1 or later")
        self.path = path
        self._lock = RLock()
        try:
            connection = sqlite3.connect(str(path), timeout=_BUSY_S, isolation_level=None, check_same_thread=False)
        except sqlite3.Error as error:
            raise StoreFault(f"{path}: {error}") from error
        self._database = Database(connection)
        try:
            self._set_up(migrations)
        except BaseException:
            connection.close()
            raise

    @contextmanager
    def write(self) -> Iterator[Database]:
        """Hold the file for one durable transaction; any exception undoes it all."""
        with self._transaction("BEGIN IMMEDIATE") as database:
            yield database

    @contextmanager
    def read(self) -> Iterator[Database]:
        """Hold one unchanging picture of the file."""
        with self._transaction("BEGIN") as database:
            yield database

    def close(self) -> None:
        with self._lock:
            self._database.conn.close()

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[Database]:
        with self._lock:
            try:
                self._database.execute(begin)
                try:
                    yield self._database
                    self._database.execute("COMMIT")
                except BaseException:
                    if self._database.conn.in_transaction:
                        self._database.execute("ROLLBACK")
                    raise
            except (sqlite3.OperationalError, sqlite3.ProgrammingError) as error:
                raise StoreFault(f"{self.path}: {error}") from error
            except sqlite3.IntegrityError:
                raise  # a rule of ours, held by the database: not the environment's doing
            except sqlite3.DatabaseError as error:
                raise StoreFault(f"{self.path}: {error}") from error

    def _set_up(self, migrations: Sequence[Migration]) -> None:
        try:
            for pragma in _PRAGMAS:
                self._database.execute(f"PRAGMA {pragma}")
        except sqlite3.Error as error:
            raise StoreFault(f"{self.path}: {error}") from error
        self._migrate(migrations)

    def _migrate(self, migrations: Sequence[Migration]) -> None:
        with self.write() as database:
            done = int(database.execute("PRAGMA user_version").fetchone()[0])
            if done > len(migrations):
                raise StoreFault(f"{self.path} was written by a newer version of this program")
            for number, migration in enumerate(migrations[done:], start=done + 1):
                migration(database)
                database.execute(f"PRAGMA user_version={number}")


def sqlite_version() -> str:
    return str(sqlite3.sqlite_version)


def run_statements(database: Database, script: str) -> None:
    """Run statements separated by blank lines; executescript would commit the transaction around them."""
    for statement in script.strip().split("\n\n"):
        database.execute(statement)


def append_only(table: str, *keys: str) -> str:
    """Give the triggers that let rows of a table be inserted once and never changed.

    All unique columns are wanted: REPLACE takes the old row away by any of them, and without a word to the DELETE
    trigger on a connection that is not ours.
    """
    known = " OR ".join(f"{key} = NEW.{key}" for key in keys)
    return f"""
CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END

CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END

CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN EXISTS (SELECT 1 FROM {table} WHERE {known})
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"""
