"""Bars of a day by the hour: what insurance paid below, what customers paid above, the number of sales on top."""

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from pos_app.gui.theme import Appearance

_BAR_SHARE = 0.62


class Bar(Protocol):
    """One hour, in parts of the picture's height."""

    @property
    def label(self) -> str: ...

    @property
    def insured(self) -> float: ...

    @property
    def customer(self) -> float: ...

    @property
    def count(self) -> str: ...


class HoursChart(QWidget):
    """Painted in the look's own colours; the two parts differ in pattern as well."""

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._bars: Sequence[Bar] = ()
        self._lines: Sequence[tuple[float, str]] = ()
        self._legend = "", ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        appearance.changed.connect(self.updateGeometry)

    def show_bars(
        self,
        bars: Sequence[Bar],
        lines: Sequence[tuple[float, str]],
        *,
        legend: tuple[str, str],
        name: str,
        spoken: str,
    ) -> None:
        """Show bars over lines with their amounts; `legend` names the lower part and the upper one."""
        self._bars, self._lines, self._legend = bars, lines, legend
        self.setAccessibleName(name)
        self.setAccessibleDescription(spoken)
        self.update()

    def sizeHint(self) -> QSize:
        px = self._appearance.px
        return QSize(px(480), px(200))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._appearance.px(240), self._appearance.px(120))

    def paintEvent(self, _event: QPaintEvent) -> None:
        px = self._appearance.px
        painter = QPainter(self)
        painter.setFont(self._appearance.font(12))
        metrics = QFontMetrics(painter.font())
        left = max((metrics.horizontalAdvance(text) for _, text in self._lines), default=0) + px(8)
        field = QRectF(left, 2 * metrics.height(), self.width() - left, self.height() - 3.4 * metrics.height())
        self._draw_legend(painter, metrics)
        self._draw_lines(painter, metrics, field)
        if self._bars:
            self._draw_bars(painter, metrics, field)

    def _draw_legend(self, painter: QPainter, metrics: QFontMetrics) -> None:
        right, side = float(self.width()), metrics.ascent()
        for text, is_upper in ((self._legend[1], True), (self._legend[0], False)):
            right -= metrics.horizontalAdvance(text)
            painter.setPen(QColor(self._appearance.tokens.soft))
            painter.drawText(round(right), metrics.ascent(), text)
            right -= side * 1.4
            self._fill(painter, QRectF(right, 0, side, side), is_upper=is_upper)
            right -= side

    def _draw_lines(self, painter: QPainter, metrics: QFontMetrics, field: QRectF) -> None:
        for share, text in self._lines:
            at = field.bottom() - share * field.height()
            painter.setPen(QPen(QColor(self._appearance.tokens.line)))
            painter.drawLine(round(field.left()), round(at), round(field.right()), round(at))
            painter.setPen(QColor(self._appearance.tokens.soft))
            across = metrics.horizontalAdvance(text)
            painter.drawText(round(field.left() - across - metrics.height() * 0.3), round(at + metrics.xHeight()), text)

    def _draw_bars(self, painter: QPainter, metrics: QFontMetrics, field: QRectF) -> None:
        slot = field.width() / len(self._bars)
        for place, bar in enumerate(self._bars):
            middle, wide = field.left() + slot * (place + 0.5), slot * _BAR_SHARE
            lower, upper = bar.insured * field.height(), bar.customer * field.height()
            foot = field.bottom()
            self._fill(painter, QRectF(middle - wide / 2, foot - lower, wide, lower), is_upper=False)
            self._fill(painter, QRectF(middle - wide / 2, foot - lower - upper, wide, upper), is_upper=True)
            painter.setPen(QColor(self._appearance.tokens.ink))
            above = QRectF(middle - slot, foot - lower - upper - metrics.height() * 1.1, 2 * slot, metrics.height())
            painter.drawText(above, Qt.AlignmentFlag.AlignCenter, bar.count)
            painter.setPen(QColor(self._appearance.tokens.soft))
            if slot >= metrics.horizontalAdvance(bar.label) or place % 2 == 0:
                below = QRectF(middle - slot, foot + metrics.height() * 0.1, 2 * slot, metrics.height())
                painter.drawText(below, Qt.AlignmentFlag.AlignCenter, bar.label)

    def _fill(self, painter: QPainter, box: QRectF, *, is_upper: bool) -> None:
        tokens = self._appearance.tokens
        painter.fillRect(box, QColor(tokens.sim if is_upper else tokens.accent))
        if is_upper:
            painter.fillRect(box, Qt.BrushStyle.BDiagPattern)
