"""Whatever waits shares one commit, each is told its own end, and nobody is told before the commit."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event

import pytest

from pos_app.faults import StoreFault
from pos_app.verifier.http.dispatcher import BATCH_LIMIT, Dispatcher


class Commits:
    """Counts commits, and can make them fail."""

    def __init__(self) -> None:
        self.sizes: list[int] = []
        self.done = 0
        self.is_broken = False

    @contextmanager
    def together(self) -> Iterator[None]:
        before = self.done
        yield
        if self.is_broken:
            raise StoreFault("the disk is full")
        self.sizes.append(self.done - before)

    def work(self, number: int) -> int:
        self.done += 1
        if number < 0:
            raise ValueError(number)
        return number


def _run(commits: Commits, numbers: list[int]) -> list[int | BaseException]:
    """Ask for everything while the first job holds the thread, as a disk would."""
    gate = Event()

    async def ask() -> list[int | BaseException]:
        dispatcher = Dispatcher(commits.together)
        dispatcher.start()
        first = asyncio.create_task(dispatcher.run(lambda: gate.wait(60)))
        await asyncio.sleep(0)
        rest = [asyncio.create_task(dispatcher.run(lambda one=one: commits.work(one))) for one in numbers]  # type: ignore[misc]
        await asyncio.sleep(0)
        gate.set()
        await asyncio.wait([first])
        results = await asyncio.gather(*rest, return_exceptions=True)
        dispatcher.stop()
        return results

    return asyncio.run(ask())


def test_what_waits_shares_a_commit() -> None:
    commits = Commits()
    assert _run(commits, list(range(10))) == list(range(10))
    assert sum(commits.sizes) == 10
    assert len(commits.sizes) <= 2


def test_a_batch_has_an_end() -> None:
    commits = Commits()
    assert len(_run(commits, list(range(3 * BATCH_LIMIT)))) == 3 * BATCH_LIMIT
    assert max(commits.sizes) <= BATCH_LIMIT


def test_one_that_fails_fails_alone() -> None:
    results = _run(Commits(), [1, -2, 3])
    assert isinstance(results[1], ValueError)
    assert [results[0], results[2]] == [1, 3]


def test_nobody_is_told_of_what_could_not_be_kept(caplog: pytest.LogCaptureFixture) -> None:
    commits = Commits()
    commits.is_broken = True
    assert all(isinstance(result, StoreFault) for result in _run(commits, [1, 2]))
    assert "without an answer" in caplog.text


def test_whoever_has_gone_is_not_told() -> None:
    async def ask() -> int:
        dispatcher = Dispatcher(Commits().together)
        dispatcher.start()
        gate = Event()
        gone = asyncio.create_task(dispatcher.run(lambda: gate.wait(60)))
        await asyncio.sleep(0)
        gone.cancel()
        gate.set()
        result = await dispatcher.run(lambda: 7)
        dispatcher.stop()
        return result

    assert asyncio.run(ask()) == 7
