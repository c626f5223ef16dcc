"""What the counter's day screen asks for: the books reconciled and reported, kept, put back, and the log walked.

Reading opens the books a second time, beside the till at work; what changes something runs where the till does.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

from pos_app.bootstrap import Counter, open_back_office
from pos_app.bootstrap.keeping import back_up, check_backup, flaw_of, sales_of
from pos_app.bootstrap.reconciling import open_reconciliation
from pos_app.bootstrap.reporting import report_day, write_day
from pos_app.config import Config
from pos_app.domain.audit import AuditRow
from pos_app.domain.reconciliation import Difference
from pos_app.domain.refusal import Refusal
from pos_app.domain.settlement import NoAnswer
from pos_app.domain.staff import Action, Credentials, Request
from pos_app.faults import StoreFault
from pos_app.services.day_end import AUDIT_PAGE, AuditChecked, Backup, CheckedBackup, RestoreOrder
from pos_app.services.day_report import DayReport, ReportFiles
from pos_app.services.reconciliation import Reconciled, RepairOutcome
from pos_app.services.repairs import confirmed_repair
from pos_app.storage.backup import Flawed, Manifest
from pos_app.wording import Wording

_LISTED_MOST = 50


class DayEnd:
    """`gui.ports.DayEnd` over a counter; `order` is told what a manager let be put back."""

    def __init__(self, counter: Counter, config: Config, order: Callable[[RestoreOrder], None]) -> None:
        self._counter = counter
        self._config = config
        self._order = order

    def reconcile(self, day: date) -> Reconciled | Refusal | NoAnswer:
        with open_reconciliation(self._config) as reconciliation:
            return reconciliation.run(day)

    def repair_needs_yes(self) -> bool:
        return self._counter.shifts.needs_yes(Action.CONFIRM_REPAIR)

    def repair(self, difference: Difference, day: date, manager: Credentials | None) -> RepairOutcome:
        """Do what was proposed, for whoever has the shift and with a manager's yes; the counter holds the folder."""
        with open_reconciliation(self._config) as reconciliation:
            return confirmed_repair(reconciliation, self._counter.shifts.duty, difference, day=day, manager=manager)

    def report(self, day: date) -> DayReport:
        return report_day(self._config, day)

    def export(self, report: DayReport, wording: Wording) -> ReportFiles:
        return write_day(report, self._config.data / "reports", wording)

    def backups(self) -> tuple[Backup, ...]:
        """List what lies among the backups, the newest first."""
        try:
            files = [(path, path.stat()) for path in (self._config.data / "backups").glob("*.zip")]
        except OSError as error:
            raise StoreFault(f"{self._config.data / 'backups'}: {error.strerror}") from error
        kept = [Backup(path, datetime.fromtimestamp(found.st_mtime, UTC), found.st_size) for path, found in files]
        return tuple(sorted(kept, key=lambda one: one.kept_at, reverse=True)[:_LISTED_MOST])

    def back_up(self) -> CheckedBackup:
        made = back_up(self._config)
        return _checked(made.path, made.manifest)

    def check_backup(self, path: Path) -> CheckedBackup | Refusal:
        found = check_backup(self._config, path)
        return flaw_of(found, path) if isinstance(found, Flawed) else _checked(path, found)

    def order_restore(self, backup: CheckedBackup, manager: Credentials) -> RestoreOrder | Refusal:
        """Let a backup take the place of the books once the window has closed; a manager always answers for it."""
        approvals, requester = self._counter.office.staff.approvals, self._counter.shifts.on_duty()
        approval = approvals.approve(Request(Action.RESTORE, requester, backup.path.name), manager)
        if isinstance(approval, Refusal):
            return approval
        late = approvals.spend(approval, approval.request)
        if late:
            return late
        order = RestoreOrder(backup, requester, approval.approver)
        self._order(order)
        return order

    def audit_rows(self, before: int) -> tuple[AuditRow, ...]:
        with open_back_office(self._config) as office:
            return office.audit.newest(office.till_file, before=before, limit=AUDIT_PAGE)

    def verify_audit(self) -> AuditChecked:
        with open_back_office(self._config) as office:
            return AuditChecked(*office.audit.verify(office.till_file))


def _checked(path: Path, manifest: Manifest) -> CheckedBackup:
    return CheckedBackup(path, manifest.made_at, manifest.program, sales_of(manifest))
