"""What all tests of the window share: their rubbish is taken away on the thread that made it."""

import gc
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True, scope="module")
def _all_rubbish_goes_here() -> Iterator[None]:
    yield
    gc.collect()


@pytest.fixture(autouse=True)
def _rubbish_goes_here(_all_rubbish_goes_here: None) -> Iterator[None]:
    """Let no other thread of the same worker collect what a test leaves behind: a timer of Qt's dies where it lived.

    Python collects on whichever thread it happens to be; a served platform of another test may still have some.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.collect(0)
        gc.enable()
