"""A world, and the same served over a real socket."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.contracts.till_driver import TillDriver
from tests.contracts.world import World
from tests.doubles.served import Address, serve


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    yield made
    made.assert_sound()
    made.store.close()


@pytest.fixture
def there(world: World, tmp_path: Path) -> Iterator[Address]:
    with serve(tmp_path, store=world.store, desk=world.desk, clock=world.clock) as address:
        yield address


@pytest.fixture
def till(there: Address) -> TillDriver:
    """Give a till of another party, at the second of the two path styles."""

    def post(path: str, text: str) -> str:
        response = there.client.post(path, content=text.encode())
        assert response.status_code == 200
        assert response.headers["x-simulation"] == "true"
        return response.text

    driver = TillDriver(
        lambda text: post("/mbs/fmi/fsi/api/callFsiService/callService", text), lambda text: post("/ec/trans", text)
    )
    driver.sign_in()
    return driver
