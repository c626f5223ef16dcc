"""Giving goods and money back: always from an original sale, never more than was sold, never twice.

The platform has no partial cancel: what insurance paid is cancelled whole (2103), everything goes back, and what the
customer keeps is sold anew. A sale without insurance can be given back line by line.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from pos_app.domain.money import ZERO, Money, total
from pos_app.domain.refusal import Refusal, RefusalCode
from pos_app.domain.settlement import Settlement


class BackBy(StrEnum):
    """How the customer gets money back; insurance gets its part back by the cancellation."""

    CASH = "cash"
    MOBILE = "mobile"
    CARD = "card"


@dataclass(frozen=True, slots=True)
class SoldLine:
    """A line of an original sale; `number` counts from 1, `returned` is what went back already."""

    number: int
    code: str
    name: str
    quantity: int
    price: Money
    amount: Money
    returned: int = 0

    @property
    def left(self) -> int:
        return self.quantity - self.returned

    def part(self, quantity: int) -> Money:
        """Give the money of the next packs to go back.

        Rounded down over all that went back so far, so that the parts of a line add up to it whatever their sizes.
        """
        return Money(self._back(self.returned + quantity) - self._back(self.returned))

    def _back(self, quantity: int) -> int:
        return self.amount.fen * quantity // self.quantity


@dataclass(frozen=True, slots=True)
class Payment:
    """What the customer paid one way; `order_no` is the charge's, empty for cash; `returned` went back already."""

    by: BackBy
    order_no: str
    amount: Money
    returned: Money = ZERO

    @property
    def left(self) -> Money:
        return self.amount - self.returned


@dataclass(frozen=True, slots=True)
class PastSale:
    """An original sale with everything that a refund needs to know of it."""

    sale_no: str
    sold_at: datetime
    lines: tuple[SoldLine, ...]
    payments: tuple[Payment, ...]
    person_no: str = field(repr=False)
    settlement: Settlement | None

    @property
    def left(self) -> tuple[SoldLine, ...]:
        return tuple(line for line in self.lines if line.left)


@dataclass(frozen=True, slots=True)
class ReturnedLine:
    number: int
    quantity: int
    amount: Money


@dataclass(frozen=True, slots=True)
class GivenBack:
    """Money on its way back to the customer: cash, or to the charge of this order."""

    by: BackBy
    order_no: str
    amount: Money


@dataclass(frozen=True, slots=True)
class Kept:
    """What the customer keeps of a line that goes back whole because insurance paid: it is sold anew on old terms."""

    code: str
    quantity: int
    price: Money
    amount: Money


@dataclass(frozen=True, slots=True)
class RefundPlan:
    """What will happen, shown before it does. `kept` is to be sold anew afterwards; empty without insurance."""

    sale: PastSale
    lines: tuple[ReturnedLine, ...]
    back: tuple[GivenBack, ...]
    kept: tuple[Kept, ...] = ()

    def __post_init__(self) -> None:
        if self.insured + total(part.amount for part in self.back) != self.total:
            raise ValueError("what goes back does not add up")

    @property
    def total(self) -> Money:
        """Give the worth of the goods that go back."""
        return total(line.amount for line in self.lines)

    @property
    def insured(self) -> Money:
        """Give what goes back to insurance by the cancellation."""
        return self.sale.settlement.split.insured if self.sale.settlement else ZERO

    def back_by(self, by: BackBy) -> Money:
        return total(part.amount for part in self.back if part.by is by)


def plan_refund(sale: PastSale, wanted: Mapping[int, int]) -> RefundPlan | Refusal:
    """Plan to give back quantities by line number; 0 of a line is all of it that is left, no line at all everything."""
    if not sale.left:
        return Refusal(RefusalCode.ALL_RETURNED, sale.sale_no)
    whole = {line.number: line.left for line in sale.left}
    asked = {number: quantity or whole.get(number, 0) for number, quantity in wanted.items()} or whole
    if any(not 1 <= quantity <= whole.get(number, 0) for number, quantity in asked.items()):
        return Refusal(RefusalCode.RETURN_TOO_MANY, sale.sale_no)
    if sale.settlement is None:
        return _plan(sale, asked, ())
    kept = (_kept(line, asked.get(line.number, 0)) for line in sale.lines)
    return _plan(sale, whole, tuple(line for line in kept if line.quantity))


def _kept(line: SoldLine, returned: int) -> Kept:
    return Kept(line.code, line.quantity - returned, line.price, line.amount - line.part(returned))


def _plan(sale: PastSale, quantities: Mapping[int, int], kept: tuple[Kept, ...]) -> RefundPlan:
    lines = tuple(
        ReturnedLine(line.number, quantities[line.number], line.part(quantities[line.number]))
        for line in sale.lines
        if line.number in quantities
    )
    insured = sale.settlement.split.insured if sale.settlement else ZERO
    back = _back_to(sale.payments, total(line.amount for line in lines) - insured)
    return RefundPlan(sale, lines, back, kept)


def _back_to(payments: Sequence[Payment], amount: Money) -> tuple[GivenBack, ...]:
    """Give money back the way it came: to codes and cards first, the rest in cash."""
    back: list[GivenBack] = []
    for payment in sorted(payments, key=lambda payment: payment.by is BackBy.CASH):
        part = min(payment.left, amount)
        if part:
            back.append(GivenBack(payment.by, payment.order_no, part))
            amount = amount - part
    return tuple(back)
