"""What the disk can do: one small row after another, each durable before the next."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from sqlite_utils import Database

from pos_app.sqlite import SqliteFile

_ROW = "x" * 100


def bare_commits_per_s(path: Path, *, count: int, elapsed_s: Callable[[], float]) -> float:
    """Commit rows to a file of their own and give how many a second were kept."""
    with closing(SqliteFile(path, (_rows,))) as file:
        began = elapsed_s()
        for _ in range(count):
            with file.write() as database:
                database.execute("INSERT INTO rows (text) VALUES (?)", (_ROW,))
        return count / (elapsed_s() - began)


def _rows(database: Database) -> None:
    database.execute("CREATE TABLE rows (number INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT")
