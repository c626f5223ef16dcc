"""Which kind of code a scanned text is, told by its content alone.

What was scanned is as good as cash or names a person, so only our own numbers (goods, trace, ticket) are in a repr.
"""

import re
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import ClassVar, TypeAlias

from pos_app.domain.gs1 import GTIN, SERIAL, parse_elements
from pos_app.domain.product import retail_number

TEXT_LIMIT = 512  # no code of the counter is longer; anything beyond is not looked into

_CERTIFICATE = re.compile(r"424\d{25}", re.ASCII)
_SOCIAL_CARD = re.compile(r"SSC1:[0-9A-Z]{8,40}", re.ASCII)
_CARD = re.compile(r"SIM\d{9}", re.ASCII)
_RECEIPT = re.compile(r"RCPT:(R?\d{13,20})", re.ASCII)
_TRACE = re.compile(r"8\d{19}", re.ASCII)
# No province begins with 10 or with 25 to 30, which wallets have; another year is a pay code's chance.
_ID = re.compile(r"(?!10|2[5-9]|30)[1-9]\d{5}(?:18|19|20)\d{9}[\dX]", re.ASCII)
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECK = "10X98765432"


class PayChannel(StrEnum):
    WECHAT = "wechat"
    ALIPAY = "alipay"
    UNIONPAY = "unionpay"


@dataclass(frozen=True, slots=True)
class CertificateCode:
    """医保电子凭证: 28 digits from 424."""

    kind: ClassVar[str] = "certificate"
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class SocialCardCode:
    """电子社保卡, in this simulator's own form: no public description of the real one exists."""

    kind: ClassVar[str] = "social-card"
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class CardNumber:
    """实体社保卡, read by its number; the simulator's cards begin with SIM, so that no real one fits."""

    kind: ClassVar[str] = "card"
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class PayCode:
    """付款码 of a wallet."""

    kind: ClassVar[str] = "pay-code"
    text: str = field(repr=False)
    channel: PayChannel


@dataclass(frozen=True, slots=True)
class GoodsCode:
    """EAN-13, UPC-A or EAN-8 on a package, in thirteen digits."""

    kind: ClassVar[str] = "goods"
    text: str


@dataclass(frozen=True, slots=True)
class TraceCode:
    """药品追溯码: twenty digits from 8, or what the GS1 symbol of an imported box says, with its serial number."""

    kind: ClassVar[str] = "trace-code"
    text: str


@dataclass(frozen=True, slots=True)
class ReceiptCode:
    """The code at the foot of our own ticket."""

    kind: ClassVar[str] = "receipt"
    sale_no: str


@dataclass(frozen=True, slots=True)
class IdNumber:
    """A resident ID number: 18 characters, a date inside and a right check character."""

    kind: ClassVar[str] = "id-number"
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class UnknownCode:
    """None of the above."""

    kind: ClassVar[str] = "unknown"
    text: str = field(repr=False)


VoucherCode: TypeAlias = CertificateCode | SocialCardCode | CardNumber
ScannedCode: TypeAlias = VoucherCode | PayCode | GoodsCode | TraceCode | ReceiptCode | IdNumber | UnknownCode


def classify(text: str) -> ScannedCode:
    """Tell what a text is; surrounding blanks are ignored, nothing else is repaired or guessed.

    An ID number of a northern province begins with 11 to 15 and is as long as a WeChat pay code, so the ID's
    check character and birth date are looked at first.
    """
    code = text.strip()
    if len(code) > TEXT_LIMIT:
        return UnknownCode(code[:TEXT_LIMIT])
    receipt = _RECEIPT.fullmatch(code)
    if receipt:
        return ReceiptCode(receipt.group(1))
    if _CERTIFICATE.fullmatch(code):
        return CertificateCode(code)
    if _SOCIAL_CARD.fullmatch(code):
        return SocialCardCode(code)
    if _CARD.fullmatch(code):
        return CardNumber(code)
    if is_id_number(code):
        return IdNumber(code)
    return _classify_elements(code) or _classify_digits(code)


def classify_bytes(payload: bytes) -> ScannedCode:
    """Classify what a reader gave; bytes that are not ASCII are no code of the counter."""
    if not payload.isascii():
        return UnknownCode("")
    return classify(payload.decode("ascii"))


def is_id_number(text: str) -> bool:
    """Check an 18-character resident number: date and ISO 7064 MOD 11-2 character (GB 11643)."""
    if not _ID.fullmatch(text):
        return False
    try:
        date(int(text[6:10]), int(text[10:12]), int(text[12:14]))
    except ValueError:
        return False
    return id_check_character(text[:17]) == text[17]


def id_check_character(first_seventeen: str) -> str:
    weighted = sum(int(digit) * weight for digit, weight in zip(first_seventeen, _ID_WEIGHTS, strict=True))
    return _ID_CHECK[weighted % 11]


def _classify_elements(code: str) -> ScannedCode | None:
    """Take a box that has a number of its own as traced by all that it says, one without as goods like any other."""
    elements = parse_elements(code)
    if elements is None:
        return None
    if SERIAL in elements:
        return TraceCode(code)
    number = retail_number(elements[GTIN][1:])
    return GoodsCode(number) if number else None


def _classify_digits(code: str) -> ScannedCode:
    if not (code.isascii() and code.isdigit()):
        return UnknownCode(code)
    number = retail_number(code)
    if number:
        return GoodsCode(number)
    if _TRACE.fullmatch(code):
        return TraceCode(code)
    channel = _pay_channel(code)
    return PayCode(code, channel) if channel else UnknownCode(code)


def _pay_channel(digits: str) -> PayChannel | None:
    """WeChat: 18 digits from 10 to 15. Alipay: 16 to 24 digits from 25 to 30. UnionPay: 19 digits from 62."""
    lead = digits[:2]
    if len(digits) == 18 and "10" <= lead <= "15":
        return PayChannel.WECHAT
    if 16 <= len(digits) <= 24 and "25" <= lead <= "30":
        return PayChannel.ALIPAY
    if len(digits) == 19 and lead == "62":
        return PayChannel.UNIONPAY
    return None
