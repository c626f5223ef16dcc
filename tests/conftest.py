"""What holds for every test: no screen is needed, an unexpected log record fails, and what failed can be repeated."""

import logging
import os
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.doubles.new_books import copied_from_the_first

# Before anything imports Qt. With POS_APP_TEST_XCB the tests use the X server that DISPLAY names.
if "POS_APP_TEST_XCB" not in os.environ:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"

# Each commit waits for its disk, which proves nothing here: where memory is plentiful, the tests' files are kept in it.
_MEMORY, _ROOM = Path("/dev/shm"), 4 * 1024**3  # noqa: S108  each test has a folder of its own below
if _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free > _ROOM and not os.statvfs(_MEMORY).f_flag & os.ST_NOEXEC:
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(_MEMORY))

# The same commit gives the same examples; the campaign looks for new ones. A busy machine is no finding.
_STEADY = settings(
    print_blob=True, deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("steady", _STEADY)
settings.register_profile("exploring", _STEADY, derandomize=False)
settings.load_profile("exploring" if os.environ.get("POS_APP_CAMPAIGN") == "full" else "steady")


@pytest.fixture(autouse=True, scope="session")
def new_books_are_copies(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Spare thousands of tests the making of two schemas; who looks at the making asks for `made_by_migrations`."""
    with copied_from_the_first(tmp_path_factory.mktemp("schemas")):
        yield


class _Collector(logging.Handler):
    def __init__(self) -> None:
        super().__init__(level=logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.levelname} {record.name}: {record.getMessage()}")


@pytest.fixture(autouse=True)
def no_unexpected_log(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail the test that logged a warning, unless it takes `caplog` and so looks at its log itself."""
    collector = _Collector()
    logger = logging.getLogger("pos_app")
    logger.addHandler(collector)
    yield
    logger.removeHandler(collector)
    if collector.lines and "caplog" not in request.fixturenames:
        pytest.fail("unexpected log:\n" + "\n".join(collector.lines), pytrace=False)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the long ones, so that no worker is left alone with one at the end."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


_ABOUT = {
    "assets": "the shipped catalogue, people, regions and sentences",
    "architecture": "the tree keeps its own rules",
    "benchmarks": "the commands that measure",
    "contracts": "what any till may ask of the platform, in every region, in this process and over HTTP",
    "end_to_end": "whole programs: killed, on a full disk, backed up, reconciled",
    "packaging": "the wheel, in an environment with nothing else",
    "planted": "mistakes made on purpose, each caught by its test",
    "power": "the power fails at any write",
    "properties": "laws, over sales in any order",
    "simulation": "till, platform and pay channel over a bad line, dying at every named moment",
}


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say in a few lines what was looked at, where it was more than one part of the program."""
    folders = (Path(report.nodeid).parent.parts for report in terminalreporter.stats.get("passed", ()))
    passed = Counter(folder[1] for folder in folders if len(folder) > 1)
    if len(passed) > 1:
        terminalreporter.section("what holds")
        for part, count in sorted(passed.items()):
            terminalreporter.write_line(f"{count:6,} {part:12} {_ABOUT.get(part, f'pos_app/{part}')}".rstrip())
