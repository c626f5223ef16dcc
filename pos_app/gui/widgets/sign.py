"""A round sign that says no, take care or done by its shape as well as its colour."""

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
        ink, ground = _colours(self._kind, self._appearance.tokens)
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


def _colours(kind: SignKind, tokens: Tokens) -> tuple[str, str]:
    match kind:
        case SignKind.REFUSED:
            return tokens.bad, tokens.bad_soft
        case SignKind.TROUBLE:
            return tokens.warn, tokens.warn_soft
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
        case _:
            assert_never(kind)
