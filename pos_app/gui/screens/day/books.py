"""The pages about one day: its books reconciled, its sales reported."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout

from pos_app.gui.screens.day.day_line import DayLine
from pos_app.gui.screens.day.facts import Facts
from pos_app.gui.screens.paged import DialogPage
from pos_app.gui.theme import Appearance, Role, give_role
from pos_app.gui.translation import Translation
from pos_app.gui.view_models.day.view import DayView
from pos_app.gui.widgets.enter_button import EnterButton
from pos_app.gui.widgets.hours_chart import HoursChart
from pos_app.gui.widgets.labels import PlainLabel
from pos_app.gui.widgets.share_bars import ShareBars
from pos_app.gui.widgets.two_line_list import TwoLineList

_LOWEST = 110


class ReconcilePage(DialogPage[DayView]):
    """The sums by clearing, and each difference with its story and what is proposed."""

    picked = Signal(int)
    repair_pressed = Signal()

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self.line = DayLine(appearance, button="reconcile")
        self._groups = Facts(are_sums=True)
        self._none, self._list = PlainLabel(Role.SOFT), TwoLineList(appearance)
        self._repair = EnterButton()
        self._name = ""
        self._list.picked.connect(self.picked)
        self._list.itemActivated.connect(self.repair_pressed)
        self._repair.clicked.connect(self.repair_pressed)
        across = QHBoxLayout()
        across.addStretch(1)
        across.addWidget(self._repair)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.addWidget(self.line)
        down.addWidget(self._groups)
        down.addWidget(self._none, 1, Qt.AlignmentFlag.AlignCenter)
        down.addWidget(self._list, 1)
        down.addLayout(across)

    def say(self, translation: Translation) -> None:
        self.line.say(translation)
        self._name = translation.say("day.differences")
        self._repair.setText(translation.say("day.button.repair"))

    def render_view(self, view: DayView) -> None:
        self.line.show_day(view.day, may_go_on=view.may_go_on, is_enabled=not view.is_waiting)
        self._groups.show_rows(view.groups)
        self._list.setVisible(bool(view.differences))
        self._list.setMinimumHeight(self._appearance.gap(_LOWEST))
        self._none.setVisible(not view.differences)
        self._none.setText(view.without)
        self._list.show_rows(view.differences, chosen=view.difference, name=self._name)
        self._repair.setEnabled(view.may_repair)

    def begin(self) -> None:
        (self.line.act if self._list.isHidden() else self._list).setFocus()


class ReportPage(DialogPage[DayView]):
    """The sales of a day as figures, bars by the hour and shares by kind of payment."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self.line = DayLine(appearance, button="report")
        self._facts = Facts(are_sums=True)
        self._hours, self._shares = HoursChart(appearance), ShareBars(appearance)
        self._hours_label, self._shares_label = PlainLabel(Role.STRONG), PlainLabel(Role.STRONG)
        self._names = "", ""
        self._sheet = QFrame()
        give_role(self._sheet, Role.CARD)
        grid = QGridLayout(self._sheet)
        grid.setHorizontalSpacing(appearance.gap(24))
        grid.addWidget(self._facts, 0, 0, 4, 1, Qt.AlignmentFlag.AlignTop)
        for row, widget in enumerate((self._hours_label, self._hours, self._shares_label, self._shares)):
            grid.addWidget(widget, row, 1)
        grid.setColumnStretch(1, 1)
        grid.setRowStretch(1, 1)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.addWidget(self.line)
        down.addWidget(self._sheet, 1)
        down.addStretch(0)

    def say(self, translation: Translation) -> None:
        self.line.say(translation)
        self._names = translation.say("day.hours"), translation.say("day.shares")
        self._hours_label.setText(self._names[0])
        self._shares_label.setText(self._names[1])

    def render_view(self, view: DayView) -> None:
        self.line.show_day(view.day, may_go_on=view.may_go_on, is_enabled=not view.is_waiting)
        self._sheet.setVisible(view.figures is not None)
        if view.figures is None:
            return
        hours = view.figures.hours
        legend = hours.insured_label, hours.customer_label
        self._facts.show_rows(view.figures.facts)
        self._hours.show_bars(hours.bars, hours.lines, legend=legend, name=self._names[0], spoken=hours.spoken)
        self._shares.show_parts(view.figures.shares, name=self._names[1])

    def begin(self) -> None:
        (self.line.act if self._sheet.isHidden() else self.line.export).setFocus()
