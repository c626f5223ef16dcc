"""Work that may block, run away from the GUI thread, its result delivered on it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeAlias, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Ok(Generic[T]):
    value: T


@dataclass(frozen=True, slots=True)
class Err:
    fault: Exception


Result: TypeAlias = Ok[T] | Err


class JobRunner(QObject):
    """Hands work to an executor and what came of it to the thread this object was made on.

    In the program `execute` is `ThreadPoolExecutor(max_workers=1).submit`: jobs run one after another, in order. A
    test passes one that runs at once, or that collects.
    """

    _finished = Signal(object)

    def __init__(self, execute: Callable[[Callable[[], None]], object], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._execute = execute
        self._finished.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def run(self, work: Callable[[], T], done: Callable[[Result[T]], None]) -> None:
        """Run `work` when its turn comes, then call `done` on the GUI thread; a fault of any kind is an `Err`."""

        def job() -> None:
            try:
                result: Result[T] = Ok(work())
            except Exception as fault:  # noqa: BLE001  whatever it is, it must reach the GUI thread and be seen there
                result = Err(fault)
            self._finished.emit(lambda: done(result))

        self._execute(job)

    @Slot(object)
    def _deliver(self, deliver: Callable[[], None]) -> None:
        deliver()
