"""The step of the platform's tables that brings activations, passwords, families and limits."""

import simplejson
from sqlite_utils import Database

from pos_app.sqlite import run_statements

# Generated people are not listed: a phone offers the personas, and a hundred thousand rows are nobody's list.
_PEOPLE = """
ALTER TABLE people ADD COLUMN is_listed INTEGER NOT NULL DEFAULT 1 CHECK (is_listed IN (0, 1))

CREATE INDEX people_listed ON people (is_listed) WHERE is_listed = 1

CREATE TABLE activations (
  psn_no TEXT NOT NULL REFERENCES people (psn_no),
  channel TEXT NOT NULL,
  done INTEGER NOT NULL CHECK (typeof(done) = 'integer' AND done >= 0),
  PRIMARY KEY (psn_no, channel)
) STRICT

CREATE TABLE family (
  holder_id TEXT NOT NULL REFERENCES people (person_id),
  slot INTEGER NOT NULL CONSTRAINT five_at_most CHECK (typeof(slot) = 'integer' AND slot BETWEEN 1 AND 5),
  member_id TEXT NOT NULL REFERENCES people (person_id) DEFERRABLE INITIALLY DEFERRED,
  relation TEXT NOT NULL,
  PRIMARY KEY (holder_id, slot),
  UNIQUE (holder_id, member_id),
  CHECK (holder_id <> member_id)
) STRICT
"""

_PASSWORDS = """
CREATE TABLE passwords (
  psn_no TEXT PRIMARY KEY REFERENCES people (psn_no),
  digest TEXT NOT NULL CHECK (digest LIKE '$argon2id$%'),
  set_ms INTEGER NOT NULL CHECK (typeof(set_ms) = 'integer')
) STRICT

CREATE TABLE password_guards (
  psn_no TEXT PRIMARY KEY REFERENCES people (psn_no),
  wrong INTEGER NOT NULL CHECK (typeof(wrong) = 'integer' AND wrong BETWEEN 0 AND 5),
  locks INTEGER NOT NULL CHECK (typeof(locks) = 'integer' AND locks >= 0),
  locked_until_ms INTEGER CHECK (typeof(locked_until_ms) IN ('integer', 'null'))
) STRICT

CREATE TABLE consents (
  psn_no TEXT PRIMARY KEY REFERENCES people (psn_no),
  granted_ms INTEGER NOT NULL CHECK (typeof(granted_ms) = 'integer'),
  expires_ms INTEGER NOT NULL CHECK (typeof(expires_ms) = 'integer' AND expires_ms > granted_ms),
  used_by TEXT
) STRICT

CREATE UNIQUE INDEX consents_by_trade ON consents (used_by) WHERE used_by IS NOT NULL
"""

_CODES = """
CREATE INDEX vouchers_by_person ON vouchers (psn_no, issued_ms)

ALTER TABLE tokens ADD COLUMN scan TEXT CHECK (scan IS NULL OR length(scan) = 64)

CREATE UNIQUE INDEX tokens_by_scan ON tokens (scan) WHERE scan IS NOT NULL

CREATE TABLE bad_codes (
  till TEXT NOT NULL,
  at_ms INTEGER NOT NULL CHECK (typeof(at_ms) = 'integer')
) STRICT

CREATE INDEX bad_codes_by_till ON bad_codes (till, at_ms)

CREATE TABLE till_pauses (
  till TEXT PRIMARY KEY,
  until_ms INTEGER NOT NULL CHECK (typeof(until_ms) = 'integer')
) STRICT
"""


def people_tables(database: Database) -> None:
    for script in (_PEOPLE, _PASSWORDS, _CODES):
        run_statements(database, script)
    for holder_id, facts in database.execute("SELECT person_id, facts FROM people").fetchall():
        for slot, member_id in enumerate(simplejson.loads(facts)["family"], start=1):
            database.execute("INSERT INTO family VALUES (?, ?, ?, '')", (holder_id, slot, member_id))
