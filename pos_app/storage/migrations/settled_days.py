"""The centre's own time of a settlement, by which it is reconciled, and what reconciling puts right."""

from sqlite_utils import Database

from pos_app.sqlite import append_only, run_statements

_STATEMENTS = """
ALTER TABLE sales ADD COLUMN settled_at TEXT

ALTER TABLE sales ADD COLUMN insurance TEXT NOT NULL DEFAULT ''

ALTER TABLE sales ADD COLUMN clearing TEXT NOT NULL DEFAULT ''

CREATE INDEX sales_by_settling ON sales (coalesce(settled_at, sold_at)) WHERE msgid IS NOT NULL

CREATE INDEX sales_by_visit ON sales (visit_id) WHERE visit_id IS NOT NULL

CREATE TABLE repairs (
  id TEXT PRIMARY KEY, kind TEXT NOT NULL, msgid TEXT NOT NULL UNIQUE, begun_at TEXT NOT NULL, person TEXT NOT NULL
) STRICT

CREATE TABLE repair_ends (id TEXT PRIMARY KEY REFERENCES repairs, ended_at TEXT NOT NULL) STRICT

CREATE TABLE corrections (
  settlement_id TEXT NOT NULL, kind TEXT NOT NULL CHECK (kind IN ('taken_over', 'struck_out', 'day_adopted')),
  settled_at TEXT, entry TEXT, entered_at TEXT NOT NULL, person TEXT NOT NULL,
  PRIMARY KEY (settlement_id, kind),
  CHECK ((kind = 'taken_over') = (entry IS NOT NULL)),
  CHECK (kind = 'struck_out' OR settled_at IS NOT NULL)
) STRICT

CREATE INDEX corrections_by_day ON corrections (settled_at) WHERE settled_at IS NOT NULL

CREATE TRIGGER corrections_no_update BEFORE UPDATE ON corrections
BEGIN SELECT RAISE(ABORT, 'corrections is append-only'); END

CREATE TRIGGER corrections_no_delete BEFORE DELETE ON corrections
BEGIN SELECT RAISE(ABORT, 'corrections is append-only'); END

CREATE TRIGGER corrections_no_replace BEFORE INSERT ON corrections
WHEN EXISTS (SELECT 1 FROM corrections WHERE settlement_id = NEW.settlement_id AND kind = NEW.kind)
BEGIN SELECT RAISE(ABORT, 'corrections is append-only'); END
"""


def settled_days(database: Database) -> None:
    run_statements(database, _STATEMENTS)
    run_statements(database, append_only("repairs", "id", "msgid"))
    run_statements(database, append_only("repair_ends", "id"))
