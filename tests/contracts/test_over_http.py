"""The same contract over HTTP: every test of the suite once more, through a real socket and the product's transport."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from pos_app.clients.http import DECODE_PATH, TRADE_PATH, Http
from tests.contracts import test_platform_goods, test_platform_sale
from tests.contracts.suite import contract_tests
from tests.contracts.world import World
from tests.doubles.served import Address, serve


@dataclass
class DistantVerifier:
    """`Verifier` as far as the suite uses it; a text that a till could not even send goes by the bare client."""

    there: Address
    transport: Http

    def answer(self, text: str | bytes) -> str:
        return self._send(TRADE_PATH, text) if self._is_odd(text) else self.transport.call(str(text))

    def decode(self, text: str | bytes) -> str:
        return self._send(DECODE_PATH, text) if self._is_odd(text) else self.transport.decode(str(text))

    def _send(self, path: str, text: str | bytes) -> str:
        body = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
        response = self.there.client.post(path, content=body)
        assert response.status_code == 200
        return response.text

    def _is_odd(self, text: str | bytes) -> bool:
        return isinstance(text, bytes) or any("\ud800" <= char <= "\udfff" for char in text)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    with serve(tmp_path, store=made.store, desk=made.desk, clock=made.clock) as there:
        transport = Http(there.url, reply_s=300)
        made.verifier = DistantVerifier(there, transport)  # type: ignore[assignment]  # the same two doors
        yield made
        transport.close()
    made.assert_sound()
    made.store.close()


till = test_platform_sale.till
info = test_platform_goods.info


globals().update(contract_tests())
