"""Paints the rows of a goods table: two lines and tags in the wide cell, figures to the right."""

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from pos_app.gui.theme import Appearance
from pos_app.gui.widgets.goods_table import ROLE_CELL, Cell, GoodsTable, Index, NameCell

_FLAGS = Qt.AlignmentFlag


class GoodsPainter(QStyledItemDelegate):
    def __init__(self, appearance: Appearance, table: GoodsTable) -> None:
        super().__init__(table)
        self._appearance = appearance

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        tokens, gap = self._appearance.tokens, self._appearance.gap
        rect: QRect = option.rect
        painter.save()
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.fillRect(rect, QColor(tokens.accent_soft if is_chosen else tokens.panel))
        if is_chosen and index.column() == 0:
            painter.fillRect(rect.left(), rect.top(), gap(4), rect.height(), QColor(tokens.accent))
        painter.setPen(QColor(tokens.line))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        cell: Cell = index.data(ROLE_CELL)
        inner = rect.adjusted(gap(14), 0, -gap(8), 0)
        if isinstance(cell, NameCell):
            self._paint_name(painter, inner, cell)
        else:
            self._paint_figure(painter, rect.adjusted(0, 0, -gap(12), 0), cell)
        painter.restore()

    def _paint_figure(self, painter: QPainter, room: QRect, text: str) -> None:
        painter.setFont(self._appearance.font(17))
        painter.setPen(QColor(self._appearance.tokens.ink))
        painter.drawText(room, int(_FLAGS.AlignRight | _FLAGS.AlignVCenter), text)

    def _paint_name(self, painter: QPainter, room: QRect, cell: NameCell) -> None:
        tokens = self._appearance.tokens
        large, small = self._appearance.font(17), self._appearance.font(13)
        line = QFontMetrics(large).height()
        top = room.top() + (room.height() - line - QFontMetrics(small).height()) // 2
        tags = sum(self._tag_width(text) + self._appearance.gap(8) for text, _ in cell.tags)
        painter.setFont(large)
        painter.setPen(QColor(tokens.ink))
        name = painter.fontMetrics().elidedText(cell.name, Qt.TextElideMode.ElideRight, max(room.width() - tags, 1))
        painter.drawText(QRect(room.left(), top, room.width(), line), int(_FLAGS.AlignLeft | _FLAGS.AlignVCenter), name)
        corner = QPoint(room.left() + painter.fontMetrics().horizontalAdvance(name), top)
        for text, is_warning in cell.tags:
            corner.setX(corner.x() + self._appearance.gap(8))
            corner.setX(self._paint_tag(painter, corner, line, text, is_warning=is_warning))
        painter.setFont(small)
        painter.setPen(QColor(tokens.soft))
        below = QRect(room.left(), top + line, room.width(), painter.fontMetrics().height())
        detail = painter.fontMetrics().elidedText(cell.detail, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(below, int(_FLAGS.AlignLeft | _FLAGS.AlignVCenter), detail)

    def _paint_tag(self, painter: QPainter, corner: QPoint, line: int, text: str, *, is_warning: bool) -> int:
        """Paint one tag beside the name and give where it ends."""
        tokens, font = self._appearance.tokens, self._appearance.font(12)
        height = QFontMetrics(font).height()
        plate = QRect(corner.x(), corner.y() + (line - height) // 2 + 1, self._tag_width(text), height)
        painter.setFont(font)
        painter.setPen(QColor(tokens.warn if is_warning else tokens.line))
        painter.setBrush(QColor(tokens.warn_soft) if is_warning else Qt.BrushStyle.NoBrush)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.drawRoundedRect(plate, self._appearance.px(3), self._appearance.px(3))
        painter.setPen(QColor(tokens.warn if is_warning else tokens.soft))
        painter.drawText(plate, int(_FLAGS.AlignCenter), text)
        return plate.right() + 1

    def _tag_width(self, text: str) -> int:
        return QFontMetrics(self._appearance.font(12)).horizontalAdvance(text) + self._appearance.px(12)
