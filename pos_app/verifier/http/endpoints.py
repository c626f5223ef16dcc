"""The two doors over HTTP: any body gets a well-formed answer, and an armed fault gets none."""

import asyncio
from collections.abc import Callable
from typing import Protocol, TypeAlias

import simplejson
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from pos_app.domain.refusal import RefusalCode
from pos_app.faults import StoreFault
from pos_app.verifier.faults import FaultPoint, FaultRule
from pos_app.verifier.http.access_log import NOTES
from pos_app.verifier.http.dispatcher import Dispatcher
from pos_app.verifier.http.served import Served
from pos_app.verifier.http.signatures import objection
from pos_app.verifier.reception import Reply, Silent
from pos_app.wire.json_text import SIZE_LIMIT_BYTES

FAULT_HEADER = "x-sim-fault"
_DRAINED_BYTES = 64 * SIZE_LIMIT_BYTES  # what is read and dropped, so that a sender gets its answer
_JSON = "application/json;charset=UTF-8"
_MARK = {"x-simulation": "true"}

_Answer: TypeAlias = Callable[[bytes, FaultRule | None], Reply]


class Connections(Protocol):
    """The lines that requests came in on."""

    def cut(self, client: tuple[str, int] | None, *, is_reset: bool) -> None:
        """End a line without a reply."""
        ...


class Doors:
    """The national endpoint and the decode call."""

    def __init__(self, served: Served, dispatcher: Dispatcher, connections: Connections) -> None:
        self._served = served
        self._dispatcher = dispatcher
        self._connections = connections

    async def trade(self, request: Request) -> Response:
        """Take a national envelope, give one back."""
        return await self._answer(request, self._served.reception.trade)

    async def decode(self, request: Request) -> Response:
        """Take a decode call (`ec.query`), give its answer."""
        return await self._answer(request, self._served.reception.decode)

    async def _answer(self, request: Request, answer: _Answer) -> Response:
        served = self._served
        why_not = objection(served.keys, request.headers, served.clock.now())
        if why_not:
            return _plain(401, {"code": 401, "message": why_not})
        fault = fault_of(request.headers.get(FAULT_HEADER, ""))
        if isinstance(fault, str):
            return _plain(400, {"code": 400, "message": fault})
        try:
            body = await _read(request)
            reply = await self._dispatcher.run(lambda: answer(body, fault))
        except ClientDisconnect:
            return Response(status_code=400)  # nobody is there to read it
        except StoreFault:
            reply = Silent("the store failed")
        return await self._send(request, reply)

    async def _send(self, request: Request, reply: Reply) -> Response:
        request.scope.get(NOTES, {}).update(_notes(reply))
        if isinstance(reply, Silent):
            client = request.client
            self._connections.cut((client.host, client.port) if client else None, is_reset=reply.is_reset)
            return Response(status_code=503)  # the line is cut; this goes nowhere
        if reply.after_ms:
            await asyncio.sleep(reply.after_ms / 1000)
        return Response(reply.text.encode(), media_type=_JSON, headers=_MARK)


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
            delay_ms=int(named.get("delay_ms", "0")),
        )
    except ValueError as error:
        return f"{FAULT_HEADER}: {error}"


def _notes(reply: Reply) -> dict[str, str]:
    """Give what the access log may say: none of it is of a person."""
    about = reply.exchange
    known = {"infno": about.infno, "msgid": about.msgid, "code": about.code, "fault": about.fault} if about else {}
    silent = {"silent": reply.reason} if isinstance(reply, Silent) else {}
    return {name: value for name, value in (known | silent).items() if value}


async def _read(request: Request) -> bytes:
    """Read a body up to one byte more than is taken, and drop the rest."""
    body, size = bytearray(), 0
    async for chunk in request.stream():
        size += len(chunk)
        body += chunk[: SIZE_LIMIT_BYTES + 1 - len(body)]
        if size > _DRAINED_BYTES:
            break
    return bytes(body)


def _plain(status: int, document: dict[str, object]) -> Response:
    text = simplejson.dumps(document, ensure_ascii=False)
    return Response(text.encode(), status_code=status, media_type=_JSON, headers=_MARK)
