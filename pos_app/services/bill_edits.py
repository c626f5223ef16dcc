"""Changing the goods of a bill: every change passes here, and one that goes beyond the limit needs a yes."""

from collections.abc import Callable
from typing import TypeAlias

from pos_app.domain.basket import Basket, largest_cut
from pos_app.domain.price_cut import goes_beyond
from pos_app.domain.refusal import Refusal
from pos_app.domain.staff import Action, Credentials
from pos_app.services.approvals import Approvals
from pos_app.services.shifts import Shifts

BasketEdit: TypeAlias = Callable[[Basket], Basket | Refusal]


class BillEdits:
    """`change` is the one way to another basket; window and command line only hand the result to the till.

    Bills that come back, and what a customer keeps of a refund, are on terms that were let pass before.
    """

    def __init__(self, *, shifts: Shifts, approvals: Approvals) -> None:
        self._shifts = shifts
        self._approvals = approvals

    def needs_yes(self, basket: Basket, edit: BasketEdit) -> bool:
        """Say beforehand whether a manager will have to type a PIN, so that asking for it is noted as no refusal."""
        edited = edit(basket)
        if isinstance(edited, Refusal) or not goes_beyond(basket, edited):
            return False
        return self._shifts.needs_yes(Action.DISCOUNT)

    def change(self, basket: Basket, edit: BasketEdit, manager: Credentials | None = None) -> Basket | Refusal:
        """Give the changed basket; a yes that it took is used up by it."""
        edited = edit(basket)
        if isinstance(edited, Refusal) or not goes_beyond(basket, edited):
            return edited
        approval = self._shifts.let_pass(Action.DISCOUNT, subject_of(edited), manager)
        if approval is None:
            return edited
        if isinstance(approval, Refusal):
            return approval
        return self._approvals.spend(approval, approval.request) or edited


def subject_of(basket: Basket) -> str:
    """Give what the audit log says of the bill: what it comes to, what is off, the largest cut in percent."""
    return f"{basket.total.yuan} -{basket.reduction.yuan} {largest_cut(basket):.1f}%"
