"""Columns that several steps of the schema share."""

_FEN = "INTEGER NOT NULL CHECK (typeof({0}) = 'integer' AND {0} BETWEEN 0 AND 9999999999999999)"  # N16,2


def fen(*columns: str) -> str:
    """Give column definitions for amounts of money: whole fen, never below nothing."""
    return ", ".join(f"{column} {_FEN.format(column)}" for column in columns)
