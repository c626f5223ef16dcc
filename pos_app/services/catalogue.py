"""The goods a cashier can find: by barcode, own code, name or pinyin initials."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pos_app.domain.product import Category, Product
from pos_app.domain.refusal import Refusal, RefusalCode


@dataclass(frozen=True, slots=True)
class _Entry:
    product: Product
    haystack: str


class Catalogue:
    """All products in memory; a search over tens of thousands stays well under a key press."""

    def __init__(self, products: Iterable[Product], payable: frozenset[Category]) -> None:
        self._products = tuple(products)
        self._payable = payable
        self._by_number = {number: product for product in self._products for number in (product.code, product.barcode)}
        self._entries = tuple(
            _Entry(product, f"{product.name}\n{product.name_en.casefold()}") for product in self._products
        )

    def __iter__(self) -> Iterator[Product]:
        return iter(self._products)

    def __len__(self) -> int:
        return len(self._products)

    def find(self, number: str) -> Product | None:
        """Give the product of an own code or a barcode."""
        return self._by_number.get(number)

    def is_payable(self, product: Product) -> bool:
        """Say whether the region lets a personal account pay for it."""
        return product.category in self._payable

    def search(self, text: str, limit: int = 50) -> tuple[Product, ...]:
        """Find by code, barcode, name or initials, best first: whole number, then beginnings, then anywhere inside."""
        needle = text.strip().casefold()
        if not needle:
            return self._products[:limit]
        whole = self._by_number.get(needle)
        if whole:
            return (whole,)
        ranked = [(rank, place) for place, entry in enumerate(self._entries) if (rank := _rank(entry, needle)) < _MISS]
        ranked.sort()
        return tuple(self._entries[place].product for _, place in ranked[:limit])

    def pick(self, text: str) -> Product | Refusal:
        """Give the one product a text means, as Enter in the search field does."""
        found = self.search(text, limit=2)
        if not found:
            return Refusal(RefusalCode.GOODS_UNKNOWN, text.strip())
        if len(found) > 1 and not _is_exactly(found[0], text):
            return Refusal(RefusalCode.GOODS_AMBIGUOUS, text.strip())
        return found[0]


_MISS = 9


def _rank(entry: _Entry, needle: str) -> int:
    product = entry.product
    if needle in product.initials or needle == product.name:
        return 0
    if any(initials.startswith(needle) for initials in product.initials) or product.name.startswith(needle):
        return 1
    if product.code.startswith(needle) or product.barcode.startswith(needle):
        return 2
    if needle in entry.haystack:
        return 3
    if any(needle in initials for initials in product.initials):
        return 4
    return _MISS


def _is_exactly(product: Product, text: str) -> bool:
    needle = text.strip().casefold()
    return needle == product.name or needle in product.initials
