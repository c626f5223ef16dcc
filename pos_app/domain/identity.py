"""Which numbers a living person could have: the simulator takes none of them, wherever one could be entered."""

import re
import unicodedata
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
_WITHIN = re.compile(r"(?<![0-9A-Za-z])[1-9]\d{16}[\dXx](?![0-9A-Za-z])", re.ASCII)


def is_real_resident_id(text: str) -> bool:
    """Say whether a number validates as a real resident's (GB 11643), in whatever way it was typed."""
    number = _BLANKS.sub("", unicodedata.normalize("NFKC", text)).upper()
    if _OLD.fullmatch(number):
        return number[:2] in _PROVINCES and _is_date("19" + number[6:12])
    return is_id_number(number) and _province(number) in _PROVINCES


def real_ids_within(text: str) -> tuple[str, ...]:
    """Find the real residents' numbers that stand by themselves in a longer text."""
    return tuple(found for found in _WITHIN.findall(text) if is_real_resident_id(found))


def without_real_ids(text: str) -> str:
    """Mask the real residents' numbers that stand by themselves in a text."""
    return _WITHIN.sub(lambda found: mask_number(found[0]) if is_real_resident_id(found[0]) else found[0], text)


def _province(number: str) -> str:
    return number[1:3] if number[0] == _FOREIGN_RESIDENT else number[:2]


def _is_date(digits: str) -> bool:
    try:
        date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return False
    return True
