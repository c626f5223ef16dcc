"""What a cashier takes off a line or a bill, and how a bill's part is shared out over its lines."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TypeAlias, assert_never

from pos_app.domain.cash import parse_cash
from pos_app.domain.money import ZERO, Money, total


@dataclass(frozen=True, slots=True)
class PercentOff:
    """A share of the amount, 1 to 99 percent."""

    percent: int

    def __post_init__(self) -> None:
        if not 1 <= self.percent <= 99:
            raise ValueError(f"a discount is 1 to 99 percent, not {self.percent}")


@dataclass(frozen=True, slots=True)
class AmountOff:
    """So much off, but never more than there is."""

    amount: Money

    def __post_init__(self) -> None:
        if self.amount <= ZERO:
            raise ValueError("a discount is more than nothing")


Discount: TypeAlias = PercentOff | AmountOff
_SHARE = re.compile(r"0?([1-9]\d?)\s?[%％]", re.ASCII)


def parse_discount(text: str) -> Discount | None:
    """Read `10%` as a share or `5.00` as a sum, as a cashier types them; None for anything else."""
    typed = text.strip()
    share = _SHARE.fullmatch(typed)
    if share:
        return PercentOff(int(share[1]))
    amount = parse_cash(typed)
    return AmountOff(amount) if amount else None


def taken_off(discount: Discount | None, amount: Money) -> Money:
    """Give what a discount takes off an amount, half up to the fen."""
    match discount:
        case None:
            return ZERO
        case PercentOff(percent):
            return Money(int((Decimal(amount.fen * percent) / 100).to_integral_value(ROUND_HALF_UP)))
        case AmountOff(wanted):
            return min(wanted, amount)
        case _:
            assert_never(discount)


def share_out(amount: Money, over: Sequence[Money]) -> tuple[Money, ...]:
    """Share an amount out in proportion, to the fen: the shares add up to it and none is above its part.

    Each part gets its share rounded down; the fen left over go to the largest remainders, the first of equals first.
    ValueError for an amount above the sum of the parts.
    """
    whole = total(over)
    if not ZERO <= amount <= whole:
        raise ValueError("no more can be shared out than there is")
    if not amount:
        return (ZERO,) * len(over)
    exact = [amount.fen * part.fen for part in over]
    shares = [product // whole.fen for product in exact]
    by_remainder = sorted(range(len(over)), key=lambda place: (-(exact[place] % whole.fen), place))
    for place in by_remainder[: amount.fen - sum(shares)]:
        shares[place] += 1
    return tuple(Money(share) for share in shares)
