"""The top left, where a cashier types: goods, a quantity, what is taken off, or the cash that was given."""

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from pos_app.domain.money import Money
from pos_app.gui.theme import Appearance, Role, give_role
from pos_app.gui.view_models.sale.view import Entry, EntryView, TenderView, Tone
from pos_app.gui.widgets.entry_field import EntryField
from pos_app.gui.widgets.labels import AmountLabel, ElidedLabel, PlainLabel

_ENTER = {Qt.Key.Key_Return: "enter", Qt.Key.Key_Enter: "enter"}
_SEARCH_KEYS = _ENTER | {
    Qt.Key.Key_Up: "up",
    Qt.Key.Key_Down: "down",
    Qt.Key.Key_PageUp: "page_up",
    Qt.Key.Key_PageDown: "page_down",
    Qt.Key.Key_Plus: "more",
    Qt.Key.Key_Minus: "less",
    Qt.Key.Key_Asterisk: "quantity",
    Qt.Key.Key_Delete: "remove",
}
_ONLY_WHEN_EMPTY = frozenset({Qt.Key.Key_Plus, Qt.Key.Key_Minus, Qt.Key.Key_Asterisk, Qt.Key.Key_Delete})
_CASH_KEYS = _ENTER | {Qt.Key.Key_Up: "up", Qt.Key.Key_Down: "down"}
_BETWEEN = 8
_TONES = {Tone.GOOD: "accent", Tone.BAD: "bad"}


class EntryPanel(QStackedWidget):
    """One field at a time in the same place; `key_pressed` tells a key of the field that is shown."""

    edited = Signal(str)
    key_pressed = Signal(str)
    picture_pasted = Signal(QMimeData)
    quick_pressed = Signal(Money)
    confirm_pressed = Signal()

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._search = EntryField(appearance, keys=_SEARCH_KEYS, only_when_empty=_ONLY_WHEN_EMPTY)
        self._quantity = _Labelled(appearance)
        self._cash = _CashPanel(appearance)
        for page in (self._search, self._quantity, self._cash):
            self.addWidget(page)
        for field in (self._search, self._quantity.field, self._cash.field):
            field.textEdited.connect(self.edited)
            field.key_pressed.connect(self.key_pressed)
            field.picture_pasted.connect(self.picture_pasted)
        self._cash.quick_pressed.connect(self.quick_pressed)
        self._cash.confirm.clicked.connect(self.confirm_pressed)
        appearance.changed.connect(self._fit)

    def render_view(self, entry: EntryView, tender: TenderView | None) -> None:
        page, field = self._of(entry.kind)
        field.show_text(entry.text, name=entry.label, hint=entry.hint, is_enabled=entry.is_enabled)
        self._quantity.label.setText(entry.label)
        self._cash.label.setText(entry.label)
        if tender is not None:
            self._cash.render_view(tender)
        self.setCurrentWidget(page)
        self._fit()

    @property
    def counts_cash(self) -> bool:
        return self.currentWidget() is self._cash

    def focus_field(self, kind: Entry, *, select: bool) -> None:
        _, field = self._of(kind)
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        if select:
            field.selectAll()

    def _fit(self) -> None:
        """Be as high as the page that is shown, not as the highest one."""
        page = self.currentWidget()
        if page is not None:
            self.setFixedHeight(max(page.sizeHint().height(), page.minimumSizeHint().height()))

    def _of(self, kind: Entry) -> tuple[QWidget, EntryField]:
        match kind:
            case Entry.SEARCH:
                return self._search, self._search
            case Entry.QUANTITY | Entry.LINE_DISCOUNT | Entry.BILL_DISCOUNT | Entry.LINE_PRICE:
                return self._quantity, self._quantity.field
            case Entry.CASH:
                return self._cash, self._cash.field


class _Labelled(QFrame):
    """A field with its name before it."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self.field = EntryField(appearance, keys=_ENTER)
        self.label = ElidedLabel(Role.STRONG)
        self.label.setBuddy(self.field)
        give_role(self, Role.CARD)
        across = QHBoxLayout(self)
        across.addWidget(self.label, 1)
        across.addWidget(self.field, 1)


class _CashPanel(QFrame):
    """The cash that was given, round sums at one press, and the change, live."""

    quick_pressed = Signal(Money)

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self._amounts: tuple[Money, ...] = ()
        self.field = EntryField(appearance, keys=_CASH_KEYS)
        self.label = ElidedLabel(Role.STRONG)
        self.label.setBuddy(self.field)
        self.confirm = QPushButton()
        self._change_label = PlainLabel(Role.ROW)
        self._change = AmountLabel(appearance, size=36, is_bold=True)
        self._change.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self._quick = tuple(QPushButton() for _ in range(5))
        give_role(self, Role.CARD)
        give_role(self.confirm, Role.PRIMARY)
        self._lay_out()
        for place, button in enumerate(self._quick):
            button.setAutoDefault(False)
            button.clicked.connect(lambda _checked=False, at=place: self.quick_pressed.emit(self._amounts[at]))
        appearance.changed.connect(self._look_again)
        self._look_again()

    def render_view(self, tender: TenderView) -> None:
        self._amounts = tuple(quick.amount for quick in tender.quick)
        for place, button in enumerate(self._quick):
            if place < len(tender.quick):
                button.setText(tender.quick[place].label)
                button.setAccessibleName(tender.quick[place].label)
                button.setEnabled(tender.is_enabled)
        self._change_label.setText(tender.change_label)
        colour = _TONES.get(tender.change_tone, "ink")
        self._change.show_amount(tender.change, spoken=f"{tender.change_label} {tender.change}", colour=colour)
        self.confirm.setText(tender.confirm)
        self.confirm.setAccessibleName(tender.confirm)
        self.confirm.setEnabled(tender.is_enabled)
        self._make_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """Offer as many round sums as fit beside the confirmation."""
        room = self.contentsRect().width() - self.confirm.sizeHint().width() - self._appearance.gap(28)
        for place, button in enumerate(self._quick):
            room -= button.sizeHint().width() + _BETWEEN
            button.setVisible(place < len(self._amounts) and room >= 0)

    def _look_again(self) -> None:
        self._appearance.space(self.layout(), (14, 10, 14, 10), between=8)
        self.field.setMaximumWidth(self._appearance.px(260))

    def _lay_out(self) -> None:
        above = QHBoxLayout()
        above.addWidget(self.label)
        above.addWidget(self.field, 3)
        above.addStretch(2)
        above.addWidget(self._change_label)
        above.addWidget(self._change)
        below = QHBoxLayout()
        below.setSpacing(_BETWEEN)
        for button in self._quick:
            below.addWidget(button, 2)
        below.addWidget(self.confirm, 3)
        down = QVBoxLayout(self)
        down.addLayout(above)
        down.addLayout(below)
