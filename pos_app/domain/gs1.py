"""GS1 element strings as imported boxes carry them: trade number, dates, batch and serial number in one symbol."""

from collections.abc import Mapping

GTIN, SERIAL = "01", "21"
SEPARATOR = "\x1d"  # FNC1, after an element of open length

_FIXED = {GTIN: 14, "11": 6, "15": 6, "17": 6}  # GTIN; made, best before, use by: YYMMDD
_OPEN = {"10": 20, SERIAL: 20}  # batch, serial number: at most


def parse_elements(text: str) -> Mapping[str, str] | None:
    """Give the elements by their identifier (GS1 General Specifications, 3.2); None for what is no such string."""
    elements: dict[str, str] = {}
    rest = text.removeprefix(SEPARATOR)
    while rest:
        identifier, rest = rest[:2], rest[2:]
        if identifier in elements:
            return None
        if identifier in _FIXED:
            value, rest = rest[: _FIXED[identifier]], rest[_FIXED[identifier] :]
            is_right = len(value) == _FIXED[identifier] and value.isdigit()
        else:
            value, _, rest = rest.partition(SEPARATOR)
            is_right = 0 < len(value) <= _OPEN.get(identifier, 0) and value.isprintable()
        if not is_right:
            return None
        elements[identifier] = value
        rest = rest.removeprefix(SEPARATOR)
    return elements if text.isascii() and is_gtin14(elements.get(GTIN, "")) else None


def is_gtin14(text: str) -> bool:
    """Whether the last of fourteen digits checks the others: weights 3 and 1 in turn, and the sum a multiple of ten."""
    if len(text) != 14 or not (text.isascii() and text.isdigit()):
        return False
    return sum(int(digit) * (1 if place % 2 else 3) for place, digit in enumerate(text)) % 10 == 0
