"""The tabs along the foot of a phone: a few words, one of them chosen."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from pos_app.gui.theme import Appearance


class TabBar(QWidget):
    """`picked` tells which tab a person chose, not one that was set."""

    picked = Signal(int)

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._tabs: list[_Tab] = []
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)

    def show_choices(self, labels: Sequence[str], *, chosen: int, name: str) -> None:
        self.setAccessibleName(name)
        while len(self._tabs) < len(labels):
            self._add_tab()
        for number, (tab, label) in enumerate(zip(self._tabs, labels, strict=True)):
            tab.setText(label)
            tab.setAccessibleName(label)
            tab.setChecked(number == chosen)

    def _add_tab(self) -> None:
        number = len(self._tabs)
        tab = _Tab(self._appearance)
        tab.clicked.connect(lambda: self.picked.emit(number))
        self._tabs.append(tab)
        self._layout.addWidget(tab)


class _Tab(QAbstractButton):
    """Chosen is a bar above it and bold words, never colour alone."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        appearance.changed.connect(self._look_again)

    def sizeHint(self) -> QSize:
        px = self._appearance.px
        return QSize(QFontMetrics(self._font(is_bold=True)).horizontalAdvance(self.text()) + px(16), px(48))

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        px, tokens = self._appearance.px, self._appearance.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(QRect(0, 0, self.width(), 1), QColor(tokens.line))
        if self.isChecked():
            painter.fillRect(QRect(0, 0, self.width(), px(3)), QColor(tokens.accent))
        painter.setPen(QColor(tokens.accent if self.isChecked() else tokens.soft))
        painter.setFont(self._font(is_bold=self.isChecked()))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())
        if self.hasFocus():
            painter.setPen(QPen(QColor(tokens.focus), px(2)))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(2, 2, -2, -2), px(6), px(6))

    def _font(self, *, is_bold: bool) -> QFont:
        font = QFont(self._appearance.family)
        font.setPixelSize(self._appearance.px(15))
        font.setBold(is_bold)
        return font

    def _look_again(self) -> None:
        self.updateGeometry()
        self.update()
