"""Follows the till: hands it events on its worker, shows the states it tells, keeps the time for it."""

from dataclasses import replace
from datetime import datetime, timedelta
from math import ceil

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from pos_app.domain.cash import format_cash
from pos_app.domain.checkout import events
from pos_app.domain.checkout.states import Completed, Refused, Retendering, Selling, State, Tendering, wakes_at
from pos_app.faults import Fault
from pos_app.gui.jobs import Err, JobRunner, Ok, Result
from pos_app.gui.ports import CounterPorts
from pos_app.gui.translation import Translation
from pos_app.gui.view_models.sale.holder import SaleViewHolder
from pos_app.gui.view_models.sale.inputs import (
    BookFailed,
    BooksRestored,
    ClosingLater,
    Desk,
    Notice,
    Panel,
    RecoveredAtStart,
    SaleInputs,
    SoldBefore,
    Work,
    rest_of,
    split_of,
)
from pos_app.gui.view_models.sale.till_line import TillLine
from pos_app.gui.view_models.ticket import Ticket

RESULT_STAYS = timedelta(milliseconds=500)  # the second half of a double click must not wipe the change due


class TillFollower(SaleViewHolder):
    """Knows of the sale the last state it was told; the till lives on the worker of `till_jobs`, and only there."""

    may_close = Signal()

    def __init__(
        self, ports: CounterPorts, till_jobs: JobRunner, translation: Translation, parent: QObject | None = None
    ) -> None:
        desk = Desk(notice=_news(ports), has_sold=bool(ports.last_ticket and ports.last_ticket.has_sold()))
        camera = ports.camera.label if ports.camera else ""
        super().__init__(SaleInputs(Selling(), ports.shop, desk, camera), translation, parent)
        self._till = TillLine(ports.open_till, till_jobs, parent=self)
        self._till.told.connect(self._see)
        self._clock = ports.clock
        self._completed_at: datetime | None = None
        self._is_closing = False
        self._waking = QTimer(self)
        self._waking.setSingleShot(True)
        self._waking.timeout.connect(self._wake)

    def ask_to_close(self) -> bool:
        """Say whether the window may close now; while money moves it closes by `may_close` afterwards."""
        if self._desk.work is not Work.TILL:
            return True
        self._is_closing = True
        self._show(replace(self._desk, notice=ClosingLater()))
        return False

    def note_camera(self, label: str, *, is_silent: bool) -> None:
        """Hear which camera it is and whether it shows anything; told again and again, it changes nothing."""
        if (label, is_silent) != (self._inputs.camera, self._inputs.is_camera_silent):
            self._know(replace(self._inputs, camera=label, is_camera_silent=is_silent))

    # What comes back

    @Slot(object)
    def _see(self, state: State) -> None:
        before, desk = self.state, self._desk
        if isinstance(state, Tendering | Retendering) and (type(before), rest_of(before), split_of(before)) != (
            type(state),
            rest_of(state),
            split_of(state),
        ):
            # Never an amount that nobody counted: a second Enter, meant for something else, would take it as given.
            desk = replace(desk, cash_text="" if rest_of(state) else format_cash(rest_of(state)))
        if not isinstance(state, Selling | Refused):
            desk = replace(desk, query="", found=())
        if isinstance(state, Completed):
            self._completed_at = self._clock.now()
            desk = replace(desk, ticket=None, last_ticket=None, has_sold=True)
        self._know(replace(self._inputs, state=state, desk=desk))
        self._keep_time(state)

    def _keep_time(self, state: State) -> None:
        """Wake the till when it wants to be told the time."""
        due = wakes_at(state)
        if due is None:
            self._waking.stop()
        else:
            self._waking.start(max(0, ceil((due - self._clock.now()).total_seconds() * 1000)))

    @Slot()
    def _wake(self) -> None:
        self._show(replace(self._desk, work=Work.TILL))
        self._till.tell_time(self._finish)

    def _finish(self, result: Result[Ticket | None]) -> None:
        """End a wait for the till; a fault of the environment is said, a mistake of ours is raised."""
        match result:
            case Ok(ticket) if isinstance(self.state, Completed):
                self._show(replace(self._desk, work=Work.NONE, ticket=ticket, last_ticket=ticket))
            case _:
                self._show(replace(self._desk, work=Work.NONE))
                self._finish_quietly(result)
        if self._is_closing:
            self.may_close.emit()

    def _finish_quietly(self, result: Result[Ticket | None]) -> None:
        if isinstance(result, Err):
            self._fail(result.fault)

    def _fail(self, fault: Exception) -> None:
        self._show(replace(self._desk, notice=BookFailed(str(fault))))
        if not isinstance(fault, Fault):
            raise fault

    # Towards the till

    def _tell(self, event: events.Event) -> None:
        """Hand the till an event that may take a while; until it is through nothing else is begun."""
        self._show(replace(self._desk, work=Work.TILL, notice=None, panel=Panel.NONE))
        self._till.handle(event, self._finish)

    def _quietly(self, event: events.Event) -> None:
        self._till.handle(event, self._finish_quietly)

    def _begin_next(self) -> None:
        if self._completed_at is None or self._clock.now() - self._completed_at >= RESULT_STAYS:
            self._tell(events.NextCustomer())


def _news(ports: CounterPorts) -> Notice | None:
    """Say at the start what matters most: books put back, then money that was open, then how the last sale ended."""
    if ports.restored:
        return BooksRestored(ports.restored)
    if ports.recovered:
        return RecoveredAtStart(ports.recovered)
    return SoldBefore(ports.last_sale) if ports.last_sale else None
