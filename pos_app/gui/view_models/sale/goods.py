"""How goods read on the screen: lines of the basket and what the search offers."""

from pos_app.domain.basket import Basket, LineItem
from pos_app.domain.discount import Discount, PercentOff
from pos_app.domain.product import Category, Product
from pos_app.gui.view_models.sale.inputs import is_payable
from pos_app.gui.view_models.sale.reductions import text_of
from pos_app.gui.view_models.sale.view import FoundView, LineView, Tag, Tone
from pos_app.services.ticket import Shop
from pos_app.wording import Language, Wording

_DOT = " · "


def derive_lines(basket: Basket, shop: Shop, wording: Wording) -> tuple[LineView, ...]:
    return tuple(_line(number, item, basket, shop, wording) for number, item in enumerate(basket.lines, start=1))


def derive_found(products: tuple[Product, ...], shop: Shop, wording: Wording) -> tuple[FoundView, ...]:
    return tuple(_found(product, shop, wording) for product in products)


def selected_index(basket: Basket, code: str) -> int:
    """Give the place of the chosen line: the one of this code, else the last; -1 in an empty basket."""
    codes = [item.product.code for item in basket.lines]
    return codes.index(code) if code in codes else len(codes) - 1


def name_of(product: Product, wording: Wording) -> str:
    return product.name if wording.language is Language.CHINESE else product.name_en


def _line(number: int, item: LineItem, basket: Basket, shop: Shop, wording: Wording) -> LineView:
    product = item.product
    name, reduced = name_of(product, wording), _reduced(item, basket.discount, wording)
    spoken = wording.say("sale.spoken_line", name=name, quantity=item.quantity, amount=item.amount)
    return LineView(
        number=str(number),
        name=name,
        tags=(*reduced, *_tags(product, shop, wording)),
        detail=_detail(product, wording, lot=wording.say("sale.lot", lot=product.lot)),
        quantity=str(item.quantity),
        price=str(item.price),
        amount=str(item.amount),
        charge_class=wording.say(f"charge_class.{product.charge_class}"),
        spoken=" ".join((spoken, *(tag.text for tag in reduced))),
    )


def _found(product: Product, shop: Shop, wording: Wording) -> FoundView:
    name = name_of(product, wording)
    return FoundView(
        name=name,
        tags=_tags(product, shop, wording),
        detail=_detail(product, wording, lot=product.code),
        price=str(product.price),
        charge_class=wording.say(f"charge_class.{product.charge_class}"),
        spoken=wording.say("sale.spoken_found", name=name, price=product.price),
    )


def _detail(product: Product, wording: Wording, *, lot: str) -> str:
    other_name = () if wording.language is Language.CHINESE else (product.name,)
    return _DOT.join((*other_name, product.spec, product.maker, lot))


def _reduced(item: LineItem, bill: Discount | None, wording: Wording) -> tuple[Tag, ...]:
    """Say that the price is another one and what is off: the share where it is one alone, else the sum."""
    priced = (Tag(wording.say("sale.tag.priced", price=item.product.price)),) if item.agreed_price is not None else ()
    if not item.reduction:
        return priced
    discount = item.discount or bill
    is_share = isinstance(discount, PercentOff) and not (item.discount and bill)
    off = text_of(discount) if is_share else str(item.reduction)
    return (*priced, Tag(wording.say("sale.tag.reduced", what=off), Tone.WARN))


def _tags(product: Product, shop: Shop, wording: Wording) -> tuple[Tag, ...]:
    if product.is_prescription:
        return (Tag(wording.say("sale.tag.prescription"), Tone.WARN),)
    if not is_payable(product.category, shop):
        return (Tag(wording.say("sale.tag.not_payable", category=wording.say(f"sale.category.{product.category}"))),)
    if product.category is Category.DRUG:
        return (Tag(wording.say("sale.tag.otc")),)
    return ()
