"""Parts of a whole, a row each: its name, a bar as long as its part, its amount."""

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from pos_app.gui.theme import Appearance


class Part(Protocol):
    @property
    def label(self) -> str: ...

    @property
    def amount(self) -> str: ...

    @property
    def part(self) -> float: ...


class ShareBars(QWidget):
    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._parts: Sequence[Part] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        appearance.changed.connect(self.updateGeometry)

    def show_parts(self, parts: Sequence[Part], *, name: str) -> None:
        self._parts = parts
        self.setAccessibleName(name)
        self.setAccessibleDescription("; ".join(f"{one.label} {one.amount}, {one.part:.1%}" for one in parts))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._appearance.px(320), self._row * max(1, len(self._parts)))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._appearance.px(200), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        tokens, row = self._appearance.tokens, self._row
        painter = QPainter(self)
        painter.setFont(self._appearance.font(14))
        metrics = QFontMetrics(painter.font())
        amounts = [f"{one.amount}  {one.part:.1%}" for one in self._parts]
        left = max((metrics.horizontalAdvance(one.label) for one in self._parts), default=0) + row // 3
        right = max(map(metrics.horizontalAdvance, amounts), default=0) + row // 3
        room = max(0, self.width() - left - right)
        middle = Qt.AlignmentFlag.AlignVCenter
        for place, (one, amount) in enumerate(zip(self._parts, amounts, strict=True)):
            top = place * row
            painter.setPen(QColor(tokens.ink))
            painter.drawText(QRectF(0, top, left, row), Qt.AlignmentFlag.AlignLeft | middle, one.label)
            painter.drawText(QRectF(0, top, self.width(), row), Qt.AlignmentFlag.AlignRight | middle, amount)
            painter.fillRect(QRectF(left, top + row * 0.3, room, row * 0.4), QColor(tokens.line))
            painter.fillRect(QRectF(left, top + row * 0.3, room * one.part, row * 0.4), QColor(tokens.accent))

    @property
    def _row(self) -> int:
        return self._appearance.px(28)
