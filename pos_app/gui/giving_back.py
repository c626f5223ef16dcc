"""Joins giving back to the cashier's window: F5 opens it, and so does a ticket's code that is scanned."""

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QApplication

from pos_app.domain.checkout.states import Refused, Selling, basket_of
from pos_app.domain.code import ReceiptCode, ScannedCode
from pos_app.domain.refusal import Refusal, RefusalCode
from pos_app.gui.jobs import JobRunner
from pos_app.gui.main_window import MainWindow
from pos_app.gui.ports import CounterPorts
from pos_app.gui.screens.refund.dialog import RefundDialog
from pos_app.gui.theme import Appearance
from pos_app.gui.view_models.refund.model import RefundViewModel
from pos_app.gui.view_models.sale.model import SaleViewModel
from pos_app.services.refunds import Refunds


class GivingBack(QObject):
    """While the dialog is open every code is its own: nothing is sold behind it."""

    def __init__(
        self,
        ports: CounterPorts,
        refunds: Refunds,
        sale: SaleViewModel,
        window: MainWindow,
        jobs: JobRunner,
        appearance: Appearance,
    ) -> None:
        super().__init__(window)
        self._sale = sale
        self.model = RefundViewModel(
            refunds=refunds,
            let_pass=ports.shifts.let_pass if ports.shifts else lambda _action, _subject, _manager: None,
            product=ports.catalogue.find,
            jobs=jobs,
            translation=sale.translation,
            has_bill=self._has_bill,
            parent=self,
        )
        self.dialog = RefundDialog(self.model, appearance, sale.translation, window)
        window.refund_asked.connect(self.begin)
        self.model.rest_left.connect(sale.take_bill)
        sale.offer_codes_to(self.take_code)

    @Slot()
    def begin(self) -> bool:
        """Open where no payment is under way; say whether it is open."""
        if self._sale.is_paying:
            self._sale.decline(Refusal(RefusalCode.REFUND_SALE_UNDER_WAY))
        elif QApplication.activeModalWidget() is None:
            self.dialog.begin()
        return self.dialog.isVisible()

    def take_code(self, code: ScannedCode) -> bool:
        """Take every code while the dialog is open; closed, a ticket's code opens it between two payments."""
        if self.dialog.isVisible():
            self.model.take_code(code)
            return True
        if not isinstance(code, ReceiptCode) or self._sale.is_paying or self._sale.is_voucher_awaited:
            return False
        if self.begin():
            self.model.take_code(code)
        return True

    def _has_bill(self) -> bool:
        state = self._sale.state
        return self._sale.is_paying or (isinstance(state, Selling | Refused) and bool(basket_of(state).lines))
