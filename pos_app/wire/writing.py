"""The text of a node, written from its fields in one go: a third of the work of making its JSON tree first.

What is written is to the letter what `write_json(tree_of(node))` gives. The way to write a model is worked out once.
"""

from collections.abc import Callable, Mapping
from functools import cache
from json.encoder import encode_basestring
from types import MappingProxyType
from typing import Any, TypeAlias, get_args

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from pos_app.wire.fields import DT, EXACT, RULES, C, D, N
from pos_app.wire.json_text import write_value

_Write: TypeAlias = Callable[[Any], str]
_Renamed: TypeAlias = tuple[tuple[str, str], ...]

_AS_THE_SHEET: Mapping[str, str] = MappingProxyType({})


def text_of(node: BaseModel, names: Mapping[str, str] = _AS_THE_SHEET) -> str:
    """Write a node with every field present; `names` are those that a region spells otherwise, at any depth."""
    return _writer(type(node), tuple(sorted(names.items())) if names else ())(node)


@cache
def _writer(model: type[BaseModel], renamed: _Renamed) -> _Write:
    names = dict(renamed)
    fields = []
    for name, field in model.model_fields.items():
        known = field.serialization_alias or field.alias or name
        key, write_field = f"{encode_basestring(names.get(known, known))}:", _field_writer(field, renamed)
        usual = field.default  # a third of an answer stands in it always
        fields.append((name, usual, "" if usual is PydanticUndefined else key + write_field(usual), key, write_field))

    def write(node: BaseModel) -> str:
        values = node.__dict__
        pairs = [
            as_usual if values[name] is usual else key + write_field(values[name])
            for name, usual, as_usual, key, write_field in fields
        ]
        return "{" + ",".join(pairs) + "}"

    return write


def _field_writer(field: FieldInfo, renamed: _Renamed) -> _Write:
    rule = next((rule for rule in field.metadata if isinstance(rule, RULES)), None)
    if isinstance(rule, C):
        return encode_basestring
    if isinstance(rule, N):
        return _number_writer(rule)
    if isinstance(rule, D | DT):
        write_moment = rule.write
        return lambda value: encode_basestring(write_moment(value))
    if rule is not None:
        return lambda value: write_value(rule.write(value))
    return _inner_writer(field, renamed)


def _number_writer(rule: N) -> _Write:
    place, quantum = EXACT.quantize, rule.quantum
    return lambda value: str(place(value, quantum))


def _inner_writer(field: FieldInfo, renamed: _Renamed) -> _Write:
    """Write a node within a node, or rows of one; what is neither is a plain value."""
    candidates = (field.annotation, *get_args(field.annotation))
    inner = next((one for one in candidates if isinstance(one, type) and issubclass(one, BaseModel)), None)
    if inner is None:
        return write_value
    write = _writer(inner, renamed)
    return write if inner is field.annotation else lambda rows: "[" + ",".join([write(row) for row in rows]) + "]"
