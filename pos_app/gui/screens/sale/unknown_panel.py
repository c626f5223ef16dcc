"""An outcome nobody knows: what happened, that no money is lost, and the two ways on."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from pos_app.gui.theme import Appearance, Role, give_role
from pos_app.gui.view_models.sale.view import UnknownView
from pos_app.gui.widgets.fitting_button import FittingButton
from pos_app.gui.widgets.labels import PlainLabel
from pos_app.gui.widgets.sign import Sign, SignKind
from pos_app.gui.widgets.word_card import WordCard, WordScroll

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_YES, _NO = Qt.Key.Key_Y, Qt.Key.Key_N


class UnknownPanel(QFrame):
    again_pressed = Signal()
    leave_pressed = Signal()

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._sign = Sign(appearance, side=40)
        self._title = PlainLabel(Role.TITLE, wraps=True)
        self._sentences = tuple(PlainLabel(Role.ROW, wraps=True) for _ in range(3))
        self._card = WordCard()
        self._scroll = WordScroll(self._card)
        self._again, self._leave = FittingButton(appearance), FittingButton(appearance)
        self._is_question = False
        give_role(self, Role.CARD)
        give_role(self._again, Role.PRIMARY)
        self._again.clicked.connect(self.again_pressed)
        self._leave.clicked.connect(self.leave_pressed)
        self._lay_out()
        appearance.changed.connect(self._look_again)
        self._look_again()

    def render_view(self, unknown: UnknownView) -> None:
        self._is_question = unknown.is_question
        may_decide_now = unknown.is_enabled and not self._again.isEnabled()
        self._sign.show_kind(SignKind.TROUBLE if unknown.is_trouble and unknown.is_enabled else SignKind.WAIT)
        self._title.setText(unknown.title)
        for label, sentence in zip(self._sentences, unknown.explanation, strict=True):
            label.setText(sentence)
        self._card.fit()
        for button, text in ((self._again, unknown.again), (self._leave, unknown.leave)):
            button.setText(text)
            button.setAccessibleName(text)
            button.setEnabled(unknown.is_enabled)
        if may_decide_now:
            self.focus_again()

    def focus_again(self) -> None:
        self._again.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER and not event.isAutoRepeat():
            (self._leave if self._leave.hasFocus() else self._again).click()
        elif event.key() in {_YES, _NO} and self._is_question and not event.isAutoRepeat():
            (self._again if event.key() == _YES else self._leave).click()
        elif event.key() not in _ENTER and not self._scroll.turn(Qt.Key(event.key()), self._appearance.px(60)):
            super().keyPressEvent(event)

    def _look_again(self) -> None:
        self._appearance.space(self.layout(), (24, 18, 24, 18), between=14)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self._title, 1)
        words = QVBoxLayout(self._card)
        words.setContentsMargins(0, 0, 0, 0)
        words.setSpacing(10)
        words.addLayout(head)
        for sentence in self._sentences:
            words.addWidget(sentence)
        words.addStretch(1)
        foot = QHBoxLayout()
        foot.addWidget(self._again, 1)
        foot.addWidget(self._leave, 1)
        down = QVBoxLayout(self)
        down.addWidget(self._scroll, 1)
        down.addLayout(foot)
