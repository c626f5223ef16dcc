"""What counts as read, on truths made by hand."""

import pytest

from pos_app.domain.scan import FoundCode, Point
from pos_app.lab.score import Nothing, Places, Score, Texts, Truth, score

A, B, C = b"4243669509084040896099510000", b"6901234567892", b"other"


def square(left: float, top: float, side: float = 10) -> tuple[Point, Point, Point, Point]:
    right, bottom = left + side, top + side
    return Point(left, top), Point(right, top), Point(right, bottom), Point(left, bottom)


def read(payload: bytes, left: float = 0, top: float = 0) -> FoundCode:
    return FoundCode(payload, "QRCode", square(left, top), "test")


BOTH = Texts((frozenset({A}), frozenset({B})))
TWO_PLACES = Places((square(0, 0), square(100, 0)))


@pytest.mark.parametrize(
    ("found", "truth", "expected"),
    [
        ([read(A), read(B)], BOTH, Score(2, 2)),
        ([read(B), read(B)], BOTH, Score(2, 1)),
        ([], BOTH, Score(2, 0)),
        ([read(A), read(C), read(C)], BOTH, Score(2, 1, (C,))),
        ([read(B)], Texts((frozenset({A, B}),)), Score(1, 1)),
        ([read(A)], Texts((frozenset({A}), frozenset({A}))), Score(2, 2)),
        ([read(b"a\r\nb")], Texts((frozenset({b"a\nb"}),)), Score(1, 1)),
        ([read(C, 1, 1)], TWO_PLACES, Score(2, 1)),
        ([read(C, 1, 1), read(C, 2, 2)], TWO_PLACES, Score(2, 1)),
        ([read(C, 1, 1), read(C, 98, 3)], TWO_PLACES, Score(2, 2)),
        ([read(C, 50, 50)], TWO_PLACES, Score(2, 0)),
        ([], Nothing(), Score(0, 0)),
        ([read(C), read(C)], Nothing(), Score(0, 0, (C,))),
    ],
)
def test_a_picture_is_scored_by_its_truth(found: list[FoundCode], truth: Truth, expected: Score) -> None:
    assert score(found, truth) == expected


def test_a_place_need_not_be_upright_and_its_corners_may_go_round_either_way() -> None:
    diamond = (Point(5, -5), Point(15, 5), Point(5, 15), Point(-5, 5))
    for outline in (diamond, (diamond[0], diamond[3], diamond[2], diamond[1])):
        assert score([read(A, 0, 0)], Places((outline,))) == Score(1, 1)
        assert score([read(A, 8, 8)], Places((outline,))) == Score(1, 0)
