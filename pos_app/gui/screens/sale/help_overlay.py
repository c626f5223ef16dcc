"""All keys in one table, over the whole window."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from pos_app.gui.commands import KEYS
from pos_app.gui.theme import Appearance, Role, give_role
from pos_app.gui.translation import Translation
from pos_app.gui.widgets.labels import PlainLabel
from pos_app.gui.widgets.word_card import WordCard, WordScroll

_CLOSING = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
_ALSO = (("Enter", "enter"), ("↑ ↓", "arrows"), ("Ctrl+V", "paste"))


class HelpOverlay(QWidget):
    closed = Signal()

    def __init__(self, appearance: Appearance, translation: Translation, parent: QWidget) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._translation = translation
        self._title = PlainLabel(Role.TITLE)
        self._note = PlainLabel(Role.SOFT, wraps=True)
        self._close = PlainLabel(Role.SOFT)
        names = [*((key, command.value) for command, key in KEYS.items()), *_ALSO]
        self._rows = [(name, PlainLabel(Role.KEYCAP, key), PlainLabel(Role.PLAIN, wraps=True)) for key, name in names]
        self._card = WordCard()
        self._scroll = WordScroll(self._card)
        give_role(self._card, Role.CARD)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._lay_out()
        translation.changed.connect(self._say)
        self._say()
        self.hide()

    def toggle(self) -> None:
        self.setVisible(not self.isVisible())
        if self.isVisible():
            self.raise_()
            self.setFocus()
        else:
            self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keep every key: what is under the table must not be worked by somebody who cannot see it."""
        key = Qt.Key(event.key())
        if not self._scroll.turn(key, self._appearance.px(60)) and key in _CLOSING:
            self.toggle()

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        self.toggle()

    def paintEvent(self, _event: QPaintEvent) -> None:
        veil = QColor(self._appearance.tokens.bg)
        veil.setAlpha(225)
        QPainter(self).fillRect(self.rect(), veil)

    def _say(self) -> None:
        say = self._translation.say
        self.setAccessibleName(say("window.help.title"))
        self._title.setText(say("window.help.title"))
        self._note.setText(say("window.help.note"))
        self._close.setText(say("window.help.close"))
        for name, _, words in self._rows:
            words.setText(say(f"key.{name}_help"))
        self.setAccessibleDescription(
            "; ".join(f"{key.text()}: {words.text()}" for _, key, words in self._rows),
        )

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(12)
        half = (len(self._rows) + 1) // 2
        for place, (_, key, words) in enumerate(self._rows):
            row, side = place % half, 2 * (place // half)
            grid.addWidget(key, row, side, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
            grid.addWidget(words, row, side + 1)
            grid.setColumnStretch(side + 1, 1)
        down = QVBoxLayout(self._card)
        down.setContentsMargins(24, 20, 24, 20)
        down.setSpacing(14)
        for widget in (self._title, self._note):
            down.addWidget(widget)
        down.addLayout(grid, 1)
        down.addWidget(self._close)
        around = QVBoxLayout(self)
        around.setContentsMargins(40, 30, 40, 30)
        around.addWidget(self._scroll)
