"""What the customer is buying: lines in the order they were scanned, and what was taken off."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal

from pos_app.domain.discount import Discount, share_out, taken_off
from pos_app.domain.money import ZERO, Money, total
from pos_app.domain.product import PRICE_LIMIT, Product

QUANTITY_LIMIT = 999
LINE_LIMIT = 100
_SIX_PLACES = Decimal("0.000001")


@dataclass(frozen=True, slots=True)
class LineItem:
    """A product and how many packs of it.

    `agreed_price` replaces the price on the shelf; `discount` is the line's own; `share` is what the bill's discount
    takes off this line, worked out by the basket. `gross` is price times quantity, `before_share` what the line costs
    before the bill's discount; the sums are asked for so often that they are worked out once.
    """

    product: Product
    quantity: int
    agreed_price: Money | None = None
    discount: Discount | None = None
    share: Money = ZERO
    gross: Money = field(init=False, repr=False, compare=False)
    before_share: Money = field(init=False, repr=False, compare=False)
    amount: Money = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if not 1 <= self.quantity <= QUANTITY_LIMIT:
            raise ValueError(f"a quantity is 1 to {QUANTITY_LIMIT}, not {self.quantity}")
        if not ZERO <= self.price < PRICE_LIMIT:
            raise ValueError(f"a price is nothing to {PRICE_LIMIT}, not {self.price}")
        gross = Money(self.price.fen * self.quantity)
        before_share = gross - taken_off(self.discount, gross)
        if not ZERO <= self.share <= before_share:
            raise ValueError("no more is taken off a line than it costs")
        object.__setattr__(self, "gross", gross)
        object.__setattr__(self, "before_share", before_share)
        object.__setattr__(self, "amount", before_share - self.share)

    @property
    def price(self) -> Money:
        """Give the price of one pack before discounts."""
        return self.product.price if self.agreed_price is None else self.agreed_price

    @property
    def reduction(self) -> Money:
        """Give what both discounts take off."""
        return self.gross - self.amount

    @property
    def unit_price(self) -> Decimal:
        """Give the yuan a pack comes to, six places, for the platform, which multiplies it back (N16,6)."""
        if not self.reduction:
            return self.price.yuan
        return (self.amount.yuan / self.quantity).quantize(_SIX_PLACES, ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Basket:
    """At most one line a product, at most `LINE_LIMIT` lines; `discount` is the bill's."""

    lines: tuple[LineItem, ...] = ()
    discount: Discount | None = None
    total: Money = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        codes = [line.product.code for line in self.lines]
        if len(set(codes)) != len(codes) or len(codes) > LINE_LIMIT:
            raise ValueError("a basket holds each product once")
        if tuple(line.share for line in self.lines) != _shares(self.lines, self.discount):
            raise ValueError("the bill's discount is shared out over its lines")
        object.__setattr__(self, "total", total(line.amount for line in self.lines))

    @property
    def reduction(self) -> Money:
        """Give what all discounts take off."""
        return total(line.reduction for line in self.lines)

    @property
    def pieces(self) -> int:
        return sum(line.quantity for line in self.lines)

    def can_take(self, product: Product) -> bool:
        """Say whether `with_item` would take one more."""
        held = self.quantity_of(product.code)
        return held < QUANTITY_LIMIT and (held > 0 or len(self.lines) < LINE_LIMIT)

    def quantity_of(self, code: str) -> int:
        return sum(line.quantity for line in self.lines if line.product.code == code)

    def line_of(self, code: str) -> LineItem | None:
        return next((line for line in self.lines if line.product.code == code), None)

    def with_item(self, product: Product, quantity: int = 1) -> "Basket":
        """Add packs of a product, to its line if it has one; ValueError past a limit."""
        if self.quantity_of(product.code):
            return self.with_quantity(product.code, self.quantity_of(product.code) + quantity)
        return _shared_out((*self.lines, LineItem(product, quantity)), self.discount)

    def with_quantity(self, code: str, quantity: int) -> "Basket":
        """Set a line's quantity; ValueError past a limit. A code that is not there changes nothing."""
        return self._with_line(code, lambda line: replace(line, quantity=quantity, share=ZERO))

    def with_price(self, code: str, price: Money | None) -> "Basket":
        """Sell a line at another price, or with None at its own again; ValueError for no price."""
        return self._with_line(code, lambda line: replace(line, agreed_price=price, share=ZERO))

    def with_line_discount(self, code: str, discount: Discount | None) -> "Basket":
        return self._with_line(code, lambda line: replace(line, discount=discount, share=ZERO))

    def with_discount(self, discount: Discount | None) -> "Basket":
        """Set what is taken off the whole bill, in place of what was taken off it before."""
        return _shared_out(self.lines, discount)

    def without_item(self, code: str) -> "Basket":
        return _shared_out((line for line in self.lines if line.product.code != code), self.discount)

    def _with_line(self, code: str, change: Callable[[LineItem], LineItem]) -> "Basket":
        return _shared_out((change(line) if line.product.code == code else line for line in self.lines), self.discount)


def largest_cut(basket: Basket) -> Decimal:
    """Give the greatest part taken off the shelf price of any line, in percent: what a limit without a PIN is about."""
    cuts = (
        100 * (1 - line.amount.yuan / (line.product.price.yuan * line.quantity))
        for line in basket.lines
        if line.product.price and line.amount.yuan < line.product.price.yuan * line.quantity
    )
    return max(cuts, default=Decimal(0))


def _shared_out(lines: Iterable[LineItem], discount: Discount | None) -> Basket:
    """Share the bill's discount out anew; a bill without lines has none."""
    bare = tuple(replace(line, share=ZERO) for line in lines)
    if not bare:
        return EMPTY
    shares = _shares(bare, discount)
    return Basket(tuple(replace(line, share=share) for line, share in zip(bare, shares, strict=True)), discount)


def _shares(lines: tuple[LineItem, ...], discount: Discount | None) -> tuple[Money, ...]:
    parts = tuple(line.before_share for line in lines)
    return share_out(taken_off(discount, total(parts)), parts)


EMPTY = Basket()
