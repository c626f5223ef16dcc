"""What is typed to take something off: a line's discount, the bill's, or another price for the line."""

from collections.abc import Mapping
from types import MappingProxyType

from pos_app.domain.basket import Basket
from pos_app.domain.cash import format_cash, parse_cash
from pos_app.domain.discount import AmountOff, Discount, PercentOff, parse_discount
from pos_app.domain.refusal import Refusal, RefusalCode
from pos_app.gui.view_models.sale.inputs import Panel
from pos_app.services.bill_edits import BasketEdit

FOLLOWING: Mapping[Panel, Panel] = MappingProxyType(
    {
        Panel.LINE_DISCOUNT: Panel.BILL_DISCOUNT,
        Panel.BILL_DISCOUNT: Panel.LINE_PRICE,
        Panel.LINE_PRICE: Panel.LINE_DISCOUNT,
    }
)
"""What the key switches to when it is pressed again."""


def standing(panel: Panel, basket: Basket, code: str) -> str:
    """Give what is in force now, as it would be typed; empty where nothing is."""
    line = basket.line_of(code)
    if panel is Panel.BILL_DISCOUNT:
        return text_of(basket.discount)
    if line is None:
        return ""
    if panel is Panel.LINE_DISCOUNT:
        return text_of(line.discount)
    return "" if line.agreed_price is None else format_cash(line.agreed_price)


def text_of(discount: Discount | None) -> str:
    """Write a discount as it may be typed."""
    match discount:
        case PercentOff(percent):
            return f"{percent}%"
        case AmountOff(amount):
            return format_cash(amount)
        case None:
            return ""


def reducing(panel: Panel, text: str, code: str) -> BasketEdit | Refusal:
    """Give the change that was typed; nothing typed takes off what is in force."""
    typed = text.strip()
    if panel is Panel.LINE_PRICE:
        price = parse_cash(typed)
        if typed and price is None:
            return Refusal(RefusalCode.PRICE_NOT_READ, typed)
        return lambda basket: basket.with_price(code, price)
    discount = parse_discount(typed)
    if typed and discount is None:
        return Refusal(RefusalCode.DISCOUNT_NOT_READ, typed)
    if panel is Panel.BILL_DISCOUNT:
        return lambda basket: basket.with_discount(discount)
    return lambda basket: basket.with_line_discount(code, discount)
