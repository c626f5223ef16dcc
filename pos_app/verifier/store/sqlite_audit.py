"""The invariants as queries: each gives the ids of what breaks it."""

from collections.abc import Mapping

from sqlite_utils import Database

from pos_app.sqlite import damage
from pos_app.verifier.accounts import masked_reference
from pos_app.verifier.invariants import Invariant
from pos_app.verifier.store.migrations import MIGRATIONS

_QUERIES: Mapping[Invariant, str] = {
    Invariant.BALANCED: """
SELECT entry_id FROM entries LEFT JOIN postings USING (entry_id) GROUP BY entry_id
HAVING coalesce(sum(amount_fen), 1) <> 0 OR count(amount_fen) < 2
UNION ALL SELECT entry_id FROM postings LEFT JOIN entries USING (entry_id) WHERE entries.entry_id IS NULL""",
    Invariant.RUNNING: """
SELECT DISTINCT account FROM (SELECT account, serial, balance_fen,
  sum(amount_fen) OVER running AS summed, row_number() OVER running AS counted
  FROM postings WINDOW running AS (PARTITION BY account ORDER BY serial))
WHERE balance_fen <> summed OR serial <> counted""",
    Invariant.NOT_OVERDRAWN: """
SELECT DISTINCT account FROM postings WHERE account LIKE 'person:%' AND balance_fen < 0""",
    Invariant.ONE_MSGID_ONE_BILL: """
SELECT pharmacy || ' ' || msgid FROM settlements GROUP BY pharmacy, msgid HAVING count(*) > 1""",
    Invariant.PARTS_ADD_UP: """
SELECT setl_id FROM settlements WHERE total_fen <> fund_fen + account_fen + shared_fen + cash_fen
  OR total_fen <> own_pay_fen + over_cap_fen + first_self_pay_fen + in_scope_fen""",
    Invariant.BILL_IS_POSTED: """
SELECT setl_id FROM settlements LEFT JOIN postings USING (entry_id) GROUP BY setl_id
HAVING coalesce(sum(amount_fen) FILTER (WHERE account LIKE 'pharmacy:%'), 0) <> fund_fen + account_fen + shared_fen
  OR coalesce(sum(amount_fen) FILTER (WHERE account = 'person:' || psn_no), 0) <> -account_fen
  OR coalesce(sum(amount_fen) FILTER (WHERE account LIKE 'person:%' AND account <> 'person:' || psn_no), 0)
    <> -shared_fen
  OR coalesce(sum(amount_fen) FILTER (WHERE account LIKE 'fund:%'), 0) <> -fund_fen
UNION ALL SELECT entries.entry_id FROM entries LEFT JOIN settlements ON setl_id = entries.entry_id
WHERE settlements.entry_id IS NULL AND entries.entry_id NOT LIKE 'opening:%'""",
    Invariant.UNDONE_ONCE: """
SELECT undone.setl_id FROM undone JOIN settlements AS one USING (setl_id)
  JOIN settlements AS other ON other.setl_id = undone.by_setl_id
WHERE other.undoes <> one.setl_id OR other.total_fen <> -one.total_fen OR other.account_fen <> -one.account_fen
  OR other.shared_fen <> -one.shared_fen OR other.fund_fen <> -one.fund_fen OR other.cash_fen <> -one.cash_fen
UNION ALL SELECT undoes FROM settlements WHERE undoes IS NOT NULL AND setl_id NOT IN (SELECT setl_id FROM undone)
GROUP BY undoes HAVING count(*) > 1
UNION ALL SELECT setl_id FROM settlements WHERE undoes IS NOT NULL
  AND setl_id NOT IN (SELECT setl_id FROM undone) AND setl_id NOT IN (SELECT by_setl_id FROM undone)""",
    Invariant.TOKEN_USED_ONCE: """
SELECT used_by FROM tokens WHERE used_by IS NOT NULL
  AND (used_by, psn_no) NOT IN (SELECT pharmacy || ' ' || msgid, psn_no FROM settlements WHERE kind = 'settle')
UNION ALL SELECT used_by FROM tokens WHERE used_by IS NOT NULL GROUP BY used_by HAVING count(*) > 1""",
    Invariant.ANSWERED: """
SELECT setl_id FROM settlements LEFT JOIN trades ON trade = pharmacy || ' ' || msgid
WHERE trade IS NULL OR content IS NULL""",
    Invariant.TOMBSTONES_ARE_EMPTY: """
SELECT trade FROM trades JOIN settlements ON trade = pharmacy || ' ' || msgid WHERE content IS NULL""",
    Invariant.OWED_TO_PHARMACIES: """
SELECT account FROM (SELECT account, sum(amount_fen) AS owed FROM postings
  WHERE account LIKE 'pharmacy:%' GROUP BY account)
WHERE owed <> (SELECT coalesce(sum(fund_fen + account_fen + shared_fen), 0) FROM settlements
  WHERE account = 'pharmacy:' || pharmacy AND kind = 'settle' AND setl_id NOT IN (SELECT setl_id FROM undone))""",
}


def violations(database: Database, invariant: Invariant) -> tuple[str, ...]:
    if invariant is Invariant.WHOLE_FILE:
        return damage(database, MIGRATIONS)
    return tuple(masked_reference(str(row[0])) for row in database.execute(_QUERIES[invariant]).fetchall())
