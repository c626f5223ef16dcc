"""Curves and heat maps of read rates, drawn at two pixels a unit in the colours of the design."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from itertools import pairwise

from PIL import Image, ImageDraw, ImageFont

from pos_app.fonts import advance, sans_path

_DOTS = 2
_FINE = 2  # drawn so much larger again, for smooth slanting lines
_PANEL, _LINE, _INK, _SOFT = "#FFFFFF", "#DCE2DD", "#15211B", "#5A6A61"
_COLOURS = ("#0B6E4F", "#1A73E8", "#9A5B00", "#B3261E")
_LOW, _HIGH = (0xFB, 0xF4, 0xE6), (0x0B, 0x6E, 0x4F)
_LEFT, _TOP, _RIGHT, _BOTTOM = 52, 84, 24, 50
_SIDE = 5.5  # half the width of a marker
_TICK_MIN = 16
_CELL_WIDE, _CELL_HIGH, _BETWEEN = 36, 26, 22


@dataclass(frozen=True, slots=True)
class Titles:
    """What stands around a plot."""

    title: str
    note: str
    across: str
    down: str = ""
    by_steps: str = ""
    """Stands behind `across` where the axis is not to scale."""


def draw_curves(titles: Titles, values: Sequence[float], series: Mapping[str, Sequence[float]]) -> Image.Image:
    """Draw the percentages of several readers over the same values; each has a colour and a marker of its own."""
    width, height = 640, 360
    canvas = _Canvas(width, height)
    _head(canvas, titles)
    bottom, right = height - _BOTTOM, width - _RIGHT
    for percent in (0, 25, 50, 75, 100):
        y = bottom - (bottom - _TOP) * percent / 100
        canvas.line([(_LEFT, y), (right, y)], _LINE, 1)
        canvas.text(f"{percent}", (_LEFT - 8, y), 11, _SOFT, "rm")
    is_to_scale = _is_to_scale(values, right - _LEFT)
    marks = values if is_to_scale else range(len(values))
    places = [_LEFT + (right - _LEFT) * part for part in _parts(marks)]
    for x, value in zip(places, values, strict=True):
        canvas.text(f"{value:g}", (x, bottom + 14), 11, _SOFT, "mm")
    across = titles.across if is_to_scale else titles.across + titles.by_steps
    canvas.text(across, ((_LEFT + right) / 2, height - 16), 12, _INK, "mm")
    # The first is drawn last: it is the one that the picture is about.
    for place, percents in reversed(list(enumerate(series.values()))):
        points = [(x, bottom - (bottom - _TOP) * percent / 100) for x, percent in zip(places, percents, strict=True)]
        canvas.line(points, _COLOURS[place % 4], 3 if place == 0 else 1.75)
        for point in points:
            _marker(canvas, place, point)
    _legend(canvas, tuple(series), _LEFT, _TOP - 22)
    return canvas.image()


def draw_heat_maps(
    titles: Titles, columns: Sequence[str], rows: Sequence[str], maps: Mapping[str, Sequence[Sequence[float]]]
) -> Image.Image:
    """Draw one map a reader beside each other: percentages in words and in the depth of the colour."""
    wide = _CELL_WIDE * len(columns)
    width = _LEFT + (wide + _BETWEEN) * len(maps) + _RIGHT - _BETWEEN
    height = _TOP + _CELL_HIGH * len(rows) + _BOTTOM
    canvas = _Canvas(width, height)
    _head(canvas, titles)
    canvas.text(titles.down, (_LEFT - 8, _TOP - 14), 11, _SOFT, "rm")
    for number, row in enumerate(rows):
        canvas.text(row, (_LEFT - 8, _TOP + _CELL_HIGH * (number + 0.5)), 11, _SOFT, "rm")
    for place, (name, percents) in enumerate(maps.items()):
        left = _LEFT + place * (wide + _BETWEEN)
        _marker(canvas, place, (left + 6, _TOP - 14))
        canvas.text(name, (left + 18, _TOP - 14), 12, _INK, "lm", is_bold=place == 0)
        for down, line in enumerate(percents):
            for across, percent in enumerate(line):
                _cell(canvas, left + across * _CELL_WIDE, _TOP + down * _CELL_HIGH, percent)
        for number, column in enumerate(columns):
            x = left + (number + 0.5) * _CELL_WIDE
            canvas.text(column, (x, height - _BOTTOM + 12), 11, _SOFT, "mm")
    canvas.text(titles.across, (_LEFT + (width - _LEFT - _RIGHT) / 2, height - 14), 12, _INK, "mm")
    return canvas.image()


def _is_to_scale(values: Sequence[float], width: float) -> bool:
    """Whether the values can stand where they belong without their numbers running into each other."""
    parts = _parts(values)
    return all(abs(after - before) * width >= _TICK_MIN for before, after in pairwise(parts))


def _parts(values: Sequence[float]) -> list[float]:
    """Say for each value how far it is from the first to the last."""
    span = (values[-1] - values[0]) or 1
    return [(value - values[0]) / span for value in values]


class _Canvas:
    """Draws in units of the design; lines wait until they can be drawn finely, text is set on top of them."""

    def __init__(self, width: float, height: float) -> None:
        self._size = round(width * _DOTS), round(height * _DOTS)
        self._fine = Image.new("RGB", (self._size[0] * _FINE, self._size[1] * _FINE), _PANEL)
        self._pen = ImageDraw.Draw(self._fine)
        self._words: list[Callable[[ImageDraw.ImageDraw], None]] = []

    def line(self, points: Sequence[tuple[float, float]], colour: str, width: float) -> None:
        self._pen.line([_fine(point) for point in points], colour, round(width * _DOTS * _FINE), joint="curve")

    def shape(self, points: Sequence[tuple[float, float]], fill: str, line: str | None = None) -> None:
        self._pen.polygon([_fine(point) for point in points], fill, line, width=_DOTS * _FINE)

    def circle(self, centre: tuple[float, float], radius: float, fill: str) -> None:
        self._pen.circle(_fine(centre), radius * _DOTS * _FINE, fill, _PANEL, _DOTS * _FINE)

    def text(
        self, text: str, at: tuple[float, float], size: float, colour: str, anchor: str, *, is_bold: bool = False
    ) -> None:
        place = at[0] * _DOTS, at[1] * _DOTS
        stroke = size * _DOTS * 0.02 if is_bold else 0
        self._words.append(
            partial(_write, text=text, at=place, colour=colour, size=size * _DOTS, anchor=anchor, stroke=stroke)
        )

    def image(self) -> Image.Image:
        image = self._fine.resize(self._size, Image.Resampling.BOX)
        pen = ImageDraw.Draw(image)
        for write in self._words:
            write(pen)
        return image


def _write(
    pen: ImageDraw.ImageDraw,
    *,
    text: str,
    at: tuple[float, float],
    colour: str,
    size: float,
    anchor: str,
    stroke: float,
) -> None:
    pen.text(at, text, fill=colour, font=_font(size), anchor=anchor, stroke_width=stroke)


def _fine(point: tuple[float, float]) -> tuple[float, float]:
    return point[0] * _DOTS * _FINE, point[1] * _DOTS * _FINE


def _head(canvas: _Canvas, titles: Titles) -> None:
    canvas.text(titles.title, (16, 22), 17, _INK, "lm", is_bold=True)
    canvas.text(titles.note, (16, 43), 11.5, _SOFT, "lm")


def _legend(canvas: _Canvas, names: Sequence[str], left: float, y: float) -> None:
    for place, name in enumerate(names):
        _marker(canvas, place, (left + 6, y))
        canvas.text(name, (left + 18, y), 12, _INK, "lm", is_bold=place == 0)
        left += 42 + advance(name, 12)


def _marker(canvas: _Canvas, place: int, at: tuple[float, float]) -> None:
    """Draw a circle, a square, a diamond or a triangle, so that colour is never all that tells two readers apart."""
    x, y = at
    colour = _COLOURS[place % 4]
    if place % 4 == 0:
        canvas.circle(at, _SIDE, colour)
        return
    side = _SIDE * 0.9
    shapes = (
        ((-side, -side), (side, -side), (side, side), (-side, side)),
        ((0, -side * 1.3), (side * 1.3, 0), (0, side * 1.3), (-side * 1.3, 0)),
        ((0, -side * 1.2), (side * 1.15, side), (-side * 1.15, side)),
    )
    canvas.shape([(x + right, y + down) for right, down in shapes[place % 4 - 1]], colour, _PANEL)


def _cell(canvas: _Canvas, left: float, top: float, percent: float) -> None:
    part = percent / 100
    mixed = (round(low + (high - low) * part) for low, high in zip(_LOW, _HIGH, strict=True))
    colour = "#" + "".join(f"{one:02X}" for one in mixed)
    right, bottom = left + _CELL_WIDE - 1, top + _CELL_HIGH - 1
    canvas.shape([(left, top), (right, top), (right, bottom), (left, bottom)], colour)
    middle = ((left + right) / 2, (top + bottom) / 2)
    canvas.text(f"{percent:.0f}", middle, 11, _PANEL if part > 0.55 else _INK, "mm")


@cache
def _font(size: float) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(sans_path(), size, layout_engine=ImageFont.Layout.BASIC)
