"""Step 2: codes and cards beside cash. Each charge stands in the book before it is sent, and ends in it once."""

from sqlite_utils import Database

from pos_app.sqlite import append_only, run_statements
from pos_app.storage.migrations.columns import fen

_TABLES = f"""
DROP TRIGGER endings_add_up

ALTER TABLE intents RENAME COLUMN cash_given_fen TO given_fen

ALTER TABLE sales RENAME COLUMN cash_given_fen TO given_fen

CREATE TABLE tenders_of_all_kinds (
  id TEXT PRIMARY KEY, sale_no TEXT NOT NULL REFERENCES sales,
  kind TEXT NOT NULL CHECK (kind IN ('fund', 'account', 'shared', 'cash', 'mobile', 'card')), {fen("amount_fen")}
) STRICT

INSERT INTO tenders_of_all_kinds SELECT id, sale_no, kind, amount_fen FROM tenders ORDER BY rowid

DROP TABLE tenders

ALTER TABLE tenders_of_all_kinds RENAME TO tenders

CREATE INDEX tenders_by_sale ON tenders (sale_no)

CREATE TABLE charges (
  order_no TEXT PRIMARY KEY, sale_no TEXT NOT NULL REFERENCES intents,
  kind TEXT NOT NULL CHECK (kind IN ('mobile', 'card')), channel TEXT NOT NULL, payer TEXT NOT NULL,
  {fen("amount_fen")}, begun_at TEXT NOT NULL,
  CHECK (amount_fen > 0)
) STRICT

CREATE INDEX charges_by_sale ON charges (sale_no)

CREATE TABLE charge_ends (
  order_no TEXT PRIMARY KEY REFERENCES charges,
  outcome TEXT NOT NULL CHECK (outcome IN ('paid', 'refused', 'reversed', 'never_sent', 'resolved')),
  reason TEXT NOT NULL, reference TEXT NOT NULL, ended_at TEXT NOT NULL,
  CHECK ((outcome = 'paid') = (reason = ''))
) STRICT

CREATE TRIGGER endings_add_up BEFORE INSERT ON endings WHEN NEW.kind = 'final' AND NOT EXISTS (
  SELECT 1 FROM sales JOIN intents USING (sale_no) WHERE sale_no = NEW.sale_no
  AND sales.total_fen = intents.total_fen AND sales.msgid IS intents.msgid
  AND (sales.given_fen = intents.given_fen OR EXISTS (SELECT 1 FROM charges WHERE sale_no = NEW.sale_no))
  AND sales.total_fen = (SELECT sum(amount_fen) FROM sale_lines WHERE sale_no = NEW.sale_no)
  AND sales.total_fen = (SELECT sum(amount_fen) FROM tenders WHERE sale_no = NEW.sale_no)
  AND sales.customer_fen = (
    SELECT sum(amount_fen) FROM tenders WHERE sale_no = NEW.sale_no AND kind IN ('cash', 'mobile', 'card'))
)
BEGIN SELECT RAISE(ABORT, 'the sale does not add up'); END

CREATE TRIGGER endings_leave_no_charge_open BEFORE INSERT ON endings WHEN EXISTS (
  SELECT 1 FROM charges LEFT JOIN charge_ends USING (order_no)
  WHERE sale_no = NEW.sale_no AND (outcome IS NULL OR (outcome = 'paid' AND NEW.kind <> 'final'))
)
BEGIN SELECT RAISE(ABORT, 'a charge of the sale is open'); END

CREATE TRIGGER endings_have_their_charges BEFORE INSERT ON endings WHEN NEW.kind = 'final' AND EXISTS (
  SELECT 1 FROM (SELECT 'mobile' AS kind UNION ALL SELECT 'card') AS kinds WHERE
  (SELECT coalesce(sum(amount_fen), 0) FROM tenders WHERE sale_no = NEW.sale_no AND tenders.kind = kinds.kind)
  <> (SELECT coalesce(sum(amount_fen), 0) FROM charges JOIN charge_ends USING (order_no)
      WHERE sale_no = NEW.sale_no AND charges.kind = kinds.kind AND outcome = 'paid')
)
BEGIN SELECT RAISE(ABORT, 'a tender is not what was charged'); END
"""

_APPEND_ONLY = {"tenders": ("id",), "charges": ("order_no",), "charge_ends": ("order_no",)}


def tenders(database: Database) -> None:
    run_statements(database, _TABLES)
    for table, keys in _APPEND_ONLY.items():
        run_statements(database, append_only(table, *keys))
    for table in ("tenders", "charges"):
        run_statements(database, _closed_by_ending(table))


def _closed_by_ending(table: str) -> str:
    """Give the trigger that lets nothing be added to a sale whose end is written, for its sums were checked then."""
    return f"""
CREATE TRIGGER {table}_no_addition BEFORE INSERT ON {table}
WHEN EXISTS (SELECT 1 FROM endings WHERE sale_no = NEW.sale_no)
BEGIN SELECT RAISE(ABORT, 'the sale has ended'); END"""
