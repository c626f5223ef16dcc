"""One choice out of a few, as a quiet word with ▾ that opens a menu."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from pos_app.gui.theme import Role, give_role


class ChoiceButton(QPushButton):
    """`picked` tells which one a person chose, not one that was set."""

    picked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        give_role(self, Role.PLAIN)
        self._labels: tuple[str, ...] = ()
        self._menu = QMenu(self)
        self.clicked.connect(self._open)

    def show_choices(self, labels: Sequence[str], *, chosen: int, name: str) -> None:
        if tuple(labels) != self._labels:
            self._labels = tuple(labels)
            self._fill()
        for number, action in enumerate(self._menu.actions()):
            action.setChecked(number == chosen)
        self.setText(f"{labels[chosen]} ▾")
        self.setAccessibleName(f"{name}: {labels[chosen]}")

    def _fill(self) -> None:
        self._menu.clear()
        for number, label in enumerate(self._labels):
            action = QAction(label, self._menu, checkable=True)
            action.triggered.connect(lambda _checked, chosen=number: self.picked.emit(chosen))
            self._menu.addAction(action)

    def _open(self) -> None:
        self._menu.popup(self.mapToGlobal(self.rect().bottomLeft()))
