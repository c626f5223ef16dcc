"""Step: what is taken off a line, and bills that are not sales yet."""

from sqlite_utils import Database

from pos_app.sqlite import run_statements
from pos_app.storage.migrations.columns import fen

_LINES = f"""
CREATE TABLE lines_with_reduction (
  id TEXT PRIMARY KEY, sale_no TEXT NOT NULL REFERENCES sales, code TEXT NOT NULL, name TEXT NOT NULL,
  quantity INTEGER NOT NULL CHECK (typeof(quantity) = 'integer' AND quantity > 0),
  {fen("price_fen", "reduction_fen", "amount_fen")},
  CHECK (amount_fen = price_fen * quantity - reduction_fen)
) STRICT

INSERT INTO lines_with_reduction
SELECT id, sale_no, code, name, quantity, price_fen, 0, amount_fen FROM sale_lines ORDER BY rowid

DROP TABLE sale_lines

ALTER TABLE lines_with_reduction RENAME TO sale_lines

CREATE INDEX sale_lines_by_sale ON sale_lines (sale_no)
"""

_BILLS = f"""
CREATE TABLE bills (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, content TEXT NOT NULL, {fen("total_fen")}, kept_at TEXT NOT NULL
) STRICT
"""


def bills(database: Database) -> None:
    """Make the lines anew, for SQLite changes no CHECK in place, and put back the triggers that know them."""
    triggers = database.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%sale_lines%' ORDER BY rowid"
    ).fetchall()
    for name, _ in triggers:
        database.execute(f"DROP TRIGGER {name}")
    run_statements(database, _LINES)
    for _, sql in triggers:
        database.execute(sql)
    run_statements(database, _BILLS)
