"""How a platform reads what a till sent: to the letter of the sheet, or as it can only be meant, with a note of it."""

from dataclasses import dataclass
from typing import TypeVar

from pydantic import BaseModel

from pos_app.wire.easing import ease, opened, unwrapped
from pos_app.wire.envelope import Request, Tree
from pos_app.wire.faults import WireFault, WireFaultCode, fault
from pos_app.wire.json_text import read_json, write_json
from pos_app.wire.messages import TRADES
from pos_app.wire.node import InputNode, read_node
from pos_app.wire.region import RegionProfile
from pos_app.wire.spelling import unspell
from pos_app.wire.voucher_decode import DecodeRequest

_Model = TypeVar("_Model", bound=BaseModel)
_NO_SESSION = "null"  # what some write where there is nothing
_WRAPPED = (fault("", WireFaultCode.WRONG_TYPE, "是文本,已按JSON读取,应为节点"),)


@dataclass(frozen=True, slots=True)
class Message:
    """A text and the JSON in it, which is read once however many ask; `notes` say how it was wrapped."""

    text: str | bytes
    tree: Tree | WireFault
    notes: tuple[WireFault, ...] = ()

    @classmethod
    def of(cls, text: str | bytes) -> "Message":
        tree = read_json(text)
        inner = unwrapped(text) if isinstance(tree, WireFault) else None
        return cls(text, tree) if inner is None else cls(inner, read_json(inner), _WRAPPED)


@dataclass(frozen=True, slots=True)
class ReadTrade:
    """A trade that can be performed; `notes` say in what it departed from the sheet and was taken all the same."""

    request: Request
    body: InputNode
    notes: tuple[WireFault, ...] = ()
    is_input_text: bool = False


@dataclass(frozen=True, slots=True)
class ReadDecode:
    request: DecodeRequest
    notes: tuple[WireFault, ...] = ()


def read_trade(message: Message, profile: RegionProfile) -> ReadTrade | WireFault:
    """Read envelope and input; never raises, whatever the message is."""
    tree = message.tree
    if isinstance(tree, WireFault):
        return tree
    is_strict = profile.messages.strict
    if is_strict and message.notes:
        return message.notes[0]
    sent, input_notes = tree.get("input"), message.notes
    if not is_strict and isinstance(sent, str | list):
        node = opened(sent, "input")
        tree, input_notes = tree | {"input": node.tree}, (*input_notes, *node.notes)
    envelope = _read(Request, tree, is_strict=is_strict)
    if isinstance(envelope, WireFault):
        return envelope
    request, notes = _without_no_session(*envelope, is_strict=is_strict)
    trade = TRADES.get(request.infno)
    if trade is None:
        return fault("infno", WireFaultCode.UNKNOWN_TRADE, "不是本平台的交易")
    body = _read(trade.input, unspell(profile, request.infno, request.input), is_strict=is_strict, prefix="input.")
    if isinstance(body, WireFault):
        return body
    return ReadTrade(request, body[0], (*notes, *input_notes, *body[1]), isinstance(sent, str))


def read_decode(message: Message, profile: RegionProfile) -> ReadDecode | WireFault:
    """Read a decode call; never raises, whatever the message is."""
    tree = message.tree
    if isinstance(tree, WireFault):
        return tree
    if profile.messages.strict and message.notes:
        return message.notes[0]
    read = _read(DecodeRequest, tree, is_strict=profile.messages.strict)
    return read if isinstance(read, WireFault) else ReadDecode(read[0], (*message.notes, *read[1]))


def output_as_text(answer: str) -> str:
    """Write an answer's output as a text of JSON: who sends `input` so reads `output` so."""
    tree = read_json(answer)
    output = None if isinstance(tree, WireFault) else tree.get("output")
    if isinstance(tree, WireFault) or not isinstance(output, dict):
        return answer
    return write_json(tree | {"output": write_json(output)})


def _read(
    model: type[_Model], tree: Tree, *, is_strict: bool, prefix: str = ""
) -> tuple[_Model, tuple[WireFault, ...]] | WireFault:
    """Read to the letter first, for most do send it so."""
    node = read_node(model, tree)
    if not isinstance(node, WireFault):
        return node, ()
    if is_strict:
        return node
    eased = ease(model, tree)
    meant = read_node(model, eased.tree)
    if isinstance(meant, WireFault):
        return meant
    return meant, tuple(WireFault(f"{prefix}{note.field}", note.code, note.sentence) for note in eased.notes)


def _without_no_session(
    request: Request, notes: tuple[WireFault, ...], *, is_strict: bool
) -> tuple[Request, tuple[WireFault, ...]]:
    if is_strict or request.sign_no != _NO_SESSION:
        return request, notes
    told = fault("sign_no", WireFaultCode.WRONG_VALUE, f"为{_NO_SESSION},已按空读取")
    return request.model_copy(update={"sign_no": ""}), (*notes, told)
