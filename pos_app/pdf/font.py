"""The font of one document: only the characters that it uses, numbered as PDF wants them."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

import uharfbuzz

from pos_app.fonts import cut_down

NAME = "NotoSansSC"
_CHARSET = 15  # the operator of a top dictionary whose operand is the place of the charset
_EM = 1000  # PDF counts widths in thousandths


@dataclass(frozen=True, slots=True)
class DocumentFont:
    """`outlines` is a CFF table; `codes` is how it numbers each character, `widths` how wide that is."""

    outlines: bytes
    codes: Mapping[str, int]
    widths: Mapping[int, int]

    @classmethod
    def of(cls, text: str) -> "DocumentFont":
        """Cut the font down to the characters of a text, each of which it must have."""
        face = uharfbuzz.Face(cut_down(text))
        font, outlines = uharfbuzz.Font(face), bytes(face.reference_table("CFF ").data)
        numbers = _numbers_of_glyphs(outlines, face.glyph_count)
        glyphs = {character: font.get_nominal_glyph(ord(character)) for character in dict.fromkeys(text)}
        return cls(
            outlines=outlines,
            codes={character: numbers[glyph] for character, glyph in glyphs.items()},
            widths={numbers[glyph]: font.get_glyph_h_advance(glyph) * _EM // face.upem for glyph in glyphs.values()},
        )

    def written(self, text: str) -> bytes:
        """Give a text as the hexadecimal string of a content stream."""
        return b"<%s>" % b"".join(b"%04X" % self.codes[character] for character in text)


def _numbers_of_glyphs(outlines: bytes, glyphs: int) -> tuple[int, ...]:
    """Read the charset (CFF, technical note 5176 §13): glyphs have an order, and the text names them by number."""
    _, place = _index(outlines, outlines[2])
    (top, *_), _ = _index(outlines, place)
    place = _operand(top, _CHARSET)
    kind, place = outlines[place], place + 1
    numbers = [0]
    while len(numbers) < glyphs:
        first, place = _whole(outlines, place, 2), place + 2
        more = 0 if kind == 0 else _whole(outlines, place, kind)
        place += kind  # format 1 counts what follows in one byte, format 2 in two, format 0 has none
        numbers.extend(range(first, first + more + 1))
    return tuple(numbers[:glyphs])


def _index(data: bytes, place: int) -> tuple[list[bytes], int]:
    """Read the items of an INDEX, and where it ends."""
    count = _whole(data, place, 2)
    if not count:
        return [], place + 2
    size = data[place + 2]
    offsets = [_whole(data, place + 3 + number * size, size) for number in range(count + 1)]
    base = place + 2 + (count + 1) * size
    return [data[base + a : base + b] for a, b in pairwise(offsets)], base + offsets[-1]


def _operand(dictionary: bytes, wanted: int) -> int:
    """Give the last operand before an operator of one byte; ValueError where that is not there."""
    place, operand = 0, 0
    while place < len(dictionary):
        first = dictionary[place]
        if first <= 21:  # an operator; 12 begins one of two bytes
            if first == wanted:
                return operand
            place += 2 if first == 12 else 1
        else:
            operand, place = _number(dictionary, place)
    raise ValueError(f"no operator {wanted} in the font")


def _number(dictionary: bytes, place: int) -> tuple[int, int]:
    """Read a number, and where it ends; a real one, which no place is, as nothing."""
    first = dictionary[place]
    match first:
        case 28 | 29:
            size = 2 if first == 28 else 4
            return _whole(dictionary, place + 1, size), place + 1 + size
        case 30:
            end = next(at for at in range(place + 1, len(dictionary)) if dictionary[at] & 0xF == 0xF)
            return 0, end + 1
        case _ if first < 247:
            return first - 139, place + 1
        case _ if first < 251:
            return (first - 247) * 256 + dictionary[place + 1] + 108, place + 2
        case _:
            return -(first - 251) * 256 - dictionary[place + 1] - 108, place + 2


def _whole(data: bytes, place: int, size: int) -> int:
    return int.from_bytes(data[place : place + size], "big")
