"""What waits for a person: sales and refunds whose money nobody can vouch for, tried again or closed by hand."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from pos_app.domain.money import Money, total
from pos_app.domain.refusal import Refusal, RefusalCode
from pos_app.domain.shift import fit_reason
from pos_app.domain.staff import Action, Approval, Credentials, Employee, Request
from pos_app.services.approvals import Approvals
from pos_app.services.ports import Intent
from pos_app.services.recovery import Outcome, Recovered, Recovery
from pos_app.services.refund_ports import RefundIntent
from pos_app.services.refunds import Refunded, RefundPending, Refunds, Resumed


@dataclass(frozen=True, slots=True)
class Task:
    """One thing that waits, under the number of its sale or its refund."""

    of: Intent | RefundIntent

    @property
    def number(self) -> str:
        return self.of.sale_no if isinstance(self.of, Intent) else self.of.refund_no

    @property
    def is_refund(self) -> bool:
        return isinstance(self.of, RefundIntent)

    @property
    def total(self) -> Money:
        return self.of.total if isinstance(self.of, Intent) else total(line.amount for line in self.of.lines)

    @property
    def since(self) -> datetime:
        return self.of.frozen_at if isinstance(self.of, Intent) else self.of.begun_at


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of one try; `refusal` says why something was refused."""

    task: Task
    outcome: Outcome
    refusal: Refusal | None = None

    @property
    def is_open(self) -> bool:
        return self.outcome in {Outcome.STILL_UNKNOWN, Outcome.REFUSED}


class Tasks:
    """The port that window and command line use. It may block on the disk, the platform and the pay channel."""

    def __init__(
        self, *, recovery: Recovery, refunds: Refunds, approvals: Approvals, on_duty: Callable[[], Employee]
    ) -> None:
        self._recovery = recovery
        self._refunds = refunds
        self._approvals = approvals
        self._on_duty = on_duty

    def open_tasks(self) -> Sequence[Task]:
        """List what waits: sales, then refunds, the oldest of each first."""
        return (*map(Task, self._recovery.open_tasks()), *map(Task, self._refunds.open_refunds()))

    def resolve(self, task: Task, tries: int) -> Tried:
        """Undo a sale, or carry on a refund, as far as the others answer."""
        match task.of:
            case Intent() as intent:
                return tried_sale(self._recovery.resolve(intent, tries))
            case RefundIntent() as intent:
                return tried_refund(Resumed(intent, self._refunds.carry_on(intent, tries)))

    def close(self, task: Task, reason: str, manager: Credentials | None) -> Tried | Refusal:
        """End a task that no try can; what then differs between the books is for reconciliation.

        A manager always answers for it beside whoever asks, signed in or not. It is tried once more first: a task that
        comes to its end after all is not closed by hand.
        """
        why = fit_reason(reason)
        if not why:
            return Refusal(RefusalCode.REASON_NEEDED)
        tried = self.resolve(task, 1)
        if not tried.is_open:
            return tried
        request = Request(Action.CLOSE_TASK, self._on_duty(), task.number)
        approval = self._approvals.approve(request, manager) if manager else self._approvals.deny(request)
        return approval if isinstance(approval, Refusal) else self._close(task, why, approval)

    def _close(self, task: Task, why: str, approval: Approval) -> Tried:
        match task.of:
            case Intent() as intent:
                return tried_sale(self._recovery.close(intent, why, approval))
            case RefundIntent() as intent:
                return tried_refund(Resumed(intent, self._refunds.close(intent, why, approval)))


def tried_sale(recovered: Recovered) -> Tried:
    return Tried(Task(recovered.intent), recovered.outcome, recovered.refusal)


def tried_refund(resumed: Resumed) -> Tried:
    task = Task(resumed.intent)
    match resumed.end:
        case Refunded():
            return Tried(task, Outcome.REFUNDED)
        case RefundPending():
            return Tried(task, Outcome.STILL_UNKNOWN)
        case Refusal(RefusalCode.RESOLVED_BY_PERSON):
            return Tried(task, Outcome.RESOLVED)
        case Refusal() as refusal:
            return Tried(task, Outcome.NOT_REFUNDED, refusal)
