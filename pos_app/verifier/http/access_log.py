"""One line of JSON a request: where, how it ended, how long it took; nothing of a person and no code."""

import asyncio
import logging

import simplejson
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pos_app.domain.shanghai import local
from pos_app.verifier.ports import Clock

LOG = logging.getLogger("pos_app.access")

NOTES = "pos_app.notes"  # where in the scope an endpoint leaves what it knows: infno, msgid, fault


class AccessLog:
    """ASGI middleware; its times are the platform's own, so that they agree with everything else it writes."""

    def __init__(self, app: ASGIApp, *, clock: Clock) -> None:
        self._app = app
        self._clock = clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not LOG.isEnabledFor(logging.INFO):
            await self._app(scope, receive, send)
            return
        loop = asyncio.get_running_loop()
        began, status = loop.time(), 0
        notes: dict[str, str] = {}
        scope[NOTES] = notes

        async def watch(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, watch)
        finally:
            line = {
                "at": local(self._clock.now()).isoformat(timespec="milliseconds"),
                "method": scope["method"],
                "path": _path(scope["path"]),
                "status": status,
                "ms": round((loop.time() - began) * 1000, 1),
                **notes,
            }
            LOG.info(simplejson.dumps(line, ensure_ascii=False))


def _path(path: str) -> str:
    """Keep a path short and printable; a sender may put anything into it."""
    return "".join(char if char.isprintable() else "?" for char in path[:200])
