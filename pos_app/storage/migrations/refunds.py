"""Step: giving back. The plan stands in the book before anything moves, and the caps are held there."""

from sqlite_utils import Database

from pos_app.sqlite import append_only, run_statements
from pos_app.storage.migrations.columns import fen

_TABLES = f"""
CREATE TABLE refunds (
  refund_no TEXT PRIMARY KEY, sale_no TEXT NOT NULL REFERENCES sales, msgid TEXT UNIQUE,
  {fen("total_fen", "insured_fen")}, begun_at TEXT NOT NULL,
  CHECK (msgid IS NULL OR length(msgid) = 30), CHECK (msgid IS NOT NULL OR insured_fen = 0)
) STRICT

CREATE INDEX refunds_by_sale ON refunds (sale_no)

CREATE TABLE refund_lines (
  id TEXT PRIMARY KEY, refund_no TEXT NOT NULL REFERENCES refunds, line_id TEXT NOT NULL REFERENCES sale_lines,
  quantity INTEGER NOT NULL CHECK (typeof(quantity) = 'integer' AND quantity > 0), {fen("amount_fen")}
) STRICT

CREATE INDEX refund_lines_by_line ON refund_lines (line_id)

CREATE TABLE refund_parts (
  id TEXT PRIMARY KEY, refund_no TEXT NOT NULL REFERENCES refunds,
  kind TEXT NOT NULL CHECK (kind IN ('cash', 'mobile', 'card')), order_no TEXT REFERENCES charges, {fen("amount_fen")},
  CHECK (amount_fen > 0), CHECK ((kind = 'cash') = (order_no IS NULL))
) STRICT

CREATE INDEX refund_parts_by_refund ON refund_parts (refund_no)

CREATE TABLE refund_endings (
  refund_no TEXT PRIMARY KEY REFERENCES refunds, kind TEXT NOT NULL CHECK (kind IN ('final', 'dropped')),
  reason TEXT NOT NULL, slip TEXT NOT NULL, ended_at TEXT NOT NULL, undone_by TEXT UNIQUE, undone_at TEXT,
  CHECK ((kind = 'final') = (slip <> ''))
) STRICT

CREATE TABLE refund_parts_in_cash (
  id TEXT PRIMARY KEY REFERENCES refund_parts, reason TEXT NOT NULL, noted_at TEXT NOT NULL
) STRICT

CREATE TABLE refund_prints (
  id INTEGER PRIMARY KEY, refund_no TEXT NOT NULL REFERENCES refund_endings, printed_at TEXT NOT NULL
) STRICT

CREATE VIEW refunds_in_force AS
SELECT refunds.* FROM refunds LEFT JOIN refund_endings USING (refund_no) WHERE coalesce(kind, '') <> 'dropped'

CREATE TRIGGER refund_lines_are_of_the_sale BEFORE INSERT ON refund_lines WHEN
  (SELECT sale_no FROM sale_lines WHERE id = NEW.line_id) IS NOT
  (SELECT sale_no FROM refunds WHERE refund_no = NEW.refund_no)
BEGIN SELECT RAISE(ABORT, 'the line is of another sale'); END

CREATE TRIGGER refund_lines_have_a_cap BEFORE INSERT ON refund_lines WHEN EXISTS (
  SELECT 1 FROM sale_lines WHERE id = NEW.line_id AND (
    quantity < NEW.quantity + (SELECT coalesce(sum(refund_lines.quantity), 0)
      FROM refund_lines JOIN refunds_in_force USING (refund_no) WHERE line_id = NEW.line_id)
    OR amount_fen < NEW.amount_fen + (SELECT coalesce(sum(refund_lines.amount_fen), 0)
      FROM refund_lines JOIN refunds_in_force USING (refund_no) WHERE line_id = NEW.line_id)))
BEGIN SELECT RAISE(ABORT, 'more goes back than was sold'); END

CREATE TRIGGER refund_parts_have_a_cap BEFORE INSERT ON refund_parts WHEN
  NEW.amount_fen + (SELECT coalesce(sum(parts.amount_fen), 0) FROM refund_parts AS parts
    JOIN refunds_in_force USING (refund_no) WHERE parts.kind = NEW.kind AND parts.order_no IS NEW.order_no
    AND sale_no = (SELECT sale_no FROM refunds WHERE refund_no = NEW.refund_no))
  > coalesce(CASE NEW.kind
    WHEN 'cash' THEN (SELECT amount_fen FROM tenders WHERE kind = 'cash'
      AND sale_no = (SELECT sale_no FROM refunds WHERE refund_no = NEW.refund_no))
    ELSE (SELECT amount_fen FROM charges JOIN charge_ends USING (order_no) WHERE order_no = NEW.order_no
      AND outcome = 'paid' AND sale_no = (SELECT sale_no FROM refunds WHERE refund_no = NEW.refund_no)) END, 0)
BEGIN SELECT RAISE(ABORT, 'more money goes back than was paid'); END

CREATE TRIGGER refunds_add_up BEFORE INSERT ON refund_endings WHEN NEW.kind = 'final' AND NOT EXISTS (
  SELECT 1 FROM refunds JOIN sales USING (sale_no) WHERE refund_no = NEW.refund_no
  AND refunds.total_fen = (SELECT sum(amount_fen) FROM refund_lines WHERE refund_no = NEW.refund_no)
  AND refunds.total_fen = insured_fen
    + (SELECT coalesce(sum(amount_fen), 0) FROM refund_parts WHERE refund_no = NEW.refund_no)
  AND insured_fen = CASE WHEN refunds.msgid IS NULL THEN 0 ELSE fund_fen + account_fen + shared_fen END
  AND (refunds.msgid IS NULL) = (sales.msgid IS NULL)
)
BEGIN SELECT RAISE(ABORT, 'the refund does not add up'); END
"""

_APPEND_ONLY = {
    "refunds": ("refund_no", "msgid"),
    "refund_lines": ("id",),
    "refund_parts": ("id",),
    "refund_endings": ("refund_no", "undone_by"),
    "refund_parts_in_cash": ("id",),
    "refund_prints": ("id",),
}


def refunds(database: Database) -> None:
    run_statements(database, _TABLES)
    for table, keys in _APPEND_ONLY.items():
        run_statements(database, append_only(table, *keys))
    for table in ("refund_lines", "refund_parts"):
        run_statements(
            database,
            f"""
CREATE TRIGGER {table}_no_addition BEFORE INSERT ON {table}
WHEN EXISTS (SELECT 1 FROM refund_endings WHERE refund_no = NEW.refund_no)
BEGIN SELECT RAISE(ABORT, 'the refund has ended'); END""",
        )
