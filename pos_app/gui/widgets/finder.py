"""The corners of a viewfinder round a sentence: a code belongs here."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from pos_app.gui.theme import Appearance

_WRAPPED = int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap)


class Finder(QWidget):
    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._text = ""
        self._is_awake = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        appearance.changed.connect(self.update)

    def show_words(self, text: str, *, is_awake: bool) -> None:
        self._text, self._is_awake = text, is_awake
        self.setAccessibleName(text)
        self.update()

    def sizeHint(self) -> QSize:
        px = self._appearance.px
        return QSize(px(200), px(60))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._appearance.px(100), self._appearance.px(30))

    def paintEvent(self, _event: QPaintEvent) -> None:
        tokens, px = self._appearance.tokens, self._appearance.px
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(QColor(tokens.accent if self._is_awake else tokens.line), px(3))
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        frame = QRectF(self.rect()).adjusted(px(3), px(3), -px(3), -px(3))
        for corner in _corners(frame, min(px(20), frame.height() / 3)):
            painter.drawPolyline(corner)
        painter.setFont(self._appearance.font(14))
        painter.setPen(QColor(tokens.soft))
        painter.drawText(frame.adjusted(px(14), px(6), -px(14), -px(6)), _WRAPPED, self._text)


def _corners(frame: QRectF, arm: float) -> tuple[QPolygonF, ...]:
    return tuple(
        QPolygonF([corner + QPointF(0, down * arm), corner, corner + QPointF(across * arm, 0)])
        for corner, across, down in (
            (frame.topLeft(), 1, 1),
            (frame.topRight(), -1, 1),
            (frame.bottomRight(), -1, -1),
            (frame.bottomLeft(), 1, -1),
        )
    )
