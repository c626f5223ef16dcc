"""The person's task list at the window: what nobody can vouch for, tried again or closed by hand."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, Signal, Slot

from pos_app.domain.refusal import Refusal
from pos_app.domain.staff import Credentials
from pos_app.gui.jobs import Err, JobRunner, Ok, Result
from pos_app.gui.ports import CounterPorts
from pos_app.gui.translation import Translation
from pos_app.gui.view_models.sale.inputs import Declined, Panel, TaskTried, Work, sale_no_of
from pos_app.gui.view_models.sale.ticket_keeper import TicketKeeper
from pos_app.services.tasks import Task, Tried

_TRIES = 1  # a press is one try: the person is looking on


class TaskKeeper(TicketKeeper):
    """Asks on the till's own worker, so that a task and a sale are never at the book at once.

    The sale on the screen is no task, whatever its state: the till itself is at it. `closing_wanted` asks for a reason
    and a manager's number and PIN, which are not kept.
    """

    closing_wanted = Signal(str)

    def __init__(
        self, ports: CounterPorts, till_jobs: JobRunner, translation: Translation, parent: QObject | None = None
    ) -> None:
        super().__init__(ports, till_jobs, translation, parent)
        self._tasks = ports.tasks
        self._to_close: Task | None = None

    @Slot()
    def show_tasks(self) -> None:
        if not self.is_waiting:
            self._show(replace(self._desk, work=Work.TILL, notice=None))
            self._till_jobs.run(self._tasks.open_tasks, self._list)

    @Slot(int)
    def choose_task(self, index: int) -> None:
        if 0 <= index < len(self._desk.tasks):
            self._show(replace(self._desk, task_index=index))

    @Slot()
    def try_task(self) -> None:
        """Try the chosen task once, now."""
        if self._desk.panel is not Panel.TASKS or self.is_waiting or not self._desk.tasks:
            return
        chosen = self._desk.tasks[self._desk.task_index]
        self._show(replace(self._desk, work=Work.TILL, notice=None))
        self._till_jobs.run(lambda: self._try(chosen), self._tried)

    @Slot()
    def ask_to_close_task(self) -> None:
        """Ask who answers for closing the chosen task although no try ends it."""
        if self._desk.panel is not Panel.TASKS or self.is_waiting or not self._desk.tasks:
            return
        self._to_close = self._desk.tasks[self._desk.task_index]
        words = self._translation.say("sale.tasks.approve", number=self._to_close.number, total=self._to_close.total)
        self.closing_wanted.emit(words)

    def close_task(self, manager: Credentials, reason: str) -> None:
        """Close what was asked about; the till tries it once more first."""
        chosen, self._to_close = self._to_close, None
        if chosen is None or self.is_waiting:
            return
        self._show(replace(self._desk, work=Work.TILL, notice=None))
        self._till_jobs.run(lambda: self._close(chosen, reason, manager), self._tried)

    def _close(self, chosen: Task, reason: str, manager: Credentials) -> tuple[Tried | Refusal, Sequence[Task]]:
        return self._tasks.close(chosen, reason, manager), self._tasks.open_tasks()

    def _try(self, chosen: Task) -> tuple[Tried | Refusal, Sequence[Task]]:
        return self._tasks.resolve(chosen, _TRIES), self._tasks.open_tasks()

    def _list(self, result: Result[Sequence[Task]]) -> None:
        match result:
            case Ok(tasks):
                others = tuple(task for task in tasks if task.number != sale_no_of(self.state))
                self._show(replace(self._desk, work=Work.NONE, panel=Panel.TASKS, tasks=others, task_index=0))
            case Err(fault):
                self._show(replace(self._desk, work=Work.NONE))
                self._fail(fault)

    def _tried(self, result: Result[tuple[Tried | Refusal, Sequence[Task]]]) -> None:
        match result:
            case Ok((tried, tasks)):
                self._list(Ok(tasks))
                notice = Declined(tried) if isinstance(tried, Refusal) else TaskTried(tried)
                self._show(replace(self._desk, notice=notice))
            case Err(fault):
                self._show(replace(self._desk, work=Work.NONE))
                self._fail(fault)
