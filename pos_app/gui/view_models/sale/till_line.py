"""The till at the other end of its worker: events go in, states and tickets come back on the GUI thread."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from pos_app.domain.checkout.events import Event
from pos_app.domain.checkout.states import Completed, State
from pos_app.gui.jobs import JobRunner, Result
from pos_app.gui.view_models.ticket import Ticket, ticket_of
from pos_app.services.till import Till

_Outcome = TypeVar("_Outcome")


class TillLine(QObject):
    """`told` brings every state in turn, always before the `done` of the event that led to it."""

    told = Signal(object)
    _passed = Signal(object)

    def __init__(
        self, open_till: Callable[[Callable[[State], None]], Till], jobs: JobRunner, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._passed.connect(self.told, Qt.ConnectionType.QueuedConnection)
        self._till = open_till(self._passed.emit)

    def handle(self, event: Event, done: Callable[[Result[Ticket | None]], None]) -> None:
        """Let the till handle an event; `done` is given the ticket where a sale became final."""
        self._jobs.run(lambda: self._handle(event), done)

    def tell_time(self, done: Callable[[Result[Ticket | None]], None]) -> None:
        """Let the till do what is due by now."""
        self._jobs.run(self._tell_time, done)

    def work(self, act: Callable[[Till], _Outcome], done: Callable[[Result[_Outcome]], None]) -> None:
        """Let something else happen at the till's own place, such as changing its bill or setting it aside."""
        self._jobs.run(lambda: act(self._till), done)

    def _handle(self, event: Event) -> Ticket | None:
        return self._ticket(self._till.handle(event))

    def _tell_time(self) -> Ticket | None:
        before = self._till.state
        state = self._till.tell_time()
        return self._ticket(state) if state is not before else None

    def _ticket(self, state: State) -> Ticket | None:
        return ticket_of(self._till.paper) if isinstance(state, Completed) else None
