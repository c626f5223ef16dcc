"""Where each kind of code goes, in the open sale and where only a voucher will do."""

import pytest

from pos_app.domain.code import (
    CardNumber,
    CertificateCode,
    GoodsCode,
    IdNumber,
    PayChannel,
    PayCode,
    ReceiptCode,
    ScannedCode,
    SocialCardCode,
    TraceCode,
    UnknownCode,
)
from pos_app.domain.refusal import Refusal, RefusalCode
from pos_app.domain.scan import FoundCode, Point, Reading
from pos_app.services.catalogue import Catalogue
from pos_app.services.scan_router import (
    GoodsScanned,
    Route,
    VoucherPresented,
    one_code_of,
    route,
    voucher_or_refusal,
)
from tests.doubles.counter import REMEDY, SHOP, voucher

CATALOGUE = Catalogue((REMEDY,), SHOP.payable)
SOCIAL_CARD = SocialCardCode("SSC1:AB12CD34")
CARD = CardNumber("SIM000000001")
CORNERS = (Point(0, 0), Point(9, 0), Point(9, 9), Point(0, 9))

BOTH: list[tuple[ScannedCode, Route]] = [
    (voucher(), VoucherPresented(voucher())),
    (SOCIAL_CARD, VoucherPresented(SOCIAL_CARD)),
    (CARD, VoucherPresented(CARD)),
    (PayCode("1" * 18, PayChannel.WECHAT), Refusal(RefusalCode.PAY_CODE_NOT_VOUCHER, "wechat")),
    (PayCode("2" * 18, PayChannel.ALIPAY), Refusal(RefusalCode.PAY_CODE_NOT_VOUCHER, "alipay")),
    (PayCode("6" * 19, PayChannel.UNIONPAY), Refusal(RefusalCode.PAY_CODE_NOT_VOUCHER, "unionpay")),
    (TraceCode("8" * 20), Refusal(RefusalCode.TRACE_CODE_NOT_VOUCHER)),
    (ReceiptCode("0126112100001"), Refusal(RefusalCode.RECEIPT_CODE_NOT_VOUCHER)),
    (IdNumber("000000199001010017"), Refusal(RefusalCode.ID_NUMBER_NOT_VOUCHER)),
    (UnknownCode("anything"), Refusal(RefusalCode.NOT_A_VOUCHER)),
]


@pytest.mark.parametrize(("code", "place"), BOTH)
def test_a_code_goes_to_its_place(code: ScannedCode, place: Route) -> None:
    assert route(code, CATALOGUE) == place
    assert voucher_or_refusal(code) == place


def test_goods_go_into_the_open_sale_and_are_no_voucher() -> None:
    assert route(GoodsCode(REMEDY.barcode), CATALOGUE) == GoodsScanned(REMEDY)
    assert route(GoodsCode("4006381333931"), CATALOGUE) == Refusal(RefusalCode.GOODS_UNKNOWN, "4006381333931")
    assert voucher_or_refusal(GoodsCode(REMEDY.barcode)) == Refusal(RefusalCode.GOODS_CODE_NOT_VOUCHER)


def test_no_refusal_repeats_a_secret() -> None:
    secrets = ("1" * 18, "2" * 18, "6" * 19, "000000199001010017", "anything")
    told = [place.detail for _, place in BOTH if isinstance(place, Refusal)]
    assert [secret for secret in secrets if any(secret in detail for detail in told)] == []


def reading(*payloads: bytes) -> Reading:
    codes = tuple(FoundCode(payload, "QRCode", CORNERS, "S0") for payload in payloads)
    return Reading(codes, elapsed_ms=8.5, width=1280, height=720)


@pytest.mark.parametrize(
    ("payloads", "found"),
    [
        ((), Refusal(RefusalCode.NO_CODE)),
        ((b"4243669509084040896099510000",), CertificateCode("4243669509084040896099510000")),
        ((b"SIM000000001", b"SIM000000001"), CARD),
        ((b"SIM000000001", b"SIM000000002"), Refusal(RefusalCode.SEVERAL_CODES)),
        (("医保".encode(),), UnknownCode("")),
        ((b"",), UnknownCode("")),
    ],
)
def test_one_code_of_a_picture_or_the_reason(payloads: tuple[bytes, ...], found: ScannedCode | Refusal) -> None:
    assert one_code_of(reading(*payloads)) == found
