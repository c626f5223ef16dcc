"""Rows of a ticket as marks at places: one geometry, in printer dots, for the picture and the page."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias, assert_never

from pos_app.fonts import advance, drawable
from pos_app.qr import QUIET_ZONE, modules
from pos_app.receipts.rows import (
    Article,
    Banner,
    Centred,
    Code,
    Columns,
    Pair,
    ReceiptRow,
    Rule,
    Size,
    Text,
    Title,
    Total,
)

PAPER_WIDTH = 576  # dots of an 80 mm printer, 8 to the millimetre
MARGIN = 20
MODULE = 7  # dots a module of the code: 0.9 mm, read at arm's length
DASH, GAP = 6, 4
SMALLEST = 8  # a text that needs less is cut

_LEFT, _RIGHT = MARGIN, PAPER_WIDTH - MARGIN
_PRICE_EDGE = _RIGHT - 100  # where the column before the amounts ends
_INK = 0.88  # share of the size from the baseline up: how high a Chinese character stands


class Anchor(StrEnum):
    LEFT = "left"
    MIDDLE = "middle"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class TextMark:
    """A text on its baseline; `x` is its left edge, middle or right edge."""

    x: int
    baseline: int
    text: str
    size: int
    anchor: Anchor = Anchor.LEFT
    is_bold: bool = False
    is_inverse: bool = False


@dataclass(frozen=True, slots=True)
class BandMark:
    """A black rectangle."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class DashMark:
    """A broken line across the paper, two dots thick."""

    y: int


@dataclass(frozen=True, slots=True)
class CodeMark:
    """A QR symbol without its quiet zone, which the white around it is."""

    x: int
    y: int
    content: str


Mark: TypeAlias = TextMark | BandMark | DashMark | CodeMark


@dataclass(frozen=True, slots=True)
class Page:
    height: int
    marks: tuple[Mark, ...]


def typeset(rows: Iterable[ReceiptRow]) -> Page:
    """Set rows from the top down; nothing reaches over the margins, what is too wide is set smaller."""
    marks: list[Mark] = []
    y = 14
    for row in rows:
        height, row_marks = _set(row, y)
        marks.extend(row_marks)
        y += height
    return Page(y + 24, tuple(marks))


def _set(row: ReceiptRow, y: int) -> tuple[int, Iterable[Mark]]:  # noqa: C901  one case a kind of row
    """Give the height of a row and its marks; every kind of row is one case, so that its look is in one place."""
    match row:
        case Banner(text):
            return 50, _banner(text, y)
        case Title(text):
            return 46, (_text(text, y, 34, Anchor.MIDDLE, is_bold=True),)
        case Centred(text, size):
            return _height(size), (_text(text, y, _dots(size), Anchor.MIDDLE),)
        case Text(text, size):
            return _height(size), (_text(text, y, _dots(size)),)
        case Pair(left, right, size):
            return _height(size), _pair(left, right, y, _dots(size))
        case Article(name, marks):
            return _height(Size.LARGE), _article(name, marks, y)
        case Columns(left, middle, right):
            return _height(Size.BODY), _columns(left, middle, right, y)
        case Rule():
            return 22, (DashMark(y + 10),)
        case Total(label, amount):
            return 46, _pair(label, amount, y + 2, 32, is_bold=True)
        case Code(content):
            return _code(content, y)
        case _:
            assert_never(row)


def _dots(size: Size) -> int:
    return {Size.BODY: 20, Size.LARGE: 24}[size]


def _height(size: Size) -> int:
    return {Size.BODY: 28, Size.LARGE: 33}[size]


def _text(
    text: str, y: int, size: int, anchor: Anchor = Anchor.LEFT, *, room: int = _RIGHT - _LEFT, is_bold: bool = False
) -> TextMark:
    shown, fitted = _fit(text, size, room)
    x = {Anchor.LEFT: _LEFT, Anchor.MIDDLE: PAPER_WIDTH // 2, Anchor.RIGHT: _RIGHT}[anchor]
    return TextMark(x, _baseline(y, size), shown, fitted, anchor, is_bold=is_bold)


def _baseline(y: int, size: int) -> int:
    return y + round(size * _INK) + 4


def _fit(text: str, size: int, room: int) -> tuple[str, int]:
    """Give a text and a size at which it fits; Latin capitals are wider than the columns that layout counted."""
    shown = drawable(text)
    while size > SMALLEST and advance(shown, size) > room:
        size -= 1
    while shown and advance(shown, size) > room:
        shown = shown[:-1]
    return shown, size


def _banner(text: str, y: int) -> Iterator[Mark]:
    shown, size = _fit(text, 23, _RIGHT - _LEFT - 2 * MARGIN)
    yield BandMark(_LEFT, y, _RIGHT - _LEFT, 42)
    yield TextMark(PAPER_WIDTH // 2, y + 29, shown, size, Anchor.MIDDLE, is_bold=True, is_inverse=True)


def _pair(left: str, right: str, y: int, size: int, *, is_bold: bool = False) -> Iterator[Mark]:
    end = _text(right, y, size, Anchor.RIGHT, is_bold=is_bold)
    room = round(_RIGHT - _LEFT - advance(end.text, end.size)) - size // 2
    indent = len(left) - len(left.lstrip())
    start = _text(left.lstrip(), y, size, room=room - indent * size // 2, is_bold=is_bold)
    yield TextMark(_LEFT + indent * size // 2, start.baseline, start.text, start.size, is_bold=is_bold)
    yield end


def _article(name: str, marks: str, y: int) -> Iterator[Mark]:
    large, body = _dots(Size.LARGE), _dots(Size.BODY)
    after, after_size = _fit(marks, body, (_RIGHT - _LEFT) // 2)
    gap = 10
    room = _RIGHT - _LEFT - gap - round(advance(after, after_size))
    shown, size = _fit(name, large, room)
    baseline = _baseline(y, large)
    yield TextMark(_LEFT, baseline, shown, size)
    yield TextMark(_LEFT + round(advance(shown, size)) + gap, baseline, after, after_size)


def _columns(left: str, middle: str, right: str, y: int) -> Iterator[Mark]:
    size = _dots(Size.BODY)
    end = _text(right, y, size, Anchor.RIGHT)
    edge = min(_PRICE_EDGE, _RIGHT - round(advance(end.text, end.size)) - 12)
    price, price_size = _fit(middle, size, edge - _LEFT)
    room = edge - round(advance(price, price_size)) - 12 - _LEFT
    if left and room > 0:
        yield _text(left, y, size, room=room)
    yield TextMark(edge, end.baseline, price, price_size, Anchor.RIGHT)
    yield end


def _code(content: str, y: int) -> tuple[int, Iterable[Mark]]:
    side, quiet = len(modules(content)) * MODULE, QUIET_ZONE * MODULE
    return side + 2 * quiet, (CodeMark((PAPER_WIDTH - side) // 2, y + quiet, content),)
