"""What is taken for true: self-correcting codes at once, everything else by a lead of two votes."""

import pytest

from pos_app.scanner.belief import Ballot, is_counter_code
from pos_app.scanner.decoders import Symbol
from pos_app.scanner.outline import Corners, corners_of
from pos_app.scanner.symbology import Symbology
from tests.scanner.pictures import GOODS, VOUCHER


def place(x: float) -> Corners:
    return corners_of([(x, 0), (x + 90, 0), (x + 90, 40), (x, 40)])


def bar(text: str, *, x: float = 0) -> Symbol:
    return Symbol(text.encode(), Symbology.EAN13, place(x))


def code(text: str) -> Symbol:
    return Symbol(text.encode(), Symbology.QR, place(0))


@pytest.mark.parametrize(
    ("symbol", "is_enhanced", "is_believed"),
    [
        (code(VOUCHER), False, True),
        (code("https://example.org"), False, True),
        (code(VOUCHER), True, True),
        (code("https://example.org"), True, False),
        (bar(GOODS), False, False),
        (bar(GOODS), True, False),
    ],
)
def test_one_look_is_enough_for_some(symbol: Symbol, *, is_enhanced: bool, is_believed: bool) -> None:
    assert Ballot(is_counter_code).is_believed(symbol, "one", is_enhanced=is_enhanced) is is_believed


def test_a_second_look_confirms_a_bar_code_and_the_same_look_twice_does_not() -> None:
    ballot = Ballot(is_counter_code)
    assert not ballot.is_believed(bar(GOODS), "one", is_enhanced=False)
    assert not ballot.is_believed(bar(GOODS), "one", is_enhanced=False)
    assert ballot.is_believed(bar(GOODS), "two", is_enhanced=True)


def test_the_same_look_at_another_frame_confirms() -> None:
    ballot = Ballot(is_counter_code)
    assert not ballot.is_believed(bar(GOODS), "one", is_enhanced=False)
    ballot.next_frame()
    assert ballot.is_believed(bar(GOODS), "one", is_enhanced=False)


def test_votes_of_long_ago_are_forgotten() -> None:
    ballot = Ballot(is_counter_code)
    ballot.is_believed(bar(GOODS), "one", is_enhanced=False)
    for _ in range(30):
        ballot.next_frame()
    assert not ballot.is_believed(bar(GOODS), "two", is_enhanced=False)


@pytest.mark.parametrize(
    ("wrong", "x"),
    [
        ("9780446579803", 0.0),  # in the same place
        ("7034759003930", 400.0),  # elsewhere, but half of it read alike: the outlines of bars are vague
    ],
)
def test_a_rival_must_be_outvoted(wrong: str, x: float) -> None:
    ballot = Ballot(is_counter_code)
    right = "5030159003930"
    looks: list[tuple[str, str, bool]] = [
        ("plain", wrong, False),
        ("zbar", right, False),
        ("histogram", wrong, False),
        ("dark", right, False),
        ("half", right, False),
        ("threshold", right, True),
        ("enlarged", wrong, False),
        ("contrast", wrong, False),
    ]
    for stage, text, is_believed in looks:
        seen = bar(text, x=x if text == wrong else 0)
        assert ballot.is_believed(seen, stage, is_enhanced=True) is is_believed, stage


def test_neighbours_do_not_outvote_each_other() -> None:
    ballot = Ballot(is_counter_code)
    for stage, is_believed in (("one", False), ("two", True)):
        assert ballot.is_believed(bar(GOODS), stage, is_enhanced=False) is is_believed
        assert ballot.is_believed(bar("9780446579803", x=300), stage, is_enhanced=False) is is_believed
