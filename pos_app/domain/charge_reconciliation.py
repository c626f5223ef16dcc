"""The charges of a day held against the pay channel's own book: the third of the three ledgers.

A charge is named by its order number on both sides, so there is no other day to find it on and no twin to look for.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pos_app.domain.charge import ChargeEnd
from pos_app.domain.money import ZERO, Money
from pos_app.domain.reconciliation import AskPerson, Difference, Entry, FinishTask, Kind, ReverseCharge


@dataclass(frozen=True, slots=True)
class OwnCharge:
    """A charge in the till's book; `end` is None while it is open.

    `returned` went back to the customer through the channel; `is_returning` while a refund of it is under way.
    """

    order_no: str
    sale_no: str
    amount: Money
    end: ChargeEnd | None
    returned: Money = ZERO
    is_returning: bool = False

    @property
    def standing(self) -> Money:
        """What the till says the shop has of it."""
        return self.amount - self.returned if self.end is ChargeEnd.PAID else ZERO


def compare_charges(ours: Iterable[OwnCharge], theirs: Mapping[str, Money]) -> tuple[Difference, ...]:
    """Explain every order of which the shop has another sum there than here."""
    here = {charge.order_no: charge for charge in ours}
    return tuple(_differing(here, theirs))


def _differing(here: Mapping[str, OwnCharge], there: Mapping[str, Money]) -> Iterator[Difference]:
    for order_no in sorted({*here, *there}):
        charge, standing = here.get(order_no), there.get(order_no, ZERO)
        if charge and charge.is_returning:
            continue  # a task: it may stand before or after, and ends by itself at the next start
        if standing != (charge.standing if charge else ZERO):
            yield _explained(order_no, charge, standing)


def _explained(order_no: str, charge: OwnCharge | None, standing: Money) -> Difference:
    theirs = _entry(order_no, standing) if standing else None
    if charge is None:
        return Difference(Kind.MISSING_HERE, None, theirs, ReverseCharge(order_no))
    sale_no = charge.sale_no
    match charge.end:
        case None:
            return Difference(Kind.STILL_OPEN, None, theirs, FinishTask(sale_no), sale_no)
        case ChargeEnd.PAID:
            kind = Kind.AMOUNT if theirs else Kind.MISSING_THERE
            return Difference(kind, _entry(order_no, charge.standing, sale_no), theirs, AskPerson(), sale_no)
        case ChargeEnd.RESOLVED:  # a person has taken it on, and knows why
            return Difference(Kind.UNDONE_HERE, None, theirs, AskPerson(), sale_no)
        case ChargeEnd.REVERSED | ChargeEnd.REFUSED | ChargeEnd.NEVER_SENT:
            return Difference(Kind.UNDONE_HERE, None, theirs, ReverseCharge(order_no), sale_no)


def _entry(order_no: str, amount: Money, sale_no: str = "") -> Entry:
    """Give an order as a row of a book: the customer's own money, and nothing of insurance."""
    return Entry(order_no, order_no, "", order_no, amount, ZERO, amount, sale_no=sale_no)
