"""The function keys at the foot of the window."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from pos_app.gui.commands import BAR
from pos_app.gui.theme import Appearance
from pos_app.gui.view_models.sale.view import KeyView
from pos_app.gui.widgets.key_button import KeyButton


class KeyBar(QWidget):
    pressed = Signal(str)

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(8)
        self._buttons = {command: KeyButton(appearance) for command in BAR}
        for command, button in self._buttons.items():
            across.addWidget(button, 1)
            button.clicked.connect(lambda _checked=False, name=command: self.pressed.emit(name.value))

    def render_view(self, keys: tuple[KeyView, ...]) -> None:
        for key in keys:
            button = self._buttons[key.command]
            button.show_key(key.key, key.label, is_enabled=key.is_enabled, is_primary=key.is_primary)
