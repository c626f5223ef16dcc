"""What stands on the shelf: a product, its insurance class and its kind."""

from dataclasses import dataclass
from enum import StrEnum

from pos_app.domain.money import ZERO, Money

PRICE_LIMIT = Money(10**10)  # so that the fullest basket of the dearest goods is still an amount


class ChargeClass(StrEnum):
    """Class in the insurance catalogue; the values are the platform's `chrgitm_lv`."""

    FULL = "01"  # 甲: no first self-pay
    PARTIAL = "02"  # 乙: first self-pay by ratio
    OWN = "03"  # 丙: all own pay


class Category(StrEnum):
    """What kind of goods it is; the region profile says which kinds a personal account may pay."""

    DRUG = "drug"
    HERBAL = "herbal"
    DEVICE = "device"
    CONSUMABLE = "consumable"
    HEALTH_FOOD = "health_food"
    COSMETIC = "cosmetic"
    DAILY = "daily"


@dataclass(frozen=True, slots=True)
class Product:
    """One article as the till knows it.

    `code` is the pharmacy's own number, `barcode` its retail number in thirteen digits, `catalogue_code` the
    platform's `med_list_codg`, `initials` every pinyin reading a cashier may type (`gmlkl`), in lower case.
    """

    code: str
    barcode: str
    name: str
    name_en: str
    initials: tuple[str, ...]
    spec: str
    maker: str
    lot: str
    expiry: str
    price: Money
    charge_class: ChargeClass
    category: Category
    catalogue_code: str
    is_prescription: bool

    def __post_init__(self) -> None:
        if not ZERO <= self.price < PRICE_LIMIT:
            raise ValueError(f"a price is nothing to {PRICE_LIMIT}, not {self.price}")


def ean13_check_digit(first_twelve: str) -> str:
    """Give the thirteenth digit of an EAN-13 (GS1 General Specifications, mod 10, weights 1 and 3)."""
    if len(first_twelve) != 12 or not (first_twelve.isascii() and first_twelve.isdigit()):
        raise ValueError("twelve digits wanted")
    weighted = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(first_twelve))
    return str(-weighted % 10)


def is_ean13(text: str) -> bool:
    return len(text) == 13 and text.isascii() and text.isdigit() and ean13_check_digit(text[:12]) == text[12]


def retail_number(text: str) -> str | None:
    """Give an EAN-13, UPC-A or EAN-8 in the thirteen digits that are compared; None without a right check digit."""
    number = text.zfill(13) if len(text) in _SHORTER_LENGTHS else text
    return number if is_ean13(number) else None


_SHORTER_LENGTHS = (8, 12)  # the check digit is counted from the right, so zeros on the left change nothing
