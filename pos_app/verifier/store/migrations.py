"""The platform's tables, in numbered steps that are never edited once released."""

from sqlite_utils import Database

from pos_app.sqlite import append_only, run_statements
from pos_app.verifier.store.people_tables import people_tables
from pos_app.verifier.store.slim_tables import slim_tables, tokens_by_end_alone

_PEOPLE = """
CREATE TABLE people (
  psn_no TEXT PRIMARY KEY,
  person_id TEXT NOT NULL UNIQUE,
  card_no TEXT NOT NULL UNIQUE,
  certno TEXT NOT NULL,
  facts TEXT NOT NULL
) STRICT

CREATE INDEX people_by_certno ON people (certno)

CREATE TABLE sharing (
  holder_id TEXT NOT NULL REFERENCES people (person_id),
  user_id TEXT NOT NULL REFERENCES people (person_id) DEFERRABLE INITIALLY DEFERRED,
  PRIMARY KEY (user_id, holder_id)
) STRICT
"""

_VOUCHERS = """
CREATE TABLE vouchers (
  digest TEXT PRIMARY KEY CHECK (length(digest) = 64),
  psn_no TEXT NOT NULL REFERENCES people (psn_no),
  kind TEXT NOT NULL,
  channel TEXT NOT NULL,
  issued_ms INTEGER NOT NULL CHECK (typeof(issued_ms) = 'integer'),
  expires_ms INTEGER NOT NULL CHECK (typeof(expires_ms) = 'integer' AND expires_ms > issued_ms),
  used_ms INTEGER CHECK (used_ms IS NULL OR (typeof(used_ms) = 'integer' AND used_ms < expires_ms)),
  used_for TEXT,
  is_revoked INTEGER NOT NULL DEFAULT 0 CHECK (is_revoked IN (0, 1)),
  CHECK ((used_ms IS NULL) = (used_for IS NULL)),
  CHECK (used_ms IS NULL OR is_revoked = 0)
) STRICT

CREATE INDEX vouchers_standing ON vouchers (psn_no, kind, channel) WHERE used_ms IS NULL AND is_revoked = 0

CREATE TABLE tokens (
  digest TEXT PRIMARY KEY CHECK (length(digest) = 64),
  psn_no TEXT NOT NULL REFERENCES people (psn_no),
  issued_ms INTEGER NOT NULL CHECK (typeof(issued_ms) = 'integer'),
  expires_ms INTEGER NOT NULL CHECK (typeof(expires_ms) = 'integer' AND expires_ms > issued_ms),
  used_by TEXT
) STRICT

CREATE UNIQUE INDEX tokens_by_trade ON tokens (used_by) WHERE used_by IS NOT NULL

CREATE TABLE sessions (
  sign_no TEXT PRIMARY KEY,
  pharmacy TEXT NOT NULL,
  operator TEXT NOT NULL,
  opened_ms INTEGER NOT NULL CHECK (typeof(opened_ms) = 'integer'),
  closed_ms INTEGER CHECK (closed_ms IS NULL OR typeof(closed_ms) = 'integer')
) STRICT

CREATE INDEX sessions_open ON sessions (pharmacy, operator) WHERE closed_ms IS NULL
"""

# A posting carries its account's running balance, so that settling costs the same however long the ledger is. The
# trigger holds each posting to the one before it, and the entry, written last, closes its postings.
_LEDGER = """
CREATE TABLE entries (
  entry_id TEXT PRIMARY KEY,
  booked_ms INTEGER NOT NULL CHECK (typeof(booked_ms) = 'integer')
) STRICT

CREATE TABLE postings (
  entry_id TEXT NOT NULL REFERENCES entries (entry_id) DEFERRABLE INITIALLY DEFERRED,
  account TEXT NOT NULL,
  serial INTEGER NOT NULL CHECK (typeof(serial) = 'integer'),
  amount_fen INTEGER NOT NULL CHECK (typeof(amount_fen) = 'integer' AND amount_fen <> 0),
  balance_fen INTEGER NOT NULL CHECK (typeof(balance_fen) = 'integer'),
  PRIMARY KEY (account, serial),
  UNIQUE (entry_id, account),
  CONSTRAINT not_overdrawn CHECK (balance_fen >= 0 OR account NOT LIKE 'person:%')
) STRICT

CREATE TRIGGER postings_follow_on BEFORE INSERT ON postings
WHEN NEW.serial <> 1 + coalesce((SELECT max(serial) FROM postings WHERE account = NEW.account), 0)
  OR NEW.balance_fen <> NEW.amount_fen + coalesce(
    (SELECT balance_fen FROM postings WHERE account = NEW.account ORDER BY serial DESC LIMIT 1), 0)
BEGIN SELECT RAISE(ABORT, 'a posting follows on from the one before'); END

CREATE TRIGGER postings_not_after_entry BEFORE INSERT ON postings
WHEN EXISTS (SELECT 1 FROM entries WHERE entry_id = NEW.entry_id)
BEGIN SELECT RAISE(ABORT, 'the entry is closed'); END

CREATE TRIGGER postings_no_update BEFORE UPDATE ON postings
BEGIN SELECT RAISE(ABORT, 'postings is append-only'); END

CREATE TRIGGER postings_no_delete BEFORE DELETE ON postings
BEGIN SELECT RAISE(ABORT, 'postings is append-only'); END

CREATE TRIGGER entries_balance BEFORE INSERT ON entries
WHEN (SELECT count(*) < 2 OR sum(amount_fen) <> 0 FROM postings WHERE entry_id = NEW.entry_id)
BEGIN SELECT RAISE(ABORT, 'the postings of an entry add up to nothing'); END
"""

_AMOUNTS = (
    "total",
    "own_pay",
    "over_cap",
    "first_self_pay",
    "in_scope",
    "fund",
    "account",
    "shared",
    "cash",
)

_SETTLEMENTS = f"""
CREATE TABLE settlements (
  setl_id TEXT PRIMARY KEY,
  mdtrt_id TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('settle', 'cancel', 'reverse')),
  undoes TEXT REFERENCES settlements (setl_id),
  pharmacy TEXT NOT NULL,
  msgid TEXT NOT NULL,
  psn_no TEXT NOT NULL REFERENCES people (psn_no),
  cert_type TEXT NOT NULL,
  area TEXT NOT NULL,
  settled_ms INTEGER NOT NULL CHECK (typeof(settled_ms) = 'integer'),
  {"".join(f"{name}_fen INTEGER NOT NULL CHECK (typeof({name}_fen) = 'integer'), " for name in _AMOUNTS)}
  balance_fen INTEGER NOT NULL CHECK (typeof(balance_fen) = 'integer' AND balance_fen >= 0),
  entry_id TEXT UNIQUE REFERENCES entries (entry_id),
  UNIQUE (pharmacy, msgid),
  CHECK ((kind = 'settle') = (undoes IS NULL)),
  CHECK (entry_id IS NULL OR entry_id = setl_id),
  CHECK ((entry_id IS NULL) = (fund_fen = 0 AND account_fen = 0 AND shared_fen = 0)),
  CHECK (total_fen = fund_fen + account_fen + shared_fen + cash_fen),
  CHECK (total_fen = own_pay_fen + over_cap_fen + first_self_pay_fen + in_scope_fen)
) STRICT

CREATE INDEX settlements_by_person ON settlements (psn_no, settled_ms)

CREATE TABLE settlement_lines (
  setl_id TEXT NOT NULL REFERENCES settlements (setl_id),
  serial TEXT NOT NULL,
  catalogue_code TEXT NOT NULL,
  own_code TEXT NOT NULL,
  price TEXT NOT NULL,
  count TEXT NOT NULL,
  amount_fen INTEGER NOT NULL CHECK (typeof(amount_fen) = 'integer'),
  charge_class TEXT NOT NULL,
  PRIMARY KEY (setl_id, serial)
) STRICT

CREATE TRIGGER settlement_lines_no_update BEFORE UPDATE ON settlement_lines
BEGIN SELECT RAISE(ABORT, 'settlement_lines is append-only'); END

CREATE TRIGGER settlement_lines_no_delete BEFORE DELETE ON settlement_lines
BEGIN SELECT RAISE(ABORT, 'settlement_lines is append-only'); END

CREATE TRIGGER settlement_lines_no_replace BEFORE INSERT ON settlement_lines
WHEN EXISTS (SELECT 1 FROM settlement_lines WHERE setl_id = NEW.setl_id AND serial = NEW.serial)
BEGIN SELECT RAISE(ABORT, 'settlement_lines is append-only'); END

CREATE TRIGGER settlements_one_a_msgid BEFORE INSERT ON settlements
WHEN EXISTS (SELECT 1 FROM settlements WHERE pharmacy = NEW.pharmacy AND msgid = NEW.msgid)
BEGIN SELECT RAISE(ABORT, 'one msgid posts one settlement'); END

CREATE TABLE undone (
  setl_id TEXT PRIMARY KEY REFERENCES settlements (setl_id),
  by_setl_id TEXT NOT NULL UNIQUE REFERENCES settlements (setl_id) DEFERRABLE INITIALLY DEFERRED
) STRICT

CREATE TABLE trades (
  trade TEXT PRIMARY KEY,
  infno TEXT NOT NULL,
  content TEXT CHECK (content IS NULL OR length(content) = 64),
  answer TEXT NOT NULL,
  answered_ms INTEGER NOT NULL CHECK (typeof(answered_ms) = 'integer')
) STRICT
"""


def _first(database: Database) -> None:
    for script in (_PEOPLE, _VOUCHERS, _LEDGER, _SETTLEMENTS):
        run_statements(database, script)
    for table, key in (("entries", "entry_id"), ("settlements", "setl_id"), ("trades", "trade")):
        run_statements(database, append_only(table, key))


# What 3201 sums up by stands in the row, taken once for older rows from the answers that were given for them.
_CLEARING = """
ALTER TABLE settlements ADD COLUMN insurance TEXT NOT NULL DEFAULT ''

ALTER TABLE settlements ADD COLUMN clearing TEXT NOT NULL DEFAULT ''

ALTER TABLE settlements ADD COLUMN purchase TEXT NOT NULL DEFAULT ''

ALTER TABLE settlements ADD COLUMN invoice TEXT NOT NULL DEFAULT ''

ALTER TABLE settlement_lines ADD COLUMN occurred_ms INTEGER CHECK (typeof(occurred_ms) IN ('integer', 'null'))

DROP TRIGGER settlements_no_update

UPDATE settlements SET (insurance, clearing, purchase) = (
  SELECT coalesce(json_extract(answer, '$.output.setlinfo.insutype'), ''),
    coalesce(json_extract(answer, '$.output.setlinfo.clr_type'), ''),
    coalesce(json_extract(answer, '$.output.setlinfo.med_type'), '')
  FROM trades WHERE trade = pharmacy || ' ' || msgid) WHERE kind = 'settle'

UPDATE settlements SET (insurance, clearing, purchase) = (
  SELECT other.insurance, other.clearing, other.purchase
  FROM settlements AS other WHERE other.setl_id = settlements.undoes) WHERE kind = 'cancel'

UPDATE settlements SET (insurance, clearing, purchase) = (
  SELECT other.insurance, other.clearing, other.purchase
  FROM settlements AS other WHERE other.setl_id = settlements.undoes) WHERE kind = 'reverse'

CREATE TRIGGER settlements_no_update BEFORE UPDATE ON settlements
BEGIN SELECT RAISE(ABORT, 'settlements is append-only'); END

CREATE INDEX settlements_to_clear ON settlements (pharmacy, clearing, settled_ms)
"""

_TRACES = """
CREATE TABLE settled_traces (
  setl_id TEXT NOT NULL REFERENCES settlements (setl_id),
  serial TEXT NOT NULL,
  code TEXT NOT NULL,
  is_split INTEGER NOT NULL CHECK (is_split IN (0, 1)),
  is_virtual INTEGER NOT NULL CHECK (is_virtual IN (0, 1)),
  PRIMARY KEY (setl_id, serial, code)
) STRICT

CREATE INDEX settled_traces_by_code ON settled_traces (code)

CREATE TRIGGER settled_traces_no_update BEFORE UPDATE ON settled_traces
BEGIN SELECT RAISE(ABORT, 'settled_traces is append-only'); END

CREATE TRIGGER settled_traces_no_delete BEFORE DELETE ON settled_traces
BEGIN SELECT RAISE(ABORT, 'settled_traces is append-only'); END

CREATE TRIGGER settled_traces_no_replace BEFORE INSERT ON settled_traces WHEN EXISTS (
  SELECT 1 FROM settled_traces WHERE setl_id = NEW.setl_id AND serial = NEW.serial AND code = NEW.code)
BEGIN SELECT RAISE(ABORT, 'settled_traces is append-only'); END

CREATE TABLE trace_holds (
  code TEXT PRIMARY KEY,
  setl_id TEXT NOT NULL REFERENCES settlements (setl_id) DEFERRABLE INITIALLY DEFERRED
) STRICT

CREATE INDEX trace_holds_by_settlement ON trace_holds (setl_id)

CREATE TABLE virtual_traces (
  code TEXT PRIMARY KEY,
  pharmacy TEXT NOT NULL,
  catalogue_code TEXT NOT NULL,
  own_code TEXT NOT NULL,
  batch TEXT NOT NULL,
  UNIQUE (pharmacy, catalogue_code, own_code, batch)
) STRICT
"""

_GOODS = """
CREATE TABLE goods_moves (
  move_no TEXT PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('sale', 'return')),
  pharmacy TEXT NOT NULL,
  visit TEXT NOT NULL,
  setl_id TEXT NOT NULL,
  psn_no TEXT NOT NULL,
  catalogue_code TEXT NOT NULL,
  own_code TEXT NOT NULL,
  batch TEXT NOT NULL,
  fingerprint TEXT NOT NULL CHECK (length(fingerprint) = 64),
  moved_ms INTEGER NOT NULL CHECK (typeof(moved_ms) = 'integer'),
  facts TEXT NOT NULL,
  UNIQUE (pharmacy, kind, fingerprint)
) STRICT

CREATE INDEX goods_moves_by_day ON goods_moves (pharmacy, moved_ms)

CREATE INDEX goods_moves_by_visit ON goods_moves (visit)

CREATE TABLE goods_traces (
  code TEXT NOT NULL,
  move_no TEXT NOT NULL REFERENCES goods_moves (move_no),
  PRIMARY KEY (code, move_no)
) STRICT

CREATE INDEX goods_traces_by_move ON goods_traces (move_no)

CREATE TABLE files (
  file_no TEXT PRIMARY KEY,
  pharmacy TEXT NOT NULL,
  name TEXT NOT NULL,
  content BLOB NOT NULL,
  until_ms INTEGER NOT NULL CHECK (typeof(until_ms) = 'integer')
) STRICT
"""


def _second(database: Database) -> None:
    for script in (_CLEARING, _TRACES, _GOODS):
        run_statements(database, script)
    run_statements(database, append_only("goods_moves", "move_no"))


_POOLED_FUND = """
ALTER TABLE settlements ADD COLUMN deductible_fen INTEGER NOT NULL DEFAULT 0 CHECK (typeof(deductible_fen) = 'integer')

ALTER TABLE settlements ADD COLUMN fund_ratio TEXT NOT NULL DEFAULT '0'
"""


def _pooled_fund(database: Database) -> None:
    run_statements(database, _POOLED_FUND)


_CODES_BY_END = """
CREATE INDEX vouchers_by_end ON vouchers (expires_ms)

CREATE INDEX tokens_by_end ON tokens (expires_ms)
"""


def _codes_by_end(database: Database) -> None:
    run_statements(database, _CODES_BY_END)


MIGRATIONS = (_first, _second, people_tables, _pooled_fund, _codes_by_end, slim_tables, tokens_by_end_alone)
