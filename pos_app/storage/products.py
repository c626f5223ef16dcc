"""Reads the catalogue file: one product a line, pinyin initials worked out once."""

import csv
from itertools import product as combinations
from pathlib import Path

from pypinyin import Style, pinyin

from pos_app.domain.money import Money
from pos_app.domain.product import Category, ChargeClass, Product
from pos_app.faults import ConfigFault

_READINGS_LIMIT = 16  # a name with many polyphonic characters would otherwise have thousands


def read_products(path: Path) -> tuple[Product, ...]:
    """Read a catalogue (UTF-8, header line); ConfigFault names the file and the line that is wrong."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        return tuple(_product(row, f"{path.name}:{number}") for number, row in enumerate(rows, start=2))


def initials_of(name: str) -> tuple[str, ...]:
    """Give every way to type a name by first letters: `阿莫西林胶囊` is `amxljn`; digits and Latin letters stay."""
    readings = pinyin(
        "".join(filter(str.isalnum, name)), style=Style.FIRST_LETTER, heteronym=True, errors=lambda other: other
    )
    letters = [sorted({letter.lower() for letter in choice if letter}) for choice in readings]
    found = {"".join(way) for way, _ in zip(combinations(*letters), range(_READINGS_LIMIT), strict=False)}
    return tuple(sorted(found))


def _product(row: dict[str, str], place: str) -> Product:
    try:
        return Product(
            code=row["code"],
            barcode=row["barcode"],
            name=row["name"],
            name_en=row["name_en"],
            initials=initials_of(row["name"]),
            spec=row["spec"],
            maker=row["maker"],
            lot=row["lot"],
            expiry=row["expiry"],
            price=Money.of_yuan(row["price_yuan"]),
            charge_class=ChargeClass(row["class"]),
            category=Category(row["category"]),
            catalogue_code=row["catalogue_code"],
            is_prescription=row["rx"] == "1",
        )
    except (KeyError, ValueError) as error:
        raise ConfigFault(f"{place}: {error}") from error


def _as_it_is(text: str) -> str:
    """Keep what has no pinyin."""
    return text
