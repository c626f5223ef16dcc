"""Where each kind of code goes, in the open sale and where only a voucher will do."""

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
    VoucherCode,
    classify,
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


ALMOST_CODES = st.one_of(
    st.text(max_size=60),
    st.from_regex(r"424[0-9]{20,30}|SSC1:[0-9A-Za-z]{0,45}|SIM[0-9]{7,11}|RCPT:[0-9]{10,22}", fullmatch=True),
    st.from_regex(r"(1[0-6]|2[4-9]|3[01]|62|8[0-9]|69)[0-9]{10,24}", fullmatch=True),
    st.from_regex(r"1[1-5][0-9]{4}(19|20)[0-9]{2}(0[1-9]|1[0-2])[0-3][0-9]{4}[0-9X]", fullmatch=True),
    st.from_regex(r"01[0-9]{14}(17[0-9]{6})?(10[A-Z0-9]{1,8}\x1d)?(21[A-Z0-9]{1,8})?", fullmatch=True),
)


@given(ALMOST_CODES)
def test_every_text_has_one_place_and_only_vouchers_are_presented(text: str) -> None:
    code = classify(text)
    open_sale, only_vouchers = route(code, CATALOGUE), voucher_or_refusal(code)
    is_voucher = isinstance(code, get_args(VoucherCode))
    assert isinstance(open_sale, VoucherPresented) is isinstance(only_vouchers, VoucherPresented) is is_voucher
    if isinstance(open_sale, GoodsScanned):
        assert open_sale.product is REMEDY
    if not isinstance(code, GoodsCode):
        assert open_sale == only_vouchers


@given(ALMOST_CODES)
def test_no_refusal_repeats_what_is_as_good_as_cash_or_names_a_person(text: str) -> None:
    for place in (route(classify(text), CATALOGUE), voucher_or_refusal(classify(text))):
        if isinstance(place, Refusal) and place.code is not RefusalCode.GOODS_UNKNOWN:
            assert place.detail in {"", *PayChannel}


@given(st.binary(max_size=60), st.binary(max_size=60))
def test_two_contents_are_one_too_many_whatever_they_are(one: bytes, other: bytes) -> None:
    found = tuple(FoundCode(payload, "QRCode", CORNERS, "test") for payload in (one, other))
    outcome = one_code_of(Reading(found, 1.0, 9, 9))
    assert (outcome == Refusal(RefusalCode.SEVERAL_CODES)) is (one != other)
