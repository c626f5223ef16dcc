"""The platform's store in a SQLite file."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pos_app.sqlite import SqliteFile
from pos_app.verifier.store.migrations import MIGRATIONS
from pos_app.verifier.store.sqlite_reader import SqliteReader
from pos_app.verifier.store.sqlite_writer import SqliteWriter


class SqliteStore:
    """`store.protocol.Store` over one file; threads take turns."""

    def __init__(self, path: Path) -> None:
        """Open or make the file; StoreFault if that cannot be."""
        self._file = SqliteFile(path, MIGRATIONS)

    @property
    def commits(self) -> int:
        """Give how many durable commits were made since the file was opened."""
        return self._file.commits

    @contextmanager
    def read(self) -> Iterator[SqliteReader]:
        with self._file.read() as database:
            yield SqliteReader(database)

    @contextmanager
    def write(self) -> Iterator[SqliteWriter]:
        with self._file.write() as database:
            yield SqliteWriter(database)

    @contextmanager
    def batch(self) -> Iterator[None]:
        with self._file.batch():
            yield

    def close(self) -> None:
        self._file.close()
