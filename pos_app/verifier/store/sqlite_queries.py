"""Rows by name, the ground of what is asked of and written to the platform's SQLite file.

Statements go to the connection itself, in few and fixed texts: it keeps them prepared, and a settlement makes a dozen.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any, Protocol, TypeAlias

from sqlite_utils import Database

from pos_app.sqlite import RowByName

Named: TypeAlias = dict[str, Any]


class Row(Protocol):
    """One row, its values by the names of their columns."""

    def __getitem__(self, name: str, /) -> Any: ...  # noqa: ANN401  what SQLite gives


class Queries:
    """One transaction of the file."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._connection = database.conn

    def _row(self, query: str, named: Named) -> Row | None:
        found: Row | None = self._asked(query, named).fetchone()
        return found

    def _rows(self, query: str, named: Named | None = None) -> Sequence[Row]:
        found: Sequence[Row] = self._asked(query, named or {}).fetchall()
        return found

    def _asked(self, query: str, named: Named) -> Any:  # noqa: ANN401  a cursor of whichever driver there is
        cursor = self._connection.cursor()
        cursor.row_factory = RowByName
        return cursor.execute(query, named)


class Changes(Queries):
    """The same, and changes."""

    def _insert(self, table: str, **values: Any) -> None:  # noqa: ANN401  what SQLite takes
        self._connection.execute(_insertion(table, tuple(values)), tuple(values.values()))

    def _insert_if_new(self, table: str, **values: Any) -> bool:  # noqa: ANN401  what SQLite takes
        statement = f"{_insertion(table, tuple(values))} ON CONFLICT DO NOTHING"
        return bool(self._connection.execute(statement, tuple(values.values())).rowcount > 0)

    def _change(self, statement: str, **values: Any) -> bool:  # noqa: ANN401  what SQLite takes
        return bool(self._connection.execute(statement, values).rowcount > 0)


@cache
def _insertion(table: str, columns: tuple[str, ...]) -> str:
    names, places = ", ".join(columns), ", ".join("?" for _ in columns)
    return f"INSERT INTO {table} ({names}) VALUES ({places})"  # noqa: S608  our own names
