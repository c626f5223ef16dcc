"""The task list: sales whose money is not known to be back, to be asked about again now or closed by hand."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from pos_app.gui.theme import Appearance, Role, give_role
from pos_app.gui.view_models.sale.view import TasksView
from pos_app.gui.widgets.fitting_button import FittingButton
from pos_app.gui.widgets.labels import PlainLabel
from pos_app.gui.widgets.two_line_list import TwoLineList

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_HINTED = 200


class TasksPanel(QFrame):
    picked = Signal(int)
    again_pressed = Signal()
    by_hand_pressed = Signal()
    close_pressed = Signal()

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._title = PlainLabel(Role.TITLE, wraps=True)
        self._hint = PlainLabel(Role.SOFT, wraps=True)
        self._list = TwoLineList(appearance)
        self._again, self._by_hand, self._close = (
            FittingButton(appearance),
            FittingButton(appearance),
            FittingButton(appearance),
        )
        give_role(self, Role.CARD)
        give_role(self._again, Role.PRIMARY)
        self._list.picked.connect(self.picked)
        self._again.clicked.connect(self.again_pressed)
        self._by_hand.clicked.connect(self.by_hand_pressed)
        self._close.clicked.connect(self.close_pressed)
        self._lay_out()
        appearance.changed.connect(self._look_again)
        self._look_again()

    def render_view(self, tasks: TasksView) -> None:
        self._title.setText(tasks.title)
        self._hint.setText(tasks.hint)
        self._list.show_rows(tasks.rows, chosen=tasks.chosen, name=tasks.title)
        self._list.setVisible(bool(tasks.rows))
        for button, text in (
            (self._again, tasks.again),
            (self._by_hand, tasks.by_hand),
            (self._close, tasks.close),
        ):
            button.setText(text)
            button.setAccessibleName(text)
        self._again.setEnabled(tasks.is_enabled)
        self._again.setVisible(bool(tasks.rows))
        self._by_hand.setEnabled(tasks.is_enabled)
        self._by_hand.setVisible(bool(tasks.rows and tasks.by_hand))

    def take_focus(self) -> None:
        (self._close if self._list.isHidden() else self._list).setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER and not event.isAutoRepeat():
            focused = self.focusWidget()
            (focused if focused in {self._by_hand, self._close} else self._again).click()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the explanation out where large type leaves no room for the list under it."""
        super().resizeEvent(event)
        self._hint.setVisible(self.height() >= self._appearance.px(_HINTED))

    def _look_again(self) -> None:
        self._appearance.space(self.layout(), (24, 18, 24, 18), between=14)

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.addWidget(self._again, 1)
        foot.addWidget(self._by_hand, 1)
        foot.addWidget(self._close, 1)
        down = QVBoxLayout(self)
        down.addWidget(self._title)
        down.addWidget(self._hint)
        down.addWidget(self._list, 1)
        down.addStretch(0)
        down.addLayout(foot)
