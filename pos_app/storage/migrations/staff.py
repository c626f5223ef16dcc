"""The step that brings who works here: staff, PINs as argon2id keeps them, wrong tries, approvals and their one use."""

from sqlite_utils import Database

from pos_app.sqlite import append_only, run_statements

_TABLES = """
CREATE TABLE staff (
  number TEXT PRIMARY KEY, name TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('cashier', 'pharmacist', 'manager', 'auditor', 'trainer'))
) STRICT

CREATE TABLE pins (
  id INTEGER PRIMARY KEY, number TEXT NOT NULL REFERENCES staff, digest TEXT NOT NULL, set_at TEXT NOT NULL,
  CHECK (digest LIKE '$argon2id$%')
) STRICT

CREATE INDEX pins_by_number ON pins (number)

CREATE TABLE pin_guards (
  number TEXT PRIMARY KEY REFERENCES staff, wrong INTEGER NOT NULL CHECK (wrong >= 0),
  locks INTEGER NOT NULL CHECK (locks >= 0), locked_until TEXT
) STRICT

CREATE TABLE approvals (
  approval_no TEXT PRIMARY KEY, action TEXT NOT NULL, subject TEXT NOT NULL,
  requester TEXT NOT NULL REFERENCES staff, approver TEXT NOT NULL REFERENCES staff,
  granted_at TEXT NOT NULL, expires_at TEXT NOT NULL
) STRICT

CREATE TABLE approval_uses (approval_no TEXT PRIMARY KEY REFERENCES approvals, used_at TEXT NOT NULL) STRICT

CREATE TRIGGER approval_uses_at_once BEFORE INSERT ON approval_uses WHEN NOT EXISTS (
  SELECT 1 FROM approvals WHERE approval_no = NEW.approval_no
  AND julianday(NEW.used_at) BETWEEN julianday(granted_at) AND julianday(expires_at)
)
BEGIN SELECT RAISE(ABORT, 'the approval has expired'); END
"""


def staff(database: Database) -> None:
    run_statements(database, _TABLES)
    for table, key in (("pins", "id"), ("approvals", "approval_no"), ("approval_uses", "approval_no")):
        run_statements(database, append_only(table, key))
