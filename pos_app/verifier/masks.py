"""What of an exchange may be kept: names, ID numbers, codes and tokens are masked before anything is written."""

import re
from collections.abc import Callable, Iterator
from functools import cache, lru_cache

import simplejson

from pos_app.domain.masking import mask_code, mask_name, mask_number
from pos_app.wire.envelope import Response
from pos_app.wire.faults import WireFault
from pos_app.wire.json_text import read_json, write_json, write_value
from pos_app.wire.messages import TRADES
from pos_app.wire.specification import NODE, SheetField, decode_fields, fields_of, trade_fields
from pos_app.wire.voucher_decode import DecodedVoucher, DecodeResponse

_NAMES = frozenset({"psn_name", "userName", "operatorName", "opter_name", "emp_name", "bilg_dr_name"})
_NUMBERS = frozenset({"psn_no", "psnNo", "certno", "idNo", "ecIndexNo", "authNo"})
_CODES = frozenset({"mdtrt_cert_no", "card_sn", "ecToken", "ecQrCode"})
_HIDDEN = frozenset({"brdy", "birthday", "email", "tel", "addr", "in", "out"})  # the last two are files
_LIKE_A_NAME = re.compile(r"(psn|dr|phar|buyer|patn|opter|coner|crter)\w*_?[Nn]ame$")
_LIKE_A_NUMBER = re.compile(r"certno$|_cert_no$|^idNo")

_BARE_VALUE = re.compile(r"^(\s*:\s*)(-?\d[\d.]*|\[[-\d,\s]+\])")
_ESCAPED_NAME = re.compile(r'"[^"]*\\[^"]*"\s*:')
_HIDDEN_TEXT = "***"


def masked_stray(text: str | bytes) -> str:
    """Mask a message that is not on the sheet: also whatever stands under a name that the sheet does not have.

    Of a text that is no JSON nothing is kept but its length, for nobody knows what is in it.
    """
    tree = read_json(text)
    if isinstance(tree, WireFault):
        return f"({len(text)})"
    return write_json({name: _masked(name, value, national_names()) for name, value in tree.items()})


def masked_message(text: str) -> str:
    """Mask a message that was read without a fault, or our own: by its text, a tenth of the work of reading it."""
    if "\\" not in text:
        return _masked_plainly(text)
    return masked_stray(text) if _ESCAPED_NAME.search(text) else _sensitive_pairs().sub(_masked_pair, text)


def _masked_plainly(text: str) -> str:
    """Mask a message without escapes: there every second part between quotes is a name or a text."""
    parts = text.split('"')
    sensitive = _sensitive_names()
    for place in [place for place, part in enumerate(parts) if part in sensitive]:
        if place % 2 == 0:
            continue  # what stands between two texts
        name, behind = parts[place], parts[place + 1]
        if behind.strip() == ":":
            parts[place + 2] = _masked_value(name, parts[place + 2]) or ""
        else:
            parts[place + 1] = _masked_bare(name, behind)
    return '"'.join(parts)


def _masked_bare(name: str, behind: str) -> str:
    """Mask a value that stands without quotes behind its name; what is no value there stays."""
    found = _BARE_VALUE.match(behind)
    if found is None:
        return behind
    masked = write_value(_masked_value(name, found.group(2)))
    return f"{found.group(1)}{masked}{behind[found.end() :]}"


@cache
def national_names() -> frozenset[str]:
    """Give every field name of the sheet, of requests and of answers."""
    return frozenset(field.path.rpartition(".")[2] for field in _sheet())


@cache
def _nodes() -> frozenset[str]:
    """Give the names under which other fields stand; some send them as a text."""
    named = [(field.path.rpartition(".")[2], field.wanted == NODE) for field in _sheet()]
    return frozenset(name for name, is_node in named if is_node) - {name for name, is_node in named if not is_node}


def _sheet() -> Iterator[SheetField]:
    yield from decode_fields()
    for infno, trade in TRADES.items():
        yield from trade_fields(infno)
        yield from fields_of(trade.output)
    for told in (Response, DecodeResponse, DecodedVoucher):
        yield from fields_of(told)


@cache
def _sensitive_names() -> frozenset[str]:
    return frozenset(name for name in national_names() if _masked_value(name, "x") is not None)


@cache
def _sensitive_pairs() -> re.Pattern[str]:
    """Match what must be masked, by name; a quote within a text is escaped, so that no text looks like a pair."""
    names = "|".join(sorted(_sensitive_names()))
    return re.compile(rf'"({names})"\s*:\s*("(?:[^"\\]|\\.)*"|-?\d[\d.]*|\[[-\d,\s]+\])')


def _masked_pair(found: re.Match[str]) -> str:
    name, value = found.group(1), found.group(2)
    masked = _masked_value(name, simplejson.loads(value) if "\\" in value else value.strip('"'))
    return found.group() if masked is None else f'"{name}":{simplejson.dumps(masked, ensure_ascii=False)}'


def _masked(name: str, value: object, known: frozenset[str]) -> object:
    if isinstance(value, dict):
        return {inner: _masked(inner, one, known) for inner, one in value.items()}
    if isinstance(value, list) and name not in _HIDDEN:
        return [_masked(name, one, known) for one in value]
    if value is None or isinstance(value, bool):
        return value
    if name in _nodes():
        return masked_stray(str(value)) if str(value).lstrip().startswith("{") else _HIDDEN_TEXT
    masked = _masked_value(name, str(value)) if name in known else _HIDDEN_TEXT
    return value if masked is None else masked


def _masked_value(name: str, value: str) -> str | None:
    """Mask what stands under a name; None where it may be seen."""
    mask = _mask_of(name) if value else None
    return mask(value) if mask else None


@lru_cache(maxsize=1024)
def _mask_of(name: str) -> Callable[[str], str] | None:
    if name in _CODES:
        return mask_code
    if name in _NUMBERS or _LIKE_A_NUMBER.search(name):
        return mask_number
    if name in _NAMES or _LIKE_A_NAME.search(name):
        return mask_name
    return _hide if name in _HIDDEN else None


def _hide(_value: str) -> str:
    return _HIDDEN_TEXT
