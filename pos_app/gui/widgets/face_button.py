"""A person as a round button: the first character of the name, and under it who that is."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from pos_app.gui.theme import Appearance


class FaceButton(QAbstractButton):
    """Chosen is a ring and a bold word, never colour alone."""

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._initial = ""
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        appearance.changed.connect(self._look_again)

    def show_face(self, *, initial: str, relation: str, accessible_name: str, is_chosen: bool) -> None:
        self._initial = initial
        self.setText(relation)
        self.setAccessibleName(accessible_name)
        self.setChecked(is_chosen)
        self._look_again()

    def sizeHint(self) -> QSize:
        px = self._appearance.px
        words = QFontMetrics(self._font(13, is_bold=True)).horizontalAdvance(self.text())
        return QSize(max(px(62), words + px(8)), px(74))

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        px, tokens = self._appearance.px, self._appearance.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        centre = QPointF(self.width() / 2, px(28))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.accent_soft))
        painter.drawEllipse(centre, px(22), px(22))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if self.isChecked():
            painter.setPen(QPen(QColor(tokens.accent), px(2)))
            painter.drawEllipse(centre, px(25), px(25))
        if self.hasFocus():
            painter.setPen(QPen(QColor(tokens.focus), px(2)))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), px(8), px(8))
        painter.setPen(QColor(tokens.accent))
        painter.setFont(self._font(19, is_bold=False))
        circle = QRectF(centre.x() - px(22), centre.y() - px(22), px(44), px(44))
        painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, self._initial)
        painter.setPen(QColor(tokens.ink if self.isChecked() else tokens.soft))
        painter.setFont(self._font(13, is_bold=self.isChecked()))
        words = QRectF(0, px(55), self.width(), px(20))
        painter.drawText(words, Qt.AlignmentFlag.AlignCenter, self.text())

    def _font(self, size: int, *, is_bold: bool) -> QFont:
        font = QFont(self._appearance.family)
        font.setPixelSize(self._appearance.px(size))
        font.setBold(is_bold)
        return font

    def _look_again(self) -> None:
        self.updateGeometry()
        self.update()
