"""Sales whose money is not known to be back: tried again, or closed by a cashier with a reason and a manager's yes."""

from collections.abc import Callable, Sequence

from pos_app.domain.refusal import Refusal, RefusalCode
from pos_app.domain.shift import fit_reason
from pos_app.domain.staff import Action, Credentials, Employee, Request
from pos_app.services.approvals import Approvals
from pos_app.services.ports import Intent
from pos_app.services.recovery import Recovered, Recovery


class Tasks:
    """The port that window and command line use. It may block on the disk and the platform."""

    def __init__(self, *, recovery: Recovery, approvals: Approvals, on_duty: Callable[[], Employee]) -> None:
        self._recovery = recovery
        self._approvals = approvals
        self._on_duty = on_duty

    def open_tasks(self) -> Sequence[Intent]:
        return self._recovery.open_tasks()

    def resolve(self, intent: Intent, tries: int) -> Recovered:
        return self._recovery.resolve(intent, tries)

    def close(self, intent: Intent, reason: str, manager: Credentials | None) -> Recovered | Refusal:
        """End a task that nothing can undo; what then differs between the books is for reconciliation.

        A manager always answers for it beside whoever asks, signed in or not. It is tried once more first: a task that
        can be undone after all is not closed by hand.
        """
        why = fit_reason(reason)
        if not why:
            return Refusal(RefusalCode.REASON_NEEDED)
        tried = self._recovery.resolve(intent, 1)
        if not tried.is_open:
            return tried
        request = Request(Action.CLOSE_TASK, self._on_duty(), intent.sale_no)
        approval = self._approvals.approve(request, manager) if manager else self._approvals.deny(request)
        if isinstance(approval, Refusal):
            return approval
        return self._recovery.close(intent, why, approval)
