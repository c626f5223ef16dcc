"""Measures whether the platform grows slower with its books: the same settlements on an empty and on a long ledger."""

import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from pos_app.bootstrap import SYSTEM_CLOCK
from pos_app.bootstrap.aging import Aging, Watch, aging_of, watched
from pos_app.bootstrap.benchmark import Bench, open_bench, prepare
from pos_app.bootstrap.crowd import enter, generated
from pos_app.bootstrap.platform import embedded_transport
from pos_app.clients.transport import Transport
from pos_app.config import Config
from pos_app.verifier.instants import epoch_ms
from pos_app.verifier.store.bulk import write_past

_SEED = 7
_CHUNK = 10


def measure_growth(
    config: Config, *, settlements: int, people: int, count: int, tell: Callable[[str, int], None]
) -> Aging:
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
        return aging_of(*taken, file_bytes=file.stat().st_size)


def _enter_people(config: Config, people: int, tell: Callable[[str, int], None]) -> None:
    with open_bench(config, config.data) as bench:
        enter(bench.platform, generated(_SEED, people))
    tell("people", people)


def _customers(bench: Bench, people: int, count: int) -> list[str]:
    """Choose whom the settlements are for: people with an account who may buy here, from all over the books."""
    here = bench.profile.region.province
    fit = (one.id for one in generated(_SEED, people) if one.has_account and one.opening and one.area[:2] == here)
    return list(islice(fit, None, None, max(1, people // (4 * count))))[:count]


def _settle_in_turn(benches: Sequence[Bench], customers: Sequence[str]) -> tuple[list[Watch], list[Watch]]:
    doors = [(embedded_transport(one.platform.reception), prepare(one, customers)) for one in benches]
    taken: tuple[list[Watch], list[Watch]] = ([], [])
    for start in range(0, len(customers), _CHUNK):
        for (transport, texts), kept in zip(doors, taken, strict=True):
            kept += [_settle(transport, text) for text in texts[start : start + _CHUNK]]
    return taken


def _settle(transport: Transport, text: str) -> Watch:
    with watched() as watch:
        answer = transport.call(text)
    if '"infcode":0' not in answer:
        raise AssertionError(answer)
    return watch
