"""A sale that is final: the change, who paid what, and the ticket."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from pos_app.gui.screens.sale.side import colour_of
from pos_app.gui.screens.sale.tones import sign_of
from pos_app.gui.theme import Appearance, Role, give_role
from pos_app.gui.translation import Translation
from pos_app.gui.view_models.sale.view import ResultView, TicketView
from pos_app.gui.view_models.ticket import Ticket
from pos_app.gui.widgets.fitting_button import FittingButton
from pos_app.gui.widgets.labels import AmountLabel, ElidedLabel, PlainLabel
from pos_app.gui.widgets.receipt_view import ReceiptView, TicketSight
from pos_app.gui.widgets.sign import Sign, SignKind

_NO_LIMIT = (1 << 24) - 1  # Qt's QWIDGETSIZE_MAX
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ResultPanel(QFrame):
    forward_pressed = Signal()

    def __init__(self, appearance: Appearance, translation: Translation, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._translation = translation
        self._sign = Sign(appearance, side=30)
        self._title = PlainLabel(Role.TITLE)
        self._sale_no = ElidedLabel(Role.SOFT)
        self._change_label = PlainLabel(Role.ROW)
        self._change = AmountLabel(appearance, size=64, is_bold=True)
        self._paper_sign = Sign(appearance, side=18)
        self._paper = PlainLabel(Role.SOFT, wraps=True)
        self._forward = QPushButton()
        self._rows: list[tuple[ElidedLabel, AmountLabel]] = []
        self._parts = QWidget()
        self._grid = QGridLayout(self._parts)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._ticket = ReceiptView(appearance)
        give_role(self, Role.CARD)
        give_role(self._forward, Role.PRIMARY)
        self._forward.clicked.connect(self.forward_pressed)
        self._lay_out()
        appearance.changed.connect(self._look_again)
        self._look_again()

    def render_view(self, result: ResultView) -> None:
        self._sign.show_kind(SignKind.DONE)
        self._title.setText(result.title)
        self._sale_no.setText(result.sale_no)
        self._change_label.setText(result.change_label)
        spoken = f"{result.change_label} {result.change}"
        self._change.show_amount(result.change, spoken=spoken, colour="accent")
        self._render_rows(result)
        self._paper_sign.show_kind(sign_of(result.paper_tone))
        self._paper.setText(result.paper)
        self._forward.setText(result.forward)
        self._forward.setAccessibleName(result.forward)
        self._ticket.render_view(sight_of(result.ticket, self._translation, absent=result.paper))

    def focus_forward(self) -> None:
        self._forward.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER and not event.isAutoRepeat():
            self.forward_pressed.emit()
        elif event.key() not in _ENTER:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """Show the ticket and the parts as far as large type leaves room: F9 and the right-hand side have them too."""
        px = self._appearance.px
        self._ticket.setVisible(self.width() >= px(560))
        self._parts.setVisible(self.height() >= px(400))
        is_low = self.height() < px(260)
        self._change.setMaximumHeight(px(48) if is_low else _NO_LIMIT)
        self._forward.setMinimumHeight(self._appearance.gap(52) if is_low else px(30) + self._appearance.gap(22))

    def _render_rows(self, result: ResultView) -> None:
        while len(self._rows) < len(result.rows):
            pair = ElidedLabel(Role.ROW), AmountLabel(self._appearance, size=20)
            self._rows.append(pair)
            for column, widget in enumerate(pair):
                self._grid.addWidget(widget, len(self._rows), column)
        for place, (label, amount) in enumerate(self._rows):
            is_shown = place < len(result.rows)
            label.setVisible(is_shown)
            amount.setVisible(is_shown)
            if is_shown:
                row = result.rows[place]
                label.setText(row.label)
                amount.show_amount(row.amount, spoken=f"{row.label} {row.amount}", colour=colour_of(row))

    def _look_again(self) -> None:
        gap = self._appearance.gap
        self._appearance.space(self.layout(), (20, 16, 16, 16), between=20)
        self._grid.setVerticalSpacing(gap(2))
        self._make_room()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._sign)
        head.addWidget(self._title)
        head.addWidget(self._sale_no, 1, Qt.AlignmentFlag.AlignBottom)
        change = QHBoxLayout()
        change.addWidget(self._change_label, 0, Qt.AlignmentFlag.AlignBottom)
        change.addWidget(self._change, 1)
        paper = QHBoxLayout()
        paper.addWidget(self._paper_sign)
        paper.addWidget(self._paper, 1)
        left = QVBoxLayout()
        left.addLayout(head)
        left.addStretch(1)
        left.addLayout(change)
        left.addStretch(1)
        left.addWidget(self._parts)
        left.addStretch(1)
        left.addLayout(paper)
        left.addWidget(self._forward)
        self._grid.setColumnStretch(1, 1)
        across = QHBoxLayout(self)
        across.addLayout(left, 1)
        across.addWidget(self._ticket, 1)


class TicketPanel(QFrame):
    """The last ticket, looked at and printed again."""

    close_pressed = Signal()
    again_pressed = Signal()

    def __init__(self, appearance: Appearance, translation: Translation, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._translation = translation
        self._title = ElidedLabel(Role.TITLE)
        self._again, self._close = FittingButton(appearance), FittingButton(appearance)
        self.ticket = ReceiptView(appearance)
        give_role(self, Role.CARD)
        self._again.clicked.connect(self.again_pressed)
        self._close.clicked.connect(self.close_pressed)
        head = QHBoxLayout()
        head.addWidget(self._title, 2)
        head.addWidget(self._again, 3)
        head.addWidget(self._close, 2)
        down = QVBoxLayout(self)
        down.addLayout(head)
        down.addWidget(self.ticket, 1)

    def render_view(self, view: TicketView) -> None:
        self._title.setText(view.title)
        for button, words in ((self._again, view.again), (self._close, view.close)):
            button.setText(words)
            button.setAccessibleName(words)
        self._again.setEnabled(view.may_print)
        self.ticket.render_view(sight_of(view.ticket, self._translation, absent=view.absent))


def sight_of(ticket: Ticket | None, translation: Translation, *, absent: str) -> TicketSight:
    name = translation.say("sale.ticket.name")
    if ticket is None:
        return TicketSight(name, absent=absent)
    return TicketSight(name, text=ticket.text, png=ticket.png)
