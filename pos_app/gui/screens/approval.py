"""Somebody else's number and PIN for one act: asked, handed on once, and cleared at once."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QDialog, QFormLayout, QHBoxLayout, QVBoxLayout, QWidget

from pos_app.domain.staff import Credentials
from pos_app.gui.screens.secret import SecretField, number_field
from pos_app.gui.theme import Appearance, Role, give_role
from pos_app.gui.translation import Translation
from pos_app.gui.widgets.enter_button import EnterButton
from pos_app.gui.widgets.labels import PlainLabel
from pos_app.gui.widgets.simulation_band import SimulationBand

_WIDTH = 420


class ApprovalDialog(QDialog):
    """Every feature that needs a manager uses this one; `given` carries what was typed, the fields keep nothing."""

    given = Signal(object)

    def __init__(self, appearance: Appearance, translation: Translation, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._translation = translation
        self._band = SimulationBand("", appearance, is_bar=True)
        self._what = PlainLabel(Role.STRONG, wraps=True)
        self._hint = PlainLabel(Role.SOFT, wraps=True)
        self._number_label, self._pin_label = PlainLabel(Role.PLAIN), PlainLabel(Role.PLAIN)
        self._number, self._pin = number_field(), SecretField()
        self._approve, self._leave = EnterButton(), EnterButton()
        give_role(self._approve, Role.PRIMARY)
        self._number.returnPressed.connect(self._pin.setFocus)
        self._pin.returnPressed.connect(self._give)
        self._approve.clicked.connect(self._give)
        self._leave.clicked.connect(self.reject)
        self.finished.connect(self._clear)
        self._lay_out()

    def ask(self, what: str) -> None:
        """Open for one act, named in words."""
        say = self._translation.say
        self.setWindowTitle(say("approval.title"))
        self._band.set_text(say("window.simulation"))
        self._what.setText(what)
        self._hint.setText(say("approval.hint"))
        for label, field, key in (
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
        self._number.setFocus()

    @Slot()
    def _give(self) -> None:
        if not self._number.text().strip() or not self._pin.text():
            (self._pin if self._number.text().strip() else self._number).setFocus()
            return
        credentials = Credentials(self._number.text().strip(), self._pin.text())
        self._clear()
        self.accept()
        self.given.emit(credentials)

    @Slot()
    def _clear(self) -> None:
        self._number.clear()
        self._pin.clear()

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
        form = QFormLayout()
        form.addRow(self._number_label, self._number)
        form.addRow(self._pin_label, self._pin)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self._leave)
        buttons.addWidget(self._approve)
        inside = QVBoxLayout()
        inside.setContentsMargins(px(16), px(12), px(16), px(16))
        inside.setSpacing(px(10))
        inside.addWidget(self._what)
        inside.addWidget(self._hint)
        inside.addLayout(form)
        inside.addLayout(buttons)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.addWidget(self._band)
        down.addLayout(inside)
