"""What a message may get wrong and still be understood: read as it can only be meant, and noted down.

Tills in the field send more than the sheet has and leave out what the platform knows, write names in capitals, code
lists as numbers, times as their language does, one row without its brackets, their `input` as text. A platform that
has met them takes it; nothing is guessed here that could be meant twice.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from functools import cache
from typing import get_args, get_origin

from pydantic import AliasChoices, BaseModel
from pydantic.fields import FieldInfo

from pos_app.domain.shanghai import SHANGHAI
from pos_app.wire.faults import WireFault, WireFaultCode, fault
from pos_app.wire.fields import DT, RULES, UNSAID, C, D, Known, format_time
from pos_app.wire.json_text import read_json

_SERIAL = "feedetl_sn"  # N30 in a line and C30 beside its trace code
_SENT_AT = "inf_time"  # a time, and C19
_JUST_A_NAME = "fixmedins_name"  # C20, which half the pharmacies of the country exceed; nothing hangs on it
_BRACKETS = ("[", "{")
_MOMENT = re.compile(
    r"(\d{4})([-/]?)(\d{2})\2(\d{2})"
    r"(?:[T ]?(\d{2}):?(\d{2})(?::?(\d{2})(?:\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?)?",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Eased:
    """A tree as it was meant, and in what the one that was sent departed from the sheet."""

    tree: object
    notes: tuple[WireFault, ...] = ()


def ease(model: type[BaseModel], tree: object, prefix: str = "") -> Eased:
    """Bring a parsed JSON tree nearer to a model; what cannot be helped is left for the strict reading to name."""
    if not isinstance(tree, dict):
        return Eased(tree)
    only = _only_node(model)
    if only and only[0] not in tree and _known(only[1], tree):
        told = fault(f"{prefix}{only[0]}", WireFaultCode.MISSING, "节点缺失,已按其字段读取")
        inner = ease(only[1], tree, f"{prefix}{only[0]}.")
        return Eased({only[0]: inner.tree}, (told, *inner.notes))
    fields, meant, notes = _fields(model), {}, []
    for sent, value in tree.items():
        name = _name_meant(model, sent, tree)
        if name not in fields:
            notes.append(fault(f"{prefix}{sent}", WireFaultCode.UNKNOWN_FIELD, "不是本交易的字段,已忽略"))
            continue
        if name != sent:
            notes.append(fault(f"{prefix}{sent}", WireFaultCode.UNKNOWN_FIELD, f"已按{name}读取"))
        eased = _ease_field(fields[name], name, value, f"{prefix}{name}")
        meant[name] = eased.tree
        notes += eased.notes
    left_out = [name for name in _known_anyway(model) if name not in meant or _is_blank(fields[name], meant[name])]
    meant |= dict.fromkeys(left_out, UNSAID)
    notes += [fault(f"{prefix}{name}", WireFaultCode.MISSING, "缺失,以平台所知为准") for name in left_out]
    return Eased(meant, tuple(notes))


def opened(value: object, path: str) -> Eased:
    """Read a node that was sent as a text of JSON, or as the only row of a list; anything else stays what it is."""
    if isinstance(value, list) and len(value) == 1 and isinstance(value[0], dict):
        return Eased(value[0], (fault(path, WireFaultCode.WRONG_TYPE, "是一行,已按节点读取,应为节点"),))
    tree = read_json(value) if isinstance(value, str) and value.lstrip().startswith("{") else None
    if not isinstance(tree, dict):
        return Eased(value)
    return Eased(tree, (fault(path, WireFaultCode.WRONG_TYPE, "是文本,已按JSON读取,应为节点"),))


def unwrapped(text: str | bytes) -> str | None:
    """Give the message within a text that is a JSON string as a whole; None where it is none."""
    plain = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    tree = read_json(f'{{"text":{plain}}}') if plain.lstrip().startswith('"') else None
    told = tree.get("text") if isinstance(tree, dict) and tree.keys() == {"text"} else None
    return told if isinstance(told, str) and told.lstrip().startswith("{") else None


def _ease_field(field: FieldInfo, name: str, value: object, path: str) -> Eased:
    inner = _inner(field)
    if inner is None:
        rule = next((one for one in field.metadata if isinstance(one, RULES)), None)
        return _ease_value(rule, name, value, path)
    if get_origin(field.annotation) is tuple:
        sent = _rows_meant(value, path)
        if not isinstance(sent.tree, list):
            return sent
        rows = [ease(inner, row, f"{path}.{number}.") for number, row in enumerate(sent.tree)]
        return Eased([row.tree for row in rows], (*sent.notes, *(note for row in rows for note in row.notes)))
    node = opened(value, path)
    eased = ease(inner, node.tree, f"{path}.")
    return Eased(eased.tree, (*node.notes, *eased.notes))


def _is_blank(field: FieldInfo, value: object) -> bool:
    """Say whether a field holds nothing; rows may."""
    return _inner(field) is None and (value is None or value == "")


def _rows_meant(value: object, path: str) -> Eased:
    """Read rows that were sent as a text of JSON, and one that was sent without its brackets."""
    tree = read_json(f'{{"rows":{value}}}') if isinstance(value, str) and value.lstrip()[:1] in _BRACKETS else value
    if isinstance(tree, dict) and tree is not value and tree.keys() == {"rows"}:
        tree = tree["rows"]
    if isinstance(tree, dict):
        return Eased([tree], (fault(path, WireFaultCode.WRONG_TYPE, "是一个节点,已按一行读取,应为多行"),))
    if isinstance(tree, list) and tree is not value:
        return Eased(tree, (fault(path, WireFaultCode.WRONG_TYPE, "是文本,已按JSON读取,应为多行"),))
    return Eased(value)


def _ease_value(rule: object, name: str, value: object, path: str) -> Eased:
    meant = value
    match rule:
        case C() if name == _SENT_AT:
            moment = _moment_meant(value)
            meant = format_time(moment) if moment else value
        case C(length=length) if name == _JUST_A_NAME and isinstance(value, str):
            meant = value[:length]
        case C(allowed=allowed):
            meant = _text_meant(value, allowed, is_serial=name == _SERIAL)
        case D():
            moment = _moment_meant(value)
            meant = moment.date().isoformat() if moment else value
        case DT():
            moment = _moment_meant(value)
            meant = format_time(moment) if moment else value
        case _:
            pass
    if meant == value and type(meant) is type(value):
        return Eased(value)
    wanted = getattr(rule, "wanted", "")
    return Eased(meant, (fault(path, WireFaultCode.WRONG_TYPE, f"写法不符,已按{meant}读取,应为{wanted}"),))


def _text_meant(value: object, allowed: tuple[str, ...], *, is_serial: bool) -> object:
    """Take the number for the text where only a code of the list can be meant, and the code without its padding."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value) if is_serial or str(value) in allowed else value
    return value.strip() if isinstance(value, str) and value.strip() in allowed else value


def _moment_meant(value: object) -> datetime | None:
    """Read a time as C#, Java or JavaScript write one; without an offset it is Chinese."""
    found = _MOMENT.fullmatch(value) if isinstance(value, str) else None
    if not found:
        return None
    year, _, month, day, hour, minute, second, offset = found.groups()
    parts = (int(part or 0) for part in (year, month, day, hour, minute, second))
    try:
        naive = datetime(*parts)  # type: ignore[arg-type]  # noqa: DTZ001  the zone follows
        return naive.replace(tzinfo=_zone(offset) if offset else SHANGHAI).astimezone(SHANGHAI)
    except (ValueError, OverflowError):
        return None


def _zone(offset: str) -> timezone:
    if offset == "Z":
        return UTC
    minutes = int(offset[1:3]) * 60 + int(offset[-2:])
    return timezone(timedelta(minutes=-minutes if offset[0] == "-" else minutes))


def _name_meant(model: type[BaseModel], sent: str, tree: Mapping[str, object]) -> str:
    """Give the name that only differs in capitals, unless that is in the tree as well."""
    meant = sent if sent in _fields(model) else _uncapped(model).get(sent.lower(), sent)
    return sent if meant in tree else meant


@cache
def _uncapped(model: type[BaseModel]) -> Mapping[str, str]:
    return {name.lower(): name for name in _fields(model)}


@cache
def _known_anyway(model: type[BaseModel]) -> tuple[str, ...]:
    """Give the fields that a till may leave out since the platform knows them."""
    return tuple(n for n, field in model.model_fields.items() if any(isinstance(one, Known) for one in field.metadata))


@cache
def _fields(model: type[BaseModel]) -> Mapping[str, FieldInfo]:
    """Give every spelling under which a model's fields are read."""
    named: dict[str, FieldInfo] = {}
    for name, field in model.model_fields.items():
        choices = field.validation_alias
        spellings = choices.choices if isinstance(choices, AliasChoices) else [choices or field.alias or name]
        named |= {one: field for one in spellings if isinstance(one, str)}
    return named


def _only_node(model: type[BaseModel]) -> tuple[str, type[BaseModel]] | None:
    """Give the one node of which a message consists; None where it has more, or rows."""
    if len(model.model_fields) != 1:
        return None
    ((name, field),) = model.model_fields.items()
    inner = _inner(field)
    return None if inner is None or get_args(field.annotation) else (name, inner)


def _known(model: type[BaseModel], tree: Mapping[str, object]) -> bool:
    return not _fields(model).keys().isdisjoint(tree)


def _inner(field: FieldInfo) -> type[BaseModel] | None:
    candidates = (field.annotation, *get_args(field.annotation))
    return next((one for one in candidates if isinstance(one, type) and issubclass(one, BaseModel)), None)
