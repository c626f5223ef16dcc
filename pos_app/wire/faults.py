"""What can be wrong with a message: a value that names the field by its national name and says what was wanted."""

from dataclasses import dataclass
from enum import StrEnum

_NAME_LIMIT = 60  # a field's name may come from the sender; err_msg has room for 200


class WireFaultCode(StrEnum):
    """Kinds of wrong messages, stable for tests and for the request journal."""

    NOT_JSON = "not_json"
    NOT_UTF8 = "not_utf8"
    TOO_BIG = "too_big"
    TOO_DEEP = "too_deep"
    DUPLICATE_KEY = "duplicate_key"
    MISSING = "missing"
    WRONG_TYPE = "wrong_type"
    WRONG_VALUE = "wrong_value"
    TOO_LONG = "too_long"
    UNKNOWN_FIELD = "unknown_field"
    UNKNOWN_TRADE = "unknown_trade"


@dataclass(frozen=True, slots=True)
class WireFault:
    """A message that cannot be read; `field` is a dotted path such as `drugdetail.2.cnt`, empty for the whole text."""

    field: str
    code: WireFaultCode
    sentence: str


def fault(field: str, code: WireFaultCode, wanted: str) -> WireFault:
    """Make a fault whose sentence names the field; a name that a sender made up is cut and cleaned."""
    name = "".join(char if char.isprintable() else "?" for char in field[:_NAME_LIMIT])
    return WireFault(name, code, f"{name or '报文'}{wanted}")
