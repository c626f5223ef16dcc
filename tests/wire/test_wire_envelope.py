"""The envelope: eighteen keys in, an answer out, and no text whatever makes the parser raise."""

from decimal import Decimal

import pytest
import simplejson
from hypothesis import given
from hypothesis import strategies as st

from pos_app.wire.envelope import Request, Response, dump_request, dump_response, has_usual_msgid, parse_request
from pos_app.wire.envelope import parse_response as parse_answer
from pos_app.wire.faults import WireFault, WireFaultCode
from pos_app.wire.json_text import DEPTH_LIMIT, SIZE_LIMIT_BYTES, write_json
from tests.wire.samples import SIGN_IN, envelope

GOOD = simplejson.dumps(envelope("9001", SIGN_IN))


def _request(**changes: object) -> Request | WireFault:
    return parse_request(simplejson.dumps(envelope("9001", SIGN_IN) | changes))


def test_a_request_has_the_eighteen_keys_of_the_sheet() -> None:
    request = parse_request(GOOD)
    assert isinstance(request, Request)
    assert len(simplejson.loads(dump_request(request))) == 18


def test_what_is_written_reads_back_the_same() -> None:
    request = parse_request(GOOD)
    assert isinstance(request, Request)
    assert parse_request(dump_request(request)) == request
    assert parse_request(dump_request(request).encode()) == request


@pytest.mark.parametrize("field", sorted(set(envelope("9001", {})) - {"input"}))
def test_an_overlong_or_wrong_field_is_named(field: str) -> None:
    for spoilt in ("x" * 3000, 7, ["x"]):
        fault = _request(**{field: spoilt})
        assert isinstance(fault, WireFault)
        assert fault.field == field
        assert field in fault.sentence
        assert "应为C" in fault.sentence


@pytest.mark.parametrize("field", ["infno", "msgid", "opter", "fixmedins_code", "input", "infver"])
def test_a_missing_or_empty_field_is_named(field: str) -> None:
    tree = envelope("9001", SIGN_IN)
    del tree[field]
    fault = parse_request(simplejson.dumps(tree))
    assert isinstance(fault, WireFault)
    assert (fault.field, fault.code) == (field, WireFaultCode.MISSING)
    if field != "input":
        assert _request(**{field: ""}) == _request(**{field: None})


def test_an_unknown_key_is_named() -> None:
    fault = _request(msg_id="x")
    assert isinstance(fault, WireFault)
    assert (fault.field, fault.code) == ("msg_id", WireFaultCode.UNKNOWN_FIELD)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", WireFaultCode.NOT_JSON),
        ("[]", WireFaultCode.NOT_JSON),
        ("null", WireFaultCode.NOT_JSON),
        ("{", WireFaultCode.NOT_JSON),
        (GOOD + "x", WireFaultCode.NOT_JSON),
        ('{"a": NaN}', WireFaultCode.NOT_JSON),
        ('{"a": -Infinity}', WireFaultCode.NOT_JSON),
        ('{"a": 1e99999999999999999999}', WireFaultCode.NOT_JSON),
        ('{"a": ' + "9" * 5000 + "}", WireFaultCode.NOT_JSON),
        ('{"infno": "9001", "infno": "2102"}', WireFaultCode.DUPLICATE_KEY),
        (b"\xff\xfe{}", WireFaultCode.NOT_UTF8),
        (b'{"a": "\x80"}', WireFaultCode.NOT_UTF8),
        ("[" * 100_000, WireFaultCode.TOO_DEEP),
        ('{"a":' * (DEPTH_LIMIT + 1) + "1" + "}" * (DEPTH_LIMIT + 1), WireFaultCode.TOO_DEEP),
        (" " * 10_000_000, WireFaultCode.TOO_BIG),
        (b" " * (SIZE_LIMIT_BYTES + 1), WireFaultCode.TOO_BIG),
    ],
    ids=range(16),
)
def test_a_text_that_is_no_message_is_a_fault(text: str | bytes, code: WireFaultCode) -> None:
    fault = parse_request(text)
    assert isinstance(fault, WireFault)
    assert fault.code == code
    assert len(fault.sentence) < 150


def test_an_unpaired_surrogate_or_a_control_character_is_no_text() -> None:
    for name in ("\\ud800", "\\u0000", "\\u001b"):
        text = GOOD.replace('"opter": "001"', f'"opter": "{name}"')
        fault = parse_request(text)
        assert isinstance(fault, WireFault)
        assert fault.field == "opter"


def test_a_length_counts_characters() -> None:
    assert isinstance(_request(fixmedins_name="药" * 20), Request)
    assert isinstance(_request(fixmedins_name="药" * 21), WireFault)


def test_an_unusual_msgid_is_read() -> None:
    request = _request(msgid="240510084440-H41130200746-4357"[:30])
    assert isinstance(request, Request)
    assert not has_usual_msgid(request)
    usual = parse_request(GOOD)
    assert isinstance(usual, Request)
    assert has_usual_msgid(usual)


@pytest.mark.parametrize(("written", "read"), [("0", 0), ('"0"', 0), ("-1", -1), ('"-1"', -1), ("0.0", 0)])
def test_an_infcode_may_be_a_number_or_text(written: str, read: int) -> None:
    response = parse_answer(f'{{"infcode": {written}, "output": null, "something_new": 1}}')
    assert isinstance(response, Response)
    assert response.infcode == read
    assert response.is_success == (read == 0)


def test_amounts_are_written_as_numbers_with_their_places() -> None:
    text = dump_response(Response(infcode=0), write_json({"acct_pay": Decimal("12.80")}))
    assert '"acct_pay":12.80' in text
    assert '"infcode":0' in text
    response = parse_answer(text)
    assert isinstance(response, Response)
    assert response.output["acct_pay"] == Decimal("12.80")


def test_an_answer_without_infcode_is_no_answer() -> None:
    fault = parse_answer('{"output": {}}')
    assert isinstance(fault, WireFault)
    assert fault.field == "infcode"
    assert "N4" in fault.sentence


_TREES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.decimals(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(st.text() | st.binary() | _TREES.map(lambda tree: simplejson.dumps(tree, use_decimal=True)))
def test_no_text_raises(text: str | bytes) -> None:
    assert isinstance(parse_request(text), WireFault)
    assert isinstance(parse_answer(text), WireFault | Response)


@given(st.sampled_from(sorted(envelope("9001", SIGN_IN))), _TREES)
def test_no_value_of_a_field_raises(field: str, value: object) -> None:
    tree = envelope("9001", SIGN_IN) | {field: value}
    outcome = parse_request(simplejson.dumps(tree, use_decimal=True))
    assert isinstance(outcome, Request) or outcome.field.startswith(field) or outcome.field == ""
