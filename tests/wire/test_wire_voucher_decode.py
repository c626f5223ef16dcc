"""The decode call, and the bracketed code of a refusal."""

import pytest
import simplejson

from pos_app.domain.refusal import Refusal, RefusalCode
from pos_app.wire.faults import WireFault
from pos_app.wire.refusal_text import read_refusal, write_refusal
from pos_app.wire.voucher_decode import (
    DecodedVoucher,
    DecodeRequest,
    DecodeResponse,
    dump_decode,
    parse_decode_request,
    parse_decode_response,
    read_decoded,
)
from tests.wire.samples import DECODE

PERSON = DecodedVoucher(userName="李思源", idNo="990000198403121030", idType="01", ecToken="t")


def test_a_request_comes_through() -> None:
    request = parse_decode_request(simplejson.dumps(DECODE))
    assert isinstance(request, DecodeRequest), request
    assert parse_decode_request(dump_decode(request)) == request


@pytest.mark.parametrize("field", ["ecQrCode", "businessType", "operatorId"])
def test_a_wrong_field_is_named(field: str) -> None:
    for value in (None, "x" * 600, 5):
        fault = parse_decode_request(simplejson.dumps(DECODE | {"data": DECODE["data"] | {field: value}}))
        assert isinstance(fault, WireFault)
        assert fault.field == f"data.{field}"


def test_another_kind_of_call_is_refused() -> None:
    fault = parse_decode_request(simplejson.dumps(DECODE | {"transType": "hos.query.insu"}))
    assert isinstance(fault, WireFault)
    assert "ec.query" in fault.sentence


@pytest.mark.parametrize("as_text", [False, True])
def test_the_person_may_be_an_object_or_json_text(*, as_text: bool) -> None:
    data = PERSON.model_dump()
    response = parse_decode_response(simplejson.dumps({"code": 0, "data": simplejson.dumps(data) if as_text else data}))
    assert isinstance(response, DecodeResponse), response
    assert response.is_success
    assert read_decoded(response) == PERSON


@pytest.mark.parametrize("data", ["", "{", "[]", "7", 7, []])
def test_data_that_is_no_object_is_a_fault_or_empty(data: object) -> None:
    response = parse_decode_response(simplejson.dumps({"code": 0, "data": data}))
    assert isinstance(response, WireFault) or isinstance(read_decoded(response), WireFault)


def test_a_refusal_keeps_its_code_through_the_text() -> None:
    for code in RefusalCode:
        assert read_refusal(write_refusal("个人账户已冻结", code)) == Refusal(code, "个人账户已冻结")


def test_a_long_sentence_never_pushes_the_code_out() -> None:
    text = write_refusal("长" * 500, RefusalCode.ACCOUNT_FROZEN)
    assert len(text) == 200
    assert read_refusal(text).code is RefusalCode.ACCOUNT_FROZEN


def test_a_foreign_text_is_kept_as_detail() -> None:
    for text in ("FSI-文件查询号不能为空[fileBO_156]", "", "MBS-个人基本信息为空"):
        assert read_refusal(text) == Refusal(RefusalCode.PLATFORM_REFUSED, text)
