"""The day screen's view model: asks what closes a day on a worker of its own, what changes money on the till's."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, Signal, Slot

from pos_app.domain.audit import AuditRow
from pos_app.domain.refusal import Refusal, RefusalCode
from pos_app.domain.settlement import NoAnswer
from pos_app.domain.shanghai import business_day
from pos_app.domain.staff import Credentials
from pos_app.gui.jobs import Err, JobRunner, Result
from pos_app.gui.ports import DayEnd
from pos_app.gui.translation import Translation
from pos_app.gui.view_models.day.view import (
    TABS,
    DayInputs,
    DayView,
    Page,
    Repairing,
    Restoring,
    Work,
    derive_day_view,
)
from pos_app.gui.view_models.paged import PagedViewModel
from pos_app.services.day_end import AuditChecked, Backup, CheckedBackup, RestoreOrder
from pos_app.services.day_report import DayReport, ReportFiles
from pos_app.services.ports import Clock
from pos_app.services.reconciliation import ForPerson, Reconciled, Repaired, RepairOutcome, StillUnknown

_Found = TypeVar("_Found")


class DayViewModel(PagedViewModel[DayInputs, DayView]):
    """`leaving` when the window must close, so that a backup can take the place of the books."""

    leaving = Signal()

    def __init__(
        self,
        *,
        day_end: DayEnd,
        jobs: JobRunner,
        till_jobs: JobRunner,
        clock: Clock,
        translation: Translation,
        is_paying: Callable[[], bool],
        parent: QObject | None = None,
    ) -> None:
        today = business_day(clock.now())
        inputs = DayInputs(day=today, today=today)
        super().__init__(inputs, derive_day_view, jobs=jobs, translation=translation, parent=parent)
        self._day_end = day_end
        self._till_jobs = till_jobs
        self._clock = clock
        self._is_paying = is_paying

    @Slot()
    def begin(self) -> None:
        """Begin with today, where nothing is under way still."""
        if not self.is_busy:
            today = business_day(self._clock.now())
            self._know(DayInputs(day=today, today=today))

    @Slot(int)
    def turn_to(self, tab: int) -> None:
        """Turn to a tab; what was found under another stays there."""
        if self.is_busy:
            return
        self._know(replace(self._quiet, page=TABS[tab], confirming=None))
        if self._inputs.page is Page.BACKUP:
            self._start(Work.LIST, self._day_end.backups, self._list)
        elif self._inputs.page is Page.AUDIT:
            self._list_audit(())

    @Slot()
    def back(self) -> None:
        """Leave the question; nothing of it was done."""
        if not self.is_busy:
            self._know(replace(self._quiet, page=self._inputs.tab, confirming=None))

    @Slot(int)
    def move_day(self, step: int) -> None:
        self._choose(self._inputs.day + timedelta(days=step))

    @Slot(str)
    def type_day(self, text: str) -> None:
        """Take a typed day; what is none is said."""
        try:
            self._choose(date.fromisoformat(text.strip()))
        except ValueError:
            self._know(replace(self._quiet, refusal=Refusal(RefusalCode.DAY_NOT_READ, text.strip())))

    @Slot()
    def reconcile(self) -> None:
        day = self._inputs.day
        self._start(Work.RECONCILE, lambda: self._day_end.reconcile(day), self._show_reconciled)

    @Slot(int)
    def choose_difference(self, index: int) -> None:
        self._know(replace(self._inputs, difference=index))

    @Slot()
    def ask_repair(self) -> None:
        """Ask whether the proposed repair of the marked difference is to be done."""
        chosen = self._inputs.chosen
        if chosen is not None and self._view.may_repair:
            confirming = Repairing(chosen.difference, self._inputs.day)
            self._know(replace(self._quiet, page=Page.CONFIRM, confirming=confirming))

    @Slot()
    def make_report(self) -> None:
        day = self._inputs.day
        self._start(Work.REPORT, lambda: self._day_end.report(day), self._show_report)

    @Slot()
    def export(self) -> None:
        """Write the day as CSV, XLSX and PDF, with what reconciling it came to; made first where it was not yet."""
        day, made, wording = self._inputs.day, self._inputs.report, self._translation.wording

        def write() -> tuple[DayReport, ReportFiles]:
            report = made or self._day_end.report(day)
            return report, self._day_end.export(report, wording)

        self._start(Work.EXPORT, write, self._show_files)

    @Slot()
    def back_up(self) -> None:
        self._start(Work.BACK_UP, lambda: (self._day_end.back_up(), self._day_end.backups()), self._show_backup)

    @Slot(int)
    def choose_backup(self, index: int) -> None:
        self._know(replace(self._inputs, backup=index))

    @Slot()
    def check_chosen(self) -> None:
        """Look into the marked backup, to put it back."""
        if self._inputs.backup < len(self._inputs.backups):
            self.check_file(self._inputs.backups[self._inputs.backup].path)

    def check_file(self, path: Path) -> None:
        if self._is_paying():
            self._know(replace(self._quiet, refusal=Refusal(RefusalCode.RESTORE_SALE_UNDER_WAY)))
            return
        self._start(Work.CHECK, lambda: self._day_end.check_backup(path), self._show_checked)

    @Slot(int)
    def choose_audit_row(self, index: int) -> None:
        self._know(replace(self._inputs, audit_row=index))

    @Slot()
    def show_older(self) -> None:
        """Turn to the next older page of the audit log."""
        if self._inputs.older_audit:
            self._list_audit((*self._inputs.newer_audit, self._inputs.older_audit))

    @Slot()
    def show_newer(self) -> None:
        if self._inputs.newer_audit:
            self._list_audit(self._inputs.newer_audit[:-1])

    @Slot()
    def verify_audit(self) -> None:
        self._start(Work.AUDIT, self._day_end.verify_audit, self._show_audit)

    @Slot()
    def confirm(self) -> None:
        """Do what was asked about; books are put back only with a manager."""
        match self._inputs.confirming:
            case Repairing() as repairing:
                self._repair(repairing, None)
            case Restoring(backup):
                words = self._translation.say("day.restore_approve", file=backup.path.name)
                self._ask_manager(words, lambda manager: self._restore(backup, manager))
            case None:
                pass

    def _list_audit(self, pages: tuple[int, ...]) -> None:
        """Fetch a page; `pages` are the rows below which each page up to it begins, but for the newest."""

        def show(rows: tuple[AuditRow, ...]) -> None:
            self._know(replace(self._inputs, audit_rows=rows, audit_row=0, newer_audit=pages))

        self._start(Work.AUDIT_ROWS, lambda: self._day_end.audit_rows(pages[-1] if pages else 0), show)

    # What comes back

    def _list(self, backups: tuple[Backup, ...]) -> None:
        self._know(replace(self._inputs, backups=backups, backup=0))

    def _show_reconciled(self, found: Reconciled | Refusal | NoAnswer) -> None:
        match found:
            case Reconciled(agrees=agrees):
                values = {"date": found.day, "count": len(found.differences), "gap": found.gap}
                said = "agrees" if agrees else "differs"
                self._know(replace(self._inputs, reconciled=found, difference=0, said=said, values=values))
            case NoAnswer():
                self._know(replace(self._inputs, said="silent"))
            case Refusal():
                self._know(replace(self._inputs, refusal=found))

    def _show_report(self, report: DayReport) -> None:
        self._know(replace(self._inputs, report=report, said="reported", values={"date": report.day}))

    def _show_files(self, made: tuple[DayReport, ReportFiles]) -> None:
        report, files = made
        values = {"name": files.pdf.stem, "folder": files.pdf.parent}
        self._know(replace(self._inputs, report=report, said="exported", values=values))

    def _show_backup(self, made: tuple[CheckedBackup, tuple[Backup, ...]]) -> None:
        checked, backups = made
        values = {"name": checked.path.name, "sales": checked.sales}
        self._know(replace(self._inputs, backups=backups, backup=0, said="backed_up", values=values))

    def _show_checked(self, found: CheckedBackup | Refusal) -> None:
        if isinstance(found, Refusal):
            self._know(replace(self._inputs, refusal=found))
        else:
            self._know(replace(self._inputs, page=Page.CONFIRM, confirming=Restoring(found)))

    def _show_audit(self, checked: AuditChecked) -> None:
        known = replace(self._inputs, audit=checked)
        if checked.bad:
            refusal = Refusal(RefusalCode(f"audit_{checked.bad.damage}"), str(checked.bad.number))
            self._know(replace(known, refusal=refusal))
        else:
            self._know(replace(known, said="audit_whole", values={"rows": f"{checked.head.count:,}"}))

    def _repair(self, repairing: Repairing, manager: Credentials | None) -> None:
        def work() -> RepairOutcome:
            if manager is None and self._day_end.repair_needs_yes():
                return Refusal(RefusalCode.APPROVAL_NEEDED)
            return self._day_end.repair(repairing.difference, repairing.day, manager)

        self._start(Work.REPAIR, work, lambda outcome: self._show_repair(repairing, outcome), jobs=self._till_jobs)

    def _show_repair(self, repairing: Repairing, outcome: RepairOutcome) -> None:
        number = repairing.difference.id
        match outcome:
            case Repaired():
                self._know(replace(self._inputs, page=Page.RECONCILE, confirming=None))
                self.reconcile()
            case ForPerson():
                self._know(replace(self._inputs, refusal=Refusal(RefusalCode.REPAIR_FOR_PERSON, number)))
            case StillUnknown():
                self._know(replace(self._inputs, refusal=Refusal(RefusalCode.REPAIR_UNKNOWN, number)))
            case Refusal(code=RefusalCode.APPROVAL_NEEDED):
                words = self._translation.say("day.repair_approve", id=number)
                self._ask_manager(words, lambda manager: self._repair(repairing, manager))
            case Refusal():
                self._know(replace(self._inputs, refusal=outcome))

    def _restore(self, backup: CheckedBackup, manager: Credentials) -> None:
        if self._is_paying():
            self._know(replace(self._quiet, refusal=Refusal(RefusalCode.RESTORE_SALE_UNDER_WAY)))
            return
        order = self._day_end.order_restore
        self._start(Work.RESTORE, lambda: order(backup, manager), self._leave, jobs=self._till_jobs)

    def _leave(self, outcome: RestoreOrder | Refusal) -> None:
        if isinstance(outcome, Refusal):
            self._know(replace(self._inputs, refusal=outcome))
            return
        self._know(replace(self._inputs, is_busy=True, work=Work.RESTORE))
        self.leaving.emit()

    # One thing at a time

    @property
    def _quiet(self) -> DayInputs:
        """What is known, without what was last said."""
        return replace(self._inputs, refusal=None, fault="", said="", values={}, is_busy=False, work=Work.NONE)

    def _choose(self, day: date) -> None:
        if not self.is_busy and day <= self._inputs.today and day != self._inputs.day:
            self._know(replace(self._quiet, day=day, reconciled=None, difference=0, report=None))

    def _start(
        self, work: Work, act: Callable[[], _Found], show: Callable[[_Found], None], *, jobs: JobRunner | None = None
    ) -> None:
        if self.is_busy:
            return
        self._know(replace(self._quiet, is_busy=True, work=work))

        def end(result: Result[_Found]) -> None:
            if isinstance(result, Err):
                self._fail(result.fault, replace(self._quiet, fault=str(result.fault)))
                return
            self._inputs = self._quiet
            show(result.value)
            self._derive()

        (jobs or self._jobs).run(act, end)
