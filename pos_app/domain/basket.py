"""What the customer is buying: lines in the order they were scanned."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from pos_app.domain.money import Money, line_amount, total
from pos_app.domain.product import Product

QUANTITY_LIMIT = 999
LINE_LIMIT = 100


@dataclass(frozen=True, slots=True)
class LineItem:
    """A product and how many packs of it."""

    product: Product
    quantity: int

    def __post_init__(self) -> None:
        if not 1 <= self.quantity <= QUANTITY_LIMIT:
            raise ValueError(f"a quantity is 1 to {QUANTITY_LIMIT}, not {self.quantity}")

    @property
    def amount(self) -> Money:
        return line_amount(self.product.price.yuan, Decimal(self.quantity))


@dataclass(frozen=True, slots=True)
class Basket:
    """At most one line a product, at most `LINE_LIMIT` lines."""

    lines: tuple[LineItem, ...] = ()

    def __post_init__(self) -> None:
        codes = [line.product.code for line in self.lines]
        if len(set(codes)) != len(codes) or len(codes) > LINE_LIMIT:
            raise ValueError("a basket holds each product once")

    @property
    def total(self) -> Money:
        return total(line.amount for line in self.lines)

    @property
    def pieces(self) -> int:
        return sum(line.quantity for line in self.lines)

    def can_take(self, product: Product) -> bool:
        """Say whether `with_item` would take one more."""
        held = self.quantity_of(product.code)
        return held < QUANTITY_LIMIT and (held > 0 or len(self.lines) < LINE_LIMIT)

    def quantity_of(self, code: str) -> int:
        return sum(line.quantity for line in self.lines if line.product.code == code)

    def with_item(self, product: Product, quantity: int = 1) -> "Basket":
        """Add packs of a product, to its line if it has one; ValueError past a limit."""
        if self.quantity_of(product.code):
            return self.with_quantity(product.code, self.quantity_of(product.code) + quantity)
        return Basket((*self.lines, LineItem(product, quantity)))

    def with_quantity(self, code: str, quantity: int) -> "Basket":
        """Set a line's quantity; ValueError past a limit. A code that is not there changes nothing."""
        return Basket(tuple(_with_quantity(self.lines, code, quantity)))

    def without_item(self, code: str) -> "Basket":
        return Basket(tuple(line for line in self.lines if line.product.code != code))


EMPTY = Basket()


def _with_quantity(lines: Iterable[LineItem], code: str, quantity: int) -> Iterable[LineItem]:
    return (replace(line, quantity=quantity) if line.product.code == code else line for line in lines)
