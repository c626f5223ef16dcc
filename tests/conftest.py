"""What holds for every test: no screen is needed, an unexpected log record fails, and what failed can be repeated."""

import logging
import os
from collections.abc import Iterator

import pytest
from hypothesis import settings

from tests.doubles.new_books import copied_from_the_first

# Before anything imports Qt. With POS_APP_TEST_XCB the tests use the X server that DISPLAY names.
if "POS_APP_TEST_XCB" not in os.environ:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"

settings.register_profile("person", print_blob=True, deadline=None)
settings.register_profile("machine", print_blob=True, deadline=None, derandomize=True, database=None)
settings.load_profile("machine" if "CI" in os.environ else "person")


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
