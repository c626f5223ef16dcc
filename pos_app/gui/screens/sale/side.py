"""The right-hand side: who is insured, and the numbers that never move."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from pos_app.gui.theme import Appearance, Role, give_role
from pos_app.gui.view_models.sale.view import PersonView, SumRow, SumsView
from pos_app.gui.widgets.labels import AmountLabel, ElidedLabel, PlainLabel

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class PersonCard(QFrame):
    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._name = ElidedLabel(Role.STRONG)
        self._detail = ElidedLabel(Role.CAPTION)
        self._balance = PlainLabel(Role.BALANCE)
        self._balance_label = PlainLabel(Role.CAPTION)
        give_role(self, Role.CARD)
        grid = QGridLayout(self)
        grid.setColumnStretch(0, 1)
        self._grid = grid
        grid.addWidget(self._name, 0, 0)
        grid.addWidget(self._balance, 0, 1, _RIGHT)
        grid.addWidget(self._detail, 1, 0)
        grid.addWidget(self._balance_label, 1, 1, _RIGHT)
        appearance.changed.connect(self._look_again)
        self._look_again()

    def render_view(self, person: PersonView) -> None:
        self._name.setText(person.name)
        self._detail.setText(person.detail)
        self._detail.setToolTip(person.detail)
        self._balance.setText(person.balance)
        self._balance_label.setText(person.balance_label)
        self.setAccessibleName(f"{person.name} {person.detail} {person.balance_label} {person.balance}")

    def _look_again(self) -> None:
        self._appearance.space(self.layout(), (16, 11, 16, 11), between=2)
        self._grid.setHorizontalSpacing(self._appearance.gap(14))


class SumsCard(QFrame):
    """A row for each part of the bill, and what the customer pays: the largest thing on the screen."""

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._rows: list[_Row] = []
        self._due_label = PlainLabel(Role.ROW)
        self._due = AmountLabel(appearance, size=46, is_bold=True)
        self._list = QVBoxLayout()
        rule = QFrame()
        give_role(self, Role.CARD)
        give_role(rule, Role.HAIRLINE)
        foot = QHBoxLayout()
        foot.addWidget(self._due_label, 0, Qt.AlignmentFlag.AlignBottom)
        foot.addWidget(self._due, 1)
        down = QVBoxLayout(self)
        down.addLayout(self._list, 1)
        down.addWidget(rule)
        down.addLayout(foot)
        appearance.changed.connect(self._look_again)
        self._look_again()

    def render_view(self, sums: SumsView) -> None:
        while len(self._rows) < len(sums.rows):
            self._rows.append(_Row(self._appearance))
            self._list.addWidget(self._rows[-1])
        for place, row in enumerate(self._rows):
            row.setVisible(place < len(sums.rows))
            if place < len(sums.rows):
                row.render_view(sums.rows[place])
        self._due_label.setText(sums.due_label)
        self._due.show_amount(sums.due, spoken=f"{sums.due_label} {sums.due}")

    def _look_again(self) -> None:
        self._appearance.space(self.layout(), (16, 10, 16, 10), between=6)
        self._list.setSpacing(self._appearance.gap(2))
        self._due.setMinimumHeight(self._appearance.px(48))


class _Row(QWidget):
    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._label = ElidedLabel(Role.ROW)
        self._amount = AmountLabel(appearance, size=24)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.addWidget(self._label)
        across.addWidget(self._amount, 1)

    def render_view(self, row: SumRow) -> None:
        self._label.setText(row.label)
        self._amount.show_amount(row.amount, spoken=f"{row.label} {row.amount}", colour=colour_of(row))


def colour_of(row: SumRow) -> str:
    """Give the token of an amount: the part of insurance stands out, nothing stands back."""
    if row.is_accent:
        return "accent"
    return "soft" if row.is_soft else "ink"
