"""Files as the official sample moves them: up in a form beside the envelope (9101), down as they are (9102)."""

import re
from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from email.message import Message
from email.parser import BytesHeaderParser

from pos_app.wire.faults import WireFault
from pos_app.wire.json_text import read_json, write_json

_BLANK_LINE = b"\r\n\r\n"
_UPLOAD = "fsUploadIn"
_AS_IT_IS = re.compile(r"octet-stream", re.IGNORECASE)
_IN_AN_ENVELOPE = re.compile(r"\bjson", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Part:
    name: str
    is_file: bool
    content: bytes


def is_form(headers: Mapping[str, str]) -> bool:
    return headers.get("content-type", "").lower().startswith("multipart/form-data")


def envelope_of(headers: Mapping[str, str], body: bytes) -> bytes:
    """Put the file of a form into the envelope of the same form; a form without an envelope stays what it is."""
    parts = tuple(_parts_of(headers.get("content-type", ""), body))
    envelope = next((part.content for part in parts if not part.is_file), body)
    file = next((part.content for part in parts if part.is_file), None)
    tree = read_json(envelope)
    if file is None or isinstance(tree, WireFault):
        return envelope
    sent = tree.get("input")
    node = sent.get(_UPLOAD) if isinstance(sent, dict) else None
    if not isinstance(sent, dict) or not isinstance(node, dict):
        return envelope
    filled = node | {"in": b64encode(file).decode()}
    return write_json(tree | {"input": sent | {_UPLOAD: filled}}).encode()


def is_wanted_as_it_is(headers: Mapping[str, str], *, otherwise: bool) -> bool:
    """Say how a sender wants a file; most say nothing, and then the region decides."""
    accepted = headers.get("accept", "")
    if _AS_IT_IS.search(accepted):
        return True
    return otherwise and not _IN_AN_ENVELOPE.search(accepted)


def file_in(answer: str) -> bytes | None:
    """Take the file out of an answer to 9102; None where there is none."""
    tree = read_json(answer)
    output = {} if isinstance(tree, WireFault) else tree.get("output")
    file = output.get("out") if isinstance(output, dict) else None
    return b64decode(file) if isinstance(file, str) else None


def _parts_of(content_type: str, body: bytes) -> Iterator[_Part]:
    """Take a form apart; by hand, for a file is any bytes and must come out as it went in."""
    kind = Message()
    kind["content-type"] = content_type
    boundary = kind.get_boundary()
    if not boundary:
        return
    for piece in body.split(b"--" + boundary.encode("latin-1", "replace"))[1:-1]:
        head, _, content = piece.removeprefix(b"\r\n").partition(_BLANK_LINE)
        told = BytesHeaderParser().parsebytes(head + _BLANK_LINE)
        name = told.get_param("name", "", header="content-disposition")
        yield _Part(str(name), told.get_filename() is not None, content.removesuffix(b"\r\n"))
