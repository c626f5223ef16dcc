"""The hatched amber band that nobody mistakes: this is a simulation."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPainterPath, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from pos_app.gui.theme import Appearance


class SimulationBand(QWidget):
    """A pill in a header, or a bar along a whole edge (`is_bar`)."""

    def __init__(
        self, text: str, appearance: Appearance, *, is_bar: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._is_bar = is_bar
        self._text = ""
        across = QSizePolicy.Policy.Expanding if is_bar else QSizePolicy.Policy.Fixed
        self.setSizePolicy(across, QSizePolicy.Policy.Fixed)
        self.set_text(text)
        appearance.changed.connect(self._look_again)

    def set_text(self, text: str) -> None:
        self._text = text
        self.setAccessibleName(text)
        self._look_again()

    def sizeHint(self) -> QSize:
        px = self._appearance.px
        metrics = QFontMetrics(self._font())
        return QSize(metrics.horizontalAdvance(self._text) + px(24), px(32 if self._is_bar else 28))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        tokens = self._appearance.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        outline = QPainterPath()
        radius = 0 if self._is_bar else self._appearance.px(4)
        outline.addRoundedRect(QRectF(self.rect()), radius, radius)
        painter.setClipPath(outline)
        painter.fillRect(self.rect(), QColor(tokens.sim))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.sim_hatch))
        for stripe in self._stripes():
            painter.drawPolygon(stripe)
        painter.setPen(QColor(tokens.on_sim))
        painter.setFont(self._font())
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._text)

    def _stripes(self) -> list[QPolygonF]:
        width, height, stripe = self.width(), self.height(), self._appearance.px(9)
        return [
            QPolygonF(
                [
                    QPointF(x, 0),
                    QPointF(x + stripe, 0),
                    QPointF(x + stripe - height, height),
                    QPointF(x - height, height),
                ]
            )
            for x in range(0, width + height + stripe, 2 * stripe)
        ]

    def _font(self) -> QFont:
        font = QFont(self._appearance.family)
        font.setPixelSize(self._appearance.px(14))
        font.setBold(True)
        return font

    def _look_again(self) -> None:
        self.updateGeometry()
        self.update()
