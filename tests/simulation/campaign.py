"""Many seeds in chunks: each chunk proves its own share of the crashes, so that workers need not meet."""

import logging
import os
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from tests.simulation.line import Trouble
from tests.simulation.moments import POINTS
from tests.simulation.run import FORCED, Report, simulate

IS_FULL = os.environ.get("POS_APP_CAMPAIGN") == "full"
SEEDS = 5_000 if IS_FULL else 200
SEEDS_A_CHUNK = 20
CHUNKS = range(SEEDS // SEEDS_A_CHUNK)
_EXTRA, _EXTRA_SEEDS = 1_000_000, 40  # runs for the moments that did not come by often enough
CRASHES_A_CHUNK = 2  # at each named moment: 20 over the 200 seeds of the normal suite


@dataclass
class Totals:
    """What many runs came to together."""

    runs: int = 0
    sums: Counter[str] = field(default_factory=Counter)
    crashes: Counter[str] = field(default_factory=Counter)
    troubles: Counter[Trouble] = field(default_factory=Counter)
    recovered: Counter[str] = field(default_factory=Counter)

    def add(self, report: Report) -> None:
        self.runs += 1
        self.crashes.update(report.crashes)
        self.troubles.update(report.troubles)
        self.recovered.update(report.recovered)
        for name in ("customers", "errands", "final", "told", "checks", "restarts", "faults", "disk_faults"):
            self.sums[name] += getattr(report, name)

    def rare(self) -> tuple[str, ...]:
        """Give the named moments that were not fatal often enough."""
        return tuple(point for point in POINTS if self.crashes[point] < CRASHES_A_CHUNK)

    def __str__(self) -> str:
        counts = ", ".join(f"{value} {name.replace('_', ' ')}" for name, value in self.sums.items())
        return (
            f"{self.runs} seeds: {counts}, {self.crashes.total()} crashes at {len(self.crashes)} moments; "
            f"recovered {dict(self.recovered)}; line { ({str(key): value for key, value in self.troubles.items()}) }"
        )


def run_chunk(chunk: int) -> Totals:
    """Run the seeds of a chunk, and a few more for what is rare; a failing one says how it is repeated."""
    totals = Totals()
    with quiet_platform():
        for seed in range(chunk * SEEDS_A_CHUNK, (chunk + 1) * SEEDS_A_CHUNK):
            totals.add(simulate(seed))
        for seed in range(_EXTRA + chunk * _EXTRA_SEEDS, _EXTRA + (chunk + 1) * _EXTRA_SEEDS):
            rare = totals.rare()
            if rare:
                totals.add(simulate(seed, plan=(rare * FORCED)[:FORCED]))
    return totals


@contextmanager
def quiet_platform() -> Iterator[None]:
    """Keep the platform's warnings that its disk is full, which is arranged here, out of the log."""
    log = logging.getLogger("pos_app.verifier.reception")
    log.setLevel(logging.ERROR)
    try:
        yield
    finally:
        log.setLevel(logging.NOTSET)


def assert_share(totals: Totals) -> None:
    """Hold that no moment and no trouble was passed over."""
    print(totals)  # noqa: T201  pytest shows it when the test fails, and with -s
    assert totals.rare() == ()
    assert totals.troubles.keys() == set(Trouble)
    assert min(totals.sums["told"], totals.recovered["reversed"], totals.recovered["cancelled"]) > 0
