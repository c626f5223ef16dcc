"""Many tills at once against a served platform: each sends its prepared messages one after another and is timed."""

import asyncio
import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import cast

_HEAD = "POST {path} HTTP/1.1\r\nhost: {host}\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n"
_SUCCESS = b'"infcode":0'
_END_OF_HEAD = b"\r\n\r\n"
_LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Load:
    """What came of it: how many messages were answered with a yes, in how long, and each one's own time."""

    succeeded: int
    elapsed_s: float
    latencies_ms: tuple[float, ...]


def drive(host: str, port: int, path: str, tills: Sequence[Sequence[str]]) -> Load:
    """Send all messages, a line of its own for each till; the client is bare, so that it is not what is measured."""
    with asyncio.Runner(loop_factory=_quickest_loop()) as runner:
        return runner.run(_drive(host, port, path, tills))


def _quickest_loop() -> Callable[[], asyncio.AbstractEventLoop] | None:
    if sys.platform == "win32":
        return None
    import uvloop  # noqa: PLC0415  there is none for Windows

    return uvloop.new_event_loop


async def _drive(host: str, port: int, path: str, tills: Sequence[Sequence[str]]) -> Load:
    loop = asyncio.get_running_loop()
    lines = [_Till(loop, [_request(host, path, text.encode()) for text in texts]) for texts in tills]
    for line in lines:
        await loop.create_connection(partial(_same, line), host, port)
    began = loop.time()
    for line in lines:
        line.send_next()
    await asyncio.gather(*(line.done for line in lines))
    elapsed = loop.time() - began
    latencies = sorted(latency for line in lines for latency in line.latencies_ms)
    return Load(sum(line.succeeded for line in lines), elapsed, tuple(latencies))


class _Till(asyncio.Protocol):
    """One line: sends the next message when the one before is answered, without a task or a stream of its own."""

    def __init__(self, loop: asyncio.AbstractEventLoop, requests: Sequence[bytes]) -> None:
        self._loop = loop
        self._waiting = iter(requests)
        self._came = bytearray()
        self._sent = 0.0
        self._transport: asyncio.Transport | None = None
        self.done: asyncio.Future[None] = loop.create_future()
        self.latencies_ms: list[float] = []
        self.succeeded = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.done.done():
            self.done.set_exception(exc or ConnectionResetError("the platform has hung up"))

    def send_next(self) -> None:
        request = next(self._waiting, None)
        if self._transport is None or request is None:
            self.done.set_result(None)
            if self._transport:
                self._transport.close()
            return
        self._sent = self._loop.time()
        self._transport.write(request)

    def data_received(self, data: bytes) -> None:
        self._came += data
        end = self._came.find(_END_OF_HEAD)
        if end < 0:
            return
        told = _LENGTH.search(self._came, 0, end)
        whole = end + len(_END_OF_HEAD) + (int(told[1]) if told else 0)
        if len(self._came) < whole:
            return
        self.latencies_ms.append((self._loop.time() - self._sent) * 1000)
        self.succeeded += _SUCCESS in self._came
        self._came.clear()
        self.send_next()


def _same(till: _Till) -> _Till:
    return till


def _request(host: str, path: str, body: bytes) -> bytes:
    return _HEAD.format(path=path, host=host, length=len(body)).encode() + body
