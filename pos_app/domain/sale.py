"""A sale before and after it is final."""

from dataclasses import dataclass, replace
from datetime import datetime

from pos_app.domain.basket import Basket
from pos_app.domain.charge import ChargeOrder, PaidCharge
from pos_app.domain.money import Money
from pos_app.domain.settlement import Insured, Quote, Settlement
from pos_app.domain.split import Split, all_by_customer
from pos_app.domain.tender import (
    Tender,
    by_card,
    by_mobile,
    cash_given,
    charged,
    given,
    with_cash,
)


@dataclass(frozen=True, slots=True)
class Payer:
    """The insured person together with the split the platform quoted for this basket."""

    insured: Insured
    quote: Quote


@dataclass(frozen=True, slots=True)
class SaleDraft:
    """What was agreed at the counter: goods, who pays, how the customer pays. Frozen before money moves."""

    basket: Basket
    payer: Payer | None
    tenders: tuple[Tender, ...]

    def __post_init__(self) -> None:
        split, charges = self.split, charged(self.tenders)
        if split.total != self.basket.total:
            raise ValueError("the split is not of this basket")
        if len(self.tenders) > len(charges) + 1:
            raise ValueError("cash is one tender")
        if self.given < split.cash:
            raise ValueError("what was given does not cover the customer's part")
        if given(charges) > split.cash:
            raise ValueError("only cash gives change")

    @property
    def split(self) -> Split:
        return self.payer.quote.split if self.payer else all_by_customer(self.basket.total)

    @property
    def given(self) -> Money:
        return given(self.tenders)

    @property
    def cash_given(self) -> Money:
        return cash_given(self.tenders)

    @property
    def change(self) -> Money:
        return self.given - self.split.cash

    @property
    def cash(self) -> Money:
        """What stays in the drawer."""
        return self.cash_given - self.change

    @property
    def mobile(self) -> Money:
        return by_mobile(self.tenders)

    @property
    def card(self) -> Money:
        return by_card(self.tenders)


@dataclass(frozen=True, slots=True)
class Deal:
    """A frozen sale on its way: its numbers on disk, what has moved, what is still to be charged.

    `cash` lies on the counter; `orders` are charged one after another once the insurance part is settled.
    """

    draft: SaleDraft
    sale_no: str
    msgid: str
    cash: Money
    orders: tuple[ChargeOrder, ...] = ()
    settlement: Settlement | None = None
    paid: tuple[PaidCharge, ...] = ()

    @property
    def tenders(self) -> tuple[Tender, ...]:
        return with_cash(tuple(charge.order.tender for charge in self.paid), self.cash)

    @property
    def rest(self) -> Money:
        """What the customer still owes once everything on the way has been charged."""
        on_the_way = given(order.tender for order in self.orders)
        return self.draft.split.cash - given(self.tenders) - on_the_way

    @property
    def agreed(self) -> SaleDraft:
        """The draft with the tenders that were really taken."""
        return self.draft if self.tenders == self.draft.tenders else replace(self.draft, tenders=self.tenders)

    @property
    def person_no(self) -> str:
        return self.draft.payer.insured.person_no if self.draft.payer else ""


@dataclass(frozen=True, slots=True)
class Sale:
    """A sale that is final: one commit wrote it and nothing changes it."""

    sale_no: str
    sold_at: datetime
    draft: SaleDraft
    settlement: Settlement | None
    charges: tuple[PaidCharge, ...] = ()
