"""uvicorn on one address: says where it listens, can cut a line without a reply, ends cleanly when told."""

import signal
import socket
import struct
from collections.abc import Generator
from contextlib import contextmanager
from threading import current_thread, main_thread

import uvicorn
from starlette.types import ASGIApp

from pos_app.faults import PortFault

_GRACE_S = 5
_BACKLOG = 1024
_RESET_AT_CLOSE = struct.pack("ii", 1, 0)


class Lines:
    """`endpoints.Connections` of a uvicorn server; the server is told of once it is there."""

    def __init__(self) -> None:
        self._server: uvicorn.Server | None = None

    def belong_to(self, server: uvicorn.Server) -> None:
        self._server = server

    def cut(self, client: tuple[str, int] | None, *, is_reset: bool) -> None:
        connections = self._server.server_state.connections if self._server else set()
        for connection in tuple(connections):
            if getattr(connection, "client", None) == client and client is not None:
                transport = connection.transport
                if is_reset:
                    line = transport.get_extra_info("socket")
                    line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_AT_CLOSE)
                transport.abort()
                return
        raise ConnectionAbortedError("there is no line to cut")


class Server(uvicorn.Server):
    """Ends by itself at SIGINT and SIGTERM; uvicorn would raise the signal once more and die by it."""

    @contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        if current_thread() is not main_thread():
            yield
            return
        before = {number: signal.signal(number, self.handle_exit) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


def listen(host: str, port: int) -> socket.socket:
    """Listen at an address, port 0 for any that is free; PortFault where that cannot be."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        line = socket.socket(family, kind, protocol)
    except OSError as error:
        raise PortFault(f"{host}:{port}: {error.strerror or error}") from error
    try:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        line.bind(address)
        line.listen(_BACKLOG)
    except OSError as error:
        line.close()
        raise PortFault(f"{host}:{port}: {error.strerror}") from error
    return line


def address_of(line: socket.socket) -> str:
    host, port = line.getsockname()[:2]
    return f"http://[{host}]:{port}" if line.family is socket.AF_INET6 else f"http://{host}:{port}"


def make_server(app: ASGIApp, lines: Lines) -> Server:
    """Set up uvicorn without its own logs; `server.run(sockets=[…])` serves."""
    server = Server(
        uvicorn.Config(
            app,
            http="httptools",
            ws="none",
            loop="auto",
            lifespan="on",
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=_GRACE_S,
        )
    )
    lines.belong_to(server)
    return server
