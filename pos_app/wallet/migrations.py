"""The channel's schema, step by step; a step that was released is never edited."""

from sqlite_utils import Database

from pos_app.sqlite import append_only, run_statements

_AMOUNT = "INTEGER NOT NULL CHECK (typeof(amount_fen) = 'integer' AND amount_fen > 0)"

_TABLES = f"""
CREATE TABLE orders (
  order_no TEXT PRIMARY KEY, payer TEXT NOT NULL, code_digest TEXT UNIQUE, script TEXT NOT NULL,
  amount_fen {_AMOUNT}, received_at TEXT NOT NULL
) STRICT

CREATE TABLE movements (
  id TEXT PRIMARY KEY, order_no TEXT NOT NULL, kind TEXT NOT NULL CHECK (kind IN ('paid', 'reversed', 'refunded')),
  amount_fen {_AMOUNT}, moved_at TEXT NOT NULL,
  FOREIGN KEY (order_no) REFERENCES orders
) STRICT

CREATE INDEX movements_by_order ON movements (order_no)

CREATE TABLE closings (
  order_no TEXT PRIMARY KEY, why TEXT NOT NULL CHECK (why IN ('refused', 'short', 'used', 'reversed')),
  closed_at TEXT NOT NULL
) STRICT

CREATE TABLE questions (
  id INTEGER PRIMARY KEY, order_no TEXT NOT NULL, kind TEXT NOT NULL CHECK (kind IN ('query', 'reverse')),
  asked_at TEXT NOT NULL
) STRICT

CREATE INDEX questions_by_order ON questions (order_no)

CREATE TRIGGER movements_within_the_order BEFORE INSERT ON movements WHEN
  (NEW.kind = 'paid' AND EXISTS (SELECT 1 FROM closings WHERE order_no = NEW.order_no))
  OR (NEW.kind = 'paid' AND EXISTS (SELECT 1 FROM movements WHERE order_no = NEW.order_no))
  OR (NEW.kind = 'paid' AND NEW.amount_fen <> (SELECT amount_fen FROM orders WHERE order_no = NEW.order_no))
  OR (NEW.kind <> 'paid' AND NEW.amount_fen > (
    SELECT coalesce(sum(iif(kind = 'paid', amount_fen, -amount_fen)), 0) FROM movements WHERE order_no = NEW.order_no))
BEGIN SELECT RAISE(ABORT, 'more would come back than was paid'); END
"""

_APPEND_ONLY = {
    "orders": ("order_no", "code_digest"),
    "movements": ("id",),
    "closings": ("order_no",),
    "questions": ("id",),
}


def _first(database: Database) -> None:
    run_statements(database, _TABLES)
    for table, keys in _APPEND_ONLY.items():
        run_statements(database, append_only(table, *keys))


MIGRATIONS = (_first,)
