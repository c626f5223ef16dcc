"""What the centre's books say of a span of days, for 3201 and 3202: totals, and the rows behind them.

A refund is a row of its own below zero. A settlement that was reversed has never been, so neither it nor its reversal
is counted.
"""

from dataclasses import dataclass
from datetime import datetime

from pos_app.domain.money import Money


@dataclass(frozen=True, slots=True)
class ClearingScope:
    """Which rows; `insurance` and `area` may be empty for all. Without refunds only what stands is counted."""

    pharmacy: str
    clearing: str
    begin: datetime
    end: datetime
    insurance: str = ""
    area: str = ""
    with_refunds: bool = True


@dataclass(frozen=True, slots=True)
class ClearedTotals:
    """`account` is what the accounts paid, the family's included."""

    count: int
    total: Money
    fund: Money
    account: Money
    cash: Money


@dataclass(frozen=True, slots=True)
class PooledSoFar:
    """What of a person's standing purchases counted towards the deductible, and what the pooled fund paid for them."""

    deductible: Money
    fund: Money


@dataclass(frozen=True, slots=True)
class ClearedRow:
    setl_id: str
    mdtrt_id: str
    psn_no: str
    msgid: str
    total: Money
    fund: Money
    account: Money
    is_refund: bool
