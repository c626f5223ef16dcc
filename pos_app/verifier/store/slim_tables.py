"""The step of the platform's tables after which a settlement writes fewer pages: a key holds what is found by it.

A table WITHOUT ROWID is its own index. `entry_id` of a settlement is its `setl_id` or nothing, so it needs none.
"""

from sqlite_utils import Database

from pos_app.sqlite import change_table

_CHANGES = (
    ("entries", ") STRICT", ") STRICT, WITHOUT ROWID"),
    ("postings", ") STRICT", ") STRICT, WITHOUT ROWID"),
    ("settlement_lines", ") STRICT", ") STRICT, WITHOUT ROWID"),
    ("settlements", "entry_id TEXT UNIQUE", "entry_id TEXT"),
)


def slim_tables(database: Database) -> None:
    for table, old, new in _CHANGES:
        change_table(database, table, old, new)


def tokens_by_end_alone(database: Database) -> None:
    """Find the token of a trade among the few that still live: no other is of any use to a till."""
    database.execute("DROP INDEX tokens_by_trade")
