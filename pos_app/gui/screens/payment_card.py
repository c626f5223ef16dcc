"""The sheet on the phone that asks for the payment password; what is typed is shown as dots and cleared at once."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from pos_app.gui.theme import Role, give_role
from pos_app.gui.view_models.payment import PaymentView
from pos_app.gui.widgets.labels import PlainLabel

_DIGITS = 6


class PaymentCard(QFrame):
    confirmed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = PlainLabel(Role.STRONG, wraps=True)
        self._message = PlainLabel(Role.ROW, wraps=True)
        self._field = QLineEdit()
        self._confirm = QPushButton()
        self._field.setEchoMode(QLineEdit.EchoMode.Password)
        self._field.setMaxLength(_DIGITS)
        self._field.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly | Qt.InputMethodHint.ImhSensitiveData)
        give_role(self, Role.CARD)
        give_role(self._confirm, Role.PRIMARY)
        self._confirm.clicked.connect(self.press)
        self._lay_out()
        self.hide()

    def render_view(self, view: PaymentView) -> None:
        appears = view.is_asked and self.isHidden()
        self._title.setText(view.title)
        self._message.setText(view.message)
        self._message.setVisible(bool(view.message))
        self._field.setPlaceholderText(view.hint)
        self._field.setAccessibleName(view.hint)
        self._confirm.setText(view.confirm)
        self._confirm.setAccessibleName(view.confirm)
        for part in (self._field, self._confirm):
            part.setEnabled(view.is_enabled)
        self.setVisible(view.is_asked)
        if appears or (view.message and view.is_enabled):
            self._field.setFocus()

    def press(self) -> None:
        """Hand the password on, and forget it."""
        password = self._field.text()
        self._field.clear()
        if password:
            self.confirmed.emit(password)

    def has_keys(self) -> bool:
        """Say whether Enter means this sheet."""
        return self.isVisible() and (self._field.hasFocus() or self._confirm.hasFocus())

    def _lay_out(self) -> None:
        across = QHBoxLayout()
        across.addWidget(self._field, 2)
        across.addWidget(self._confirm, 1)
        down = QVBoxLayout(self)
        down.setContentsMargins(16, 10, 16, 10)
        down.addWidget(self._title)
        down.addLayout(across)
        down.addWidget(self._message)
