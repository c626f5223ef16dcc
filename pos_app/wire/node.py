"""Nodes of a message: frozen; a request may hold nothing unknown, an answer may hold more than we know."""

from collections.abc import Mapping
from functools import cache
from typing import TypeVar, get_args

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import ErrorDetails

from pos_app.wire.faults import WireFault, WireFaultCode, fault
from pos_app.wire.fields import RULES

_Model = TypeVar("_Model", bound=BaseModel)

_set = object.__setattr__  # the nodes are frozen


class InputNode(BaseModel):
    """What a till sends."""

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid")


class OutputNode(BaseModel):
    """What a platform answers; provinces add fields of their own, which a reader passes over."""

    model_config = ConfigDict(strict=True, frozen=True, extra="ignore")


def read_node(model: type[_Model], tree: object) -> _Model | WireFault:
    """Check a parsed JSON tree against a model; the first thing that is wrong is the fault."""
    try:
        return model.model_validate(tree)
    except ValidationError as error:
        return _fault_of(model, error.errors(include_url=False, include_input=False)[0])


def faults_of(model: type[BaseModel], tree: object) -> tuple[WireFault, ...]:
    """Give all that is wrong with a parsed JSON tree; empty where it fits the model."""
    try:
        model.model_validate(tree)
    except ValidationError as error:
        return tuple(_fault_of(model, one) for one in error.errors(include_url=False, include_input=False))
    return ()


def made(model: type[_Model], values: Mapping[str, object]) -> _Model:
    """Make a node of values that are right already, without reading each of them once more: for our own answers.

    It is what `model_construct` makes, which looks at each field as well. The contract suite reads them all back.
    """
    node = model.__new__(model)
    _set(node, "__dict__", {**_usual(model), **values})
    _set(node, "__pydantic_fields_set__", set(values))
    _set(node, "__pydantic_extra__", None)
    _set(node, "__pydantic_private__", None)
    return node


@cache
def _usual(model: type[BaseModel]) -> Mapping[str, object]:
    """Give a node's fields in their order, each with what stands in it where nothing is said."""
    fields = model.model_fields.items()
    return {n: None if field.is_required() else field.get_default(call_default_factory=True) for n, field in fields}


def tree_of(node: BaseModel) -> dict[str, object]:
    """Give the JSON tree of a node, every field present, empties as the sheet wants them."""
    return node.model_dump(by_alias=True)


def _fault_of(model: type[BaseModel], error: ErrorDetails) -> WireFault:
    path = tuple(error["loc"])
    name = ".".join(str(part) for part in path)
    if error["type"] == "missing":
        return fault(name, WireFaultCode.MISSING, f"缺失,应为{_wanted(model, path)}")
    if error["type"] == "extra_forbidden":
        return fault(name, WireFaultCode.UNKNOWN_FIELD, "不是本交易的字段")
    if error["type"] in set(WireFaultCode):
        return fault(name, WireFaultCode(error["type"]), error["msg"])
    return fault(name, WireFaultCode.WRONG_TYPE, f"类型不符,应为{_wanted(model, path)}")


def _wanted(model: type[BaseModel], path: tuple[int | str, ...]) -> str:
    """Say what the sheet wants at a path, by walking the models that the path leads through."""
    inner: type[BaseModel] = model
    wanted = "节点"
    for part in path:
        found = _field(inner, str(part))
        if isinstance(found, str):
            wanted = found
        elif found is not None:
            inner, wanted = found, "节点"
    return wanted


def _field(model: type[BaseModel], name: str) -> type[BaseModel] | str | None:
    for field_name, field in model.model_fields.items():
        if name not in (field_name, field.alias, field.validation_alias):
            continue
        rules = [rule for rule in field.metadata if isinstance(rule, RULES)]
        if rules:
            return rules[0].wanted
        candidates = (field.annotation, *get_args(field.annotation))
        return next((one for one in candidates if isinstance(one, type) and issubclass(one, BaseModel)), None)
    return None


def text_of(tree: Mapping[str, object], name: str) -> str:
    """Read one text of a tree that may be wrong in other places, for an answer to what could not be read."""
    value = tree.get(name)
    return value if isinstance(value, str) else ""
