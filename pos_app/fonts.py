"""The Chinese font that comes with the program: where it is, what it can draw and how wide that gets."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path

import pylopdf_fonts_zh_cn
import uharfbuzz
from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont

_UNUSED_TABLES = (b"BASE", b"GDEF", b"GPOS", b"GSUB", b"VORG", b"vhea", b"vmtx")  # vertical lines and ligatures

GETA = "〓"  # the printer's mark for a sort that is not in the case: seen, where an empty box would be passed over


def sans_path() -> Path:
    """Give the file of Noto Sans SC, one weight, OpenType with CFF outlines."""
    return pylopdf_fonts_zh_cn.sans_path()


def missing(text: str) -> str:
    """Give the characters of a text that the font cannot draw, each once, in order."""
    glyphs = _metrics().glyphs
    return "".join(dict.fromkeys(character for character in text if ord(character) not in glyphs))


def drawable(text: str) -> str:
    """Put 〓 in place of each character that the font lacks."""
    lacking = missing(text)
    return "".join(GETA if character in lacking else character for character in text)


def advance(text: str, size: float) -> float:
    """Measure a text at a size, in the unit of the size."""
    metrics = _metrics()
    units = sum(metrics.advances[metrics.glyphs[ord(character)]] for character in drawable(text))
    return units * size / metrics.units_per_em


def outline(text: str, *, left: float, baseline: float, size: float) -> str:
    """Draw a text as SVG path data, y pointing down, for pictures that are opened where the font is not."""
    metrics, shapes = _metrics(), _font().getGlyphSet()
    scale = size / metrics.units_per_em
    pen = SVGPathPen(shapes, ntos=lambda number: f"{number:.2f}".rstrip("0").rstrip("."))
    for character in drawable(text):
        name = metrics.glyphs[ord(character)]
        shapes[name].draw(TransformPen(pen, (scale, 0, 0, -scale, left, baseline)))
        left += metrics.advances[name] * scale
    return str(pen.getCommands())


def cut_down(text: str) -> bytes:
    """Give the font with the characters of a text alone: some kilobytes, where embedding the whole takes a second."""
    wanted = uharfbuzz.SubsetInput()
    wanted.unicode_set.update(map(ord, text))
    wanted.drop_table_tag_set.update(int.from_bytes(tag, "big") for tag in _UNUSED_TABLES)
    wanted.flags = uharfbuzz.SubsetFlags.DESUBROUTINIZE
    return bytes(uharfbuzz.subset(_face(), wanted).blob.data)


@dataclass(frozen=True, slots=True)
class _Metrics:
    glyphs: Mapping[int, str]
    advances: Mapping[str, int]
    units_per_em: int


@cache
def _font() -> TTFont:
    return TTFont(BytesIO(sans_path().read_bytes()), lazy=True)  # from memory: no file stays open


@cache
def _face() -> uharfbuzz.Face:
    return uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(sans_path())))


@cache
def _metrics() -> _Metrics:
    font = _font()
    return _Metrics(
        glyphs=dict(font.getBestCmap()),
        advances={name: width for name, (width, _) in font["hmtx"].metrics.items()},
        units_per_em=font["head"].unitsPerEm,
    )
