"""A button that Enter presses while it has the focus, and never from a field elsewhere in the dialog."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton

_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


class EnterButton(QPushButton):
    """Qt's own default button would be pressed a second time by the Enter that a field has taken already."""

    def __init__(self) -> None:
        super().__init__()
        self.setAutoDefault(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if Qt.Key(event.key()) in _ENTER and not event.isAutoRepeat():
            self.click()
        else:
            super().keyPressEvent(event)
