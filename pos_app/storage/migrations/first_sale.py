"""Step 1: intents before the wire, sales as one commit, everything that is money only ever inserted."""

from sqlite_utils import Database

from pos_app.sqlite import append_only, run_statements
from pos_app.storage.migrations.columns import fen

_TABLES = f"""
CREATE TABLE counters (
  name TEXT PRIMARY KEY, value INTEGER NOT NULL CHECK (typeof(value) = 'integer' AND value >= 0)
) STRICT

CREATE TABLE intents (
  sale_no TEXT PRIMARY KEY, msgid TEXT UNIQUE, person_no TEXT NOT NULL, person TEXT NOT NULL,
  {fen("total_fen", "cash_given_fen")}, lines TEXT NOT NULL, frozen_at TEXT NOT NULL,
  CHECK (msgid IS NULL OR length(msgid) = 30)
) STRICT

CREATE TABLE cancellations (
  sale_no TEXT PRIMARY KEY REFERENCES intents, msgid TEXT NOT NULL UNIQUE, settlement TEXT NOT NULL,
  begun_at TEXT NOT NULL
) STRICT

CREATE TABLE tries (id INTEGER PRIMARY KEY, sale_no TEXT NOT NULL REFERENCES intents, at TEXT NOT NULL) STRICT

CREATE TABLE sales (
  sale_no TEXT PRIMARY KEY REFERENCES intents, sold_at TEXT NOT NULL,
  {fen("total_fen", "fund_fen", "account_fen", "shared_fen", "customer_fen", "cash_given_fen", "change_fen")},
  balance_fen INTEGER, person TEXT NOT NULL, settlement_id TEXT UNIQUE, visit_id TEXT, msgid TEXT UNIQUE,
  receipt TEXT NOT NULL,
  CHECK (fund_fen + account_fen + shared_fen + customer_fen = total_fen),
  CHECK (cash_given_fen - change_fen = customer_fen),
  CHECK ((settlement_id IS NULL) = (msgid IS NULL)),
  CHECK (settlement_id IS NOT NULL OR fund_fen + account_fen + shared_fen = 0)
) STRICT

CREATE TABLE sale_lines (
  id TEXT PRIMARY KEY, sale_no TEXT NOT NULL REFERENCES sales, code TEXT NOT NULL, name TEXT NOT NULL,
  quantity INTEGER NOT NULL CHECK (typeof(quantity) = 'integer' AND quantity > 0), {fen("price_fen", "amount_fen")},
  CHECK (amount_fen = price_fen * quantity)
) STRICT

CREATE INDEX sale_lines_by_sale ON sale_lines (sale_no)

CREATE TABLE tenders (
  id TEXT PRIMARY KEY, sale_no TEXT NOT NULL REFERENCES sales,
  kind TEXT NOT NULL CHECK (kind IN ('fund', 'account', 'shared', 'cash')), {fen("amount_fen")}
) STRICT

CREATE INDEX tenders_by_sale ON tenders (sale_no)

CREATE TABLE print_jobs (sale_no TEXT PRIMARY KEY REFERENCES sales, queued_at TEXT NOT NULL) STRICT

CREATE TABLE prints (
  id INTEGER PRIMARY KEY, sale_no TEXT NOT NULL REFERENCES print_jobs, printed_at TEXT NOT NULL
) STRICT

CREATE INDEX prints_by_sale ON prints (sale_no)

CREATE TABLE endings (
  sale_no TEXT PRIMARY KEY REFERENCES intents, kind TEXT NOT NULL CHECK (kind IN ('final', 'dropped')),
  reason TEXT NOT NULL, ended_at TEXT NOT NULL
) STRICT

CREATE TABLE audit (
  id INTEGER PRIMARY KEY, at TEXT NOT NULL, action TEXT NOT NULL, sale_no TEXT NOT NULL, detail TEXT NOT NULL
) STRICT

CREATE TRIGGER endings_add_up BEFORE INSERT ON endings WHEN NEW.kind = 'final' AND NOT EXISTS (
  SELECT 1 FROM sales JOIN intents USING (sale_no) WHERE sale_no = NEW.sale_no
  AND sales.total_fen = intents.total_fen AND sales.cash_given_fen = intents.cash_given_fen
  AND sales.msgid IS intents.msgid
  AND sales.total_fen = (SELECT sum(amount_fen) FROM sale_lines WHERE sale_no = NEW.sale_no)
  AND sales.total_fen = (SELECT sum(amount_fen) FROM tenders WHERE sale_no = NEW.sale_no)
)
BEGIN SELECT RAISE(ABORT, 'the sale does not add up'); END
"""

_APPEND_ONLY = {
    "intents": ("sale_no", "msgid"),
    "cancellations": ("sale_no", "msgid"),
    "tries": ("id",),
    "sales": ("sale_no", "settlement_id", "msgid"),
    "sale_lines": ("id",),
    "tenders": ("id",),
    "print_jobs": ("sale_no",),
    "prints": ("id",),
    "endings": ("sale_no",),
    "audit": ("id",),
}


def first_sale(database: Database) -> None:
    run_statements(database, _TABLES)
    for table, keys in _APPEND_ONLY.items():
        run_statements(database, append_only(table, *keys))
    for table in ("sales", "sale_lines", "tenders"):
        run_statements(database, _closed_by_ending(table))


def _closed_by_ending(table: str) -> str:
    """Give the trigger that lets nothing be added to a sale whose end is written, for its sums were checked then."""
    return f"""
CREATE TRIGGER {table}_no_addition BEFORE INSERT ON {table}
WHEN EXISTS (SELECT 1 FROM endings WHERE sale_no = NEW.sale_no)
BEGIN SELECT RAISE(ABORT, 'the sale has ended'); END"""
