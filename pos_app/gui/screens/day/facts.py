"""Facts in two columns: what it is, and how much."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from pos_app.gui.theme import Role
from pos_app.gui.widgets.labels import PlainLabel

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop


class Facts(QWidget):
    """As many rows as there are facts; nothing where there are none. Sums stand to the right, words to the left."""

    def __init__(self, *, are_sums: bool = False) -> None:
        super().__init__()
        self._are_sums = are_sums
        self._rows: list[tuple[PlainLabel, PlainLabel]] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setColumnStretch(1, 1)
        self._grid.setHorizontalSpacing(16)

    def show_rows(self, rows: tuple[tuple[str, str], ...]) -> None:
        while len(self._rows) < len(rows):
            pair = PlainLabel(Role.SOFT), PlainLabel(Role.PLAIN, wraps=True)
            if self._are_sums:
                pair[1].setAlignment(_RIGHT)
            for column, label in enumerate(pair):
                self._grid.addWidget(label, len(self._rows), column)
            self._rows.append(pair)
        for place, (label, value) in enumerate(self._rows):
            words, said = rows[place] if place < len(rows) else ("", "")
            label.setText(words)
            value.setText(said)
            label.setVisible(bool(words))
            value.setVisible(bool(words))
        self.setVisible(bool(rows))
