"""JSON as the wire has it: amounts are exact numbers both ways, and no text whatever makes the reader raise."""

import re
from codecs import BOM_UTF8
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

import simplejson

from pos_app.wire.faults import WireFault, WireFaultCode, fault

SIZE_LIMIT_BYTES = 1_000_000  # a basket of 100 lines takes about 60,000
DEPTH_LIMIT = 16  # the deepest national message has 5

_ENCODER = simplejson.JSONEncoder(
    use_decimal=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False, namedtuple_as_object=False
)
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
_BRACKET = re.compile(r"[\[{\]}]")


class _DuplicateKeyError(ValueError):
    pass


def read_json(text: str | bytes) -> dict[str, object] | WireFault:
    """Read one JSON object; numbers become int or Decimal, never float."""
    decoded = _decode(text)
    if isinstance(decoded, WireFault):
        return decoded
    if _depth(decoded) > DEPTH_LIMIT:
        return fault("", WireFaultCode.TOO_DEEP, f"嵌套超过{DEPTH_LIMIT}层")
    try:
        tree: object = _DECODER.decode(decoded)
    except _DuplicateKeyError as error:
        return fault(str(error), WireFaultCode.DUPLICATE_KEY, "重复出现")
    except (ValueError, RecursionError, InvalidOperation):  # an exponent that no Decimal can hold
        return fault("", WireFaultCode.NOT_JSON, "不是合法的JSON")
    if not isinstance(tree, dict):
        return fault("", WireFaultCode.NOT_JSON, "不是JSON对象")
    return tree


def write_json(tree: Mapping[str, object]) -> str:
    """Write a tree on one line; a Decimal becomes a JSON number with its own places."""
    return _ENCODER.encode(tree)


def write_value(value: object) -> str:
    """Write what may stand within a tree."""
    return _ENCODER.encode(value)


def _decode(text: str | bytes) -> str | WireFault:
    if len(text) > SIZE_LIMIT_BYTES:
        return fault("", WireFaultCode.TOO_BIG, f"超过{SIZE_LIMIT_BYTES}字节")
    try:
        if isinstance(text, str):
            text.encode()  # half of a character pair, which UTF-8 cannot have
            return text
        return text.removeprefix(BOM_UTF8).decode()  # .NET begins a file with a mark
    except UnicodeError:
        return fault("", WireFaultCode.NOT_UTF8, "不是UTF-8编码")


def _depth(text: str) -> int:
    """Count how deep brackets nest outside strings, before a recursive parser sees them; 0 where it cannot matter."""
    if text.count("{") + text.count("[") <= DEPTH_LIMIT:
        return 0
    deepest = depth = 0
    for bracket in _BRACKET.findall(_STRING.sub("", text)):
        if bracket in "[{":
            depth += 1
            deepest = max(deepest, depth)
        else:
            depth -= 1
    return deepest


def _refuse_constant(name: str) -> object:
    raise ValueError(f"{name} is not JSON")


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    tree = dict(pairs)
    if len(tree) < len(pairs):
        names = [name for name, _ in pairs]
        raise _DuplicateKeyError(next(name for place, name in enumerate(names) if name in names[:place]))
    return tree


_DECODER = simplejson.JSONDecoder(parse_float=Decimal, parse_constant=_refuse_constant, object_pairs_hook=_unique)
