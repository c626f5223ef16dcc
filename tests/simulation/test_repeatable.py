"""A run is its seed: the same again in any process, and another seed is another run."""

import os
import subprocess
import sys

import pytest

from tests.properties.test_counter import DropsTheUnknown
from tests.simulation.campaign import quiet_platform
from tests.simulation.moments import POINTS
from tests.simulation.run import Parts, SimulationFailed, simulate

_SEED, _SALES = 11, 15


def test_a_seed_gives_the_same_run_byte_for_byte_in_any_process() -> None:
    """Texts, states, crashes and every row of both books: all of it is in the digest."""
    with quiet_platform():
        here = simulate(_SEED, sales=_SALES)
    assert here.story == simulate(_SEED, sales=_SALES).story
    words = [sys.executable, "-m", "tests.simulation", str(_SEED), "--sales", str(_SALES)]
    again = subprocess.run(words, capture_output=True, text=True, check=True, env={**os.environ, "PYTHONHASHSEED": "1"})
    assert again.stdout.splitlines()[: len(here.story) + 1] == [*here.story, here.digest]


def test_another_seed_is_another_run() -> None:
    with quiet_platform():
        assert simulate(1, sales=3).digest != simulate(2, sales=3).digest


def test_a_failing_seed_says_how_it_is_repeated() -> None:
    broken = Parts(till=DropsTheUnknown)
    with quiet_platform(), pytest.raises(SimulationFailed, match=r"python -m tests\.simulation \d+"):
        _run_some(broken)


def test_there_are_enough_named_moments() -> None:
    assert len(POINTS) == len(set(POINTS)) >= 25


def _run_some(parts: Parts) -> None:
    for seed in range(20):
        simulate(seed, parts=parts)
