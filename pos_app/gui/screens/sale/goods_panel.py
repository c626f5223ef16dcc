"""The basket, and over it what the search offers."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from pos_app.gui.theme import Appearance, Role, give_role
from pos_app.gui.translation import Translation
from pos_app.gui.view_models.sale.view import FoundView, LineView, SaleView, Tag, Tone
from pos_app.gui.widgets.goods_painter import GoodsPainter
from pos_app.gui.widgets.goods_table import Cell, GoodsTable, NameCell
from pos_app.gui.widgets.labels import PlainLabel

_OFFERED_AT_ONCE = 6
_PRICE = 3


class GoodsPanel(QFrame):
    line_picked = Signal(int)
    found_picked = Signal(int)

    def __init__(self, appearance: Appearance, translation: Translation, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._translation = translation
        self._basket = GoodsTable(appearance, has_header=True, spare_column=_PRICE)
        self._basket.setItemDelegate(GoodsPainter(appearance, self._basket))
        self._empty = PlainLabel(Role.SOFT, parent=self)
        self._found = _FoundList(appearance, self)
        give_role(self, Role.CARD)
        self._lay_out()
        self._basket.picked.connect(self.line_picked)
        self._found.table.picked.connect(self.found_picked)
        self._basket.viewport().installEventFilter(self)
        appearance.changed.connect(self._look_again)

    def render_view(self, view: SaleView) -> None:
        say = self._translation.say
        rows = tuple(_line_row(line) for line in view.lines)
        self._basket.show_rows(view.columns, rows, current=view.selected, name=say("window.basket"))
        self._empty.setText(view.empty_hint)
        self._empty.setVisible(not view.lines)
        offers = tuple(_found_row(found) for found in view.found)
        columns = (view.columns[1], view.columns[3], view.columns[5])
        self._found.table.show_rows(columns, offers, current=view.found_index, name=say("window.found"))
        self._found.setVisible(bool(offers))
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        """Lay the offers over the basket, as many as there are and as fit."""
        rows = min(self._found.table.model().rowCount(), _OFFERED_AT_ONCE)
        height = min(rows * self._found.table.row_height() + 4, self.height())
        self._found.setGeometry(0, 0, self.width(), height)
        self._empty.setGeometry(self.rect())
        self._empty.raise_()
        self._found.raise_()

    def _lay_out(self) -> None:
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        down = QVBoxLayout(self)
        down.addWidget(self._basket)
        self._look_again()

    def _look_again(self) -> None:
        """Stay inside the round corners of the card."""
        layout, inset = self.layout(), self._appearance.px(3)
        if layout is not None:
            layout.setContentsMargins(inset, inset, inset, inset)


class _FoundList(QFrame):
    def __init__(self, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(parent)
        self.table = GoodsTable(appearance, has_header=False)
        self.table.setItemDelegate(GoodsPainter(appearance, self.table))
        give_role(self, Role.OFFER)
        down = QVBoxLayout(self)
        down.setContentsMargins(2, 2, 2, 2)
        down.addWidget(self.table)
        self.hide()


def _line_row(line: LineView) -> tuple[Cell, ...]:
    name = NameCell(line.name, _tags(line.tags), line.detail, line.spoken)
    return (line.number, name, line.quantity, line.price, line.amount, line.charge_class)


def _found_row(found: FoundView) -> tuple[Cell, ...]:
    return NameCell(found.name, _tags(found.tags), found.detail, found.spoken), found.price, found.charge_class


def _tags(tags: tuple[Tag, ...]) -> tuple[tuple[str, bool], ...]:
    return tuple((tag.text, tag.tone is Tone.WARN) for tag in tags)
