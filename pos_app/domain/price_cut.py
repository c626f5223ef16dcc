"""How far below the shelf price a line is sold, and what of it a cashier may not decide alone."""

from fractions import Fraction

from pos_app.domain.basket import Basket, LineItem
from pos_app.domain.discount import AmountOff, Discount, PercentOff, taken_off
from pos_app.domain.money import Money, total

OWN_LIMIT = Fraction(10, 100)
"""A tenth of the shelf price: enough for a dented box or to round a bill, too little to be worth a fraud."""


def goes_beyond(before: Basket, after: Basket, limit: Fraction = OWN_LIMIT) -> bool:
    """Say whether a change needs somebody's yes: a line is cut past the limit, further than it was, or priced anew.

    What was let pass before stays; but where taking goods out lets a fixed sum weigh more on the rest, that is a cut.
    """
    return any(_is_priced_anew(line, before) or _is_cut_further(line, before, after, limit) for line in after.lines)


def cut_of(line: LineItem, basket: Basket) -> Fraction:
    """Give the part of its shelf price that a line of this basket is sold below; nothing where it is dearer.

    Worked out from what was agreed and not from the rounded fen: 10 % of an odd sum is 10 %.
    """
    if not line.product.price:
        return Fraction(0)
    whole = total(each.before_share for each in basket.lines)
    kept = Fraction(line.price.fen, line.product.price.fen)
    kept *= (1 - _part(line.discount, line.gross)) * (1 - _part(basket.discount, whole))
    return max(1 - kept, Fraction(0))


def _is_priced_anew(line: LineItem, before: Basket) -> bool:
    held = before.line_of(line.product.code)
    return line.price not in {line.product.price, held.price if held else line.product.price}


def _is_cut_further(line: LineItem, before: Basket, after: Basket, limit: Fraction) -> bool:
    held = before.line_of(line.product.code)
    return cut_of(line, after) > max(limit, cut_of(held, before) if held else limit)


def _part(discount: Discount | None, amount: Money) -> Fraction:
    match discount:
        case PercentOff(percent):
            return Fraction(percent, 100)
        case AmountOff() if amount:
            return Fraction(taken_off(discount, amount).fen, amount.fen)
        case _:
            return Fraction(0)
