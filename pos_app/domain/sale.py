"""A sale before and after it is final."""

from dataclasses import dataclass
from datetime import datetime

from pos_app.domain.basket import Basket
from pos_app.domain.money import Money
from pos_app.domain.settlement import Insured, Quote, Settlement
from pos_app.domain.split import Split, all_by_customer


@dataclass(frozen=True, slots=True)
class Payer:
    """The insured person together with the split the platform quoted for this basket."""

    insured: Insured
    quote: Quote


@dataclass(frozen=True, slots=True)
class SaleDraft:
    """What was agreed at the counter: goods, who pays, cash on the table. Frozen before money moves."""

    basket: Basket
    payer: Payer | None
    cash_given: Money

    def __post_init__(self) -> None:
        if self.split.total != self.basket.total:
            raise ValueError("the split is not of this basket")
        if self.cash_given < self.split.cash:
            raise ValueError("cash given does not cover the customer's part")

    @property
    def split(self) -> Split:
        return self.payer.quote.split if self.payer else all_by_customer(self.basket.total)

    @property
    def change(self) -> Money:
        return self.cash_given - self.split.cash


@dataclass(frozen=True, slots=True)
class Sale:
    """A sale that is final: one commit wrote it and nothing changes it."""

    sale_no: str
    sold_at: datetime
    draft: SaleDraft
    settlement: Settlement | None
