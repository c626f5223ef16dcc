"""3201 and 3202 as queries: what the centre's books say of a span of days."""

from datetime import datetime

from pos_app.domain.money import Money
from pos_app.verifier.clearing import ClearedRow, ClearedTotals, ClearingScope, PooledSoFar
from pos_app.verifier.instants import epoch_ms
from pos_app.verifier.store.sqlite_queries import Named, Queries

_CLEARED = """
FROM settlements AS one LEFT JOIN undone ON undone.setl_id = one.setl_id
  LEFT JOIN settlements AS other ON other.setl_id = undone.by_setl_id
WHERE one.pharmacy = :pharmacy AND one.clearing = :clearing AND one.settled_ms >= :begin AND one.settled_ms < :end
  AND (:insurance = '' OR one.insurance = :insurance) AND (:area = '' OR one.area = :area)
  AND one.kind <> 'reverse' AND (other.kind IS NULL OR other.kind <> 'reverse')
  AND (:with_refunds = 1 OR (one.kind = 'settle' AND undone.setl_id IS NULL))"""

_TOTALS = f"""
SELECT count(*) AS counted, coalesce(sum(one.total_fen), 0) AS total, coalesce(sum(one.fund_fen), 0) AS fund,
  coalesce(sum(one.account_fen + one.shared_fen), 0) AS account, coalesce(sum(one.cash_fen), 0) AS cash
{_CLEARED}"""

_EACH = f"""
SELECT one.setl_id, one.mdtrt_id, one.psn_no, one.msgid, one.total_fen, one.fund_fen,
  one.account_fen + one.shared_fen AS paid_fen, one.kind
{_CLEARED} ORDER BY one.settled_ms, one.rowid"""


_POOLED = """
SELECT coalesce(sum(deductible_fen), 0) AS deductible, coalesce(sum(fund_fen), 0) AS fund FROM settlements AS one
WHERE psn_no = :psn_no AND settled_ms >= :begin AND settled_ms < :end AND kind = 'settle'
  AND NOT EXISTS (SELECT 1 FROM undone WHERE undone.setl_id = one.setl_id)"""


class ClearingReader(Queries):
    def cleared_totals(self, scope: ClearingScope) -> ClearedTotals:
        (row,) = self._rows(_TOTALS, _named(scope))
        sums = {name: Money(row[name]) for name in ("total", "fund", "account", "cash")}
        return ClearedTotals(count=row["counted"], **sums)

    def cleared_rows(self, scope: ClearingScope) -> tuple[ClearedRow, ...]:
        return tuple(
            ClearedRow(
                setl_id=row["setl_id"],
                mdtrt_id=row["mdtrt_id"],
                psn_no=row["psn_no"],
                msgid=row["msgid"],
                total=Money(row["total_fen"]),
                fund=Money(row["fund_fen"]),
                account=Money(row["paid_fen"]),
                is_refund=row["kind"] != "settle",
            )
            for row in self._rows(_EACH, _named(scope))
        )

    def pooled_so_far(self, psn_no: str, *, begin: datetime, end: datetime) -> PooledSoFar:
        named = {"psn_no": psn_no, "begin": epoch_ms(begin), "end": epoch_ms(end)}
        (row,) = self._rows(_POOLED, named)
        return PooledSoFar(deductible=Money(row["deductible"]), fund=Money(row["fund"]))


def _named(scope: ClearingScope) -> Named:
    return {
        "pharmacy": scope.pharmacy,
        "clearing": scope.clearing,
        "begin": epoch_ms(scope.begin),
        "end": epoch_ms(scope.end),
        "insurance": scope.insurance,
        "area": scope.area,
        "with_refunds": int(scope.with_refunds),
    }
