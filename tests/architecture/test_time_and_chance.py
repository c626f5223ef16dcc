"""Only `host` reads the machine's clock and source of chance, so that a run can be repeated."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.sources import Module, modules

SOURCES = {"random", "secrets", "time", "uuid"}
CALLS = {
    *(f"{kind}.{name}" for kind in ("datetime", "date") for name in ("now", "utcnow", "today")),
    *(f"QDateTime.{name}" for name in ("currentDateTime", "currentDateTimeUtc", "currentMSecsSinceEpoch")),
    "QDate.currentDate",
    "QRandomGenerator.global_",
    "QTime.currentTime",
    "np.random",
    "numpy.random",
    "os.urandom",
}


def test_only_host_reads_the_clock_and_draws_lots() -> None:
    found = [place for module in modules() if module.name != "pos_app.host" for place in _sources_used(module)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    "line",
    [
        "import time",
        "from random import choice",
        "def f():\n    import secrets",
        "datetime.now(UTC)",
        "datetime.datetime.now()",
        "x = np.random.default_rng()",
        "QDateTime.currentDateTime()",
        "os.urandom(8)",
    ],
)
def test_a_planted_source_is_found(line: str) -> None:
    assert list(_sources_used(_planted(line))) != []


def test_a_clock_that_was_passed_in_is_not_found() -> None:
    assert list(_sources_used(_planted("self._clock.now()\nchance.digits(6)"))) == []


def _planted(line: str) -> Module:
    return Module("pos_app.planted", Path(__file__), line, ast.parse(line))


def _sources_used(module: Module) -> Iterator[str]:
    for node in ast.walk(module.tree):
        match node:
            case ast.Import(names=names):
                used = {alias.name.partition(".")[0] for alias in names} & SOURCES
            case ast.ImportFrom(module=str(origin), level=0):
                used = {origin.partition(".")[0]} & SOURCES
            case ast.Attribute():
                used = {".".join(ast.unparse(node).split(".")[-2:])} & CALLS
            case _:
                continue
        yield from (f"{module.at(node)} {name}" for name in used)
