"""What counts as read: every text that stands there, or every place where a code lies; and what was read wrongly."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias, assert_never

from pos_app.domain.scan import FoundCode, Point
from pos_app.lab.picture import Outline


@dataclass(frozen=True, slots=True)
class Texts:
    """What must be read, in any order; each by any of its spellings, for some engines give bytes and some give text.

    Lines may end as they like: a truth that was kept as a text file has lost how they did.
    """

    spellings: tuple[frozenset[bytes], ...]


@dataclass(frozen=True, slots=True)
class Places:
    """Where codes lie; what they say is not known."""

    outlines: tuple[Outline, ...]


@dataclass(frozen=True, slots=True)
class Nothing:
    """No code is there, and nothing may be read."""


Truth: TypeAlias = Texts | Places | Nothing


@dataclass(frozen=True, slots=True)
class Score:
    """Of `codes` codes `read` were read; `wrong` are payloads that stand nowhere in the picture."""

    codes: int
    read: int
    wrong: tuple[bytes, ...] = ()


def score(found: Sequence[FoundCode], truth: Truth) -> Score:
    """Compare what a reader found with what is there."""
    payloads = [_with_plain_lines(code.payload) for code in found]
    match truth:
        case Texts(spellings):
            plain = [frozenset(map(_with_plain_lines, spelling)) for spelling in spellings]
            read = sum(any(payload in spelling for payload in payloads) for spelling in plain)
            right = frozenset[bytes]().union(*plain)
            return Score(len(spellings), read, tuple(dict.fromkeys(one for one in payloads if one not in right)))
        case Places(outlines):
            return Score(len(outlines), _places_read(found, outlines))
        case Nothing():
            return Score(0, 0, tuple(dict.fromkeys(payloads)))
        case _:
            assert_never(truth)


def _with_plain_lines(payload: bytes) -> bytes:
    return payload.replace(b"\r\n", b"\n")


def _places_read(found: Sequence[FoundCode], outlines: Sequence[Outline]) -> int:
    """Count the places that hold the centre of something read; a read counts for one place only."""
    free = list(outlines)
    for code in found:
        place = next((outline for outline in free if _holds(outline, _centre(code.corners))), None)
        if place is not None:
            free.remove(place)
    return len(outlines) - len(free)


def _centre(outline: Outline) -> Point:
    return Point(sum(corner.x for corner in outline) / 4, sum(corner.y for corner in outline) / 4)


def _holds(outline: Outline, point: Point) -> bool:
    """Whether a ray from the point crosses the outline an odd number of times; the outline need not be convex."""
    is_inside = False
    previous = outline[-1]
    for corner in outline:
        if (corner.y > point.y) != (previous.y > point.y):
            crossing = corner.x + (point.y - corner.y) * (previous.x - corner.x) / (previous.y - corner.y)
            is_inside ^= point.x < crossing
        previous = corner
    return is_inside
