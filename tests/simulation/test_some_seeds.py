"""A few short runs: what is quick to see when something is broken."""

import pytest

from tests.simulation.campaign import quiet_platform
from tests.simulation.run import simulate


@pytest.mark.parametrize("seed", range(6))
def test_a_short_run_keeps_every_law(seed: int) -> None:
    with quiet_platform():
        simulate(seed, sales=40)
