"""A scan is told from typing by its rhythm."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.gui.wedge import GAP_LIMIT_MS, SHORTEST, Held, Hold, Pass, Restart, Scanned, Verdict, hear


def _play(keys: list[tuple[str, int]]) -> list[Verdict]:
    held, verdicts = Held(), []
    for character, at_ms in keys:
        held, verdict = hear(held, character, at_ms)
        verdicts.append(verdict)
    return verdicts


def _burst(text: str, gap_ms: int, end: str = "\r") -> list[tuple[str, int]]:
    return [(character, place * gap_ms) for place, character in enumerate(text + end)]


@pytest.mark.parametrize(
    ("text", "gap_ms", "end", "heard"),
    [
        ("6901234567892", 8, "\r", "6901234567892"),
        ("6901234567892", 50, "\r", "6901234567892"),
        ("6901234567892", 51, "\r", None),
        ("123456", 1, "\n", "123456"),
        ("12345", 1, "\r", None),
        ("SSC1:2ABCDEFGH", 0, "\t", "SSC1:2ABCDEFGH"),
        ("gmlkl", 120, "\r", None),
        ("感冒灵颗粒感", 5, "\r", None),
        ("1234 5678", 5, "\r", None),
    ],
)
def test_only_a_quick_long_burst_is_a_scan(text: str, gap_ms: int, end: str, heard: str | None) -> None:
    last = _play(_burst(text, gap_ms, end))[-1]
    assert last == (Scanned(heard) if heard else Pass())


def test_a_slow_key_before_a_burst_is_not_part_of_it() -> None:
    keys = [("x", 0), *((character, 400 + at) for character, at in _burst("6901234567892", 8))]
    verdicts = _play(keys)
    assert verdicts[1] == Restart()
    assert verdicts[-1] == Scanned("6901234567892")


def test_a_key_that_types_nothing_ends_the_holding() -> None:
    assert _play([("6", 0), ("", 5), ("9", 10)]) == [Hold(), Pass(), Hold()]


def test_a_clock_that_runs_backwards_is_not_quick() -> None:
    assert _play([("6", 1000), ("9", 10)])[-1] == Restart()


@given(st.lists(st.tuples(st.text(max_size=1), st.integers(0, 400)), max_size=40))
def test_every_key_is_given_out_or_scanned_exactly_once_in_order(steps: list[tuple[str, int]]) -> None:
    held, at, waiting, out = Held(), 0, "", ""
    for character, gap in steps:
        at += gap
        held, verdict = hear(held, character, at)
        match verdict:
            case Hold():
                waiting += character
            case Restart():
                out, waiting = out + waiting, character
            case Pass():
                out, waiting = out + waiting + character, ""
            case Scanned(text):
                assert text == waiting
                assert len(text) >= SHORTEST
                out, waiting = out + text + character, ""
        assert held.text == waiting
    assert out + waiting == "".join(character for character, _ in steps)


@given(st.text("0123456789", min_size=SHORTEST, max_size=40), st.integers(0, GAP_LIMIT_MS))
def test_every_quick_number_is_heard_whole(text: str, gap_ms: int) -> None:
    assert _play(_burst(text, gap_ms))[-1] == Scanned(text)
