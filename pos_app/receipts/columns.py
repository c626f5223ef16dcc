"""Text as a till printer counts it: clean, in columns, a Chinese character two of them."""

import re
import unicodedata

ELLIPSIS = "…"
_UNPRINTABLE = {"Cc", "Cf", "Cn", "Co", "Cs"}  # control bytes cut paper, bidi marks turn amounts round
_PIECES = re.compile(r"[!-~]+| |[^!-~ ]")  # a Latin word, a blank, or one other character


def clean(text: str) -> str:
    """Turn every run of white space into one blank and drop what no paper shows."""
    printable = "".join(c for c in text if c.isspace() or unicodedata.category(c) not in _UNPRINTABLE)
    return " ".join(printable.split())


def width(text: str) -> int:
    """Count columns: 2 for wide and full-width characters, 0 for marks that stand on another, else 1."""
    return sum(_width(character) for character in text)


def wrap(text: str, columns: int, *, rows: int) -> tuple[str, ...]:
    """Break a text into at most `rows` rows, between words where it can; a cut text ends in `…`."""
    lines = [""]
    for piece in _pieces(text, columns):
        if width(lines[-1] + piece) <= columns:
            lines[-1] += piece
        else:
            lines.append(piece.lstrip())
    lines = [line.rstrip() for line in lines]
    if len(lines) > rows:
        lines = [*lines[: rows - 1], _cut(lines[rows - 1], columns - 1) + ELLIPSIS]
    return tuple(lines)


def _width(character: str) -> int:
    if unicodedata.category(character) in {"Mn", "Me"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1


def _pieces(text: str, columns: int) -> list[str]:
    """Cut into words, and words that are longer than a row into characters."""
    words = _PIECES.findall(clean(text))
    return [part for word in words for part in ((word,) if width(word) <= columns else word)]


def _cut(text: str, columns: int) -> str:
    while width(text) > columns:
        text = text[:-1]
    return text
