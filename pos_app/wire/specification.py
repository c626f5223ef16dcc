"""The sheet as data: which fields a message has, and in what a message that was sent departs from it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import get_args

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from pos_app.wire.envelope import Request
from pos_app.wire.faults import WireFault
from pos_app.wire.fields import RULES
from pos_app.wire.json_text import read_json
from pos_app.wire.messages import TRADES
from pos_app.wire.node import faults_of
from pos_app.wire.voucher_decode import DecodeRequest

NODE = "节点"  # what a field is under which others stand
_ANY_ROW = "0"


@dataclass(frozen=True, slots=True)
class SheetField:
    """One field of a message: its dotted national name, its rule such as `C30`, and whether it must be there."""

    path: str
    wanted: str
    is_required: bool


def fields_of(model: type[BaseModel], prefix: str = "") -> Iterator[SheetField]:
    """List the fields of a message in the order of the sheet; rows of a node are named once, as row 0."""
    for name, field in model.model_fields.items():
        path = f"{prefix}{field.alias or name}"
        inner = _inner(field)
        if inner is None:
            yield SheetField(path, _wanted(field), _is_required(field))
            continue
        yield SheetField(path, NODE, field.is_required())
        yield from fields_of(inner, f"{path}." if inner is field.annotation else f"{path}.{_ANY_ROW}.")


def trade_fields(infno: str) -> tuple[SheetField, ...]:
    """List what goes in with a trade, its envelope first; only the envelope where the trade is not known."""
    envelope = tuple(fields_of(Request))
    trade = TRADES.get(infno)
    return envelope if trade is None else (*envelope, *fields_of(trade.input, "input."))


def decode_fields() -> tuple[SheetField, ...]:
    return tuple(fields_of(DecodeRequest))


def request_deviations(text: str | bytes) -> tuple[WireFault, ...]:
    """Give all in which a national message departs from the sheet, not just the first that made it refused."""
    tree = read_json(text)
    if isinstance(tree, WireFault):
        return (tree,)
    trade = TRADES.get(str(tree.get("infno")))
    inner = faults_of(trade.input, tree.get("input")) if trade and isinstance(tree.get("input"), dict) else ()
    within = (WireFault(f"input.{fault.field}", fault.code, fault.sentence) for fault in inner)
    return (*faults_of(Request, tree), *within)


def decode_deviations(text: str | bytes) -> tuple[WireFault, ...]:
    """Give all in which a decode call departs from the sheet."""
    tree = read_json(text)
    return (tree,) if isinstance(tree, WireFault) else faults_of(DecodeRequest, tree)


def _inner(field: FieldInfo) -> type[BaseModel] | None:
    candidates = (field.annotation, *get_args(field.annotation))
    return next((one for one in candidates if isinstance(one, type) and issubclass(one, BaseModel)), None)


def _wanted(field: FieldInfo) -> str:
    return next((rule.wanted for rule in field.metadata if isinstance(rule, RULES)), NODE)


def _is_required(field: FieldInfo) -> bool:
    rule = next((rule for rule in field.metadata if isinstance(rule, RULES)), None)
    return field.is_required() and not getattr(rule, "optional", False)
