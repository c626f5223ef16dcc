"""A scan is told from typing by its rhythm, whatever the scanner puts around it or into it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.code import UnknownCode, classify
from pos_app.gui.alt_numpad import AltNumber
from pos_app.gui.wedge import GAP_LIMIT_MS, SHORTEST, Held, Hold, Pass, Restart, Scanned, Swallow, Verdict, hear
from pos_app.gui.wedge_text import bare, meant, repaired
from tests.gui.scanner_player import GOODS, RECORDINGS, SOCIAL, VOUCHER, Recording, play, steady


def is_code(text: str) -> bool:
    return not isinstance(classify(text), UnknownCode)


def verdicts_of(keys: list[tuple[str, int]]) -> list[Verdict]:
    held, verdicts = Held(), []
    for character, at_ms in keys:
        held, verdict = hear(held, character, at_ms, is_code)
        verdicts.append(verdict)
    return verdicts


@pytest.mark.parametrize("recording", RECORDINGS, ids=[recording.name for recording in RECORDINGS])
def test_a_recorded_scanner_is_heard(recording: Recording) -> None:
    assert play(recording.strokes, is_code) == (recording.heard, recording.typed)


@pytest.mark.parametrize(
    ("text", "gap_ms", "end", "heard"),
    [
        (GOODS, 8, "\r", GOODS),
        (GOODS, 50, "\r", GOODS),
        (GOODS, 51, "\r", None),
        ("123456", 1, "\n", "123456"),
        ("12345", 1, "\r", None),
        (SOCIAL, 0, "\t", SOCIAL),
        ("gmlkl", 120, "\r", None),
        ("感冒灵颗粒感", 5, "\r", None),
        ("1234 5678", 5, "\r", None),
        ("https://example.com/?q=1&r=2", 5, "\r", "https://example.com/?q=1&r=2"),
    ],
)
def test_only_a_quick_long_burst_is_a_scan(text: str, gap_ms: int, end: str, heard: str | None) -> None:
    scanned, typed = play(steady(text + end, gap_ms), is_code)
    assert scanned == ((heard,) if heard else ())
    assert typed == ("" if heard else text + end)


def test_a_slow_key_before_a_burst_is_not_part_of_it() -> None:
    keys = [("x", 0), *((sign, 400 + 8 * place) for place, sign in enumerate(GOODS + "\r"))]
    verdicts = verdicts_of(keys)
    assert verdicts[1] == Restart()
    assert verdicts[-1] == Scanned(GOODS)


def test_a_key_that_types_nothing_ends_the_holding() -> None:
    assert verdicts_of([("6", 0), ("", 5), ("9", 10)]) == [Hold(), Pass(), Hold()]


def test_a_clock_that_runs_backwards_is_not_quick() -> None:
    assert verdicts_of([("6", 1000), ("9", 10)])[-1] == Restart()


@pytest.mark.parametrize(("gap_ms", "last"), [(5, Swallow()), (51, Pass())])
def test_a_second_end_is_the_scanners_only_right_after_the_first(gap_ms: int, last: Verdict) -> None:
    keys = [(stroke.sign, stroke.at_ms) for stroke in steady(GOODS + "\r", 5)]
    assert verdicts_of([*keys, ("\n", keys[-1][1] + gap_ms)])[-1] == last


@given(st.lists(st.tuples(st.text(max_size=1), st.integers(0, 400)), max_size=40))
def test_every_key_is_given_out_or_scanned_or_held_exactly_once_in_order(steps: list[tuple[str, int]]) -> None:
    held, at, waiting, out = Held(), 0, "", ""
    for character, gap in steps:
        at += gap
        held, verdict = hear(held, character, at, is_code)
        match verdict:
            case Hold():
                waiting += repaired(character)
            case Restart():
                out, waiting = out + waiting, repaired(character)
            case Pass():
                out, waiting = out + waiting + character, ""
            case Swallow():
                assert waiting == ""
                out += character
            case Scanned(text):
                assert text == meant(waiting, is_code)
                assert len(text) >= SHORTEST
                out, waiting = out + waiting + character, ""
        assert held.text == waiting
    assert repaired(out + waiting) == repaired("".join(character for character, _ in steps))


@given(
    st.sampled_from([VOUCHER, SOCIAL, GOODS]),
    st.lists(st.integers(0, GAP_LIMIT_MS), min_size=64, max_size=64),
    st.sampled_from(["\r", "\n", "\r\n", "\t"]),
    st.sampled_from(["", "]Q1", "]E0", "\x02"]),
    st.one_of(st.none(), st.integers(1, 12)),
)
def test_every_quick_code_is_heard_whole(
    code: str, gaps: list[int], end: str, front: str, broken_after: int | None
) -> None:
    middle = code if broken_after is None else f"{code[:broken_after]}\r{code[broken_after:]}"
    if broken_after is not None and len(bare(front + code[:broken_after])) < SHORTEST:
        middle = code  # so short a first half is a person's word with Enter
    at_ms, strokes = 0, []
    for sign, gap in zip(front + middle + end, gaps, strict=False):
        at_ms += gap
        strokes.append((sign, at_ms))
    recorded = tuple(stroke for sign, when in strokes for stroke in steady(sign, 0, start_ms=when))
    assert play(recorded, is_code) == ((code,), "")


@pytest.mark.parametrize(
    ("heard", "meant"),
    [("４２４：", "424:"), ("ＳＳＣ１", "SSC1"), ("。", "."), ("】Q1", "]Q1"), ("a:b", "a:b"), ("感", "感")],
)
def test_what_an_input_method_widens_is_narrowed(heard: str, meant: str) -> None:
    assert repaired(heard) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("]Q1424", "424"),
        ("]C0SIM", "SIM"),
        ("\x02424\x03", "424"),
        ("42\r\n4", "424"),
        ("]", ""),
        ("~~424#", "424"),
        ("RCPT:1", "RCPT:1"),
    ],
)
def test_what_frames_a_code_is_no_part_of_it(text: str, meant: str) -> None:
    assert bare(text) == meant


@pytest.mark.parametrize(
    ("digits", "sign"), [("052", "4"), ("52", "4"), ("0052", "4"), ("013", "\r"), ("", ""), ("0200", ""), ("00052", "")]
)
def test_a_number_typed_with_alt_is_a_sign(digits: str, sign: str) -> None:
    number = AltNumber().press()
    for digit in digits:
        number = number.digit(digit)
    assert number.release() == sign


def test_digits_without_alt_are_digits() -> None:
    assert AltNumber().digit("5").release() == ""
