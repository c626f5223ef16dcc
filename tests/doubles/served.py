"""A platform behind a real socket of this machine, served from a thread; the test keeps its hands on what is inside."""

import asyncio
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from ssl import PROTOCOL_TLS_CLIENT, SSLContext
from threading import Thread
from typing import Any, cast

import httpx

from pos_app.faults import StoreFault
from pos_app.verifier.clock import VirtualClock
from pos_app.verifier.customer_app import CustomerApp
from pos_app.verifier.desk import Desk
from pos_app.verifier.exchanges import Notebook
from pos_app.verifier.faults import FaultBoard
from pos_app.verifier.http.application import create_app
from pos_app.verifier.http.served import Served
from pos_app.verifier.http.server import Lines, address_of, listen, make_server
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
        virtual, faults = VirtualClock(clock), FaultBoard()
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
        with _house_like(served).over(served) as url, httpx.Client(base_url=url, **_PLAIN) as client:
            yield Address(url, served, client)
            if _is_open(store):
                client.get("/control/people")  # answered in its turn: whatever a test did not wait for is done by then


def _is_open(store: Store) -> bool:
    try:
        with store.read():
            return True
    except StoreFault:
        return False


_PLAIN: dict[str, Any] = {
    "trust_env": False,
    "timeout": 300,
    "limits": httpx.Limits(max_connections=200),
    "verify": SSLContext(PROTOCOL_TLS_CLIENT),  # of nobody's certificates: reading them takes longer than a settlement
}


class _House:
    """A server that runs until the tests end: making one takes longer than what most tests do with it.

    What it serves is whichever platform a test has brought; only the profile and the keys are the same for all of them.
    """

    def __init__(self, first: Served) -> None:
        self.first = first
        self.served = first
        lines, line = Lines(), listen("127.0.0.1", 0)
        parts = {part: _Part(self, part) for part in ("reception", "phone", "store", "faults", "clock", "exchanges")}
        server = make_server(create_app(replace(first, **cast("Any", parts)), lines), lines)
        Thread(target=lambda: asyncio.run(server.serve(sockets=[line])), name="uvicorn", daemon=True).start()
        self._url = address_of(line)

    @contextmanager
    def over(self, served: Served) -> Iterator[str]:
        self.served = served
        yield self._url


_HOUSES: list[_House] = []


def _house_like(served: Served) -> _House:
    for house in _HOUSES:
        if (house.first.profile, house.first.keys) == (served.profile, served.keys):
            return house
    _HOUSES.append(_House(served))
    return _HOUSES[-1]


class _Part:
    """Stands for one part of what is served at the moment, also where the application has kept a method of it."""

    def __init__(self, house: _House, part: str) -> None:
        self._house = house
        self._part = part

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  whatever the part has
        def call(*given: Any, **named: Any) -> Any:  # noqa: ANN401  whatever the method takes and gives
            return getattr(getattr(self._house.served, self._part), name)(*given, **named)

        found = getattr(getattr(self._house.served, self._part), name)
        return call if callable(found) else found
