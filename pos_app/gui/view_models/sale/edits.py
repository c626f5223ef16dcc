"""What a cashier does to the basket, with the limits said in words instead of raised."""

from pos_app.domain.basket import QUANTITY_LIMIT, Basket
from pos_app.domain.product import Product
from pos_app.domain.refusal import Refusal, RefusalCode
from pos_app.services.bill_edits import BasketEdit


def adding(product: Product) -> BasketEdit:
    def edit(basket: Basket) -> Basket | Refusal:
        return basket.with_item(product) if basket.can_take(product) else Refusal(RefusalCode.BASKET_FULL)

    return edit


def changing(code: str, *, by: int) -> BasketEdit:
    """Give one pack more or less of a line; less than one takes the line out."""

    def edit(basket: Basket) -> Basket | Refusal:
        return setting(code, to=basket.quantity_of(code) + by)(basket)

    return edit


def setting(code: str, *, to: int) -> BasketEdit:
    def edit(basket: Basket) -> Basket | Refusal:
        if to > QUANTITY_LIMIT:
            return Refusal(RefusalCode.BASKET_FULL)
        return basket.with_quantity(code, to) if to > 0 else basket.without_item(code)

    return edit


def removing(code: str) -> BasketEdit:
    return lambda basket: basket.without_item(code)
