"""What the till and its picture worker say to each other: length-prefixed JSON and bytes over a pipe.

The worker has handled a hostile file, so its answer is JSON, bounded and checked, and never a pickle.
"""

import json
import struct
from collections.abc import Mapping
from typing import IO, Any, TypeAlias

from pos_app.domain.refusal import Refusal, RefusalCode
from pos_app.domain.scan import FoundCode, Reading
from pos_app.scanner.outline import corners_of

MESSAGE_BYTES_MAX = 32 * 1024 * 1024
_CODES_MAX = 256
_FAILED_MAX, _NAME_MAX = 16, 40
_LENGTH = struct.Struct(">I")


PictureOutcome: TypeAlias = Reading | Refusal
"""A refusal's detail names the format where that is known."""


class ExchangeFault(Exception):
    """The other side went away in the middle, or said what it cannot mean."""


def write_message(pipe: IO[bytes], message: bytes) -> None:
    pipe.write(_LENGTH.pack(len(message)))
    pipe.write(message)
    pipe.flush()


def read_message(pipe: IO[bytes]) -> bytes | None:
    """Wait for a message; None when the other side closed the pipe between two messages."""
    prefix = pipe.read(_LENGTH.size)
    if not prefix:
        return None
    if len(prefix) < _LENGTH.size:
        raise ExchangeFault("cut short")
    (length,) = _LENGTH.unpack(prefix)
    if length > MESSAGE_BYTES_MAX:
        raise ExchangeFault("too long")
    message = pipe.read(length)
    if len(message) < length:
        raise ExchangeFault("cut short")
    return message


def encode_outcome(outcome: PictureOutcome) -> bytes:
    return json.dumps(_plain(outcome)).encode("ascii")


def decode_outcome(message: bytes) -> PictureOutcome:
    """Rebuild the value; ExchangeFault for anything that `encode_outcome` does not write."""
    try:
        return _outcome(json.loads(message))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as fault:
        raise ExchangeFault("not an outcome") from fault


def _plain(outcome: PictureOutcome) -> Mapping[str, object]:
    if isinstance(outcome, Refusal):
        return {"refused": outcome.code.value, "detail": outcome.detail}
    return {
        "codes": [_plain_code(code) for code in outcome.codes[:_CODES_MAX]],
        "repeats": [_plain_code(code) for code in outcome.repeats[:_CODES_MAX]],
        "failed": outcome.failed[:_FAILED_MAX],
        "ms": outcome.elapsed_ms,
        "width": outcome.width,
        "height": outcome.height,
    }


def _plain_code(code: FoundCode) -> Mapping[str, object]:
    return {
        "payload": code.payload.hex(),
        "symbology": str(code.symbology),
        "corners": [(corner.x, corner.y) for corner in code.corners],
        "stage": code.stage,
    }


def _outcome(plain: Mapping[str, Any]) -> PictureOutcome:
    if "refused" in plain:
        return Refusal(RefusalCode(plain["refused"]), str(plain["detail"])[:40])
    codes, repeats = (tuple(map(_code, plain[key][:_CODES_MAX])) for key in ("codes", "repeats"))
    failed = tuple(str(step)[:_NAME_MAX] for step in plain["failed"][:_FAILED_MAX])
    return Reading(codes, float(plain["ms"]), int(plain["width"]), int(plain["height"]), repeats, failed)


def _code(plain: Mapping[str, Any]) -> FoundCode:
    corners = corners_of(plain["corners"])
    return FoundCode(bytes.fromhex(plain["payload"]), str(plain["symbology"]), corners, str(plain["stage"]))
