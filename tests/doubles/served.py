"""A platform behind a real socket of this machine, served from a thread; the test keeps its hands on what is inside."""

import asyncio
import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

import httpx

from pos_app.verifier.clock import VirtualClock
from pos_app.verifier.customer_app import CustomerApp
from pos_app.verifier.desk import Desk
from pos_app.verifier.exchanges import Notebook
from pos_app.verifier.faults import FaultBoard
from pos_app.verifier.http.application import create_app
from pos_app.verifier.http.served import Served
from pos_app.verifier.http.server import Lines, Server, address_of, listen, make_server
from pos_app.verifier.http.signatures import Keys
from pos_app.verifier.platform import Verifier
from pos_app.verifier.ports import Clock
from pos_app.verifier.reception import Reception
from pos_app.verifier.store.protocol import Store
from pos_app.verifier.store.sqlite_exchanges import SqliteExchanges

NO_KEYS = Keys()


@dataclass
class Address:
    """A served platform: where, and a client that is not the product's own."""

    url: str
    served: Served
    client: httpx.Client

    def get(self, path: str, **asked: str | int) -> httpx.Response:
        return self.client.get(path, params=asked)

    def post(self, path: str, body: object = None) -> httpx.Response:
        return self.client.post(path, json=body)


@contextmanager
def serve(folder: Path, *, store: Store, desk: Desk, clock: Clock, keys: Keys = NO_KEYS) -> Iterator[Address]:
    """Serve a platform over these books until the test is done with it."""
    with closing(SqliteExchanges(folder / "exchanges.db")) as exchanges:
        virtual, faults, lines = VirtualClock(clock), FaultBoard(), Lines()
        verifier = Verifier(store=store, desk=desk, clock=virtual, faults=faults)
        served = Served(
            reception=Reception(
                verifier=verifier, store=store, faults=faults, notebook=Notebook(exchanges), clock=virtual
            ),
            phone=CustomerApp(store=store, desk=desk, clock=virtual),
            store=store,
            faults=faults,
            clock=virtual,
            exchanges=exchanges,
            profile=desk.profile,
            keys=keys,
            version="test",
        )
        with listen("127.0.0.1", 0) as line, _running(make_server(create_app(served, lines), lines), line):
            url = address_of(line)
            with httpx.Client(base_url=url, trust_env=False, timeout=60, limits=_MANY) as client:
                yield Address(url, served, client)


_MANY = httpx.Limits(max_connections=200)


@contextmanager
def _running(server: Server, line: socket.socket) -> Iterator[None]:
    thread = Thread(target=lambda: asyncio.run(server.serve(sockets=[line])), name="uvicorn")
    thread.start()
    try:
        yield
    finally:
        server.should_exit = True
        thread.join()
