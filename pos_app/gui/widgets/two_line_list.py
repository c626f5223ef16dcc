"""A list whose rows are a title and, under it, a sentence wrapped to the width there is."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from pos_app.gui.theme import Appearance

_SENTENCE = Qt.ItemDataRole.UserRole
_WRAPPED = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap


class TwoLineList(QListWidget):
    """One row is always chosen; `picked` tells the row that a person chose, not one that was set."""

    picked = Signal(int)

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[tuple[str, str], ...] = ()
        self.setItemDelegate(_TwoLines(appearance, self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(self.ScrollMode.ScrollPerPixel)
        self.currentRowChanged.connect(self.picked)
        appearance.changed.connect(self.scheduleDelayedItemsLayout)

    def show_rows(self, rows: Sequence[tuple[str, str]], *, chosen: int, name: str) -> None:
        self.setAccessibleName(name)
        self.blockSignals(True)  # noqa: FBT003  Qt's own signature
        if tuple(rows) != self._rows:
            self._rows = tuple(rows)
            self._fill()
        self.setCurrentRow(chosen)
        self.blockSignals(False)  # noqa: FBT003  Qt's own signature

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.doItemsLayout()  # a row is as high as its sentence is long at this width
        self.scrollToItem(self.currentItem())

    def _fill(self) -> None:
        self.clear()
        for title, sentence in self._rows:
            item = QListWidgetItem(title, self)
            item.setData(_SENTENCE, sentence)
            item.setData(Qt.ItemDataRole.AccessibleDescriptionRole, sentence)


class _TwoLines(QStyledItemDelegate):
    def __init__(self, appearance: Appearance, parent: TwoLineList) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._list = parent

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        del option
        px = self._appearance.px
        width = self._list.viewport().width()
        room = QRect(0, 0, width - px(32), px(1000))
        sentence = QFontMetrics(self._font(13)).boundingRect(room, int(_WRAPPED), index.data(_SENTENCE))
        return QSize(width, px(8 + 22 + 2 + 10) + sentence.height())

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        px, tokens = self._appearance.px, self._appearance.tokens
        rect: QRect = option.rect
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        if is_chosen:
            painter.fillRect(rect, QColor(tokens.accent_soft))
            painter.fillRect(QRect(rect.left(), rect.top(), px(4), rect.height()), QColor(tokens.accent))
            self._mark_focus(painter, rect)
        inner = rect.adjusted(px(16), px(8), -px(16), -px(8))
        painter.setFont(self._font(15, is_bold=is_chosen))
        painter.setPen(QColor(tokens.ink))
        title = painter.fontMetrics().elidedText(index.data(), Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, title)
        painter.setFont(self._font(13))
        painter.setPen(QColor(tokens.soft))
        painter.drawText(inner.adjusted(0, px(24), 0, px(8)), int(_WRAPPED), index.data(_SENTENCE))
        painter.setPen(QColor(tokens.line))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.restore()

    def _mark_focus(self, painter: QPainter, rect: QRect) -> None:
        if self._list.hasFocus():
            painter.setPen(QPen(QColor(self._appearance.tokens.focus), self._appearance.px(2)))
            painter.drawRect(rect.adjusted(1, 1, -2, -2))

    def _font(self, size: int, *, is_bold: bool = False) -> QFont:
        font = QFont(self._appearance.family)
        font.setPixelSize(self._appearance.px(size))
        font.setBold(is_bold)
        return font
