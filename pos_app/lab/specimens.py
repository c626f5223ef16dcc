"""Texts of codes that a till may be shown, invented from a seed; a real one is issued by the customer's phone alone."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from numpy.random import Generator

from pos_app.domain.code import id_check_character
from pos_app.domain.product import ean13_check_digit

_SICHUAN, _ELSEWHERE = "51", ("11", "13", "33", "44")
_WITHOUT_LOOKALIKES = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_GROUP_SEPARATOR = "\x1d"


class Carrier(StrEnum):
    """The symbol that carries a text; the value is the engine's own name."""

    QR = "QRCode"
    EAN13 = "EAN13"
    CODE128 = "Code128"
    DATA_MATRIX = "DataMatrix"


@dataclass(frozen=True, slots=True)
class Specimen:
    """One code: what it is called, what the till takes it for, and what it says."""

    name: str
    kind: str
    text: str
    carrier: Carrier = Carrier.QR


def specimen(name: str, chance: Generator) -> Specimen:
    """Make up one code of a name in `SPECIMENS`."""
    kind, carrier, write = SPECIMENS[name]
    return Specimen(name, kind, write(chance), carrier)


def certificate(chance: Generator, *, province: str = _SICHUAN) -> str:
    """Make up the 28 digits of an insurance voucher: 424, 17 unique, 2 random, the province, 0000."""
    return f"424{_digits(chance, 19)}{province}0000"


def tampered(text: str, chance: Generator) -> str:
    """Change one digit of the unique part: the shape is right, and no platform has issued it."""
    place = int(chance.integers(3, 20))
    other = (int(text[place]) + int(chance.integers(1, 10))) % 10
    return f"{text[:place]}{other}{text[place + 1 :]}"


def _foreign(chance: Generator) -> str:
    return certificate(chance, province=_ELSEWHERE[chance.integers(len(_ELSEWHERE))])


def _cut_short(chance: Generator) -> str:
    return certificate(chance)[: chance.integers(5, 28)]


def _social_card(chance: Generator) -> str:
    letters = chance.integers(0, len(_WITHOUT_LOOKALIKES), 20)
    return "SSC1:" + "".join(_WITHOUT_LOOKALIKES[letter] for letter in letters)


def _card(chance: Generator) -> str:
    return f"SIM{_digits(chance, 9)}"


def _wechat(chance: Generator) -> str:
    # The fourth pair keeps it from looking like a year, so that it is no ID number by accident.
    return f"1{chance.integers(0, 6)}{_digits(chance, 4)}99{_digits(chance, 10)}"


def _alipay(chance: Generator) -> str:
    return f"{chance.integers(25, 31)}{_digits(chance, int(chance.integers(14, 23)))}"


def _unionpay(chance: Generator) -> str:
    return f"62{_digits(chance, 17)}"


def _goods(chance: Generator) -> str:
    first = f"69{chance.integers(0, 10)}{_digits(chance, 9)}"
    return first + ean13_check_digit(first)


def _trace(chance: Generator) -> str:
    return f"8{_digits(chance, 19)}"


def _gs1_trace(chance: Generator) -> str:
    """Write what an imported box says: GTIN, expiry, batch and serial number."""
    goods = _goods(chance)
    return f"010{goods}17290630" + f"10{_digits(chance, 6)}{_GROUP_SEPARATOR}21{_digits(chance, 10)}"


def _ticket(chance: Generator) -> str:
    return f"RCPT:{_digits(chance, 13)}"


def _id_number(chance: Generator) -> str:
    """Make up an ID number of a northern province, which is as long as a WeChat pay code and begins like one."""
    area = f"1{chance.integers(1, 6)}0000"  # 0000 is nobody's county
    born = f"19{chance.integers(40, 99)}{chance.integers(1, 13):02d}{chance.integers(1, 29):02d}"
    first = f"{area}{born}{_digits(chance, 3)}"
    return first + id_check_character(first)


def _address(chance: Generator) -> str:
    return f"https://example.com/?q={_digits(chance, 12)}"


def _garbage(chance: Generator) -> str:
    return "".join(chr(value) for value in chance.integers(33, 127, int(chance.integers(3, 60))))


def _digits(chance: Generator, count: int) -> str:
    return "".join(map(str, chance.integers(0, 10, count)))


_Recipe = tuple[str, Carrier, Callable[[Generator], str]]

SPECIMENS: Mapping[str, _Recipe] = {
    "certificate": ("certificate", Carrier.QR, certificate),
    "certificate-elsewhere": ("certificate", Carrier.QR, _foreign),
    "certificate-tampered": ("certificate", Carrier.QR, lambda chance: tampered(certificate(chance), chance)),
    "certificate-cut-short": ("unknown", Carrier.QR, _cut_short),
    "social-card": ("social-card", Carrier.QR, _social_card),
    "card": ("card", Carrier.CODE128, _card),
    "pay-code-wechat": ("pay-code", Carrier.QR, _wechat),
    "pay-code-alipay": ("pay-code", Carrier.CODE128, _alipay),
    "pay-code-unionpay": ("pay-code", Carrier.QR, _unionpay),
    "goods": ("goods", Carrier.EAN13, _goods),
    "trace-code": ("trace-code", Carrier.CODE128, _trace),
    "trace-code-gs1": ("trace-code", Carrier.DATA_MATRIX, _gs1_trace),
    "ticket": ("receipt", Carrier.QR, _ticket),
    "id-number": ("id-number", Carrier.QR, _id_number),
    "address": ("unknown", Carrier.QR, _address),
    "garbage": ("unknown", Carrier.QR, _garbage),
}
