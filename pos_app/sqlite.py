"""One way to open a SQLite file so that what it acknowledges stays: used by the two stores and by nobody else.

WAL with synchronous=FULL, because NORMAL loses acknowledged sales on power loss. Every write opens with BEGIN
IMMEDIATE, because a deferred transaction that reads and then writes beside another writer fails at once.
recursive_triggers is on, because INSERT OR REPLACE otherwise slips past the append-only triggers.
"""

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import RLock
from typing import TypeAlias

from pos_app.faults import StoreFault

# sqlite-utils loads numpy where it finds it, to name columns after its types. No table of ours has one, and a command
# would wait for numpy longer than for its own work: it is not to be found here.
_NUMPY_IS_LOADED = sys.modules.setdefault("numpy", None) is not None  # type: ignore[arg-type]  # None: not to be found

from sqlite_utils import Database  # noqa: E402  after numpy was hidden

# The driver that sqlite-utils chose: two copies of SQLite in one process break each other's locks.
from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined]  # noqa: E402

if not _NUMPY_IS_LOADED:
    del sys.modules["numpy"]

OLDEST_SQLITE = (3, 51, 3)  # before it: the WAL-reset corruption bug
RowByName = sqlite3.Row
Migration: TypeAlias = Callable[[Database], None]

_PRAGMAS = (
    "synchronous=EXTRA",  # else a power loss could bring the journal back under which the empty file became a WAL one
    "journal_mode=WAL",
    "foreign_keys=ON",
    "recursive_triggers=ON",
    "trusted_schema=OFF",
    "cell_size_check=ON",
    "wal_autocheckpoint=4000",  # 16 MB: folding the log into the file waits for the disk twice
)
_BUSY_S = 5.0
_WRITING = "BEGIN IMMEDIATE"
_PREPARED = 256  # statements kept compiled; the default drops each before it comes round again
_LET_GO_S = 0.5
_DISK_FAILED = frozenset(
    {
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_NOTADB,
    }
)


class SqliteFile:
    """An open database file with one connection, one user at a time."""

    def __init__(self, path: Path, migrations: Sequence[Migration], *, durable: bool = True) -> None:
        """Open or make the file and bring its schema up to date; StoreFault if that cannot be.

        A file that is not durable may lose its newest rows when the power fails: for notes, never for books.
        """
        if sqlite3.sqlite_version_info < OLDEST_SQLITE:
            raise StoreFault(f"SQLite {sqlite3.sqlite_version} can damage files; install pysqlite3 0.6.1 or later")
        self.path = path
        self.commits = 0  # of which each was waited for, where the file is durable
        self._durable = durable
        self._migrations = migrations
        self._lock = RLock()
        self._is_batching = False
        self._is_doubtful = False
        self._database = self._opened()

    @contextmanager
    def write(self) -> Iterator[Database]:
        """Hold the file for one durable transaction; any exception undoes it all."""
        with self._lock:
            yield from self._naming_faults(self._part() if self._is_batching else self._transaction(_WRITING))

    @contextmanager
    def read(self) -> Iterator[Database]:
        """Hold one unchanging picture of the file; within a batch, of the file as the batch has left it."""
        with self._lock:
            yield from (self._database,) if self._is_batching else self._naming_faults(self._transaction("BEGIN"))

    @contextmanager
    def batch(self) -> Iterator[None]:
        """Let all writes that this thread makes within share one commit, each still undone alone by its exception.

        Nothing of it may be acknowledged before the batch has ended: where that raises StoreFault, nothing was kept.
        """
        with self._lock, contextmanager(self._naming_faults)(self._transaction(_WRITING)):
            self._is_batching = True
            try:
                yield
            finally:
                self._is_batching = False

    def close(self) -> None:
        with self._lock:
            self._database.conn.close()

    def _opened(self) -> Database:
        """Open a connection that has made no step of the schema: those statements would fill the places of ours.

        The driver lets the latest of the least used go, so that nothing new would ever stay compiled.
        """
        database, is_changed = self._connected()
        if is_changed:
            database.conn.close()
            database, _ = self._connected()
        return database

    def _connected(self) -> tuple[Database, bool]:
        """Open a connection and bring the schema up to date; say whether it was not."""
        try:
            connection = sqlite3.connect(
                str(self.path),
                timeout=_BUSY_S,
                isolation_level=None,
                check_same_thread=False,
                cached_statements=_PREPARED,
            )
        except sqlite3.Error as error:
            raise StoreFault(f"{self.path}: {error}") from error
        database = Database(connection)
        try:
            self._set_up(database)
            return database, self._migrate(database)
        except BaseException:
            connection.close()
            raise

    def _open_again(self) -> None:
        """Leave the connection on which the disk has failed, and trust a new one once it has read and written all.

        What it holds of a failed commit is not what is on disk, and a retry on it could seem to succeed.
        """
        self._database.conn.close()
        fresh = self._opened()
        try:
            self._prove(fresh)
        except BaseException:
            fresh.conn.close()
            raise
        self._database, self._is_doubtful = fresh, False

    def _prove(self, fresh: Database) -> None:
        damage = fresh.execute("PRAGMA quick_check(1)").fetchone()[0]
        if damage != "ok":
            raise StoreFault(f"{self.path}: {damage}")
        fresh.execute(f"PRAGMA user_version={len(self._migrations)}")  # a commit that changes nothing

    # These three are yielded from and not entered: a context manager in each layer would cost more than the statements.

    def _transaction(self, begin: str) -> Iterator[Database]:
        if self._is_doubtful:
            self._open_again()
        yield from _transaction_on(self._database, begin)
        self.commits += begin == _WRITING

    def _part(self) -> Iterator[Database]:
        """Hold a part of the batch; SQLite itself undoes the whole of it on some errors, and then nothing follows."""
        connection = self._database.conn
        if not connection.in_transaction:
            raise StoreFault(f"{self.path}: an error before this one has undone the batch")
        connection.execute("SAVEPOINT part")
        try:
            yield self._database
            connection.execute("RELEASE part")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK TO part")
                connection.execute("RELEASE part")
            raise

    def _naming_faults(self, steps: Iterator[Database]) -> Iterator[Database]:
        try:
            yield from steps
        except (sqlite3.OperationalError, sqlite3.ProgrammingError) as error:
            self._is_doubtful = self._is_doubtful or _primary_code(error) in _DISK_FAILED
            raise StoreFault(f"{self.path}: {error}") from error
        except sqlite3.IntegrityError:
            raise  # a rule of ours, held by the database: not the environment's doing
        except sqlite3.DatabaseError as error:
            self._is_doubtful = True
            raise StoreFault(f"{self.path}: {error}") from error

    def _set_up(self, database: Database) -> None:
        try:
            for pragma in (*_PRAGMAS, f"synchronous={'FULL' if self._durable else 'OFF'}"):
                database.execute(f"PRAGMA {pragma}")
        except sqlite3.Error as error:
            raise StoreFault(f"{self.path}: {error}") from error

    def _migrate(self, database: Database) -> bool:
        with contextmanager(self._naming_faults)(_transaction_on(database, _WRITING)):
            done = int(database.execute("PRAGMA user_version").fetchone()[0])
            if done > len(self._migrations):
                raise StoreFault(f"{self.path} was written by a newer version of this program")
            for number, migration in enumerate(self._migrations[done:], start=done + 1):
                migration(database)
                database.execute(f"PRAGMA user_version={number}")
            return done < len(self._migrations)


def _transaction_on(database: Database, begin: str) -> Iterator[Database]:
    # By the database's own execute: there the tests that kill a till stand before and after each commit.
    database.execute(begin)
    try:
        yield database
        database.execute("COMMIT")
    except BaseException:
        if database.conn.in_transaction:
            database.execute("ROLLBACK")
        raise


def _primary_code(error: sqlite3.Error) -> int:
    """Give SQLite's own code without its finer part; mistakes of ours, such as a closed file, have none."""
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF


@dataclass(frozen=True, slots=True)
class Contents:
    """What a file that nobody writes to says of itself: its step of the schema, and how many rows each table has."""

    schema: int
    rows: Mapping[str, int]


def copy_together(copies: Mapping[Path, Path]) -> None:
    """Copy database files, each to its new name, as they all were at one moment, beside whoever is at work on them.

    All are kept from writing for the blink in which a picture of each is taken: no copy can then hold what followed
    from something that another copy lacks. StoreFault where one cannot be read or written.
    """
    with ExitStack() as opened, _foreign_faults("copying"):
        held = [opened.enter_context(_bare(path)) for path in copies]
        pictures = [opened.enter_context(_bare(path)) for path in copies]
        for connection in held:
            connection.execute("BEGIN IMMEDIATE")
        for connection in pictures:
            connection.execute("BEGIN")
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        for connection in held:
            connection.execute("ROLLBACK")
        for connection, target in zip(pictures, copies.values(), strict=True):
            with _bare(target) as copy:
                connection.backup(copy)


def contents_of(path: Path) -> Contents:
    """Look into a file that nobody has open, without changing a byte of it; StoreFault for what is no database."""
    with _foreign_faults(path.name), _bare(path, "immutable=1") as connection:
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
        return Contents(
            schema=int(connection.execute("PRAGMA user_version").fetchone()[0]),
            rows={name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for (name,) in tables},
        )


def is_let_go(path: Path) -> bool:
    """Fold a file and its log into one; False where somebody has it open. A damaged one is nobody's any more."""
    if not path.exists():
        return True
    try:
        with _bare(path, wait_s=_LET_GO_S) as connection:
            mode = connection.execute("PRAGMA journal_mode=DELETE").fetchone()[0]
    except sqlite3.OperationalError:
        return False
    except sqlite3.DatabaseError:
        return True
    return bool(mode == "delete")


@contextmanager
def _bare(path: Path, *options: str, wait_s: float = _BUSY_S) -> Iterator[sqlite3.Connection]:
    """Open a file that exists, or is to be made, without any of our rules: to copy it, never to write books."""
    address = f"{path.absolute().as_uri()}?{'&'.join(options)}"
    with closing(sqlite3.connect(address, uri=True, timeout=wait_s, isolation_level=None)) as connection:
        yield connection


@contextmanager
def _foreign_faults(what: str) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise StoreFault(f"{what}: {error}") from error


def sqlite_version() -> str:
    return str(sqlite3.sqlite_version)


def damage(database: Database, migrations: tuple[Migration, ...]) -> tuple[str, ...]:
    """Ask SQLite whether the file is whole, and compare its tables with freshly made ones.

    A trigger that somebody dropped is damage, too.
    """
    broken = [str(row[0]) for row in database.execute("PRAGMA integrity_check").fetchall() if row[0] != "ok"]
    strays = [f"stray row of {row[0]}" for row in database.execute("PRAGMA foreign_key_check").fetchall()]
    changed = sorted({name for name, _ in _schema(database) ^ _fresh_schema(migrations)})
    return (*broken, *strays, *(f"changed: {name}" for name in changed))


@cache
def _fresh_schema(migrations: tuple[Migration, ...]) -> frozenset[tuple[str, str]]:
    fresh = Database(memory=True)
    try:
        for migration in migrations:
            migration(fresh)
        return _schema(fresh)
    finally:
        fresh.close()


def _schema(database: Database) -> frozenset[tuple[str, str]]:
    rows = database.execute("SELECT name, coalesce(sql, '') FROM sqlite_master").fetchall()
    return frozenset((str(name), str(definition)) for name, definition in rows)


def insert(database: Database, table: str, *rows: Mapping[str, object]) -> None:
    """Add rows that have the same columns, inside the caller's transaction; each row's triggers see those before it.

    The statement is always the same text, so the connection keeps it prepared; the insert of sqlite-utils looks into
    the schema first and sets a savepoint of another name each time. Values are bound by place, for a name is looked up.
    """
    if rows:
        columns = tuple(rows[0])
        database.conn.executemany(_insertion(table, columns), [[row[name] for name in columns] for row in rows])


@cache
def _insertion(table: str, columns: tuple[str, ...]) -> str:
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"


def run_statements(database: Database, script: str) -> None:
    """Run statements separated by blank lines; executescript would commit the transaction around them."""
    for statement in script.strip().split("\n\n"):
        database.execute(statement)


def change_table(database: Database, table: str, old: str, new: str) -> None:
    """Change a text of a table's definition; its rows, indices and triggers stay as they were."""
    definitions = database.execute(
        "SELECT sql FROM sqlite_master WHERE tbl_name = ? AND sql IS NOT NULL ORDER BY type <> 'table', rowid", (table,)
    ).fetchall()
    first, *others = (definition for (definition,) in definitions)
    if old not in first:
        raise AssertionError(f"{table} is not as the steps before have made it")
    database.execute("PRAGMA defer_foreign_keys=ON")  # rows that point to it miss it until its own are back
    for statement in (
        f"CREATE TEMP TABLE kept AS SELECT * FROM {table}",
        f"DROP TABLE {table}",
        first.replace(old, new),
        f"INSERT INTO {table} SELECT * FROM kept",
        "DROP TABLE kept",
        *others,
    ):
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
