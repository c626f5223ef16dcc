"""What the day screen shows, derived from what is known of the day by one pure function."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import TypeAlias

from pos_app.domain.audit import AuditRow
from pos_app.domain.reconciliation import Difference
from pos_app.domain.shanghai import local
from pos_app.gui.view_models.day.figures import DayFigures, figures_of
from pos_app.gui.view_models.paged import PagedInputs, PagedView, Told, trouble_words
from pos_app.services.day_end import AUDIT_PAGE, AuditChecked, Backup, CheckedBackup
from pos_app.services.day_report import DayReport
from pos_app.services.difference_words import about_words, kind_words, moment_words, repair_words
from pos_app.services.reconciliation import Explained, Group, Reconciled, repairs_itself
from pos_app.wording import Wording

Rows: TypeAlias = tuple[tuple[str, str], ...]


class Page(StrEnum):
    RECONCILE = "reconcile"
    REPORT = "report"
    BACKUP = "backup"
    AUDIT = "audit"
    CONFIRM = "confirm"


_BAD = frozenset({"differs", "silent"})  # what is said of a job that was done and brought nothing good
TABS = (Page.RECONCILE, Page.REPORT, Page.BACKUP, Page.AUDIT)


class Work(StrEnum):
    """What is being waited for; the value is the key of its words."""

    NONE = "none"
    RECONCILE = "reconcile"
    REPAIR = "repair"
    REPORT = "report"
    EXPORT = "export"
    LIST = "list"
    BACK_UP = "back_up"
    CHECK = "check"
    RESTORE = "restore"
    AUDIT = "audit"
    AUDIT_ROWS = "audit_rows"


@dataclass(frozen=True, slots=True)
class Repairing:
    """A proposed repair that a person is asked to confirm."""

    difference: Difference
    day: date


@dataclass(frozen=True, slots=True)
class Restoring:
    """A checked backup that a person is asked to put back."""

    backup: CheckedBackup


Confirming: TypeAlias = Repairing | Restoring | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DayInputs(PagedInputs):
    """What is known: the day, and of each page what was asked last; `said` is the key of what just came of it."""

    day: date
    today: date
    page: Page = Page.RECONCILE
    reconciled: Reconciled | None = None
    difference: int = 0
    report: DayReport | None = None
    backups: tuple[Backup, ...] = ()
    backup: int = 0
    audit: AuditChecked | None = None
    audit_rows: tuple[AuditRow, ...] = ()
    audit_row: int = 0
    newer_audit: tuple[int, ...] = ()
    """Below which rows the pages before this one began; the first one is the newest."""
    confirming: Confirming = None
    work: Work = Work.NONE
    said: str = ""
    values: Mapping[str, object] = field(default_factory=dict)

    @property
    def chosen(self) -> Explained | None:
        """Give the difference that is marked, if there is one."""
        differences = self.reconciled.differences if self.reconciled else ()
        return differences[self.difference] if self.difference < len(differences) else None

    @property
    def older_audit(self) -> int:
        """Give the row below which the next older page begins; 0 where this one reaches back to the first."""
        is_whole = len(self.audit_rows) == AUDIT_PAGE
        return self.audit_rows[-1].number if is_whole and self.audit_rows[-1].number > 1 else 0

    @property
    def tab(self) -> Page:
        """Say under which tab the page stands that is up."""
        if self.page is not Page.CONFIRM:
            return self.page
        return Page.BACKUP if isinstance(self.confirming, Restoring) else Page.RECONCILE


@dataclass(frozen=True, slots=True, kw_only=True)
class DayView(PagedView):
    """Everything that changes; `figures` is None until a report was made, `without` stands where no difference does."""

    tab: int
    day: str
    may_go_on: bool
    groups: Rows
    differences: Rows
    difference: int
    without: str
    may_repair: bool
    figures: DayFigures | None
    backups: Rows
    backup: int
    audit: Rows
    audit_rows: Rows
    audit_row: int
    may_go_older: bool
    may_go_newer: bool
    question: str
    facts: Rows
    confirm: str


def derive_day_view(inputs: DayInputs, wording: Wording) -> DayView:
    message, next_step = _told(inputs, wording)
    chosen, done = inputs.chosen, inputs.reconciled
    question, facts = _question(inputs.confirming, wording)
    return DayView(
        page=inputs.page,
        title=wording.say("day.title"),
        about=wording.say(f"day.about.{inputs.tab}"),
        message=message,
        next_step=next_step,
        is_bad=bool(inputs.refusal or inputs.fault) or inputs.said in _BAD,
        is_waiting=inputs.is_busy,
        is_done=bool(inputs.said),
        tab=TABS.index(inputs.tab),
        day=inputs.day.isoformat(),
        may_go_on=inputs.day < inputs.today,
        groups=tuple(_group(group, wording) for group in done.groups if group.count) if done else (),
        differences=tuple(_difference(one, wording) for one in done.differences) if done else (),
        difference=inputs.difference,
        without=wording.say("day.no_differences" if done else "day.not_reconciled"),
        may_repair=bool(chosen and repairs_itself(chosen.difference.repair)) and not inputs.is_busy,
        figures=figures_of(inputs.report, wording) if inputs.report else None,
        backups=tuple(_backup(one, wording) for one in inputs.backups),
        backup=inputs.backup,
        audit=_audit(inputs.audit, wording),
        audit_rows=tuple(_audit_row(row, wording) for row in inputs.audit_rows),
        audit_row=inputs.audit_row,
        may_go_older=bool(inputs.older_audit) and not inputs.is_busy,
        may_go_newer=bool(inputs.newer_audit) and not inputs.is_busy,
        question=question,
        facts=facts,
        confirm=wording.say(
            "day.confirm_restore" if isinstance(inputs.confirming, Restoring) else "day.confirm_repair"
        ),
    )


def _group(group: Group, wording: Wording) -> tuple[str, str]:
    say = wording.say
    name = f"{group.clearing} {say(f'receipt.insurance.{group.insurance}')}"
    paid, agrees = group.fund + group.account, say("day.agrees" if group.agrees else "day.differs")
    return name, say("day.group", count=group.count, total=group.total, paid=paid, agrees=agrees)


def _difference(explained: Explained, wording: Wording) -> tuple[str, str]:
    difference = explained.difference
    head = f"{difference.id}  {kind_words(difference, wording)}  {difference.gap}"
    proposed = wording.say("reconcile.proposed", repair=repair_words(difference, wording))
    story = (moment_words(moment, wording) for moment in explained.story)
    return head, "\n".join((about_words(difference, wording), *story, proposed))


def _backup(backup: Backup, wording: Wording) -> tuple[str, str]:
    when = f"{local(backup.kept_at):%Y-%m-%d %H:%M:%S}"
    return backup.path.name, wording.say("day.backup_row", when=when, size=f"{backup.size_bytes / 1000:,.0f}")


def _audit(checked: AuditChecked | None, wording: Wording) -> Rows:
    if checked is None:
        return ()
    say, bad = wording.say, checked.bad
    verdict = say("day.audit.bad", row=bad.number) if bad else say("day.audit.whole")
    return (
        (say("day.audit.verdict"), verdict),
        (say("day.audit.rows"), f"{checked.head.count:,}"),
        (say("day.audit.head"), str(checked.head)),
    )


def _audit_row(row: AuditRow, wording: Wording) -> tuple[str, str]:
    """Say when and what, about which sale; under it who, by whose leave, and what else was noted."""
    key, when = f"day.audit.action.{row.action}", f"{local(datetime.fromisoformat(row.at)):%Y-%m-%d %H:%M:%S}"
    deed = wording.say(key) if wording.knows(key) else row.action
    approved = wording.say("day.audit.approved", number=row.approver) if row.approver else ""
    who = row.actor or wording.say("day.audit.nobody")
    return (
        "  ".join(filter(None, (str(row.number), when, deed, row.sale_no))),
        " · ".join(filter(None, (who, approved, row.detail))),
    )


def _question(confirming: Confirming, wording: Wording) -> tuple[str, Rows]:
    say = wording.say
    match confirming:
        case None:
            return "", ()
        case Repairing(difference):
            return say("day.repair_question", repair=repair_words(difference, wording)), (
                (say("day.fact.difference"), f"{difference.id} {kind_words(difference, wording)}"),
                (say("day.fact.about"), about_words(difference, wording)),
                (say("day.fact.gap"), str(difference.gap)),
            )
        case Restoring(backup):
            return say("day.restore_question"), (
                (say("day.fact.file"), backup.path.name),
                (say("day.fact.made"), f"{local(backup.made_at):%Y-%m-%d %H:%M:%S}"),
                (say("day.fact.sales"), str(backup.sales)),
                (say("day.fact.program"), backup.program),
            )


def _told(inputs: DayInputs, wording: Wording) -> Told:
    if inputs.is_busy:
        return wording.say(f"day.work.{inputs.work}", day=inputs.day), wording.say("day.work_next")
    if inputs.fault:
        return wording.say("day.fault.message", cause=inputs.fault), wording.say("day.fault.next")
    trouble = trouble_words(inputs, wording)
    if trouble:
        return trouble
    key = f"said_{inputs.said}" if inputs.said else f"hint_{inputs.page}"
    message, next_step = (wording.say(f"day.{key}.{part}", **inputs.values) for part in ("message", "next"))
    return message, next_step
