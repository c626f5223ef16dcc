"""The phone window's screen: at the left whose phone it is and what to do with the code, at the right the phone."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from pos_app.gui.screens.handset import Handset
from pos_app.gui.theme import Appearance, Role, give_role
from pos_app.gui.view_models.phone_view import PhoneView
from pos_app.gui.widgets.labels import PlainLabel
from pos_app.gui.widgets.tab_bar import TabBar
from pos_app.gui.widgets.two_line_list import TwoLineList

_PHONE_WIDTH = 390


class PhoneScreen(QWidget):
    """Renders a PhoneView; every signal is what a person did."""

    owner_picked = Signal(int)
    kind_picked = Signal(int)
    show_pressed = Signal()
    copy_pressed = Signal()
    save_pressed = Signal()

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self.handset = Handset(appearance)
        self._scroller = QScrollArea()
        self._kinds = TabBar(appearance)
        self._owners_name = PlainLabel(Role.STRONG, wraps=True)
        self._owners = TwoLineList(appearance)
        self._hint = PlainLabel(Role.SOFT, wraps=True)
        self._show, self._copy, self._save = QPushButton(), QPushButton(), QPushButton()
        give_role(self._show, Role.PRIMARY)
        self._owners.picked.connect(self.owner_picked)
        self._kinds.picked.connect(self.kind_picked)
        self._show.clicked.connect(self.show_pressed)
        self._copy.clicked.connect(self.copy_pressed)
        self._save.clicked.connect(self.save_pressed)
        self._lay_out()
        appearance.changed.connect(self._space)

    def render_view(self, view: PhoneView) -> None:
        self._owners_name.setText(view.owners_name)
        rows = tuple((owner.title, owner.why) for owner in view.owners)
        self._owners.show_rows(rows, chosen=view.chosen_owner, name=view.owners_name)
        self._hint.setText(view.actions.hint)
        words = (view.actions.show, view.actions.copy, view.actions.save)
        for button, word in zip((self._show, self._copy, self._save), words, strict=True):
            button.setText(word)
            button.setEnabled(view.actions.are_enabled)
        self.handset.render_view(view)
        self._kinds.show_choices(view.kinds.labels, chosen=view.kinds.chosen, name=view.kinds.name)

    def focus_owners(self) -> None:
        self._owners.setFocus()

    def _lay_out(self) -> None:
        others = QHBoxLayout()
        others.addWidget(self._copy)
        others.addWidget(self._save)
        people = QFrame()
        give_role(people, Role.CARD)
        inside = QVBoxLayout(people)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.addWidget(self._owners)
        self._left = QVBoxLayout()
        self._left.addWidget(self._owners_name)
        self._left.addWidget(people, 1)
        self._left.addWidget(self._hint)
        self._left.addWidget(self._show)
        self._left.addLayout(others)
        self._scroller.setWidget(self.handset)
        self._scroller.setWidgetResizable(True)
        self._scroller.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroller.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._right = QVBoxLayout()
        self._right.addWidget(self._scroller, 1)
        self._foot = QHBoxLayout()
        self._foot.addWidget(self._kinds)
        self._right.addLayout(self._foot)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addLayout(self._left, 1)
        across.addLayout(self._right)
        self._space()

    def _space(self) -> None:
        px = self._appearance.px
        self._left.setContentsMargins(px(16), px(16), 0, px(16))
        self._left.setSpacing(px(8))
        self._right.setContentsMargins(0, 0, 0, 0)
        self._right.setSpacing(0)
        self._foot.setContentsMargins(px(16), 0, px(16), 0)
        self._scroller.setFixedWidth(px(_PHONE_WIDTH))
