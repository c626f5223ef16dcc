"""The step that brings shifts: every final sale belongs to one, and its drawer is a sum of rows.

Sales that are older than this step go into one shift of their own, opened with the first of them.
"""

from sqlite_utils import Database

from pos_app.sqlite import append_only, run_statements
from pos_app.storage.migrations.columns import fen

DRAWER_SUM = "coalesce(sum(iif(kind IN ('change', 'out', 'refund'), -amount_fen, amount_fen)), 0)"
_NET = "CHECK (typeof({0}) = 'integer')"

_TABLES = f"""
CREATE TABLE shifts (
  shift_no TEXT PRIMARY KEY, cashier TEXT NOT NULL, badge TEXT NOT NULL, opened_at TEXT NOT NULL,
  business_day TEXT NOT NULL, is_automatic INTEGER NOT NULL CHECK (is_automatic IN (0, 1))
) STRICT

CREATE TABLE shift_bills (
  bill_no TEXT PRIMARY KEY, shift_no TEXT NOT NULL REFERENCES shifts,
  kind TEXT NOT NULL CHECK (kind IN ('sale', 'refund')), {fen("amount_fen")}, at TEXT NOT NULL
) STRICT

CREATE INDEX shift_bills_by_shift ON shift_bills (shift_no)

CREATE TABLE drawer (
  id INTEGER PRIMARY KEY, shift_no TEXT NOT NULL REFERENCES shifts,
  kind TEXT NOT NULL CHECK (kind IN ('float', 'taken', 'change', 'in', 'out', 'refund')), {fen("amount_fen")},
  bill_no TEXT REFERENCES shift_bills, reason TEXT NOT NULL, at TEXT NOT NULL, actor TEXT NOT NULL,
  approval_no TEXT REFERENCES approval_uses,
  CHECK (amount_fen > 0), CHECK ((kind IN ('taken', 'change', 'refund')) = (bill_no IS NOT NULL)),
  CHECK (kind NOT IN ('in', 'out') OR reason <> '')
) STRICT

CREATE INDEX drawer_by_shift ON drawer (shift_no)

CREATE INDEX drawer_by_bill ON drawer (bill_no) WHERE bill_no IS NOT NULL

CREATE TABLE shift_counts (
  id TEXT PRIMARY KEY, shift_no TEXT NOT NULL REFERENCES shifts, {fen("denomination_fen")},
  pieces INTEGER NOT NULL CHECK (pieces > 0)
) STRICT

CREATE TABLE shift_ends (
  shift_no TEXT PRIMARY KEY REFERENCES shifts, z_no INTEGER NOT NULL UNIQUE CHECK (z_no > 0), closed_at TEXT NOT NULL,
  bills INTEGER NOT NULL, expected_fen INTEGER NOT NULL {_NET.format("expected_fen")}, {fen("counted_fen")},
  difference_fen INTEGER NOT NULL {_NET.format("difference_fen")}, reason TEXT NOT NULL, closer TEXT NOT NULL,
  approver TEXT NOT NULL, approval_no TEXT UNIQUE REFERENCES approval_uses, audit_count INTEGER NOT NULL,
  audit_code TEXT NOT NULL, open_sales INTEGER NOT NULL, parked_bills INTEGER NOT NULL,
  CHECK (difference_fen = counted_fen - expected_fen),
  CHECK (difference_fen = 0 OR (reason <> '' AND approval_no IS NOT NULL))
) STRICT

CREATE TABLE platform_sessions (
  id INTEGER PRIMARY KEY, operator TEXT NOT NULL, sign_no TEXT NOT NULL, at TEXT NOT NULL
) STRICT

CREATE TRIGGER shifts_one_at_a_time BEFORE INSERT ON shifts
WHEN EXISTS (SELECT 1 FROM shifts LEFT JOIN shift_ends USING (shift_no) WHERE shift_ends.shift_no IS NULL)
BEGIN SELECT RAISE(ABORT, 'a shift is open already'); END

CREATE TRIGGER shift_ends_add_up BEFORE INSERT ON shift_ends WHEN
  NEW.expected_fen <> (SELECT {DRAWER_SUM} FROM drawer WHERE shift_no = NEW.shift_no)
  OR NEW.counted_fen <> (
    SELECT coalesce(sum(denomination_fen * pieces), 0) FROM shift_counts WHERE shift_no = NEW.shift_no
  )
  OR NEW.bills <> (SELECT count(*) FROM shift_bills WHERE shift_no = NEW.shift_no)
BEGIN SELECT RAISE(ABORT, 'the shift does not add up'); END

CREATE TRIGGER shift_ends_after_it_began BEFORE INSERT ON shift_ends WHEN EXISTS (
  SELECT 1 FROM (
    SELECT opened_at AS at FROM shifts WHERE shift_no = NEW.shift_no
    UNION ALL SELECT at FROM drawer WHERE shift_no = NEW.shift_no
    UNION ALL SELECT at FROM shift_bills WHERE shift_no = NEW.shift_no
  ) WHERE julianday(at) > julianday(NEW.closed_at)
)
BEGIN SELECT RAISE(ABORT, 'a shift ends after it began'); END
"""

_OLD_SALES = """
INSERT INTO shifts
SELECT 'before', '', '—', min(sold_at), substr(min(sold_at), 1, 10), 1 FROM sales HAVING count(*) > 0

INSERT INTO shift_bills SELECT sale_no, 'before', 'sale', total_fen, sold_at FROM sales

INSERT INTO drawer (shift_no, kind, amount_fen, bill_no, reason, at, actor)
SELECT 'before', 'taken', tenders.amount_fen, sale_no, '', sold_at, '' FROM sales JOIN tenders USING (sale_no)
WHERE tenders.kind = 'cash' AND tenders.amount_fen > 0
"""

_SALES_BELONG = """
CREATE TRIGGER endings_belong_to_a_shift BEFORE INSERT ON endings WHEN NEW.kind = 'final' AND NOT EXISTS (
  SELECT 1 FROM sales JOIN shift_bills ON bill_no = sale_no
  WHERE sale_no = NEW.sale_no AND shift_bills.kind = 'sale' AND shift_bills.amount_fen = total_fen
  AND (SELECT coalesce(sum(amount_fen), 0) FROM tenders WHERE tenders.sale_no = NEW.sale_no AND kind = 'cash') = (
    SELECT coalesce(sum(iif(kind = 'change', -amount_fen, amount_fen)), 0) FROM drawer WHERE bill_no = NEW.sale_no
  )
)
BEGIN SELECT RAISE(ABORT, 'the sale belongs to no shift'); END
"""

_KEYS = {
    "shifts": ("shift_no",),
    "shift_bills": ("bill_no",),
    "drawer": ("id",),
    "shift_counts": ("id",),
    "shift_ends": ("shift_no", "z_no", "approval_no"),
    "platform_sessions": ("id",),
}


def shifts(database: Database) -> None:
    run_statements(database, _TABLES)
    run_statements(database, _OLD_SALES)
    run_statements(database, _SALES_BELONG)
    for table, keys in _KEYS.items():
        run_statements(database, append_only(table, *keys))
    for table in ("shift_bills", "drawer", "shift_counts"):
        run_statements(database, _closed_by_ending(table))


def _closed_by_ending(table: str) -> str:
    """Give the trigger that lets nothing be added to a shift that has ended: its sums were printed."""
    return f"""
CREATE TRIGGER {table}_of_an_open_shift BEFORE INSERT ON {table}
WHEN EXISTS (SELECT 1 FROM shift_ends WHERE shift_no = NEW.shift_no)
BEGIN SELECT RAISE(ABORT, 'the shift has ended'); END"""
