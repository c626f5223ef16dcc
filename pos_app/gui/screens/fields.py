"""What is typed into: staff number and PIN, which no clipboard is handed, amount, reason; and the button beside it."""

from PySide6.QtCore import QRegularExpression, Qt
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QKeySequence, QRegularExpressionValidator
from PySide6.QtWidgets import QLineEdit

from pos_app.domain.shift import REASON_LIMIT
from pos_app.gui.theme import Role, give_role
from pos_app.gui.widgets.enter_button import EnterButton


class SecretField(QLineEdit):
    """Shows dots, remembers nothing, and neither gives to nor takes from the clipboard."""

    def __init__(self) -> None:
        super().__init__()
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setMaxLength(6)
        self.setValidator(QRegularExpressionValidator(QRegularExpression("[0-9]{0,6}"), self))
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)
        self.setDragEnabled(False)
        self.setAcceptDrops(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            return
        super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        event.accept()


def number_field() -> QLineEdit:
    """Give a field for a staff number."""
    field = QLineEdit()
    field.setMaxLength(4)
    field.setValidator(QRegularExpressionValidator(QRegularExpression("[0-9]{0,4}"), field))
    field.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)
    return field


def amount_field() -> QLineEdit:
    field = QLineEdit()
    field.setMaxLength(9)
    field.setValidator(QRegularExpressionValidator(QRegularExpression("[0-9]{0,6}([.][0-9]{0,2})?"), field))
    field.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)
    return field


def reason_field() -> QLineEdit:
    field = QLineEdit()
    field.setMaxLength(REASON_LIMIT)
    return field


def primary_button() -> EnterButton:
    button = EnterButton()
    give_role(button, Role.PRIMARY)
    return button
