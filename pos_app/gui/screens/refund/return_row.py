"""One line of the original sale, and how many packs of it go back: chosen with the arrows, changed with + and −."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from pos_app.gui.theme import Appearance, Role, give_role
from pos_app.gui.view_models.refund.view import LineView
from pos_app.gui.widgets.labels import PlainLabel

_MINUS = "\u2212"
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_STEPS = {Qt.Key.Key_Plus: 1, Qt.Key.Key_Equal: 1, Qt.Key.Key_Minus: -1}
_MOVES = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


class ReturnRow(QFrame):
    """`stepped` by so many packs, `left` towards another row, `chosen` when Enter says that all is right."""

    stepped = Signal(int)
    left = Signal(int)
    chosen = Signal()

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._name, self._figures = PlainLabel(Role.PLAIN, wraps=True), PlainLabel(Role.CAPTION, wraps=True)
        self._quantity, self._amount = PlainLabel(Role.STRONG), PlainLabel(Role.PLAIN)
        self._less, self._more = QToolButton(), QToolButton()
        give_role(self, Role.CARD)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        for button, sign, step in ((self._less, _MINUS, -1), (self._more, "+", 1)):
            button.setText(sign)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(lambda _checked=False, step=step: self._step(step))
        self._lay_out()

    def render_view(self, line: LineView, *, less: str, more: str) -> None:
        self._name.setText(line.name)
        self._figures.setText(line.figures)
        self._quantity.setText(line.quantity)
        self._amount.setText(line.amount)
        self._less.setEnabled(line.may_less)
        self._more.setEnabled(line.may_more)
        self._less.setAccessibleName(less)
        self._more.setAccessibleName(more)
        self.setAccessibleName(line.spoken)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _STEPS:
            self.stepped.emit(_STEPS[key])
        elif key in _MOVES:
            self.left.emit(_MOVES[key])
        elif key in _ENTER:
            if not event.isAutoRepeat():
                self.chosen.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        give_role(self, Role.OFFER)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        give_role(self, Role.CARD)

    def _step(self, step: int) -> None:
        self.setFocus()
        self.stepped.emit(step)

    def _lay_out(self) -> None:
        px = self._appearance.px
        words = QVBoxLayout()
        words.setSpacing(px(1))
        words.addWidget(self._name)
        words.addWidget(self._figures)
        self._quantity.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._quantity.setMinimumWidth(self._appearance.gap(36))
        self._amount.setAlignment(_RIGHT)
        self._amount.setMinimumWidth(self._appearance.gap(84))
        across = QHBoxLayout(self)
        across.setContentsMargins(px(12), px(8), px(12), px(8))
        across.setSpacing(px(6))
        across.addLayout(words, 1)
        for widget in (self._less, self._quantity, self._more, self._amount):
            across.addWidget(widget)
