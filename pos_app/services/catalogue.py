"""The goods a cashier can find: by barcode, own code, name or pinyin initials."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pos_app.domain.product import Category, Product, retail_number
from pos_app.domain.refusal import Refusal, RefusalCode


@dataclass(frozen=True, slots=True)
class _Entry:
    product: Product
    name: str
    name_en: str
    code: str

    @classmethod
    def of(cls, product: Product) -> "_Entry":
        return cls(product, product.name.casefold(), product.name_en.casefold(), product.code.casefold())


class Catalogue:
    """All products in memory; a search over tens of thousands stays well under a key press."""

    def __init__(self, products: Iterable[Product], payable: frozenset[Category]) -> None:
        self._products = tuple(products)
        self._payable = payable
        self._by_number = {number: product for product in self._products for number in (product.code, product.barcode)}
        self._entries = tuple(map(_Entry.of, self._products))

    def __iter__(self) -> Iterator[Product]:
        return iter(self._products)

    def __len__(self) -> int:
        return len(self._products)

    def find(self, number: str) -> Product | None:
        """Give the product of an own code or a barcode."""
        return self._by_number.get(number) or self._by_number.get(retail_number(number) or "")

    def is_payable(self, product: Product) -> bool:
        """Say whether the region lets a personal account pay for it."""
        return product.category in self._payable

    def search(self, text: str, limit: int = 50) -> tuple[Product, ...]:
        """Find by code, barcode, name or initials, best first: whole number, then beginnings, then anywhere inside."""
        needle = text.strip().casefold()
        if not needle:
            return self._products[:limit]
        whole = self.find(text.strip())
        if whole:
            return (whole,)
        ranked = [(rank, place) for place, entry in enumerate(self._entries) if (rank := _rank(entry, needle)) < _MISS]
        ranked.sort()
        return tuple(self._entries[place].product for _, place in ranked[:limit])

    def pick(self, text: str) -> Product | Refusal:
        """Give the one product a text means, as Enter in the search field does."""
        said = text.strip()
        found = self.search(said, limit=2) if said else ()
        if not found:
            return Refusal(RefusalCode.GOODS_UNKNOWN, said)
        exact = [product for product in found if _is_exactly(_Entry.of(product), said.casefold())]
        if len(found) > 1 and len(exact) != 1:
            return Refusal(RefusalCode.GOODS_AMBIGUOUS, said)
        return found[0]


_MISS = 9


def _rank(entry: _Entry, needle: str) -> int:
    product = entry.product
    if _is_exactly(entry, needle):
        return 0
    if any(initials.startswith(needle) for initials in product.initials) or entry.name.startswith(needle):
        return 1
    if entry.code.startswith(needle) or product.barcode.startswith(needle):
        return 2
    if needle in entry.name or needle in entry.name_en:
        return 3
    if any(needle in initials for initials in product.initials):
        return 4
    return _MISS


def _is_exactly(entry: _Entry, needle: str) -> bool:
    return needle in (entry.name, entry.code) or needle in entry.product.initials
