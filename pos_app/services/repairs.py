"""A repair of the books, let pass first: a manager confirms what a signed-in cashier asks for."""

from datetime import date

from pos_app.domain.reconciliation import Difference
from pos_app.domain.staff import Action, Credentials
from pos_app.services.duty import Duty
from pos_app.services.reconciliation import Reconciliation, RepairOutcome


def confirmed_repair(
    reconciliation: Reconciliation,
    duty: Duty,
    difference: Difference,
    *,
    day: date,
    manager: Credentials | None,
    by: str = "",
) -> RepairOutcome:
    """Do what was proposed, in the name of whoever has the shift or of `by`; the manager's yes is used up by it."""
    refusal = duty.spend(Action.CONFIRM_REPAIR, difference.id, manager)
    if refusal:
        return refusal
    return reconciliation.repair(difference, day=day, by=by or duty.on_duty().number)
