"""The line above a page that is about one day: which day, and what is done with it."""

from PySide6.QtCore import QRegularExpression, Qt, Signal
from PySide6.QtGui import QRegularExpressionValidator, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QToolButton, QWidget

from pos_app.gui.theme import Appearance, Role, give_role
from pos_app.gui.translation import Translation
from pos_app.gui.widgets.fitting_button import FittingButton
from pos_app.gui.widgets.labels import PlainLabel

_LONGEST = 10  # 2026-11-22
_LABELLED = 600


class DayLine(QWidget):
    """`stepped` by so many days, `typed` another day; `pressed` is the one thing that the page is for."""

    stepped = Signal(int)
    typed = Signal(str)
    pressed = Signal()
    export_pressed = Signal()

    def __init__(self, appearance: Appearance, *, button: str) -> None:
        super().__init__()
        self._appearance = appearance
        self._button = button
        self._label = PlainLabel(Role.PLAIN)
        self._day = QLineEdit()
        self._earlier, self._later = QToolButton(), QToolButton()
        self.act, self.export = FittingButton(appearance), FittingButton(appearance)
        give_role(self.act, Role.PRIMARY)
        self._day.setMaxLength(_LONGEST)
        self._day.setValidator(QRegularExpressionValidator(QRegularExpression("[0-9-]{0,10}"), self._day))
        self._day.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)
        self._label.setBuddy(self._day)
        for tool, sign, step in ((self._earlier, "‹", -1), (self._later, "›", 1)):
            tool.setText(sign)
            tool.clicked.connect(lambda _checked=False, step=step: self.stepped.emit(step))
        self._day.returnPressed.connect(self._type)
        self.act.clicked.connect(self.pressed)
        self.export.clicked.connect(self.export_pressed)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        for widget in (self._label, self._earlier, self._day, self._later):
            across.addWidget(widget)
        across.addStretch(1)
        across.addWidget(self.export, 5)
        across.addWidget(self.act, 4)

    def say(self, translation: Translation) -> None:
        say = translation.say
        self._label.setText(say("day.date"))
        self._day.setAccessibleName(say("day.date"))
        for tool, key in ((self._earlier, "earlier"), (self._later, "later")):
            tool.setAccessibleName(say(f"day.{key}"))
            tool.setToolTip(say(f"day.{key}"))
        self.act.setText(say(f"day.button.{self._button}"))
        self.export.setText(say("day.button.export"))

    def show_day(self, day: str, *, may_go_on: bool, is_enabled: bool) -> None:
        if self._day.text() != day:
            self._day.setText(day)
        self._day.setFixedWidth(self._appearance.px(112))
        self._day.setEnabled(is_enabled)
        self._earlier.setEnabled(is_enabled)
        self._later.setEnabled(is_enabled and may_go_on)
        self.act.setEnabled(is_enabled)
        self.export.setEnabled(is_enabled)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the word before the day out where large type leaves no room for it."""
        super().resizeEvent(event)
        self._label.setVisible(self.width() >= self._appearance.px(_LABELLED))

    def _type(self) -> None:
        self.typed.emit(self._day.text())
        self.act.setFocus()
