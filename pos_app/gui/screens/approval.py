"""Somebody else's number and PIN for one act: asked, handed on once, and cleared at once."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QDialog, QFormLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from pos_app.domain.staff import Credentials
from pos_app.gui.screens.fields import SecretField, number_field, reason_field
from pos_app.gui.theme import Appearance, Role, give_role
from pos_app.gui.translation import Translation
from pos_app.gui.widgets.enter_button import EnterButton
from pos_app.gui.widgets.labels import PlainLabel
from pos_app.gui.widgets.simulation_band import SimulationBand

_WIDTH = 420


class ApprovalDialog(QDialog):
    """Every feature that needs a manager uses this one; `given` carries what was typed, the fields keep nothing.

    Where a reason is asked for as well, `given_with_reason` carries both instead.
    """

    given = Signal(object)
    given_with_reason = Signal(object, str)

    def __init__(self, appearance: Appearance, translation: Translation, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._translation = translation
        self._band = SimulationBand("", appearance, is_bar=True)
        self._what = PlainLabel(Role.STRONG, wraps=True)
        self._hint = PlainLabel(Role.SOFT, wraps=True)
        self._reason_label = PlainLabel(Role.PLAIN)
        self._number_label, self._pin_label = PlainLabel(Role.PLAIN), PlainLabel(Role.PLAIN)
        self._reason, self._number, self._pin = reason_field(), number_field(), SecretField()
        self._form = QFormLayout()
        self._approve, self._leave = EnterButton(), EnterButton()
        give_role(self._approve, Role.PRIMARY)
        self._reason.returnPressed.connect(self._number.setFocus)
        self._number.returnPressed.connect(self._pin.setFocus)
        self._pin.returnPressed.connect(self._give)
        self._approve.clicked.connect(self._give)
        self._leave.clicked.connect(self.reject)
        self.finished.connect(self._clear)
        self._lay_out()

    def ask(self, what: str) -> None:
        """Open for one act, named in words."""
        self._ask(what, wants_reason=False)

    def ask_with_reason(self, what: str) -> None:
        """Open for one act that somebody must give a reason for."""
        self._ask(what, wants_reason=True)

    def _ask(self, what: str, *, wants_reason: bool) -> None:
        self._form.setRowVisible(self._reason, wants_reason)
        say = self._translation.say
        self.setWindowTitle(say("approval.title"))
        self._band.set_text(say("window.simulation"))
        self._what.setText(what)
        self._hint.setText(say("approval.hint"))
        for label, field, key in (
            (self._reason_label, self._reason, "reason"),
            (self._number_label, self._number, "number"),
            (self._pin_label, self._pin, "pin"),
        ):
            label.setText(say(f"approval.{key}"))
            field.setAccessibleName(say(f"approval.{key}"))
        self._approve.setText(say("approval.give"))
        self._leave.setText(say("approval.leave"))
        self._clear()
        self._fit()
        self.open()
        self._fields[0].setFocus()

    @property
    def _fields(self) -> tuple[QLineEdit, ...]:
        """What must be filled in, in its order."""
        fields = (self._number, self._pin)
        return (self._reason, *fields) if self._form.isRowVisible(self._reason) else fields

    @Slot()
    def _give(self) -> None:
        for field in self._fields:
            if not field.text().strip():
                field.setFocus()
                return
        credentials, reason = Credentials(self._number.text().strip(), self._pin.text()), self._reason.text()
        self._clear()
        self.accept()
        if self._form.isRowVisible(self._reason):
            self.given_with_reason.emit(credentials, reason)
        else:
            self.given.emit(credentials)

    @Slot()
    def _clear(self) -> None:
        for field in (self._reason, self._number, self._pin):
            field.clear()

    def _fit(self) -> None:
        """Be as high as the wrapped words make it at this width; Qt asks for the height of words not wrapped yet."""
        width, layout = self._appearance.px(_WIDTH), self.layout()
        self.ensurePolished()
        self.setFixedWidth(width)
        if layout is not None:
            layout.activate()
            self.setFixedHeight(layout.totalHeightForWidth(width))

    def _lay_out(self) -> None:
        px = self._appearance.px
        self._form.addRow(self._reason_label, self._reason)
        self._form.addRow(self._number_label, self._number)
        self._form.addRow(self._pin_label, self._pin)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self._leave)
        buttons.addWidget(self._approve)
        inside = QVBoxLayout()
        inside.setContentsMargins(px(16), px(12), px(16), px(16))
        inside.setSpacing(px(10))
        inside.addWidget(self._what)
        inside.addWidget(self._hint)
        inside.addLayout(self._form)
        inside.addLayout(buttons)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.addWidget(self._band)
        down.addLayout(inside)
