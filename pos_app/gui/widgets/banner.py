"""The one banner: a sign, what happened, what to do next; told aloud too."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from pos_app.gui.announce import announce
from pos_app.gui.theme import Appearance, Role
from pos_app.gui.widgets.labels import PlainLabel
from pos_app.gui.widgets.sign import Sign, SignKind, colours_of


class Banner(QWidget):
    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._kind = SignKind.NOTE
        self._sign = Sign(appearance, side=26)
        self._message = PlainLabel(Role.ROW, wraps=True)
        self._next_step = PlainLabel(Role.SOFT, wraps=True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(self._message)
        words.addWidget(self._next_step)
        across = QHBoxLayout(self)
        across.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignVCenter)
        across.addLayout(words, 1)
        self._look_again()
        appearance.changed.connect(self._look_again)

    def show_words(self, kind: SignKind, message: str, next_step: str) -> None:
        is_news = (message, next_step) != (self._message.text(), self._next_step.text())
        self._kind = kind
        self._sign.show_kind(kind)
        self._message.setText(message)
        self._next_step.setText(next_step)
        self.setAccessibleName(message)
        self.setAccessibleDescription(next_step)
        self.update()
        if is_news:
            announce(self, f"{message} {next_step}", is_urgent=kind is SignKind.REFUSED)

    def paintEvent(self, _event: QPaintEvent) -> None:
        ink, ground = colours_of(self._kind, self._appearance.tokens)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        body = QPainterPath()
        body.addRoundedRect(QRectF(self.rect()), self._appearance.px(8), self._appearance.px(8))
        painter.setClipPath(body)
        painter.fillPath(body, QColor(ground))
        painter.fillRect(0, 0, self._appearance.px(6), self.height(), QColor(ink))

    def _look_again(self) -> None:
        self._appearance.space(self.layout(), (18, 7, 12, 7), between=12)
        self.setMinimumHeight(self._appearance.px(60))
        self.update()
