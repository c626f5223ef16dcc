"""The step in which the audit log says who, and every row from here on is chained to the one before it.

The key of the chain is in no database, so rows that are older than this step stay outside it; where it starts is
written down here and enters the first code.
"""

from sqlite_utils import Database

from pos_app.sqlite import append_only, run_statements

_STATEMENTS = """
ALTER TABLE audit ADD COLUMN actor TEXT NOT NULL DEFAULT ''

ALTER TABLE audit ADD COLUMN approver TEXT NOT NULL DEFAULT ''

ALTER TABLE audit ADD COLUMN code TEXT NOT NULL DEFAULT ''

CREATE TABLE audit_start (id INTEGER PRIMARY KEY CHECK (id = 1), row INTEGER NOT NULL) STRICT

INSERT INTO audit_start SELECT 1, coalesce(max(id), 0) FROM audit

CREATE TABLE audit_heads (
  id INTEGER PRIMARY KEY, count INTEGER NOT NULL, code TEXT NOT NULL CHECK (length(code) = 64), printed_at TEXT NOT NULL
) STRICT

CREATE TRIGGER audit_follows BEFORE INSERT ON audit
WHEN length(NEW.code) <> 64 OR NEW.id <> 1 + (SELECT coalesce(max(id), 0) FROM audit)
BEGIN SELECT RAISE(ABORT, 'a row of the audit log follows the last one'); END
"""


def audit_chain(database: Database) -> None:
    run_statements(database, _STATEMENTS)
    for table in ("audit_start", "audit_heads"):
        run_statements(database, append_only(table, "id"))
