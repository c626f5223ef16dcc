"""A day of the till as one value: what was sold, when, how it was paid, and whether the books agree."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Protocol

from pos_app.domain.money import ZERO, Money, total
from pos_app.domain.shanghai import local
from pos_app.services.reconciliation import Reconciled
from pos_app.services.ticket import Shop

_OPENS, _CLOSES = 8, 21  # hours that are shown even when nothing was sold in them


@dataclass(frozen=True, slots=True)
class ReportedSale:
    """One final sale; `person` is masked already, empty for a sale without insurance."""

    sale_no: str
    sold_at: datetime
    person: str
    pieces: int
    total: Money
    fund: Money
    account: Money
    shared: Money
    customer: Money
    settlement_id: str
    msgid: str

    @property
    def insured(self) -> Money:
        return self.fund + self.account + self.shared


@dataclass(frozen=True, slots=True)
class TenderSum:
    kind: str
    count: int
    amount: Money


@dataclass(frozen=True, slots=True)
class GoodsSum:
    code: str
    name: str
    pieces: int
    amount: Money


@dataclass(frozen=True, slots=True)
class HourSum:
    """The sales of one hour by the clock, from `hour` on."""

    hour: int
    count: int
    insured: Money
    customer: Money

    @property
    def total(self) -> Money:
        return self.insured + self.customer


@dataclass(frozen=True, slots=True)
class DaySales:
    """What the till's book has of one day; goods with the largest sum first.

    `refunds` ended on this day, whenever their sales were made; what they gave back is in no other sum.
    """

    sales: tuple[ReportedSale, ...]
    tenders: tuple[TenderSum, ...]
    goods: tuple[GoodsSum, ...]
    dropped: int
    still_open: int
    refunds: int = 0
    refunded: Money = ZERO


class DayBook(Protocol):
    def day(self, day: date) -> DaySales:
        """Give the sales of a business day, in the order they were made."""
        ...


@dataclass(frozen=True, slots=True)
class DayReport:
    """`reconciled` is None where the centre could not be asked."""

    day: date
    made_at: datetime
    shop: Shop
    sales: DaySales
    hours: tuple[HourSum, ...]
    reconciled: Reconciled | None

    @property
    def total(self) -> Money:
        return total(sale.total for sale in self.sales.sales)

    @property
    def insured(self) -> Money:
        return total(sale.insured for sale in self.sales.sales)

    @property
    def customer(self) -> Money:
        return total(sale.customer for sale in self.sales.sales)

    @property
    def pieces(self) -> int:
        return sum(sale.pieces for sale in self.sales.sales)


@dataclass(frozen=True, slots=True)
class ReportFiles:
    """Where the three faces of a report lie."""

    csv: Path
    xlsx: Path
    pdf: Path


def day_report(
    day: date, *, made_at: datetime, shop: Shop, sales: DaySales, reconciled: Reconciled | None
) -> DayReport:
    return DayReport(day, made_at, shop, sales, tuple(_hours(sales.sales)), reconciled)


def _hours(sales: tuple[ReportedSale, ...]) -> Iterable[HourSum]:
    sold = [local(sale.sold_at).hour for sale in sales]
    for hour in range(min([_OPENS, *sold]), max([_CLOSES - 1, *sold]) + 1):
        of_hour = [sale for sale, at in zip(sales, sold, strict=True) if at == hour]
        insured, customer = total(sale.insured for sale in of_hour), total(sale.customer for sale in of_hour)
        yield HourSum(hour, len(of_hour), insured, customer)
