"""The cashier's screen put together: what is bought on the left, who pays on the right, the keys below."""

from PySide6.QtCore import QMimeData, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from pos_app.domain.money import Money
from pos_app.gui.commands import Command
from pos_app.gui.screens.sale.entry_panel import EntryPanel
from pos_app.gui.screens.sale.goods_panel import GoodsPanel
from pos_app.gui.screens.sale.key_bar import KeyBar
from pos_app.gui.screens.sale.result_panel import ResultPanel, TicketPanel
from pos_app.gui.screens.sale.scan_box import ScanBox
from pos_app.gui.screens.sale.side import PersonCard, SumsCard
from pos_app.gui.screens.sale.tasks_panel import TasksPanel
from pos_app.gui.screens.sale.tones import sign_of
from pos_app.gui.screens.sale.unknown_panel import UnknownPanel
from pos_app.gui.theme import Appearance
from pos_app.gui.translation import Translation
from pos_app.gui.view_models.sale.view import Entry, Focus, SaleView, Stage
from pos_app.gui.widgets.banner import Banner
from pos_app.gui.widgets.camera_view import CameraView

_SIDE = 432
_SIDE_SHARE = 0.4


class SaleScreen(QWidget):
    """Renders one view and says what was pressed; it decides nothing."""

    command_pressed = Signal(str)
    edited = Signal(str)
    entry_key_pressed = Signal(str)
    mime_pasted = Signal(QMimeData)
    quick_pressed = Signal(Money)
    line_picked = Signal(int)
    found_picked = Signal(int)
    forward_pressed = Signal()
    leave_pressed = Signal()
    back_pressed = Signal()
    task_picked = Signal(int)
    task_pressed = Signal()
    task_by_hand_pressed = Signal()
    choose_pressed = Signal()
    paste_pressed = Signal()
    phone_pressed = Signal()

    def __init__(
        self, *, appearance: Appearance, translation: Translation, camera: CameraView, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._focus: Focus | None = None
        self._entry = EntryPanel(appearance)
        self._goods = GoodsPanel(appearance, translation)
        self._result = ResultPanel(appearance, translation)
        self._unknown = UnknownPanel(appearance)
        self._ticket = TicketPanel(appearance, translation)
        self._tasks = TasksPanel(appearance)
        self._banner = Banner(appearance)
        self._scan = ScanBox(appearance, camera)
        self._person = PersonCard(appearance)
        self._sums = SumsCard(appearance)
        self._keys = KeyBar(appearance)
        self._stage = QStackedWidget()
        self._selling = QWidget()
        self._side = QWidget()
        self._columns = QVBoxLayout(), QVBoxLayout(), QVBoxLayout()
        self._lay_out()
        self._connect()
        appearance.changed.connect(self._look_again)
        self._look_again()

    def render_view(self, view: SaleView) -> None:
        self._entry.render_view(view.entry, view.tender)
        self._goods.render_view(view)
        if view.result is not None:
            self._result.render_view(view.result)
        if view.unknown is not None:
            self._unknown.render_view(view.unknown)
        if view.ticket is not None:
            self._ticket.render_view(view.ticket)
        if view.tasks is not None:
            self._tasks.render_view(view.tasks)
        self._scan.render_view(view.scan)
        self._person.render_view(view.person)
        self._sums.render_view(view.sums)
        self._keys.render_view(view.keys)
        self._stage.setCurrentWidget(self._page_of(view.stage))
        self._share_height()
        banner = view.banner
        self._banner.show_words(sign_of(banner.tone), banner.message, banner.next_step)
        if view.focus is not self._focus:
            self._focus = view.focus
            self.take_focus()

    def take_focus(self) -> None:
        """Put the keys where the view wants them."""
        match self._focus:
            case (
                Focus.SEARCH
                | Focus.QUANTITY
                | Focus.LINE_DISCOUNT
                | Focus.BILL_DISCOUNT
                | Focus.LINE_PRICE
                | Focus.CASH
            ):
                self._entry.focus_field(Entry(self._focus.value), select=self._focus is not Focus.SEARCH)
            case Focus.SCAN:
                self._scan.focus_first()
            case Focus.RESULT:
                self._result.focus_forward()
            case Focus.UNKNOWN:
                self._unknown.focus_again()
            case Focus.TICKET:
                self._ticket.ticket.setFocus()
            case Focus.TASKS:
                self._tasks.take_focus()
            case None:
                pass

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_width()
        self._share_height()

    def _page_of(self, stage: Stage) -> QWidget:
        match stage:
            case Stage.GOODS:
                return self._selling
            case Stage.RESULT:
                return self._result
            case Stage.UNKNOWN:
                return self._unknown
            case Stage.TICKET:
                return self._ticket
            case Stage.TASKS:
                return self._tasks

    def _share_height(self) -> None:
        """Leave the goods out where large type leaves no room for them under the money that is being counted."""
        least = self._goods.minimumSizeHint().height() + self._entry.height() + self._appearance.gap(12)
        self._goods.setVisible(self._selling.height() >= least or not self._entry.counts_cash)

    def _share_width(self) -> None:
        self._side.setFixedWidth(min(self._appearance.px(_SIDE), round(self.width() * _SIDE_SHARE)))

    def _look_again(self) -> None:
        gap = self._appearance.gap
        self._appearance.space(self.layout(), (16, 12, 16, 10), between=12)
        for column in self._columns:
            column.setSpacing(gap(12))
        self._share_width()

    def _connect(self) -> None:
        self._keys.pressed.connect(self.command_pressed)
        self._entry.edited.connect(self.edited)
        self._entry.key_pressed.connect(self.entry_key_pressed)
        self._entry.picture_pasted.connect(self.mime_pasted)
        self._entry.quick_pressed.connect(self.quick_pressed)
        self._entry.confirm_pressed.connect(self.forward_pressed)
        self._goods.line_picked.connect(self.line_picked)
        self._goods.found_picked.connect(self.found_picked)
        self._result.forward_pressed.connect(self.forward_pressed)
        self._unknown.again_pressed.connect(self.forward_pressed)
        self._unknown.leave_pressed.connect(self.leave_pressed)
        self._ticket.close_pressed.connect(self.back_pressed)
        self._ticket.again_pressed.connect(lambda: self.command_pressed.emit(Command.LAST_TICKET.value))
        self._tasks.picked.connect(self.task_picked)
        self._tasks.again_pressed.connect(self.task_pressed)
        self._tasks.by_hand_pressed.connect(self.task_by_hand_pressed)
        self._tasks.close_pressed.connect(self.back_pressed)
        self._scan.choose_pressed.connect(self.choose_pressed)
        self._scan.paste_pressed.connect(self.paste_pressed)
        self._scan.phone_pressed.connect(self.phone_pressed)

    def _lay_out(self) -> None:
        selling, left, right = self._columns
        self._selling.setLayout(selling)
        self._side.setLayout(right)
        selling.setContentsMargins(0, 0, 0, 0)
        selling.addWidget(self._entry)
        selling.addWidget(self._goods, 1)
        for page in (self._selling, self._result, self._unknown, self._ticket, self._tasks):
            self._stage.addWidget(page)
        left.addWidget(self._stage, 1)
        left.addWidget(self._banner)
        right.setContentsMargins(0, 0, 0, 0)
        right.addWidget(self._scan, 2)
        right.addWidget(self._person)
        right.addWidget(self._sums, 3)
        across = QHBoxLayout()
        across.setSpacing(12)
        across.addLayout(left, 1)
        across.addWidget(self._side)
        down = QVBoxLayout(self)
        down.addLayout(across, 1)
        down.addWidget(self._keys)
