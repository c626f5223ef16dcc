"""Hands that do not wait, at the real windows: what they press, where, and what must hold afterwards."""

from collections import deque
from collections.abc import Callable, Mapping
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QWidget

from pos_app.domain.checkout import states
from pos_app.domain.money import Money
from pos_app.domain.shift import DrawerKind
from pos_app.gui.counter import Counter
from pos_app.gui.screens.day.dialog import DayDialog
from pos_app.gui.screens.refund.dialog import RefundDialog
from pos_app.gui.screens.sale.header import Header
from pos_app.gui.screens.shift.dialog import ShiftDialog
from pos_app.gui.view_models.day.model import DayViewModel
from pos_app.receipts.layout import receipt_code
from pos_app.services.recovery import Outcome
from pos_app.wallet.scripts import Script
from tests.doubles.counter import ANTIBIOTIC, CREAM, REMEDY, insured, pay_code
from tests.doubles.link import Trouble
from tests.doubles.staff import CASHIER, PINS
from tests.gui.sale_double import SaleDesk
from tests.gui.stage import settle

_Dialog = TypeVar("_Dialog", bound=QDialog)

_ROUNDS = 80
_LEFT = Qt.MouseButton.LeftButton


class RoughHands:
    """Presses at the windows, and holds the till's work back until it is told to go on.

    Nobody looks: the windows are not painted. The look's own buttons are pressed in one place only, for to dress all
    widgets anew takes longer than all the rest.
    """

    def __init__(self, desk: SaleDesk, *, changes_look: bool) -> None:
        self.desk = desk
        self._changes_look = changes_look
        self.held: deque[Callable[[], None]] = deque()
        self._codes = 0
        self._counter: Counter | None = None

    @property
    def counter(self) -> Counter:
        assert self._counter is not None
        return self._counter

    def take(self, counter: Counter) -> None:
        self._counter = counter
        counter.window.setUpdatesEnabled(False)
        counter.phone.setUpdatesEnabled(False)

    def work(self) -> None:
        """Let everything be done that is waiting, and what follows from it."""
        settle()
        while self.held:
            self.held.popleft()()
            settle()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # what is gone must not be pressed

    def goods(self) -> None:
        for goods in (REMEDY, REMEDY, ANTIBIOTIC):
            self.counter.model.take_text(goods.barcode)
        self.work()

    def scan_pay_code(self, *scripts: Script) -> None:
        self._codes += 1
        self.desk.desk.channel.expect(*scripts)
        self.counter.model.take_text(pay_code(self._codes).text)
        self.work()

    def tender(self) -> None:
        """Bring a sale to where the account pays 30.00 at most and the customer the rest."""
        self.goods()
        self.counter.model.read_bytes(self.desk.shown_picture())
        self.work()

    def pressable(self) -> dict[str, QAbstractButton]:
        """Give each button that a person could press now, by its place in its window."""
        modal = QApplication.activeModalWidget()
        windows = [modal] if modal else [one for one in QApplication.topLevelWidgets() if one.isVisible()]
        return {
            f"{type(window).__name__} {number}": button
            for window in windows
            for number, button in enumerate(filter(QWidget.isVisible, window.findChildren(QAbstractButton)))
            if button.isEnabled()
            and not button.visibleRegion().isEmpty()
            and (self._changes_look or not isinstance(button.parentWidget(), Header))
        }

    def press(self, button: QAbstractButton, times: int) -> None:
        """Press where the mouse would, and again at once: nothing has been done of the press before."""
        window, place = _place_of(button)
        for number in range(times):
            if window.isVisible():
                click = QTest.mouseDClick if number % 2 else QTest.mouseClick
                click(window.windowHandle(), _LEFT, Qt.KeyboardModifier.NoModifier, place)
        self.work()

    def come_to_rest(self) -> None:
        """Leave whatever is open, as a person would, with the line healed and the time passing."""
        self.desk.link.heal()
        self.desk.desk.pay_line.heal()
        for _ in range(_ROUNDS):
            self.work()
            modal, menu = QApplication.activeModalWidget(), QApplication.activePopupWidget()
            if menu:
                menu.close()
            elif isinstance(modal, QDialog):
                modal.reject()
            elif not self._step_to_rest():
                return
        raise AssertionError(f"stuck at {type(self.counter.model.state).__name__}")

    def _step_to_rest(self) -> bool:
        model = self.counter.model
        self.counter.phone.hide()
        self.desk.clock.advance(seconds=20)
        if model._waking.isActive():
            model._wake()
        elif model.view.ticket or model.view.tasks or not isinstance(model.state, states.Selling):
            model.step_back()
            model.leave_unknown()
        else:
            return False
        return True

    def assert_ledgers_agree(self) -> None:
        desk = self.desk.desk
        assert all(task.outcome is not Outcome.STILL_UNKNOWN for task in desk.recover())
        desk.refunds.resume()
        assert not any(desk.books.broken().values())
        assert desk.books.settled() == {msgid: split.insured for msgid, split in desk.platform.standing().items()}
        assert desk.books.charged() == desk.wallet.standing()
        assert all(times == 1 for times in desk.platform.times_moved.values())


def _place_of(button: QAbstractButton) -> tuple[QWidget, QPoint]:
    window = button.window()
    return window, button.mapTo(window, button.visibleRegion().boundingRect().center())


def _nothing(_hands: RoughHands) -> None:
    pass


def _cash_counted(hands: RoughHands) -> None:
    hands.tender()
    hands.counter.model.step_cash(1)
    hands.work()


def _customer_pays(hands: RoughHands) -> None:
    hands.tender()
    hands.scan_pay_code(Script.USER_PAYING)


def _unknown(hands: RoughHands) -> None:
    hands.tender()
    hands.desk.link.expect([Trouble.REPLY_LOST, *[Trouble.REQUEST_LOST] * 9])
    hands.counter.model.charge_card()
    hands.work()


def _confirming(hands: RoughHands) -> None:
    hands.desk.platform.asks_password = True
    _cash_counted(hands)
    hands.counter.model.forward()
    hands.counter.phone.show()
    hands.work()
    hands.desk.platform.asks_password = False


def _agreeing(hands: RoughHands) -> None:
    """Leave 5.50 to the family's account, and the customer to be asked."""
    platform, person_no = hands.desk.platform, insured().person_no
    platform.spend_elsewhere(person_no, platform.balance_of(person_no) - Money(3_000))
    platform.family = Money(2_000)
    hands.tender()


def _completed(hands: RoughHands) -> None:
    _cash_counted(hands)
    hands.counter.model.forward()
    hands.work()


def _reducing(hands: RoughHands) -> None:
    hands.counter.model.take_text(CREAM.barcode)
    hands.work()
    hands.counter.model.begin_reduction()
    hands.counter.model.type_text("50%")
    hands.counter.model.set_reduction()
    hands.work()


def _drawer(hands: RoughHands) -> ShiftDialog:
    dialog = _dialog(hands, ShiftDialog)
    dialog.begin()
    hands.work()
    dialog._model.sign_in(CASHIER.number, PINS[CASHIER.number], "200")
    hands.work()
    return dialog


def _count(hands: RoughHands) -> None:
    dialog = _drawer(hands)
    dialog._model.begin_cash(DrawerKind.IN)
    dialog._model.move("50", "change")
    hands.work()
    dialog._model.begin_count()
    dialog._model.count(Money(100_00), "2")
    hands.work()


def _sold(hands: RoughHands) -> str:
    _completed(hands)
    state = hands.counter.model.state
    assert isinstance(state, states.Completed)
    hands.desk.clock.advance(seconds=1)
    hands.counter.model.forward()
    hands.work()
    return state.sale.sale_no


def _refund_found(hands: RoughHands) -> None:
    """Bring an insured sale up in the refund dialog, all of it to go back."""
    sale_no = _sold(hands)
    _dialog(hands, RefundDialog).begin()
    hands.work()
    hands.counter.model.take_text(receipt_code(sale_no))
    hands.work()


def _refund_asked(hands: RoughHands) -> None:
    _dialog(hands, RefundDialog).begin()
    hands.work()


def _given_back(hands: RoughHands) -> None:
    _refund_found(hands)
    _dialog(hands, RefundDialog)._model.give()
    hands.work()


def _day(hands: RoughHands, tab: int, *deeds: Callable[[DayViewModel], None]) -> None:
    dialog = _dialog(hands, DayDialog)
    dialog.begin()
    hands.work()
    dialog._model.turn_to(tab)
    hands.work()
    for deed in deeds:
        deed(dialog._model)
        hands.work()


def _dialog(hands: RoughHands, kind: type[_Dialog]) -> _Dialog:
    dialog = hands.counter.window.findChild(kind)
    assert dialog is not None
    return dialog


DAY_PLACES: Mapping[str, Callable[[RoughHands], None]] = {
    "differences": lambda hands: _day(hands, 0, DayViewModel.reconcile),
    "repair": lambda hands: _day(hands, 0, DayViewModel.reconcile, DayViewModel.ask_repair),
    "report": lambda hands: _day(hands, 1, DayViewModel.make_report),
    "backups": lambda hands: _day(hands, 2),
    "restore": lambda hands: _day(hands, 2, DayViewModel.back_up, DayViewModel.check_chosen),
    "audit": lambda hands: _day(hands, 3, DayViewModel.verify_audit),
}
PLACES: Mapping[str, Callable[[RoughHands], None]] = {
    "nothing": _nothing,
    "reducing": _reducing,
    "agreeing": _agreeing,
    "tendering": RoughHands.tender,
    "customer pays": _customer_pays,
    "unknown": _unknown,
    "confirming": _confirming,
    "completed": _completed,
    "count": _count,
    "refund": _refund_asked,
    "refund lines": _refund_found,
    "given back": _given_back,
}
