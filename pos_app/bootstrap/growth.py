"""Measures whether the platform grows slower with its books: the same settlements on an empty and on a long ledger."""

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from pos_app.bootstrap import SYSTEM_CLOCK
from pos_app.bootstrap.benchmark import Bench, open_bench, prepare
from pos_app.bootstrap.crowd import enter, generated
from pos_app.bootstrap.platform import embedded_transport
from pos_app.clients.transport import Transport
from pos_app.config import Config
from pos_app.host import busy_s, elapsed_s
from pos_app.verifier.instants import epoch_ms
from pos_app.verifier.store.bulk import write_past

_SEED = 7
_CHUNK = 10


@dataclass(frozen=True, slots=True)
class Growth:
    """Milliseconds and CPU milliseconds of a settlement on either ledger: medians, for a machine has other work."""

    settlements: int
    people: int
    measured: int
    empty_ms: float
    full_ms: float
    empty_cpu_ms: float
    full_cpu_ms: float
    file_bytes: int

    @property
    def ratio(self) -> float:
        return self.full_ms / self.empty_ms

    @property
    def cpu_ratio(self) -> float:
        return self.full_cpu_ms / self.empty_cpu_ms


@dataclass(frozen=True, slots=True)
class _Taken:
    """What one settlement took."""

    s: float
    cpu_s: float


def measure_growth(
    config: Config, *, settlements: int, people: int, count: int, tell: Callable[[str, int], None]
) -> Growth:
    """Make both ledgers with the same people, then settle on them in turn, so that a busy machine slows both alike."""
    config.data.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix="bench-", dir=config.data) as folder:
        empty, full = Path(folder, "empty"), Path(folder, "full")
        _enter_people(replace(config, data=empty), people, tell)
        shutil.copytree(empty, full)
        file = full / "verifier.db"
        with open_bench(config, full) as bench:
            pharmacy = bench.profile.pharmacy.code
        write_past(
            file,
            settlements=settlements,
            pharmacy=pharmacy,
            until_ms=epoch_ms(SYSTEM_CLOCK.now()),
            tell=lambda done: tell("settlements", done),
        )
        with open_bench(config, empty) as short, open_bench(config, full) as long:
            taken = _settle_in_turn((short, long), _customers(short, people, count))
        return _growth(settlements, people, taken, file.stat().st_size)


def _enter_people(config: Config, people: int, tell: Callable[[str, int], None]) -> None:
    with open_bench(config, config.data) as bench:
        enter(bench.platform, generated(_SEED, people))
    tell("people", people)


def _customers(bench: Bench, people: int, count: int) -> list[str]:
    """Choose whom the settlements are for: people with an account who may buy here, from all over the books."""
    here = bench.profile.region.province
    fit = (one.id for one in generated(_SEED, people) if one.has_account and one.opening and one.area[:2] == here)
    return list(islice(fit, None, None, max(1, people // (4 * count))))[:count]


def _settle_in_turn(benches: Sequence[Bench], customers: Sequence[str]) -> tuple[list[_Taken], ...]:
    doors = [(embedded_transport(one.platform.reception), prepare(one, customers)) for one in benches]
    taken: tuple[list[_Taken], ...] = tuple([] for _ in benches)
    for start in range(0, len(customers), _CHUNK):
        for (transport, texts), kept in zip(doors, taken, strict=True):
            kept += [_settle(transport, text) for text in texts[start : start + _CHUNK]]
    return taken


def _settle(transport: Transport, text: str) -> _Taken:
    began, busy = elapsed_s(), busy_s()
    answer = transport.call(text)
    taken = _Taken(elapsed_s() - began, busy_s() - busy)
    if '"infcode":0' not in answer:
        raise AssertionError(answer)
    return taken


def _growth(settlements: int, people: int, taken: Sequence[Sequence[_Taken]], file_bytes: int) -> Growth:
    times = [(median(one.s for one in each) * 1000, median(one.cpu_s for one in each) * 1000) for each in taken]
    (empty_ms, empty_cpu_ms), (full_ms, full_cpu_ms) = times
    return Growth(
        settlements=settlements,
        people=people,
        measured=len(taken[0]),
        empty_ms=empty_ms,
        full_ms=full_ms,
        empty_cpu_ms=empty_cpu_ms,
        full_cpu_ms=full_cpu_ms,
        file_bytes=file_bytes,
    )
