"""What a page is painted of, at places in millimetres: boxes, lines and texts that fit."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from pos_app.fonts import advance, drawable
from pos_app.reports import palette

_MM_PER_POINT = 25.4 / 72
_SMALLEST = 5.0  # points; what needs less is cut
_ELLIPSIS = "…"


class Anchor(StrEnum):
    LEFT = "left"
    MIDDLE = "middle"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Box:
    x: float
    y: float
    width: float
    height: float
    colour: str
    radius: float = 0.0


@dataclass(frozen=True, slots=True)
class Stroke:
    """A thin level line."""

    x: float
    y: float
    width: float
    colour: str = palette.LINE
    thickness: float = 0.2


@dataclass(frozen=True, slots=True)
class Label:
    """A text on its baseline; `x` is its left edge, middle or right edge. `size` is in points."""

    x: float
    baseline: float
    text: str
    size: float
    colour: str = palette.INK
    anchor: Anchor = Anchor.LEFT
    is_bold: bool = False

    @property
    def left(self) -> float:
        before = {Anchor.LEFT: 0.0, Anchor.MIDDLE: 0.5, Anchor.RIGHT: 1.0}[self.anchor]
        return self.x - before * width_mm(self.text, self.size)


Mark: TypeAlias = Box | Stroke | Label


def width_mm(text: str, size: float) -> float:
    return advance(text, size) * _MM_PER_POINT


def fitted(text: str, size: float, room: float) -> tuple[str, float]:
    """Give a text and a size at which it fits into so many millimetres: smaller first, then cut."""
    shown = drawable(text)
    while size > _SMALLEST and width_mm(shown, size) > room:
        size -= 0.25
    if width_mm(shown, size) <= room:
        return shown, size
    while shown and width_mm(shown + _ELLIPSIS, size) > room:
        shown = shown[:-1]
    return shown + _ELLIPSIS, size


def label(
    x: float,
    baseline: float,
    text: str,
    size: float,
    *,
    colour: str = palette.INK,
    anchor: Anchor = Anchor.LEFT,
    is_bold: bool = False,
    room: float = 190.0,
) -> Label:
    shown, at = fitted(text, size, room)
    return Label(x, baseline, shown, at, colour, anchor, is_bold)


def texts_of(pages: Iterable[Iterable[Mark]]) -> Iterator[str]:
    for page in pages:
        for mark in page:
            if isinstance(mark, Label):
                yield mark.text
