"""Many tills at once against a served platform: each sends its prepared messages one after another and is timed."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

_HEAD = "POST {path} HTTP/1.1\r\nhost: {host}\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n"
_SUCCESS = b'"infcode":0'


@dataclass(frozen=True, slots=True)
class Load:
    """What came of it: how many messages were answered with a yes, in how long, and each one's own time."""

    succeeded: int
    elapsed_s: float
    latencies_ms: tuple[float, ...]


def drive(host: str, port: int, path: str, tills: Sequence[Sequence[str]]) -> Load:
    """Send all messages, a line of its own for each till; the client is bare, so that it is not what is measured."""
    return asyncio.run(_drive(host, port, path, tills))


async def _drive(host: str, port: int, path: str, tills: Sequence[Sequence[str]]) -> Load:
    loop = asyncio.get_running_loop()
    prepared = [[_request(host, path, text.encode()) for text in texts] for texts in tills]
    lines = [await asyncio.open_connection(host, port) for _ in tills]
    latencies: list[float] = []
    began = loop.time()
    told = await asyncio.gather(*(_till(line, texts, latencies) for line, texts in zip(lines, prepared, strict=True)))
    elapsed = loop.time() - began
    for _, writer in lines:
        writer.close()
        await writer.wait_closed()
    return Load(sum(told), elapsed, tuple(sorted(latencies)))


async def _till(
    line: tuple[asyncio.StreamReader, asyncio.StreamWriter], requests: Sequence[bytes], latencies: list[float]
) -> int:
    reader, writer = line
    loop, succeeded = asyncio.get_running_loop(), 0
    for request in requests:
        sent = loop.time()
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        body = await reader.readexactly(_length_of(head))
        latencies.append((loop.time() - sent) * 1000)
        succeeded += _SUCCESS in body
    return succeeded


def _request(host: str, path: str, body: bytes) -> bytes:
    return _HEAD.format(path=path, host=host, length=len(body)).encode() + body


def _length_of(head: bytes) -> int:
    named = dict(line.split(b":", 1) for line in head.lower().split(b"\r\n") if b":" in line)
    return int(named[b"content-length"])
