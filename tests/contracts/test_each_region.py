"""The same contract in every other region that is shipped: what differs there is said in its profile alone."""

from collections.abc import Iterator
from inspect import signature
from pathlib import Path
from types import ModuleType

import pytest

from pos_app.resources import asset
from tests.contracts import (
    test_platform_goods,
    test_platform_messages,
    test_platform_queries,
    test_platform_races,
    test_platform_reconciliation,
    test_platform_sale,
    test_platform_traces,
    test_platform_undoing,
    test_platform_voucher,
)
from tests.contracts.till_driver import TillDriver
from tests.contracts.world import World

SUITE = (
    test_platform_goods,
    test_platform_messages,
    test_platform_queries,
    test_platform_races,
    test_platform_reconciliation,
    test_platform_sale,
    test_platform_traces,
    test_platform_undoing,
    test_platform_voucher,
)
OTHER_REGIONS = [path.stem for path in sorted(asset("regions").glob("*.toml")) if path.stem != "sichuan-chengdu"]


@pytest.fixture(params=OTHER_REGIONS)
def world(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[World]:
    made = World(tmp_path, region=asset(f"regions/{request.param}.toml").read_text(encoding="utf-8"))
    yield made
    made.assert_sound()
    made.store.close()


@pytest.fixture
def till(world: World) -> TillDriver:
    spelling = world.profile.spelling.get("2103", {})
    driver = TillDriver(world.verifier.answer, world.verifier.decode, spelling=spelling)
    driver.sign_in()
    return driver


info = test_platform_goods.info


def _take_over(suite: ModuleType) -> None:
    """Let pytest find here, where `world` is another region's, the suite's tests that ask for it."""
    for name, test in vars(suite).items():
        if name.startswith("test_") and {"world", "till"} & set(signature(test).parameters):
            globals()[name] = test


for _suite in SUITE:
    _take_over(_suite)


def test_several_regions_are_shipped() -> None:
    assert len(OTHER_REGIONS) >= 2
