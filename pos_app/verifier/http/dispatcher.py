"""One thread answers whatever waits and commits once for all of it; nobody is told before the commit.

A disk takes longer to keep one settlement than the platform to make it. While it does, requests gather, and the next
commit keeps them all.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any, Generic, TypeVar

from pos_app.faults import StoreFault

_LOG = logging.getLogger(__name__)
_Result = TypeVar("_Result")

BATCH_LIMIT = 16  # the first of a batch waits for its last: more of them make the commit no cheaper that counts


@dataclass(slots=True)
class _Job(Generic[_Result]):
    work: Callable[[], _Result]
    told: "asyncio.Future[_Result]"
    result: _Result | None = None
    fault: BaseException | None = None

    def perform(self) -> None:
        """Run the work; what goes wrong in it is told to whoever waits for it, and to nobody else."""
        try:
            self.result = self.work()
        except Exception as fault:  # noqa: BLE001  handed on to the one who asked
            self.fault = fault

    def tell(self) -> None:
        if self.told.done():
            return  # whoever asked has gone
        if self.fault is not None:
            self.told.set_exception(self.fault)
        else:
            self.told.set_result(self.result)  # type: ignore[arg-type]  # None is a result where the work gives None


class Dispatcher:
    """Runs work for an event loop in batches; `together` makes one commit of a batch."""

    def __init__(self, together: Callable[[], AbstractContextManager[None]]) -> None:
        self._together = together
        self._jobs: SimpleQueue[_Job[Any] | None] = SimpleQueue()
        self._thread = Thread(target=self._run, name="books", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """End when all that was asked is answered."""
        self._jobs.put(None)
        self._thread.join()

    async def run(self, work: Callable[[], _Result]) -> _Result:
        """Have work done and kept; StoreFault where it could not be kept."""
        told: asyncio.Future[_Result] = asyncio.get_running_loop().create_future()
        self._jobs.put(_Job(work, told))
        return await told

    def _run(self) -> None:
        while True:
            jobs, is_last = self._gather()
            if jobs:
                self._perform(jobs)
                jobs[0].told.get_loop().call_soon_threadsafe(_tell, jobs)
            if is_last:
                return

    def _gather(self) -> tuple[list[_Job[Any]], bool]:
        """Wait for one job and take what has gathered behind it; None among them is the end."""
        first = self._jobs.get()
        jobs: list[_Job[Any]] = []
        while first is not None:
            jobs.append(first)
            if len(jobs) >= BATCH_LIMIT:
                return jobs, False
            try:
                first = self._jobs.get_nowait()
            except Empty:
                return jobs, False
        return jobs, True

    def _perform(self, jobs: Sequence[_Job[Any]]) -> None:
        try:
            with self._together():
                for job in jobs:
                    job.perform()
        except StoreFault as fault:
            _LOG.warning("%d requests are left without an answer: %s", len(jobs), fault)
            for job in jobs:
                job.fault = fault


def _tell(jobs: Sequence[_Job[Any]]) -> None:
    for job in jobs:
        job.tell()
