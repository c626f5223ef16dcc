"""The phone itself: whose code, the code, how long it lives, and what the phone knows of its owner."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from pos_app.gui.theme import Appearance, Role, give_role
from pos_app.gui.view_models.phone_view import Face, Notice, PhoneView, Tile
from pos_app.gui.widgets.choice_button import ChoiceButton
from pos_app.gui.widgets.code_plate import CodePlate
from pos_app.gui.widgets.face_button import FaceButton
from pos_app.gui.widgets.labels import PlainLabel
from pos_app.gui.widgets.sign import Sign, SignKind

_CODE_SIDE = 206  # seven dots a module for the 29 of a voucher code and its quiet zone
_TIME_STEPS = 1000


class Handset(QFrame):
    """Renders a PhoneView; every signal is what a thumb did."""

    face_picked = Signal(int)
    channel_picked = Signal(int)
    renew_pressed = Signal()
    digits_pressed = Signal()
    code_pressed = Signal()

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._card = _CodeCard(appearance)
        self._card.face_picked.connect(self.face_picked)
        self._card.plate.clicked.connect(self.code_pressed)
        self._card.renew.clicked.connect(self.renew_pressed)
        self._card.toggle_digits.clicked.connect(self.digits_pressed)
        self._heading = PlainLabel(Role.STRONG)
        self._channels = ChoiceButton()
        self._channels.picked.connect(self.channel_picked)
        self._tiles = _Tiles()
        self._lay_out()
        appearance.changed.connect(self._space)

    def render_view(self, view: PhoneView) -> None:
        self._heading.setText(view.heading)
        channels = view.channels
        self._channels.show_choices(channels.labels, chosen=channels.chosen, name=channels.name)
        self._channels.setVisible(channels.is_enabled)
        self._card.render_view(view)
        self._tiles.show_tiles(view.tiles)

    def focus_code(self) -> None:
        self._card.plate.setFocus()

    def _lay_out(self) -> None:
        header = QHBoxLayout()
        header.addWidget(self._heading)
        header.addStretch(1)
        header.addWidget(self._channels)
        self._layout = QVBoxLayout(self)
        self._layout.addLayout(header)
        self._layout.addWidget(self._card)
        self._layout.addWidget(self._tiles)
        self._layout.addStretch(1)
        self._space()

    def _space(self) -> None:
        px = self._appearance.px
        self._layout.setContentsMargins(px(16), px(8), px(16), px(8))
        self._layout.setSpacing(px(10))


class _CodeCard(QFrame):
    """The white card in the middle."""

    face_picked = Signal(int)

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        give_role(self, Role.CARD)
        self._faces: list[FaceButton] = []
        self._face_row = QHBoxLayout()
        self._face_row.addStretch(1)
        self._face_row.addStretch(1)
        self._holder = _label(Role.TITLE)
        self._hint = _label(Role.SOFT)
        self.plate = CodePlate(appearance, side=_CODE_SIDE)
        self._notice = _NoticePage(appearance)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.plate)
        self._stack.addWidget(self._notice)
        self._bar = QProgressBar()
        self._bar.setRange(0, _TIME_STEPS)
        self._bar.setTextVisible(False)
        self._countdown = _label(Role.SOFT)
        self.renew = _plain_button()
        self.toggle_digits = _plain_button()
        self._digits = _label(Role.ROW)
        self._digits.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._lay_out()
        appearance.changed.connect(self._space)

    def render_view(self, view: PhoneView) -> None:
        self._show_faces(view.faces)
        self._holder.setText(view.holder)
        self._hint.setText(view.hint)
        self.plate.show_code(view.picture, view.code_name)
        self.plate.setEnabled(view.picture is not None)
        self._notice.show_notice(view.notice)
        self._stack.setCurrentIndex(0 if view.notice is None else 1)
        self._bar.setVisible(view.notice is None)
        self._bar.setValue(round(view.time_left * _TIME_STEPS))
        self._bar.setAccessibleName(view.countdown)
        self._countdown.setText(view.countdown)
        self.renew.setText(view.renew)
        self.toggle_digits.setText(view.toggle_digits)
        self.toggle_digits.setVisible(view.notice is None)
        self.toggle_digits.setEnabled(view.picture is not None)
        self._digits.setText(view.digits)
        self._digits.setVisible(bool(view.digits))

    def _show_faces(self, faces: tuple[Face, ...]) -> None:
        while len(self._faces) < len(faces):
            self._add_face()
        for button, face in zip(self._faces, faces, strict=False):
            button.show_face(
                initial=face.initial,
                relation=face.relation,
                accessible_name=face.accessible_name,
                is_chosen=face.is_chosen,
            )
        for number, button in enumerate(self._faces):
            button.setVisible(number < len(faces))

    def _add_face(self) -> None:
        number = len(self._faces)
        button = FaceButton(self._appearance)
        button.clicked.connect(lambda: self.face_picked.emit(number))
        self._faces.append(button)
        self._face_row.insertWidget(number + 1, button)

    def _lay_out(self) -> None:
        below = QHBoxLayout()
        below.addStretch(1)
        below.addWidget(self._countdown, 0, Qt.AlignmentFlag.AlignVCenter)
        below.addWidget(self.renew)
        below.addStretch(1)
        self._layout = QVBoxLayout(self)
        self._layout.addLayout(self._face_row)
        self._layout.addWidget(self._holder)
        self._layout.addWidget(self._hint)
        self._layout.addWidget(self._stack, 1)
        self._layout.addWidget(self._bar)
        self._layout.addLayout(below)
        self._layout.addWidget(self.toggle_digits, 0, Qt.AlignmentFlag.AlignHCenter)
        self._layout.addWidget(self._digits)
        self._space()

    def _space(self) -> None:
        px = self._appearance.px
        self._layout.setContentsMargins(px(24), px(10), px(24), px(10))
        self._layout.setSpacing(px(4))


class _NoticePage(QWidget):
    """Stands where the code would be: icon, what is the matter, what to do."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._sign = Sign(appearance, side=56)
        self._message = _label(Role.STRONG)
        self._next_step = _label(Role.SOFT)
        layout = QVBoxLayout(self)
        layout.addStretch(1)
        layout.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignHCenter)
        for label in (self._message, self._next_step):
            label.setWordWrap(True)
            layout.addWidget(label)
        layout.addStretch(1)

    def show_notice(self, notice: Notice | None) -> None:
        if notice is not None:
            self._sign.show_kind(SignKind.REFUSED if notice.is_refusal else SignKind.TROUBLE)
            self._message.setText(notice.message)
            self._next_step.setText(notice.next_step)


class _Tiles(QWidget):
    """Two columns of label and value."""

    def __init__(self) -> None:
        super().__init__()
        self._labels: list[tuple[QFrame, PlainLabel, PlainLabel]] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)

    def show_tiles(self, tiles: tuple[Tile, ...]) -> None:
        while len(self._labels) < len(tiles):
            self._add_tile()
        for (_, label, value), tile in zip(self._labels, tiles, strict=False):
            label.setText(tile.label)
            value.setText(tile.value)
        for number, (frame, _, _) in enumerate(self._labels):
            frame.setVisible(number < len(tiles))

    def _add_tile(self) -> None:
        frame = QFrame()
        give_role(frame, Role.CARD)
        label, value = PlainLabel(Role.CAPTION), PlainLabel(Role.STRONG)
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(14, 6, 14, 6)
        inside.setSpacing(0)
        inside.addWidget(label)
        inside.addWidget(value)
        row, column = divmod(len(self._labels), 2)
        self._grid.addWidget(frame, row, column)
        self._labels.append((frame, label, value))


def _label(role: Role) -> PlainLabel:
    label = PlainLabel(role)
    label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    return label


def _plain_button() -> QPushButton:
    button = QPushButton()
    give_role(button, Role.PLAIN)
    return button
