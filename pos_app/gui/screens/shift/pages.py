"""The pages of the shift dialog; each renders its piece of one ShiftView and says what was pressed."""

from PySide6.QtCore import QRegularExpression, Qt, Signal
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import QFormLayout, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout

from pos_app.domain.money import Money
from pos_app.domain.shift import DENOMINATIONS, PIECES_LIMIT
from pos_app.gui.screens.fields import SecretField, amount_field, number_field, primary_button, reason_field
from pos_app.gui.screens.paged import DialogPage
from pos_app.gui.theme import Appearance, Role, give_role
from pos_app.gui.translation import Translation
from pos_app.gui.view_models.shift.view import ShiftView
from pos_app.gui.widgets.enter_button import EnterButton
from pos_app.gui.widgets.labels import PlainLabel
from pos_app.gui.widgets.receipt_view import ReceiptView, TicketSight

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_ROWS = 8
_ACROSS = 3


class SignInPage(DialogPage[ShiftView]):
    """Who takes the drawer, with what float."""

    given = Signal(str, str, str)

    def __init__(self) -> None:
        super().__init__()
        self._number, self._pin, self._float = number_field(), SecretField(), amount_field()
        self._labels = tuple(PlainLabel(Role.PLAIN) for _ in range(3))
        self._confirm = primary_button()
        form = QFormLayout(self)
        for label, field in zip(self._labels, self._fields, strict=True):
            form.addRow(label, field)
        form.addRow(self._confirm)
        self._number.returnPressed.connect(self._pin.setFocus)
        self._pin.returnPressed.connect(self._float.setFocus)
        self._float.returnPressed.connect(self._give)
        self._confirm.clicked.connect(self._give)

    def say(self, translation: Translation) -> None:
        for label, field, key in zip(self._labels, self._fields, ("number", "pin", "float"), strict=True):
            label.setText(translation.say(f"shift.field.{key}"))
            field.setAccessibleName(translation.say(f"shift.field.{key}"))

    def render_view(self, view: ShiftView) -> None:
        self._confirm.setText(view.confirm)
        self._confirm.setEnabled(not view.is_waiting)

    def begin(self) -> None:
        for field in self._fields:
            field.clear()
        self._number.setFocus()

    def retry(self) -> None:
        """Ask for the PIN again after a refusal."""
        self._pin.setFocus()

    @property
    def _fields(self) -> tuple[QLineEdit, QLineEdit, QLineEdit]:
        return self._number, self._pin, self._float

    def _give(self) -> None:
        number, pin = self._number.text(), self._pin.text()
        self._pin.clear()
        self.given.emit(number, pin, self._float.text())


class DrawerPage(DialogPage[ShiftView]):
    """What should be in the drawer as a sum, and what can be done about it."""

    pressed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._rows = tuple((PlainLabel(Role.PLAIN), PlainLabel(Role.PLAIN)) for _ in range(_ROWS))
        self._expected_label, self._expected = PlainLabel(Role.STRONG), PlainLabel(Role.TITLE)
        self._buttons = {name: EnterButton() for name in ("in", "out", "open", "report", "count")}
        give_role(self._buttons["count"], Role.PRIMARY)
        grid = QGridLayout()
        for row, (label, amount) in enumerate((*self._rows, (self._expected_label, self._expected))):
            grid.addWidget(label, row, 0)
            grid.addWidget(amount, row, 1, _RIGHT)
        below = QGridLayout()
        for place, (name, button) in enumerate(self._buttons.items()):
            row, column = divmod(place, _ACROSS)
            below.addWidget(button, row, (2 + row) * column, 1, 2 + row)
            button.clicked.connect(lambda _checked=False, name=name: self.pressed.emit(name))
        down = QVBoxLayout(self)
        down.addLayout(grid)
        down.addStretch(1)
        down.addLayout(below)

    def say(self, translation: Translation) -> None:
        self._expected_label.setText(translation.say("shift_slip.expected"))
        for name, button in self._buttons.items():
            button.setText(translation.say(f"shift.button.{name}"))
            button.setAccessibleName(translation.say(f"shift.button.{name}"))

    def render_view(self, view: ShiftView) -> None:
        for place, (label, amount) in enumerate(self._rows):
            words, sum_ = view.rows[place] if place < len(view.rows) else ("", "")
            label.setText(words)
            amount.setText(sum_)
        self._expected.setText(f"￥{view.expected}")
        for button in self._buttons.values():
            button.setEnabled(not view.is_waiting)

    def begin(self) -> None:
        self._buttons["report"].setFocus()


class CashPage(DialogPage[ShiftView]):
    """Cash in or out, and why."""

    given = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self._amount, self._reason = amount_field(), reason_field()
        self._labels = PlainLabel(Role.PLAIN), PlainLabel(Role.PLAIN)
        self._confirm = primary_button()
        form = QFormLayout(self)
        form.addRow(self._labels[0], self._amount)
        form.addRow(self._labels[1], self._reason)
        form.addRow(self._confirm)
        self._amount.returnPressed.connect(self._reason.setFocus)
        self._reason.returnPressed.connect(self._give)
        self._confirm.clicked.connect(self._give)

    def say(self, translation: Translation) -> None:
        for label, field, key in zip(self._labels, (self._amount, self._reason), ("amount", "reason"), strict=True):
            label.setText(translation.say(f"shift.field.{key}"))
            field.setAccessibleName(translation.say(f"shift.field.{key}"))

    def render_view(self, view: ShiftView) -> None:
        self._confirm.setText(view.confirm)
        self._confirm.setEnabled(not view.is_waiting)

    def begin(self) -> None:
        self._amount.clear()
        self._reason.clear()
        self._amount.setFocus()

    def _give(self) -> None:
        self.given.emit(self._amount.text(), self._reason.text())


class OpenPage(DialogPage[ShiftView]):
    """Why the drawer is opened without a sale."""

    given = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._reason, self._label, self._confirm = reason_field(), PlainLabel(Role.PLAIN), primary_button()
        form = QFormLayout(self)
        form.addRow(self._label, self._reason)
        form.addRow(self._confirm)
        self._reason.returnPressed.connect(self._give)
        self._confirm.clicked.connect(self._give)

    def say(self, translation: Translation) -> None:
        self._label.setText(translation.say("shift.field.reason"))
        self._reason.setAccessibleName(translation.say("shift.field.reason"))
        self._confirm.setText(translation.say("shift.confirm.open"))

    def render_view(self, view: ShiftView) -> None:
        self._confirm.setEnabled(not view.is_waiting)

    def begin(self) -> None:
        self._reason.clear()
        self._reason.setFocus()

    def _give(self) -> None:
        self.given.emit(self._reason.text())


class CountPage(DialogPage[ShiftView]):
    """The drawer by note and coin, the total live, the difference and its reason."""

    counted = Signal(Money, str)
    given = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._fields = {kind: pieces_field() for kind in DENOMINATIONS}
        self._sums = {name: PlainLabel(Role.STRONG) for name in ("expected", "counted", "difference")}
        self._names = {name: PlainLabel(Role.PLAIN) for name in ("expected", "counted")}
        self._reason, self._reason_label = reason_field(), PlainLabel(Role.PLAIN)
        self._confirm = primary_button()
        self._lay_out()
        fields = list(self._fields.items())
        for place, (kind, field) in enumerate(fields):
            field.textEdited.connect(lambda text, kind=kind: self.counted.emit(kind, text))
            if place + 1 < len(fields):
                field.returnPressed.connect(fields[place + 1][1].setFocus)
            else:
                field.returnPressed.connect(self._leave_last)
        self._reason.returnPressed.connect(self._give)
        self._confirm.clicked.connect(self._give)

    def say(self, translation: Translation) -> None:
        for kind, field in self._fields.items():
            field.setAccessibleName(translation.say("shift_slip.piece", value=kind))
        for name, label in self._names.items():
            label.setText(translation.say(f"shift_slip.{name}"))
        self._reason_label.setText(translation.say("shift.field.reason"))
        self._reason.setAccessibleName(translation.say("shift.field.reason"))

    def render_view(self, view: ShiftView) -> None:
        self._sums["expected"].setText(f"￥{view.expected}")
        self._sums["counted"].setText(f"￥{view.counted}")
        self._sums["difference"].setText(view.difference)
        give_role(self._sums["difference"], Role.BAD if view.has_difference else Role.GOOD)
        self._reason.setEnabled(view.needs_reason)
        self._confirm.setText(view.confirm)
        self._confirm.setEnabled(not view.is_waiting)

    def begin(self) -> None:
        for field in (*self._fields.values(), self._reason):
            field.clear()
        next(iter(self._fields.values())).setFocus()

    def _give(self) -> None:
        self.given.emit(self._reason.text())

    def _leave_last(self) -> None:
        (self._reason if self._reason.isEnabled() else self._confirm).setFocus()

    def _lay_out(self) -> None:
        grid = QGridLayout()
        half = (len(self._fields) + 1) // 2
        for place, (kind, field) in enumerate(self._fields.items()):
            row, column = place % half, 2 * (place // half)
            grid.addWidget(PlainLabel(Role.PLAIN, f"{kind} ×"), row, column, _RIGHT)
            grid.addWidget(field, row, column + 1)
        sums = QHBoxLayout()
        for name, label in self._names.items():
            sums.addWidget(label)
            sums.addWidget(self._sums[name])
            sums.addSpacing(16)
        sums.addStretch(1)
        sums.addWidget(self._sums["difference"])
        reason = QHBoxLayout()
        reason.addWidget(self._reason_label)
        reason.addWidget(self._reason, 1)
        reason.addWidget(self._confirm)
        down = QVBoxLayout(self)
        down.addLayout(grid)
        down.addStretch(1)
        down.addLayout(sums)
        down.addLayout(reason)


class ReportPage(DialogPage[ShiftView]):
    """An X or Z report as it came from the printer."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._paper = ReceiptView(appearance)
        self._name = self._absent = self._absent_next = ""
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.addWidget(self._paper)

    def say(self, translation: Translation) -> None:
        self._name = translation.say("shift.title.report")
        self._absent = translation.say("shift.no_paper.message")
        self._absent_next = translation.say("shift.no_paper.next")

    def render_view(self, view: ShiftView) -> None:
        ticket = view.report
        png, text = (ticket.png, ticket.text) if ticket else (None, "")
        self._paper.render_view(TicketSight(self._name, text, png, self._absent, self._absent_next))

    def begin(self) -> None:
        self._paper.setFocus()


def pieces_field() -> QLineEdit:
    field = QLineEdit()
    field.setMaxLength(len(str(PIECES_LIMIT)) - 1)
    field.setValidator(QRegularExpressionValidator(QRegularExpression("[0-9]*"), field))
    field.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)
    field.setAlignment(_RIGHT)
    return field
