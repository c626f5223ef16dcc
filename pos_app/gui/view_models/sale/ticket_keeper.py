"""The last sale's ticket at the window: looked at, and printed again."""

from dataclasses import replace

from PySide6.QtCore import QObject, Slot

from pos_app.domain.checkout.states import Completed
from pos_app.gui.jobs import Err, JobRunner, Ok, Result
from pos_app.gui.ports import CounterPorts
from pos_app.gui.translation import Translation
from pos_app.gui.view_models.sale.inputs import Panel, TicketPrinted, Work
from pos_app.gui.view_models.sale.till_follower import TillFollower
from pos_app.gui.view_models.ticket import Ticket, ticket_of
from pos_app.services.last_ticket import PrintedAgain


class TicketKeeper(TillFollower):
    """One key looks at the ticket; pressed again over it, it prints it. On the till's worker, which knows the book."""

    def __init__(
        self, ports: CounterPorts, till_jobs: JobRunner, translation: Translation, parent: QObject | None = None
    ) -> None:
        super().__init__(ports, till_jobs, translation, parent)
        self._till_jobs = till_jobs
        self._last_ticket = ports.last_ticket

    @Slot()
    def show_last_ticket(self) -> None:
        tickets = self._last_ticket
        if self._desk.panel is Panel.TICKET:
            self.print_again()
        elif self._desk.last_ticket is not None:
            self._show(replace(self._desk, panel=Panel.TICKET, notice=None))
        elif tickets is not None and self._desk.has_sold and not self.is_waiting:
            self._show(replace(self._desk, work=Work.TILL, notice=None))
            self._till_jobs.run(lambda: ticket_of(tickets.paper()), self._look)

    @Slot()
    def print_again(self) -> None:
        tickets = self._last_ticket
        if tickets is not None and not self.is_waiting:
            self._show(replace(self._desk, work=Work.TILL, notice=None))
            self._till_jobs.run(tickets.print_again, self._printed)

    def _look(self, result: Result[Ticket | None]) -> None:
        match result:
            case Ok(ticket):
                self._show(replace(self._desk, work=Work.NONE, panel=Panel.TICKET, last_ticket=ticket))
            case Err(fault):
                self._end_with(fault)

    def _printed(self, result: Result[PrintedAgain | None]) -> None:
        match result:
            case Ok(PrintedAgain() as end):
                ticket = ticket_of(end.paper) or self._desk.last_ticket
                shown = ticket if isinstance(self.state, Completed) else None
                known = replace(self._desk, ticket=shown, last_ticket=ticket, notice=TicketPrinted(end))
                self._show(replace(known, work=Work.NONE))
            case Ok():
                self._show(replace(self._desk, work=Work.NONE))
            case Err(fault):
                self._end_with(fault)

    def _end_with(self, fault: Exception) -> None:
        self._show(replace(self._desk, work=Work.NONE))
        self._fail(fault)
