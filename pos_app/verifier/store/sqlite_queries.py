"""Rows by name, the ground of what is asked of and written to the platform's SQLite file."""

from collections.abc import Sequence
from typing import Any, TypeAlias

from sqlite_utils import Database

Row: TypeAlias = dict[str, Any]


class Queries:
    """One transaction of the file."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def _row(self, query: str, named: Row) -> Row | None:
        return next(iter(self._rows(query, named)), None)

    def _rows(self, query: str, named: Row | None = None) -> Sequence[Row]:
        cursor = self._database.execute(query, named or {})
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, values, strict=True)) for values in cursor.fetchall()]


class Changes(Queries):
    """The same, and changes."""

    def _insert(self, table: str, **values: Any) -> None:  # noqa: ANN401  what SQLite takes
        names, places = ", ".join(values), ", ".join(f":{name}" for name in values)
        self._database.execute(f"INSERT INTO {table} ({names}) VALUES ({places})", values)  # noqa: S608  our own names

    def _insert_if_new(self, table: str, **values: Any) -> bool:  # noqa: ANN401  what SQLite takes
        names, places = ", ".join(values), ", ".join(f":{name}" for name in values)
        return self._change(
            f"INSERT INTO {table} ({names}) VALUES ({places}) ON CONFLICT DO NOTHING",  # noqa: S608  our own names
            **values,
        )

    def _change(self, statement: str, **values: Any) -> bool:  # noqa: ANN401  what SQLite takes
        return bool(self._database.execute(statement, values).rowcount > 0)
