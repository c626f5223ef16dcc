"""Bills set aside at the window: one key sets the bill at the counter aside, or shows those that wait."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, Slot

from pos_app.domain.checkout.states import basket_of
from pos_app.domain.refusal import Refusal
from pos_app.gui.jobs import Err, JobRunner, Ok, Result
from pos_app.gui.ports import CounterPorts
from pos_app.gui.translation import Translation
from pos_app.gui.view_models.sale.inputs import BillParked, Declined, Panel, Work
from pos_app.gui.view_models.sale.task_keeper import TaskKeeper
from pos_app.services.ports import ParkedBill


class BillKeeper(TaskKeeper):
    """Shares the task list's place on the screen: a list, one row chosen, one button."""

    def __init__(
        self, ports: CounterPorts, till_jobs: JobRunner, translation: Translation, parent: QObject | None = None
    ) -> None:
        super().__init__(ports, till_jobs, translation, parent)
        self._bills = ports.bills

    @Slot()
    def park(self) -> None:
        """Set the bill at the counter aside; with nothing there, show what is set aside."""
        bills = self._bills
        if bills is None or self.is_waiting:
            return
        self._show(replace(self._desk, work=Work.TILL, notice=None, query="", found=(), panel=Panel.NONE))
        if basket_of(self.state).lines:
            self._till.work(bills.park, self._parked)
        else:
            self._till.work(lambda _till: bills.parked(), self._list_bills)

    @Slot(int)
    def choose_task(self, index: int) -> None:
        if self._desk.panel is not Panel.PARKED:
            super().choose_task(index)
        elif 0 <= index < len(self._desk.parked):
            self._show(replace(self._desk, task_index=index))

    @Slot()
    def try_task(self) -> None:
        """Bring the chosen bill back, where bills are what is listed."""
        bills = self._bills
        if bills is None or self._desk.panel is not Panel.PARKED:
            super().try_task()
        elif self._desk.parked and not self.is_waiting:
            number = self._desk.parked[self._desk.task_index].bill_no
            self._show(replace(self._desk, work=Work.TILL, notice=None, panel=Panel.NONE))
            self._till.work(lambda till: bills.resume(till, number), self._resumed)

    def _parked(self, result: Result[ParkedBill | Refusal]) -> None:
        match result:
            case Ok(outcome):
                notice = Declined(outcome) if isinstance(outcome, Refusal) else BillParked(outcome)
                self._show(replace(self._desk, work=Work.NONE, notice=notice, selected_code=""))
            case Err(fault):
                self._end_with(fault)

    def _list_bills(self, result: Result[Sequence[ParkedBill]]) -> None:
        match result:
            case Ok(bills):
                desk = replace(self._desk, work=Work.NONE, panel=Panel.PARKED, parked=tuple(bills), task_index=0)
                self._show(desk)
            case Err(fault):
                self._end_with(fault)

    def _resumed(self, result: Result[Refusal | None]) -> None:
        match result:
            case Ok(refusal):
                self._show(replace(self._desk, work=Work.NONE, notice=Declined(refusal) if refusal else None))
            case Err(fault):
                self._end_with(fault)
