"""Keeps what the sale screen is derived from, and tells when what it shows has changed."""

from dataclasses import replace

from PySide6.QtCore import QObject, Signal, Slot

from pos_app.domain.checkout.states import Completed, Refused, Selling, State, basket_of
from pos_app.gui.commands import Command
from pos_app.gui.translation import Translation
from pos_app.gui.view_models.sale.derive import derive_sale_view
from pos_app.gui.view_models.sale.goods import selected_index
from pos_app.gui.view_models.sale.inputs import (
    BookFailed,
    ClosingLater,
    Desk,
    NotNow,
    Panel,
    SaleInputs,
)
from pos_app.gui.view_models.sale.keys import why_not
from pos_app.gui.view_models.sale.view import SaleView


class SaleViewHolder(QObject):
    """`view` is swapped before `changed` is emitted, and `changed` comes only when something looks different."""

    changed = Signal()

    def __init__(self, inputs: SaleInputs, translation: Translation, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._inputs = inputs
        self._translation = translation
        self._view = derive_sale_view(inputs, translation.wording)
        translation.changed.connect(self._derive)

    @property
    def view(self) -> SaleView:
        return self._view

    @property
    def state(self) -> State:
        return self._inputs.state

    @property
    def translation(self) -> Translation:
        return self._translation

    @property
    def is_paying(self) -> bool:
        """Say whether a payment is under way: then no shift is closed."""
        return self.is_waiting or not isinstance(self.state, Selling | Refused | Completed)

    @property
    def is_voucher_awaited(self) -> bool:
        """Say whether F6 waits for a voucher and nothing else."""
        return self._desk.panel is Panel.SCAN

    @property
    def is_waiting(self) -> bool:
        return self._desk.is_waiting

    def allows(self, command: Command) -> bool:
        """Say whether a key would do something now; where it would not, the banner says why."""
        why, notice = why_not(command, self._inputs), self._desk.notice
        if why is not None and not isinstance(notice, BookFailed | ClosingLater):
            self._show(replace(self._desk, notice=NotNow(command, why, type(self.state))))
        elif isinstance(notice, NotNow):
            self._show(replace(self._desk, notice=None))
        return why is None

    @property
    def _desk(self) -> Desk:
        return self._inputs.desk

    @property
    def _selected_code(self) -> str:
        """The own code of the chosen line; empty where there is none."""
        basket = basket_of(self.state)
        index = selected_index(basket, self._desk.selected_code)
        return basket.lines[index].product.code if index >= 0 else ""

    def _show(self, desk: Desk) -> None:
        self._know(replace(self._inputs, desk=desk))

    def _know(self, inputs: SaleInputs) -> None:
        self._inputs = inputs
        self._derive()

    @Slot()
    def _derive(self) -> None:
        view = derive_sale_view(self._inputs, self._translation.wording)
        if view != self._view:
            self._view = view
            self.changed.emit()
