"""The Chinese font that comes with the program: where it is, what it can draw and how wide that gets."""

from functools import cache
from pathlib import Path
from typing import TypeAlias

import pylopdf_fonts_zh_cn
import uharfbuzz

_UNUSED_TABLES = (b"BASE", b"GDEF", b"GPOS", b"GSUB", b"VORG", b"vhea", b"vmtx")  # vertical lines and ligatures

_Point: TypeAlias = tuple[float, float]

GETA = "〓"  # the printer's mark for a sort that is not in the case: seen, where an empty box would be passed over


def sans_path() -> Path:
    """Give the file of Noto Sans SC, one weight, OpenType with CFF outlines."""
    return pylopdf_fonts_zh_cn.sans_path()


def missing(text: str) -> str:
    """Give the characters of a text that the font cannot draw, each once, in order."""
    return "".join(character for character in dict.fromkeys(text) if _glyph(character) is None)


def drawable(text: str) -> str:
    """Put 〓 in place of each character that the font lacks."""
    lacking = missing(text)
    return "".join(GETA if character in lacking else character for character in text)


def advance(text: str, size: float) -> float:
    """Measure a text at a size, in the unit of the size."""
    font = _font()
    units = sum(font.get_glyph_h_advance(_glyph(character)) for character in drawable(text))
    return float(units * size / font.face.upem)


def outline(text: str, *, left: float, baseline: float, size: float) -> str:
    """Draw a text as SVG path data, y pointing down, for pictures that are opened where the font is not."""
    font = _font()
    pen = _SvgPen(size / font.face.upem, left, baseline)
    for character in drawable(text):
        glyph = _glyph(character)
        font.draw_glyph_with_pen(glyph, pen)
        pen.left += font.get_glyph_h_advance(glyph) * pen.scale
    return "".join(pen.path)


def cut_down(text: str) -> bytes:
    """Give the font with the characters of a text alone: some kilobytes, where embedding the whole takes a second."""
    wanted = uharfbuzz.SubsetInput()
    wanted.unicode_set.update(map(ord, text))
    wanted.drop_table_tag_set.update(int.from_bytes(tag, "big") for tag in _UNUSED_TABLES)
    wanted.flags = uharfbuzz.SubsetFlags.DESUBROUTINIZE
    return bytes(uharfbuzz.subset(_face(), wanted).blob.data)


class _SvgPen:
    """Takes the lines of a glyph in the font's units, and writes them down where they are to stand."""

    def __init__(self, scale: float, left: float, baseline: float) -> None:
        self.scale = scale
        self.left = left
        self.baseline = baseline
        self.path: list[str] = []

    def moveTo(self, point: _Point) -> None:  # noqa: N802  the names that uharfbuzz calls
        self._add("M", point)

    def lineTo(self, point: _Point) -> None:  # noqa: N802
        self._add("L", point)

    def qCurveTo(self, *points: _Point) -> None:  # noqa: N802
        self._add("Q", *points)

    def curveTo(self, *points: _Point) -> None:  # noqa: N802
        self._add("C", *points)

    def closePath(self) -> None:  # noqa: N802
        self.path.append("Z")

    def _add(self, command: str, *points: _Point) -> None:
        numbers = (part for x, y in points for part in (self.left + x * self.scale, self.baseline - y * self.scale))
        self.path.append(command + " ".join(f"{number:.2f}".rstrip("0").rstrip(".") for number in numbers))


def _glyph(character: str) -> int | None:
    number: int | None = _font().get_nominal_glyph(ord(character))
    return number


@cache
def _font() -> uharfbuzz.Font:
    return uharfbuzz.Font(_face())


@cache
def _face() -> uharfbuzz.Face:
    return uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(sans_path())))
