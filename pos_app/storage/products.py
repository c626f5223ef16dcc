"""Reads the catalogue file: one product a line, with the pinyin initials of its name or none, to be worked out."""

import csv
from collections.abc import Iterator
from itertools import islice
from itertools import product as combinations
from pathlib import Path

from pos_app.domain.money import Money
from pos_app.domain.product import Category, ChargeClass, Product, retail_number
from pos_app.faults import ConfigFault

_READINGS_LIMIT = 16  # a name with many polyphonic characters would otherwise have thousands


def read_products(path: Path) -> tuple[Product, ...]:
    """Read a catalogue (UTF-8, header line); ConfigFault names the file and the line that is wrong."""
    try:
        # Spreadsheet programs put a byte order mark before the header; utf-8-sig reads with and without.
        with path.open(encoding="utf-8-sig", newline="") as file:
            return tuple(_products(csv.DictReader(file, restkey=_SURPLUS, strict=True), path.name))
    except OSError as error:
        raise ConfigFault(f"{path.name}: {error.strerror}") from error


def initials_of(name: str) -> tuple[str, ...]:
    """Give the ways to type a name by first letters, the usual one first: `阿莫西林胶囊` is `amxljn`, also `emxljn`.

    Digits and Latin letters stay.
    """
    from pypinyin import Style, pinyin  # noqa: PLC0415  its dictionaries take longer to load than most commands take

    readings = pinyin("".join(filter(str.isalnum, name)), style=Style.FIRST_LETTER, heteronym=True, errors=_as_it_is)
    letters = [tuple(dict.fromkeys(letter.lower() for letter in choice)) for choice in readings]
    ways = ("".join(way) for way in islice(combinations(*letters), _READINGS_LIMIT))
    return tuple(dict.fromkeys(filter(None, ways)))


def _products(rows: "csv.DictReader[str]", file_name: str) -> Iterator[Product]:
    line_of: dict[str, int] = {}
    try:
        for row in rows:
            product = _product(row)
            _enter(line_of, product, rows.reader.line_num)
            yield product
    except (csv.Error, ValueError) as error:
        raise ConfigFault(f"{file_name}:{rows.reader.line_num}: {error}") from error


def _enter(line_of: dict[str, int], product: Product, line: int) -> None:
    """Note whose numbers these are; a scan must mean one product."""
    for number in (product.code, product.barcode):
        if line_of.setdefault(number, line) != line:
            raise ValueError(f"{number} is on line {line_of[number]} already")


def _product(row: dict[str, str]) -> Product:
    missing = [column for column in _COLUMNS if not row.get(column)]
    if missing:
        raise ValueError(f"nothing in column {', '.join(missing)}")
    if _SURPLUS in row:
        raise ValueError("more values than columns")
    barcode = retail_number(row["barcode"])
    if barcode is None:
        raise ValueError(f"{row['barcode']} is not an EAN-13, UPC-A or EAN-8")
    if row["rx"] not in _YES_OR_NO:
        raise ValueError(f"rx is 0 or 1, not {row['rx']}")
    return Product(
        code=row["code"],
        barcode=barcode,
        name=row["name"],
        name_en=row["name_en"],
        initials=tuple((row.get("initials") or "").split()) or initials_of(row["name"]),
        spec=row["spec"],
        maker=row["maker"],
        lot=row["lot"],
        expiry=row["expiry"],
        price=Money.of_yuan(row["price_yuan"]),
        charge_class=ChargeClass(row["class"]),
        category=Category(row["category"]),
        catalogue_code=row["catalogue_code"],
        is_prescription=_YES_OR_NO[row["rx"]],
    )


_COLUMNS = (
    *("code", "barcode", "name", "name_en", "spec", "maker", "lot", "expiry", "price_yuan"),
    *("class", "category", "catalogue_code", "rx"),
)
_YES_OR_NO = {"0": False, "1": True}
_SURPLUS = ""  # the header's name for what stands past the last column


def _as_it_is(text: str) -> str:
    """Keep what has no pinyin."""
    return text
