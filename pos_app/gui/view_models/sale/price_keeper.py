"""Changes of the bill at the window: what is taken off, and the manager's yes where a change goes beyond the limit."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from PySide6.QtCore import QObject, Signal, Slot

from pos_app.domain.basket import Basket, largest_cut
from pos_app.domain.checkout.events import BasketChanged, SaidNo
from pos_app.domain.checkout.states import Refused, Selling, basket_of
from pos_app.domain.money import line_amount, total
from pos_app.domain.refusal import Refusal
from pos_app.domain.staff import Credentials
from pos_app.gui.jobs import Err, JobRunner, Ok, Result
from pos_app.gui.ports import CounterPorts
from pos_app.gui.translation import Translation
from pos_app.gui.view_models.sale.bill_keeper import BillKeeper
from pos_app.gui.view_models.sale.inputs import Declined, GoodsClosed, Notice, Panel, edited_basket_of
from pos_app.gui.view_models.sale.reductions import FOLLOWING, reducing, standing
from pos_app.services.bill_edits import BasketEdit, BillEdits
from pos_app.services.till import Till


class PriceKeeper(BillKeeper):
    """`approval_wanted` when a manager must type number and PIN. No PIN is kept: it goes on with the one change."""

    approval_wanted = Signal(str)

    def __init__(
        self, ports: CounterPorts, till_jobs: JobRunner, translation: Translation, parent: QObject | None = None
    ) -> None:
        super().__init__(ports, till_jobs, translation, parent)
        self._edits = ports.edits
        self._unapproved: BasketEdit | None = None

    @Slot()
    def begin_reduction(self) -> None:
        """Open the discount of the chosen line; pressed again the bill's, then the line's price."""
        code = self._selected_code
        if code and isinstance(self.state, Selling | Refused):
            panel = FOLLOWING.get(self._desk.panel, Panel.LINE_DISCOUNT)
            text = standing(panel, basket_of(self.state), code)
            self._show(replace(self._desk, panel=panel, reduction_text=text, selected_code=code, notice=None))

    @Slot()
    def set_reduction(self) -> None:
        """Take what was typed; what cannot be read stays in the field."""
        code, desk = self._selected_code, self._desk
        if not code or desk.panel not in FOLLOWING:
            return
        edit = reducing(desk.panel, desk.reduction_text, code)
        if isinstance(edit, Refusal):
            self._show(replace(desk, notice=Declined(edit)))
        else:
            self._edit(edit, notice=None, selected_code=code)

    @Slot(object)
    def approve(self, manager: Credentials) -> None:
        """Make the change that waited, with this one's number and PIN; both are gone with it."""
        waiting, self._unapproved = self._unapproved, None
        if waiting is not None:
            self._change(waiting, manager)

    @Slot()
    def withdraw(self) -> None:
        """Let go of the change that waited for a manager."""
        self._unapproved = None

    def _edit(self, edit: BasketEdit, *, notice: Notice | None, selected_code: str) -> None:
        if edited_basket_of(self.state) is None:
            self._show(replace(self._desk, notice=GoodsClosed()))
            return
        self._show(
            replace(self._desk, notice=notice, selected_code=selected_code, query="", found=(), panel=Panel.NONE)
        )
        self._change(edit)

    def _change(self, edit: BasketEdit, manager: Credentials | None = None) -> None:
        """Change the basket that the till itself holds, so that two quick changes are both in it."""
        self._till.work(_changing(self._edits, edit, manager), lambda result: self._changed(edit, result))

    def _changed(self, edit: BasketEdit, result: Result[Basket | None]) -> None:
        match result:
            case Ok(Basket() as proposed):
                self._unapproved = edit
                self.approval_wanted.emit(self._question(proposed))
            case Err(fault):
                self._fail(fault)
            case _:
                pass

    def _question(self, proposed: Basket) -> str:
        shelf = total(line_amount(line.product.price.yuan, Decimal(line.quantity)) for line in proposed.lines)
        percent = f"{largest_cut(proposed):.1f}"
        return self._translation.say("sale.approve", shelf=shelf, total=proposed.total, percent=percent)


def _changing(edits: BillEdits, edit: BasketEdit, manager: Credentials | None) -> Callable[[Till], Basket | None]:
    """Give the work at the till; it gives the bill that somebody would have to let pass, if anybody has to."""

    def change(till: Till) -> Basket | None:
        basket = edited_basket_of(till.state)
        if basket is None:
            return None
        if manager is None and edits.needs_yes(basket, edit):
            proposed = edit(basket)
            return None if isinstance(proposed, Refusal) else proposed
        changed = edits.change(basket, edit, manager)
        till.handle(SaidNo(changed) if isinstance(changed, Refusal) else BasketChanged(changed))
        return None

    return change
