"""The two doors over HTTP: any body gets a well-formed answer, and an armed fault gets none."""

import asyncio
import logging
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Protocol, TypeAlias

import simplejson
from starlette.types import Receive, Scope, Send

from pos_app.domain.refusal import RefusalCode
from pos_app.faults import StoreFault
from pos_app.verifier.faults import USUAL_DELAY_MS, FaultPoint, FaultRule
from pos_app.verifier.http.access_log import NOTES
from pos_app.verifier.http.dispatcher import Dispatcher
from pos_app.verifier.http.examples import DECODE_PATH, TRADE_PATHS
from pos_app.verifier.http.files import envelope_of, file_in, is_form, is_wanted_as_it_is
from pos_app.verifier.http.served import Served
from pos_app.verifier.http.signatures import objection
from pos_app.verifier.reception import Reply, Said, Silent
from pos_app.wire.json_text import SIZE_LIMIT_BYTES
from pos_app.wire.messages import TRADES, Infno

_LOG = logging.getLogger(__name__)

FAULT_HEADER = "x-sim-fault"
_DRAINED_BYTES = 64 * SIZE_LIMIT_BYTES  # what is read and dropped, so that a sender gets its answer
_DOORS = frozenset({*TRADE_PATHS, DECODE_PATH})
_SAYS_GBK = re.compile(r"charset=\"?(gbk|gb2312|gb18030)", re.IGNORECASE)
_JSON = b"application/json;charset=UTF-8"
_FILE = b"application/octet-stream"
_ONLY_POST = "只接受POST,报文为请求体,示例见/docs。POST only, the message is the body; examples at /docs"

_Answer: TypeAlias = Callable[[str | bytes, FaultRule | None], Reply]


class Connections(Protocol):
    """The lines that requests came in on."""

    def cut(self, client: tuple[str, int] | None, *, is_reset: bool) -> None:
        """End a line without a reply."""
        ...


class Doors:
    """The national endpoint and the decode call, as bare ASGI: a framework would cost as much again as a settlement."""

    def __init__(self, served: Served, dispatcher: Dispatcher, connections: Connections) -> None:
        self._served = served
        self._dispatcher = dispatcher
        self._connections = connections
        self._answers: dict[str, _Answer] = {
            **dict.fromkeys(TRADE_PATHS, served.reception.trade),
            DECODE_PATH: served.reception.decode,
        }

    def knows(self, path: str) -> bool:
        return _door_at(path) in self._answers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer whatever is posted here; no body makes it raise."""
        if scope["method"] != "POST":
            return await _plain(send, 405, {"code": 405, "message": _ONLY_POST})
        served, headers = self._served, _Headers(scope)
        why_not = objection(served.keys, headers, served.clock.now())
        if why_not:
            return await _plain(send, 401, {"code": 401, "message": why_not})
        fault = fault_of(headers.get(FAULT_HEADER, ""))
        if isinstance(fault, str):
            return await _plain(send, 400, {"code": 400, "message": fault})
        body = await _read(receive)
        if body is not None:
            reply = await self._ask(_door_at(scope["path"]), _text_of(body, headers), fault)
            await self._reply(scope, send, reply, headers)
        return None

    async def _ask(self, path: str, body: str | bytes, fault: FaultRule | None) -> Reply:
        answer = self._answers[path]
        try:
            return await self._dispatcher.run(lambda: answer(body, fault))
        except StoreFault:
            return Silent("the store failed")
        except Exception:  # noqa: BLE001  a defect of ours: what came of the trade nobody knows, so nothing is said
            _LOG.exception("no answer at %s", path)
            return Silent("a defect of the platform")

    async def _reply(self, scope: Scope, send: Send, reply: Reply, headers: Mapping[str, str]) -> None:
        if NOTES in scope:
            scope[NOTES].update(_notes(reply))
        if isinstance(reply, Silent):
            self._connections.cut(scope["client"], is_reset=reply.is_reset)
            return
        if reply.after_ms:
            await asyncio.sleep(reply.after_ms / 1000)
        file = self._file_in(reply, headers)
        if file is None:
            await _send(send, 200, reply.text.encode())
        else:
            await _send(send, 200, file, _FILE)

    def _file_in(self, reply: Said, headers: Mapping[str, str]) -> bytes | None:
        """Give the file that is the answer, where it is to come as it is and not in an envelope."""
        if reply.exchange is None or reply.exchange.infno != Infno.DOWNLOAD:
            return None
        is_wanted = is_wanted_as_it_is(headers, otherwise=self._served.profile.messages.download_as_file)
        return file_in(reply.text) if is_wanted else None


class _Headers(Mapping[str, str]):
    """The headers of a request by their names in lower case; read through only when one is asked for."""

    def __init__(self, scope: Scope) -> None:
        self._raw: Sequence[tuple[bytes, bytes]] = scope["headers"]

    def __getitem__(self, name: str) -> str:
        wanted = name.encode("latin-1")
        for known, value in self._raw:
            if known == wanted:
                return value.decode("latin-1")
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        return (name.decode("latin-1") for name, _ in self._raw)

    def __len__(self) -> int:
        return len(self._raw)


def _door_at(path: str) -> str:
    """Find the door behind an address as gateways write it: with the trade's number, or a slash, at the end."""
    if path in _DOORS:
        return path
    parent, _, last = path.rstrip("/").rpartition("/")
    return parent if parent in TRADE_PATHS and last in TRADES else path.rstrip("/")


def _text_of(body: bytes, headers: Mapping[str, str]) -> str | bytes:
    """Read a form, and a body that says of itself that it is GBK; any other is read where it is answered."""
    if is_form(headers):
        return envelope_of(headers, body)
    if not _SAYS_GBK.search(headers.get("content-type", "")):
        return body
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return body.decode("gb18030", "replace")
    return body


def fault_of(header: str) -> FaultRule | str | None:
    """Read `X-Sim-Fault: point`, with `;code=…` or `;delay_ms=…`; a text says what is wrong with it."""
    if not header:
        return None
    point, *settings = (part.strip() for part in header.split(";"))
    named = dict(setting.split("=", 1) for setting in settings if "=" in setting)
    if point not in set(FaultPoint) or len(named) != len(settings) or set(named) - {"code", "delay_ms"}:
        return f"{FAULT_HEADER}: one of {', '.join(FaultPoint)}; code=… for a refusal, delay_ms=… for a delay"
    code = named.get("code")
    if code is not None and code not in set(RefusalCode):
        return f"{FAULT_HEADER}: code is one of {', '.join(RefusalCode)}"
    try:
        return FaultRule(
            "header",
            FaultPoint(point),
            code=RefusalCode(code) if code else None,
            delay_ms=int(named.get("delay_ms", USUAL_DELAY_MS if point == FaultPoint.REPLY_DELAYED else 0)),
        )
    except ValueError as error:
        return f"{FAULT_HEADER}: {error}"


def _notes(reply: Reply) -> dict[str, str]:
    """Give what the access log may say: none of it is of a person."""
    about = reply.exchange
    known = {"infno": about.infno, "msgid": about.msgid, "code": about.code, "fault": about.fault} if about else {}
    silent = {"silent": reply.reason} if isinstance(reply, Silent) else {}
    return {name: value for name, value in (known | silent).items() if value}


async def _read(receive: Receive) -> bytes | None:
    """Read a body up to one byte more than is taken, and drop the rest; None where the sender has gone."""
    body, size = bytearray(), 0
    while size <= _DRAINED_BYTES:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        chunk: bytes = message.get("body", b"")
        size += len(chunk)
        body += chunk[: SIZE_LIMIT_BYTES + 1 - len(body)]
        if not message.get("more_body"):
            break
    return bytes(body)


async def _plain(send: Send, status: int, document: dict[str, object]) -> None:
    await _send(send, status, simplejson.dumps(document, ensure_ascii=False).encode())


async def _send(send: Send, status: int, body: bytes, kind: bytes = _JSON) -> None:
    headers = ((b"content-type", kind), (b"x-simulation", b"true"), (b"content-length", str(len(body)).encode()))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
