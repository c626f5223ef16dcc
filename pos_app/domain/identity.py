"""Which numbers a living person could have: the simulator takes none of them, wherever one could be entered."""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date

from pos_app.domain.code import is_id_number
from pos_app.domain.masking import mask_number

GENERATED_AREA = "990000"  # no province has the number 99, nor 90 where a foreign resident's number has it

# GB/T 2260; 81, 82 and 83 are residence permits of people from Hong Kong, Macao and Taiwan.
_PROVINCES = frozenset(
    str(number)
    for first, last in ((11, 15), (21, 23), (31, 37), (41, 46), (50, 54), (61, 65), (71, 71), (81, 83))
    for number in range(first, last + 1)
)
_FOREIGN_RESIDENT = "9"  # stands before the province since 2023
_BLANKS = re.compile(r"[\s\-‐-―·.]+")
_OLD = re.compile(r"\d{15}", re.ASCII)
_LENGTH = 18

# A message is looked through twice on its way: so its characters are first told apart by kind, all at once.
_KINDS = (
    bytes(
        ord("1") if chr(code).isdigit() else ord("x") if chr(code) in "Xx" else ord("a") if chr(code).isalpha() else 32
        for code in range(128)
    )
    + b" " * 128
)
_SHAPE = re.compile(b"1" * 17 + b"[1x]")
_GAPS = (b"", b" ")


def is_real_resident_id(text: str) -> bool:
    """Say whether a number validates as a real resident's (GB 11643), in whatever way it was typed."""
    number = _BLANKS.sub("", unicodedata.normalize("NFKC", text)).upper()
    if _OLD.fullmatch(number):
        return number[:2] in _PROVINCES and _is_date("19" + number[6:12])
    return is_id_number(number) and _province(number) in _PROVINCES


def real_ids_within(text: str) -> tuple[str, ...]:
    """Find the real residents' numbers that stand by themselves in a longer text."""
    return tuple(text[place : place + _LENGTH] for place in _places(text))


def without_real_ids(text: str) -> str:
    """Mask the real residents' numbers that stand by themselves in a text."""
    masked = text
    for place in _places(text):
        end = place + _LENGTH
        masked = masked[:place] + mask_number(text[place:end]) + masked[end:]
    return masked


def _places(text: str) -> Iterator[int]:
    """Give where each begins: eighteen characters of the right kinds, with no letter or digit before or behind."""
    kinds = text.encode("ascii", "replace").translate(_KINDS)  # one octet a character, so that places agree
    for found in _SHAPE.finditer(kinds):
        place, end = found.span()
        is_alone = kinds[max(place - 1, 0) : place] in _GAPS and kinds[end : end + 1] in _GAPS
        number = text[place:end]
        if is_alone and number[0] != "0" and _province(number) in _PROVINCES and is_real_resident_id(number):
            yield place


def _province(number: str) -> str:
    return number[1:3] if number[0] == _FOREIGN_RESIDENT else number[:2]


def _is_date(digits: str) -> bool:
    try:
        date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return False
    return True
