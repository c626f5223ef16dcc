"""A function key on the screen: the key above, what it does now below."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from pos_app.gui.theme import Appearance


class KeyButton(QAbstractButton):
    """Pressed with the mouse or a finger; it takes no focus, for its key works from everywhere."""

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._key = ""
        self._is_primary = False
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        appearance.changed.connect(self._look_again)

    def show_key(self, key: str, label: str, *, is_enabled: bool, is_primary: bool) -> None:
        self._key, self._is_primary = key, is_primary
        self.setText(label)
        self.setAccessibleName(f"{label} {key}")
        self.setEnabled(is_enabled)
        self.update()

    def sizeHint(self) -> QSize:
        px = self._appearance.px
        return QSize(px(100), px(40) + self._appearance.gap(8))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._appearance.px(40), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        ground, line, ink, small = self._colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(QColor(line))
        pen.setStyle(Qt.PenStyle.SolidLine if self.isEnabled() else Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), self._appearance.px(6), self._appearance.px(6))
        top, bottom = self.rect(), self.rect()
        middle = round(self.height() * 0.44)
        top.setBottom(middle)
        bottom.setTop(middle - self._appearance.gap(2))
        self._write(painter, top, self._key, 12, small)
        self._write(painter, bottom, self.text(), 15, ink)

    def _write(self, painter: QPainter, room: QRect, text: str, size: float, colour: str) -> None:
        font = self._appearance.font(size)
        width = self.width() - self._appearance.gap(6)
        wanted = QFontMetrics(font).horizontalAdvance(text)
        if wanted > width:
            font.setPixelSize(max(1, int(font.pixelSize() * width / wanted)))
        painter.setFont(font)
        painter.setPen(QColor(colour))
        painter.drawText(room, int(Qt.AlignmentFlag.AlignCenter), text)

    def _colours(self) -> tuple[str, str, str, str]:
        tokens = self._appearance.tokens
        if not self.isEnabled():
            return tokens.bg, tokens.line, tokens.soft, tokens.soft
        if self._is_primary:
            line = tokens.ink if self.isDown() or self.underMouse() else tokens.accent
            return tokens.accent, line, tokens.on_accent, tokens.on_accent
        ground = tokens.accent_soft if self.isDown() or self.underMouse() else tokens.panel
        return ground, tokens.accent if self.isDown() else tokens.line, tokens.ink, tokens.soft

    def _look_again(self) -> None:
        self.updateGeometry()
        self.update()
