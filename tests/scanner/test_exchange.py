"""What goes over the pipe comes back equal, and what a broken worker says is never believed."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as some

from pos_app.domain.refusal import Refusal, RefusalCode
from pos_app.domain.scan import FoundCode, Point, Reading
from pos_app.scanner.exchange import (
    ExchangeFault,
    decode_outcome,
    encode_outcome,
    read_message,
    write_message,
)
from pos_app.scanner.symbology import Symbology

numbers = some.floats(allow_nan=False, allow_infinity=False)
points = some.builds(Point, numbers, numbers)
codes = some.builds(
    FoundCode,
    payload=some.binary(max_size=80),
    symbology=some.sampled_from([str(symbology) for symbology in Symbology]),
    corners=some.tuples(points, points, points, points),
    stage=some.text(max_size=20),
)
readings = some.builds(
    Reading,
    codes=some.lists(codes, max_size=3).map(tuple),
    elapsed_ms=numbers,
    width=some.integers(0, 10_000),
    height=some.integers(0, 10_000),
    failed=some.lists(some.text(max_size=12), max_size=3).map(tuple),
)
refusals = some.builds(Refusal, some.sampled_from(RefusalCode), some.text(max_size=40))


@given(outcome=readings | refusals)
def test_an_outcome_comes_back_equal(outcome: Reading | Refusal) -> None:
    assert decode_outcome(encode_outcome(outcome)) == outcome


@given(messages=some.lists(some.binary(max_size=300), max_size=4))
def test_messages_come_out_as_they_went_in(messages: list[bytes]) -> None:
    pipe = io.BytesIO()
    for message in messages:
        write_message(pipe, message)
    pipe.seek(0)
    assert [read_message(pipe) for _ in messages] == messages
    assert read_message(pipe) is None


@pytest.mark.parametrize("said", [b"\0", b"\0\0\0\x05abc", b"\xff\xff\xff\xff"])
def test_a_message_that_is_cut_short_or_endless_is_a_fault(said: bytes) -> None:
    with pytest.raises(ExchangeFault):
        read_message(io.BytesIO(said))


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"[]",
        b"7",
        b"{}",
        b'{"refused": "no such code", "detail": ""}',
        b'{"refused": "no_code"}',
        b'{"codes": [{"payload": "zz"}], "ms": 1, "width": 1, "height": 1}',
        b'{"codes": 5, "ms": 1, "width": 1, "height": 1}',
        b"[" * 100_000,
        b"\xff\xfe",
    ],
)
def test_an_answer_that_is_no_outcome_is_a_fault(said: bytes) -> None:
    with pytest.raises(ExchangeFault):
        decode_outcome(said)


@given(said=some.binary(max_size=200))
def test_no_answer_raises_anything_else(said: bytes) -> None:
    with pytest.raises(ExchangeFault):
        decode_outcome(said)
