"""The pages of the refund dialog; each renders its piece of one RefundView and says what was pressed."""

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from pos_app.gui.screens.paged import DialogPage
from pos_app.gui.screens.refund.return_row import ReturnRow
from pos_app.gui.theme import Appearance, Role, give_role
from pos_app.gui.translation import Translation
from pos_app.gui.view_models.refund.view import RefundView
from pos_app.gui.widgets.enter_button import EnterButton
from pos_app.gui.widgets.labels import AmountLabel, PlainLabel
from pos_app.gui.widgets.receipt_view import ReceiptView, TicketSight

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_WAYS = 4
_SIDE = 300
_SIDE_SHARE = 0.4
_LONGEST_NUMBER = 32


class FindPage(DialogPage[RefundView]):
    """Which sale: a scan finds it by itself, a typed number with Enter."""

    given = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._label, self._number, self._find = PlainLabel(Role.PLAIN), QLineEdit(), EnterButton()
        self._number.setMaxLength(_LONGEST_NUMBER)
        self._number.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)
        give_role(self._number, Role.FIELD)
        give_role(self._find, Role.PRIMARY)
        down = QVBoxLayout(self)
        down.addWidget(self._label)
        down.addWidget(self._number)
        down.addWidget(self._find, 0, Qt.AlignmentFlag.AlignRight)
        down.addStretch(1)
        self._number.returnPressed.connect(self._give)
        self._find.clicked.connect(self._give)

    def say(self, translation: Translation) -> None:
        self._label.setText(translation.say("refund.number"))
        self._number.setAccessibleName(translation.say("refund.number"))
        self._find.setText(translation.say("refund.find"))

    def render_view(self, view: RefundView) -> None:
        self._find.setEnabled(not view.is_waiting)

    def begin(self) -> None:
        self._number.selectAll()
        self._number.setFocus()

    def clear(self) -> None:
        self._number.clear()

    def _give(self) -> None:
        self.given.emit(self._number.text())


class SumsCard(QFrame):
    """What goes back how, and under it what is sold anew."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        give_role(self, Role.CARD)
        self._rows = tuple((PlainLabel(Role.PLAIN, wraps=True), PlainLabel(Role.STRONG)) for _ in range(_WAYS))
        self._total_label, self._total = PlainLabel(Role.STRONG, wraps=True), PlainLabel(Role.AMOUNT)
        self._anew = PlainLabel(Role.WARN, wraps=True)
        grid = QGridLayout()
        grid.setColumnStretch(0, 1)
        grid.setVerticalSpacing(appearance.px(8))
        for row, (label, amount) in enumerate((*self._rows, (self._total_label, self._total))):
            grid.addWidget(label, row, 0)
            grid.addWidget(amount, row, 1, _RIGHT)
        down = QVBoxLayout(self)
        down.addLayout(grid)
        down.addSpacing(appearance.px(8))
        down.addWidget(self._anew)
        down.addStretch(1)

    def say(self, translation: Translation) -> None:
        self._total_label.setText(translation.say("refund.total"))

    def render_view(self, view: RefundView) -> None:
        for place, (label, amount) in enumerate(self._rows):
            words, sum_ = view.back[place] if place < len(view.back) else ("", "")
            label.setText(words)
            amount.setText(sum_)
            label.setVisible(bool(words))
            amount.setVisible(bool(words))
        self._total.setText(f"￥{view.total}")
        self._anew.setText(view.anew)
        self._anew.setVisible(bool(view.anew))


class LinesPage(DialogPage[RefundView]):
    """The original's lines at the left, what goes back how at the right."""

    stepped = Signal(int, int)
    chosen = Signal()

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self._less = self._more = ""
        self._rows: list[ReturnRow] = []
        self._numbers: tuple[int, ...] = ()
        self._list, self._down = QWidget(), QVBoxLayout()
        self._list.setLayout(self._down)
        self._down.setContentsMargins(0, 0, appearance.px(4), 0)
        self._down.addStretch(1)
        self._scroll = scrolled(self._list)
        self._sums = SumsCard(appearance)
        self._side = scrolled(self._sums)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.addWidget(self._scroll, 1)
        across.addWidget(self._side)
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.focusObjectChanged.connect(self._keep_in_sight)

    def say(self, translation: Translation) -> None:
        self._less, self._more = translation.say("refund.less"), translation.say("refund.more")
        self._sums.say(translation)

    def render_view(self, view: RefundView) -> None:
        numbers = tuple(line.number for line in view.lines)
        if numbers != self._numbers:
            self._make_rows(numbers)
        for row, line in zip(self._rows, view.lines, strict=True):
            row.render_view(line, less=self._less, more=self._more)
        self._sums.render_view(view)

    def begin(self) -> None:
        width = round(self.window().width() * _SIDE_SHARE)
        self._side.setFixedWidth(min(self._appearance.px(_SIDE), width))
        self._scroll.verticalScrollBar().setValue(0)
        if self._rows:
            self._rows[0].setFocus()

    def _make_rows(self, numbers: tuple[int, ...]) -> None:
        for row in self._rows:
            self._down.removeWidget(row)
            row.deleteLater()
        self._rows, self._numbers = [], numbers
        for place, number in enumerate(numbers):
            row = ReturnRow(self._appearance)
            row.stepped.connect(lambda step, number=number: self.stepped.emit(number, step))
            row.left.connect(lambda step, place=place: self._go(place + step))
            row.chosen.connect(self.chosen)
            self._rows.append(row)
            self._down.insertWidget(place, row)

    def _go(self, place: int) -> None:
        if 0 <= place < len(self._rows):
            self._rows[place].setFocus()

    def _keep_in_sight(self, focused: QObject | None) -> None:
        if isinstance(focused, QWidget) and self._list.isAncestorOf(focused):
            self._scroll.ensureWidgetVisible(focused)


class DonePage(DialogPage[RefundView]):
    """What to hand out in the largest type of the window, what went back how, and the paper."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self._label = PlainLabel(Role.STRONG, wraps=True)
        self._in_hand = AmountLabel(appearance, size=64, is_bold=True)
        self._sums = SumsCard(appearance)
        self._paper = ReceiptView(appearance)
        self._name = self._absent = self._absent_next = ""
        left = QVBoxLayout()
        left.addWidget(self._label)
        left.addWidget(self._in_hand)
        left.addWidget(scrolled(self._sums), 1)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(appearance.px(12))
        across.addLayout(left, 1)
        across.addWidget(self._paper, 1)

    def say(self, translation: Translation) -> None:
        self._name = translation.say("refund.title.done")
        self._absent = translation.say("refund.no_paper.message")
        self._absent_next = translation.say("refund.no_paper.next")
        self._sums.say(translation)

    def render_view(self, view: RefundView) -> None:
        self._label.setText(view.in_hand_label)
        self._in_hand.show_amount(view.in_hand, spoken=f"{view.in_hand_label} {view.in_hand}", colour="accent")
        self._sums.render_view(view)
        self._sums.setVisible(bool(view.in_hand))
        self._paper.setVisible(bool(view.in_hand))
        png, text = (view.ticket.png, view.ticket.text) if view.ticket else (None, "")
        self._paper.render_view(TicketSight(self._name, text, png, self._absent, self._absent_next))

    def begin(self) -> None:
        self._in_hand.setMinimumHeight(self._appearance.px(64))
        self._paper.setFocus()


def scrolled(widget: QWidget) -> QScrollArea:
    """Give a widget that scrolls down where large type needs more height than there is."""
    area = QScrollArea()
    area.setWidget(widget)
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return area
