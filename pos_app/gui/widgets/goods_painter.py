"""Paints the rows of a goods table: two lines and tags in the wide cell, figures to the right."""

from PySide6.QtCore import QRect, Qt
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
        painter.setFont(large)
        painter.setPen(QColor(tokens.ink))
        name = painter.fontMetrics().elidedText(cell.name, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(QRect(room.left(), top, room.width(), line), int(_FLAGS.AlignLeft | _FLAGS.AlignVCenter), name)
        after = painter.fontMetrics().horizontalAdvance(name) + self._appearance.gap(8)
        below = QRect(room.left(), top + line, room.width(), QFontMetrics(small).height())
        if after + sum(self._tag_width(text) for text, _ in cell.tags) <= room.width():
            self._paint_tags(painter, QRect(room.left() + after, top, room.width() - after, line), cell)
        else:  # no room beside the name: before the second line
            below.setLeft(self._paint_tags(painter, below, cell))
        painter.setFont(small)
        painter.setPen(QColor(tokens.soft))
        detail = painter.fontMetrics().elidedText(cell.detail, Qt.TextElideMode.ElideRight, room.width())
        if below.width() > self._appearance.px(30):
            painter.drawText(below, int(_FLAGS.AlignLeft | _FLAGS.AlignVCenter), detail)

    def _paint_tags(self, painter: QPainter, room: QRect, cell: NameCell) -> int:
        """Paint the tags from the left and give where the next thing may begin."""
        left = room.left()
        for text, is_warning in cell.tags:
            place = QRect(left, room.top(), room.right() - left, room.height())
            left = self._paint_tag(painter, place, text, is_warning=is_warning) + self._appearance.gap(8)
        return left

    def _paint_tag(self, painter: QPainter, room: QRect, text: str, *, is_warning: bool) -> int:
        """Paint one tag, as much of it as there is room for, and give where it ends."""
        tokens, font = self._appearance.tokens, self._appearance.font(12)
        metrics = QFontMetrics(font)
        inside = room.width() - self._appearance.px(12)
        text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, inside)
        top = room.top() + (room.height() - metrics.height()) // 2 + 1
        plate = QRect(room.left(), top, self._tag_width(text), metrics.height())
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
