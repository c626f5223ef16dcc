"""Work leaves the GUI thread and its result comes back to it."""

import threading
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING

import pytest
from pytestqt.qtbot import QtBot

from pos_app.gui.jobs import Err, JobRunner, Ok, Result
from tests.gui.stage import settle

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.usefixtures("qapp")
def test_nothing_is_delivered_before_its_turn() -> None:
    waiting: list[Callable[[], None]] = []
    results: list[Result[int]] = []
    runner = JobRunner(waiting.append)
    runner.run(lambda: 7, results.append)
    settle()
    assert results == []
    waiting.pop()()
    settle()
    assert results == [Ok(7)]


@pytest.mark.usefixtures("qapp")
def test_a_fault_is_a_result_too() -> None:
    fault = ValueError("no")
    results: list[Result[None]] = []

    def work() -> None:
        raise fault

    runner = JobRunner(lambda job: job())
    runner.run(work, results.append)
    settle()
    assert results == [Err(fault)]


def test_work_is_done_elsewhere_and_told_here_in_order(qtbot: QtBot) -> None:
    here, told, done_on, worked_on = threading.get_ident(), list[int](), set[int](), set[int]()

    def work(number: int) -> int:
        worked_on.add(threading.get_ident())
        return number

    def done(result: Result[int]) -> None:
        done_on.add(threading.get_ident())
        if isinstance(result, Ok):
            told.append(result.value)

    with ThreadPoolExecutor(max_workers=1) as pool:
        runner = JobRunner(pool.submit)
        for number in range(20):
            runner.run(partial(work, number), done)
        qtbot.waitUntil(lambda: len(told) == 20, timeout=60_000)
    assert told == list(range(20))
    assert done_on == {here}
    assert here not in worked_on
