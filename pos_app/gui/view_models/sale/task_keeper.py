"""The person's task list at the window: sales whose money is not known to be back, tried again one by one."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, Slot

from pos_app.gui.jobs import Err, JobRunner, Ok, Result
from pos_app.gui.ports import CounterPorts
from pos_app.gui.translation import Translation
from pos_app.gui.view_models.sale.inputs import Panel, TaskTried, Work, sale_no_of
from pos_app.gui.view_models.sale.till_follower import TillFollower
from pos_app.services.ports import Intent
from pos_app.services.recovery import Recovered

_TRIES = 1  # a press is one try: the person is looking on


class TaskKeeper(TillFollower):
    """Asks on the till's own worker, so that a task and a sale are never at the book at once.

    The sale on the screen is no task, whatever its state: the till itself is at it.
    """

    def __init__(
        self, ports: CounterPorts, till_jobs: JobRunner, translation: Translation, parent: QObject | None = None
    ) -> None:
        super().__init__(ports, till_jobs, translation, parent)
        self._tasks = ports.tasks
        self._till_jobs = till_jobs

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
        """Try to undo the chosen task once, now."""
        if self._desk.panel is not Panel.TASKS or self.is_waiting or not self._desk.tasks:
            return
        chosen = self._desk.tasks[self._desk.task_index]
        self._show(replace(self._desk, work=Work.TILL, notice=None))
        self._till_jobs.run(lambda: self._try(chosen), self._tried)

    def _try(self, chosen: Intent) -> tuple[Recovered, Sequence[Intent]]:
        return self._tasks.resolve(chosen, _TRIES), self._tasks.open_tasks()

    def _list(self, result: Result[Sequence[Intent]]) -> None:
        match result:
            case Ok(tasks):
                others = tuple(task for task in tasks if task.sale_no != sale_no_of(self.state))
                self._show(replace(self._desk, work=Work.NONE, panel=Panel.TASKS, tasks=others, task_index=0))
            case Err(fault):
                self._show(replace(self._desk, work=Work.NONE))
                self._fail(fault)

    def _tried(self, result: Result[tuple[Recovered, Sequence[Intent]]]) -> None:
        match result:
            case Ok((tried, tasks)):
                self._list(Ok(tasks))
                self._show(replace(self._desk, notice=TaskTried(tried)))
            case Err(fault):
                self._show(replace(self._desk, work=Work.NONE))
                self._fail(fault)
