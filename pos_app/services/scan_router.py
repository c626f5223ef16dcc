"""Where a scanned code goes: to the goods, to the checkout, or back with the reason."""

from dataclasses import dataclass
from typing import TypeAlias, assert_never

from pos_app.domain.code import (
    CardNumber,
    CertificateCode,
    GoodsCode,
    IdNumber,
    PayCode,
    ReceiptCode,
    ScannedCode,
    SocialCardCode,
    TraceCode,
    UnknownCode,
    VoucherCode,
    classify_bytes,
)
from pos_app.domain.product import Product
from pos_app.domain.refusal import Refusal, RefusalCode
from pos_app.domain.scan import Reading
from pos_app.services.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class GoodsScanned:
    product: Product


@dataclass(frozen=True, slots=True)
class VoucherPresented:
    code: VoucherCode


Route: TypeAlias = GoodsScanned | VoucherPresented | Refusal


def one_code_of(reading: Reading) -> ScannedCode | Refusal:
    """Give the only code of a picture; none or several is a refusal, for nobody can say which was meant."""
    if not reading.codes:
        return Refusal(RefusalCode.NO_CODE)
    if len({code.payload for code in reading.codes}) > 1:
        return Refusal(RefusalCode.SEVERAL_CODES)
    return classify_bytes(reading.codes[0].payload)


def route(code: ScannedCode, catalogue: Catalogue) -> Route:
    """Send a code of the open sale to its place, whatever field has the focus."""
    match code:
        case CertificateCode() | SocialCardCode() | CardNumber():
            return VoucherPresented(code)
        case GoodsCode(number):
            product = catalogue.find(number)
            return GoodsScanned(product) if product else Refusal(RefusalCode.GOODS_UNKNOWN, number)
        case _:
            return voucher_or_refusal(code)


def voucher_or_refusal(code: ScannedCode) -> VoucherPresented | Refusal:
    """Where only a voucher will do, say in plain words what the other thing was."""
    match code:
        case CertificateCode() | SocialCardCode() | CardNumber():
            return VoucherPresented(code)
        case PayCode():
            return Refusal(RefusalCode.PAY_CODE_NOT_VOUCHER, code.channel)
        case GoodsCode():
            return Refusal(RefusalCode.GOODS_CODE_NOT_VOUCHER)
        case TraceCode():
            return Refusal(RefusalCode.TRACE_CODE_NOT_VOUCHER)
        case ReceiptCode():
            return Refusal(RefusalCode.RECEIPT_CODE_NOT_VOUCHER)
        case IdNumber():
            return Refusal(RefusalCode.ID_NUMBER_NOT_VOUCHER)
        case UnknownCode():
            return Refusal(RefusalCode.NOT_A_VOUCHER)
        case _:
            assert_never(code)
