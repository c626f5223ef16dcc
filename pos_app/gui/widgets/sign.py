"""A round sign that says no, take care, done, wait or mark by its shape as well as its colour."""

from enum import StrEnum
from typing import assert_never

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from pos_app.gui.theme import Appearance
from pos_app.gui.tokens import Tokens


class SignKind(StrEnum):
    REFUSED = "refused"
    TROUBLE = "trouble"
    DONE = "done"
    WAIT = "wait"
    NOTE = "note"


class Sign(QWidget):
    """The words beside it say the same, so a screen reader passes over it."""

    def __init__(self, appearance: Appearance, *, side: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._side = side
        self._kind = SignKind.TROUBLE
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        appearance.changed.connect(self._look_again)

    def show_kind(self, kind: SignKind) -> None:
        self._kind = kind
        self.update()

    def sizeHint(self) -> QSize:
        side = self._appearance.px(self._side)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        ink, ground = colours_of(self._kind, self._appearance.tokens)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = self.width() / 16
        circle = QRectF(self.rect()).adjusted(width, width, -width, -width)
        painter.setBrush(QColor(ground))
        painter.setPen(QPen(QColor(ink), width))
        painter.drawEllipse(circle)
        painter.setPen(QPen(QColor(ink), width * 1.3, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        _draw(painter, self._kind, circle.center(), self.width() / 6)

    def _look_again(self) -> None:
        self.updateGeometry()
        self.update()


def colours_of(kind: SignKind, tokens: Tokens) -> tuple[str, str]:
    """Give the ink and the ground that say a kind."""
    match kind:
        case SignKind.REFUSED:
            return tokens.bad, tokens.bad_soft
        case SignKind.TROUBLE:
            return tokens.warn, tokens.warn_soft
        case SignKind.DONE:
            return tokens.accent, tokens.accent_soft
        case SignKind.WAIT | SignKind.NOTE:
            return tokens.soft, tokens.panel
        case _:
            assert_never(kind)


def _draw(painter: QPainter, kind: SignKind, middle: QPointF, reach: float) -> None:
    match kind:
        case SignKind.REFUSED:
            painter.drawLine(middle - QPointF(reach, reach), middle + QPointF(reach, reach))
            painter.drawLine(middle - QPointF(reach, -reach), middle + QPointF(reach, -reach))
        case SignKind.TROUBLE:
            painter.drawLine(middle - QPointF(0, 1.4 * reach), middle + QPointF(0, 0.4 * reach))
            painter.drawPoint(middle + QPointF(0, 1.4 * reach))
        case SignKind.DONE:
            knee = middle + QPointF(-0.3 * reach, 1.1 * reach)
            painter.drawLine(middle + QPointF(-1.3 * reach, 0.1 * reach), knee)
            painter.drawLine(knee, middle + QPointF(1.4 * reach, -1.1 * reach))
        case SignKind.WAIT:
            for step in (-1.2, 0, 1.2):
                painter.drawPoint(middle + QPointF(step * reach, 0))
        case SignKind.NOTE:
            painter.drawPoint(middle - QPointF(0, 1.4 * reach))
            painter.drawLine(middle - QPointF(0, 0.4 * reach), middle + QPointF(0, 1.4 * reach))
        case _:
            assert_never(kind)
