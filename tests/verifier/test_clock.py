"""The platform's clock can be frozen, set and advanced, and goes on from wherever it was left."""

from datetime import UTC, datetime, timedelta

import pytest

from pos_app.verifier.clock import ClockFace, VirtualClock
from tests.doubles.clock import NOON, FixedClock

MIDNIGHT = datetime(2026, 12, 31, 16, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def machine() -> FixedClock:
    return FixedClock()


@pytest.fixture
def clock(machine: FixedClock) -> VirtualClock:
    return VirtualClock(machine)


def test_it_goes_with_the_machine_until_told_otherwise(machine: FixedClock, clock: VirtualClock) -> None:
    machine.advance(seconds=1)
    assert clock.face() == ClockFace(NOON + timedelta(seconds=1), is_frozen=False, ahead=timedelta(0))


def test_a_frozen_clock_stands_and_goes_on_from_there(machine: FixedClock, clock: VirtualClock) -> None:
    clock.freeze()
    machine.advance(seconds=3600)
    assert clock.face() == ClockFace(NOON, is_frozen=True, ahead=-HOUR)
    clock.run()
    machine.advance(seconds=1)
    assert clock.now() == NOON + timedelta(seconds=1)


def test_a_running_clock_that_is_set_goes_on(machine: FixedClock, clock: VirtualClock) -> None:
    clock.set(MIDNIGHT)
    machine.advance(seconds=2)
    assert clock.now() == MIDNIGHT + timedelta(seconds=2)


def test_a_frozen_clock_that_is_set_or_advanced_stays_frozen(machine: FixedClock, clock: VirtualClock) -> None:
    clock.freeze()
    clock.set(MIDNIGHT)
    machine.advance(seconds=9)
    assert clock.now() == MIDNIGHT
    clock.advance(HOUR)
    assert clock.face().now == MIDNIGHT + HOUR
    clock.run()
    assert clock.now() == MIDNIGHT + HOUR


def test_it_can_be_advanced_while_it_runs_and_reset(machine: FixedClock, clock: VirtualClock) -> None:
    clock.advance(HOUR)
    clock.advance(-HOUR / 2)
    assert clock.now() == NOON + HOUR / 2
    machine.advance(seconds=1)
    clock.reset()
    assert clock.now() == machine.now()


def test_a_moment_without_an_offset_is_refused(clock: VirtualClock) -> None:
    with pytest.raises(ValueError, match="offset"):
        clock.set(datetime(2026, 1, 1))  # noqa: DTZ001  that is what is refused
