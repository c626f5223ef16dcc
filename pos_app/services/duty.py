"""Who has the shift now, and whose yes an act of theirs needs."""

from collections.abc import Callable

from pos_app.domain.refusal import Refusal
from pos_app.domain.shift import Shift
from pos_app.domain.staff import Action, Approval, Credentials, Employee, Request, may
from pos_app.services.approvals import Approvals


class Duty:
    """In a shift that nobody has signed in to, and that needs no sign-in, there is no role to hold anybody to."""

    def __init__(
        self,
        *,
        running: Callable[[], Shift | None],
        employee: Callable[[str], Employee],
        approvals: Approvals,
        is_required: bool = False,
    ) -> None:
        self._running = running
        self._employee = employee
        self._approvals = approvals
        self._is_required = is_required

    def on_duty(self) -> Employee:
        """Give whoever has the shift; while nobody has, the first of the staff, as a sale's own shift would."""
        shift = self._running()
        return self._employee(shift.cashier if shift else "")

    def needs_yes(self, action: Action) -> bool:
        """Say whether `let_pass` would ask for somebody else's PIN now."""
        return not self._is_anybodys() and not may(self.on_duty().role, action)

    def let_pass(self, action: Action, subject: str, manager: Credentials | None) -> Approval | Refusal | None:
        """Ask for a yes to an act of whoever has the shift; None where they need nobody's."""
        if manager is None and self._is_anybodys():
            return None
        return self.ask(Request(action, self.on_duty(), subject), manager)

    def spend(self, action: Action, subject: str, manager: Credentials | None) -> Refusal | None:
        """Let an act pass that has no commit of its own: the yes that it took is used up at once."""
        approval = self.let_pass(action, subject, manager)
        if approval is None or isinstance(approval, Refusal):
            return approval
        return self._approvals.spend(approval, approval.request)

    def ask(self, request: Request, manager: Credentials | None) -> Approval | Refusal | None:
        """Ask for a yes to this request, whoever may have signed in; None where the requester needs nobody."""
        return None if may(request.requester.role, request.action) else self.sign(request, manager)

    def sign(self, request: Request, manager: Credentials | None) -> Approval | Refusal:
        """Ask for a yes that everybody needs; to come without anybody is noted as a refusal."""
        return self._approvals.approve(request, manager) if manager else self._approvals.deny(request)

    def _is_anybodys(self) -> bool:
        shift = self._running()
        return not self._is_required and (shift is None or shift.is_automatic)
