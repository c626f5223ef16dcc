"""The keys at the foot of the window: two rows, and the way forward beside them over both."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from pos_app.gui.commands import BAR, BAR_FORWARD, BAR_ROWS
from pos_app.gui.theme import Appearance
from pos_app.gui.view_models.sale.view import KeyView
from pos_app.gui.widgets.key_button import KeyButton

_WIDE = 10  # the share of a key's width
_FORWARD = 15


class KeyBar(QWidget):
    pressed = Signal(str)

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(6)
        self._buttons = {command: KeyButton(appearance) for command in BAR}
        for row, commands in enumerate(BAR_ROWS):
            for column, command in enumerate(commands):
                grid.addWidget(self._buttons[command], row, column)
                grid.setColumnStretch(column, _WIDE)
        last = max(map(len, BAR_ROWS))
        grid.addWidget(self._buttons[BAR_FORWARD], 0, last, len(BAR_ROWS), 1)
        grid.setColumnStretch(last, _FORWARD)
        for command, button in self._buttons.items():
            button.clicked.connect(lambda _checked=False, name=command: self.pressed.emit(name.value))

    def render_view(self, keys: tuple[KeyView, ...]) -> None:
        for key in keys:
            button = self._buttons[key.command]
            button.show_key(key.key, key.label, is_enabled=key.is_enabled, is_primary=key.is_primary)
