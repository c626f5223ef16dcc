"""Goods in rows: a name with tags and a second line, and figures in columns that line up."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from pos_app.gui.theme import Appearance

Index: TypeAlias = QModelIndex | QPersistentModelIndex
ROLE_CELL = Qt.ItemDataRole.UserRole
_ROOT = QModelIndex()
_ROOMY = 500


@dataclass(frozen=True, slots=True)
class NameCell:
    """The wide cell; each tag is its text and whether it warns. `spoken` says the whole row."""

    name: str
    tags: tuple[tuple[str, bool], ...]
    detail: str
    spoken: str


Cell: TypeAlias = NameCell | str


class GoodsRows(QAbstractTableModel):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._headers: tuple[str, ...] = ()
        self._rows: tuple[tuple[Cell, ...], ...] = ()

    @property
    def headers(self) -> tuple[str, ...]:
        return self._headers

    @property
    def rows(self) -> tuple[tuple[Cell, ...], ...]:
        return self._rows

    def replace(self, headers: tuple[str, ...], rows: tuple[tuple[Cell, ...], ...]) -> None:
        self.beginResetModel()
        self._headers, self._rows = headers, rows
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._headers)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        cell = self._rows[index.row()][index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.name if isinstance(cell, NameCell) else cell
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return cell.spoken if isinstance(cell, NameCell) else cell
        return cell if role == ROLE_CELL else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._headers[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignLeft if section == _name_column(self._rows) else Qt.AlignmentFlag.AlignRight
            return side | Qt.AlignmentFlag.AlignVCenter
        return None


class GoodsTable(QTableView):
    """Chosen with the mouse, or by the arrow keys of the field above it; the mark moves only by `show_rows`."""

    picked = Signal(int)

    def __init__(
        self,
        appearance: Appearance,
        *,
        has_header: bool,
        spare_column: int | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._spare_column = spare_column
        self._content = GoodsRows(self)
        self.setModel(self._content)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setVisible(has_header)
        header.setSectionsClickable(False)
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setMinimumSectionSize(1)
        self.clicked.connect(lambda index: self.picked.emit(index.row()))
        appearance.changed.connect(self._measure)

    def show_rows(self, headers: tuple[str, ...], rows: Sequence[tuple[Cell, ...]], *, current: int, name: str) -> None:
        self.setAccessibleName(name)
        if (headers, tuple(rows)) != (self._content.headers, self._content.rows):
            self._content.replace(headers, tuple(rows))
            self._measure()
        if 0 <= current < len(rows):
            self.selectRow(current)
            self.scrollTo(self._content.index(current, 0))
        else:
            self.clearSelection()

    def row_height(self) -> int:
        px, gap = self._appearance.px, self._appearance.gap
        return px(42) + gap(17)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._measure()

    def _measure(self) -> None:
        """Make every figure's column as wide as its widest figure; the name takes the rest."""
        self._make_room()
        header = self.horizontalHeader()
        header.setFixedHeight(self._appearance.px(20) + self._appearance.gap(17))
        self.verticalHeader().setDefaultSectionSize(self.row_height())
        wide = _name_column(self._content.rows)
        room = self.viewport().width()
        for column in range(self._content.columnCount()):
            if column != wide and not self.isColumnHidden(column):
                header.resizeSection(column, self._width_of(column))
                room -= header.sectionSize(column)
        if self._content.columnCount():
            header.resizeSection(wide, max(room, self._appearance.px(80)))

    def _make_room(self) -> None:
        """Leave out what large type has no room for; the amount says it too."""
        if self._spare_column is not None and self._content.columnCount() > self._spare_column:
            self.setColumnHidden(self._spare_column, self.viewport().width() < self._appearance.px(_ROOMY))

    def _width_of(self, column: int) -> int:
        figures, words = QFontMetrics(self._appearance.font(17)), QFontMetrics(self._appearance.font(13))
        texts = (row[column] for row in self._content.rows)
        widest = max((figures.horizontalAdvance(text) for text in texts if isinstance(text, str)), default=0)
        return max(widest, words.horizontalAdvance(self._content.headers[column])) + self._appearance.gap(34)


def _name_column(rows: tuple[tuple[Cell, ...], ...]) -> int:
    """Give the place of the wide cell; 1 while there is no row to ask, as after a column of numbers."""
    cells = rows[0] if rows else ()
    return next((place for place, cell in enumerate(cells) if isinstance(cell, NameCell)), 1)
