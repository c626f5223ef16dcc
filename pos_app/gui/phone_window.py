"""The customer's phone as a second window: any persona's code, fresh, and its picture for the till's scanner."""

from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QCloseEvent, QGuiApplication, QHideEvent, QImage, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QFileDialog, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from pos_app.gui.announce import announce
from pos_app.gui.screens.payment_card import PaymentCard
from pos_app.gui.screens.phone import PhoneScreen
from pos_app.gui.theme import Appearance, Role
from pos_app.gui.view_models.payment import PaymentViewModel
from pos_app.gui.view_models.phone import PhoneViewModel
from pos_app.gui.view_models.phone_view import Deed, PhoneView
from pos_app.gui.widgets.code_plate import CodePlate
from pos_app.gui.widgets.labels import PlainLabel
from pos_app.gui.widgets.simulation_band import SimulationBand

_TICK_MS = 250
_SIZE = (760, 730)
_FRAME = 32  # what a window manager adds above; it is known only when the window is up


class PhoneWindow(QMainWindow):
    """Time passes for the code only while somebody sees the window, so that a hidden phone asks for nothing."""

    def __init__(self, model: PhoneViewModel, appearance: Appearance, payment: PaymentViewModel | None = None) -> None:
        super().__init__()
        self._model = model
        self._payment = payment
        self._card = PaymentCard()
        self._appearance = appearance
        self._band = SimulationBand(model.view.simulation, appearance, is_bar=True)
        self._screen = PhoneScreen(appearance)
        self._enlarged = _EnlargedCode(appearance)
        self._stack = QStackedWidget()
        self._told = model.view.actions.hint
        self._ticking = QTimer(self, interval=_TICK_MS)
        self._ticking.timeout.connect(model.tick)
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, on=False)
        self._lay_out()
        self._connect()
        self._render()

    @Slot()
    def save_picture(self) -> None:
        """Ask where to, then write the code's picture there."""
        picture = self._model.view.picture
        title = self._model.view.actions.save_title
        if picture is None:
            return
        name, _ = QFileDialog.getSaveFileName(self, title, str(Path.home() / "code.png"), "PNG (*.png)")
        if name:
            self._save_as(Path(name), picture)

    @Slot()
    def copy_picture(self) -> None:
        picture = self._model.view.picture
        if picture is not None:
            QGuiApplication.clipboard().setImage(QImage.fromData(picture))
            self._model.note(Deed.COPIED)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._model.wake()
        self._ticking.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._ticking.stop()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Put the phone away; it is taken out again with the same key."""
        event.ignore()
        self.hide()

    def _save_as(self, path: Path, picture: bytes) -> None:
        try:
            path.write_bytes(picture)
        except OSError as error:
            self._model.note(Deed.SAVE_FAILED, error.strerror or str(error))
        else:
            self._model.note(Deed.SAVED, path.name)

    @Slot()
    def _render(self) -> None:
        view = self._model.view
        self.setWindowTitle(view.title)
        self._band.set_text(view.simulation)
        self._screen.render_view(view)
        self._enlarged.render_view(view)
        self._tell(view)
        page = self._enlarged if view.is_enlarged else self._screen
        if self._stack.currentWidget() is not page:
            self._stack.setCurrentWidget(page)
            (self._enlarged.plate.setFocus if view.is_enlarged else self._screen.handset.focus_code)()

    def _tell(self, view: PhoneView) -> None:
        """Have read aloud what became of the code: why there is none, or what was done with it."""
        words = f"{view.notice.message} {view.notice.next_step}" if view.notice else view.actions.hint
        if words and words != self._told:
            announce(self, words)
        self._told = words

    @Slot()
    def _step_back(self) -> None:
        if self._model.view.is_enlarged:
            self._model.toggle_enlarged()
        else:
            self.hide()

    def _connect(self) -> None:
        model, screen, handset = self._model, self._screen, self._screen.handset
        model.changed.connect(self._render)
        screen.owner_picked.connect(model.choose_owner)
        screen.show_pressed.connect(model.show_to_scanner)
        screen.copy_pressed.connect(self.copy_picture)
        screen.save_pressed.connect(self.save_picture)
        handset.face_picked.connect(model.choose_face)
        screen.kind_picked.connect(model.choose_kind)
        handset.channel_picked.connect(model.choose_channel)
        handset.renew_pressed.connect(model.renew)
        handset.digits_pressed.connect(model.toggle_digits)
        handset.code_pressed.connect(model.toggle_enlarged)
        self._enlarged.plate.clicked.connect(model.toggle_enlarged)
        for keys, slot in (
            ("Return", self._enter),
            ("Enter", self._enter),
            ("F5", model.renew),
            ("Esc", self._step_back),
            ("F7", self.hide),
            ("Ctrl+C", self.copy_picture),
            ("Ctrl+S", self.save_picture),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(slot)
        if self._payment is not None:
            self._payment.changed.connect(self._render_payment)
            self._card.confirmed.connect(self._payment.confirm)

    @Slot()
    def _enter(self) -> None:
        if self._card.has_keys():
            self._card.press()
        else:
            self._model.show_to_scanner()

    @Slot()
    def _render_payment(self) -> None:
        if self._payment is not None:
            self._card.render_view(self._payment.view)

    def _lay_out(self) -> None:
        self._stack.addWidget(self._screen)
        self._stack.addWidget(self._enlarged)
        body = QWidget()
        down = QVBoxLayout(body)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        down.addWidget(self._band)
        down.addWidget(self._card)
        down.addWidget(self._stack, 1)
        self.setCentralWidget(body)
        self._screen.focus_owners()
        room = self.screen().availableGeometry().size()
        width, height = (self._appearance.px(side) for side in _SIZE)
        self.resize(min(width, room.width()), min(height, room.height() - _FRAME))


class _EnlargedCode(QWidget):
    """The code as large as the window, with whose it is and how long it lives."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self.plate = CodePlate(appearance, side=222)
        self._holder = _centred_label(Role.TITLE)
        self._below = _centred_label(Role.ROW)
        self._hint = _centred_label(Role.SOFT)
        down = QVBoxLayout(self)
        for label in (self._holder, self._hint):
            down.addWidget(label)
        down.addWidget(self.plate, 1)
        down.addWidget(self._below)

    def render_view(self, view: PhoneView) -> None:
        self._holder.setText(view.holder)
        self._hint.setText(view.hint)
        self.plate.show_code(view.picture, view.code_name)
        self._below.setText(view.countdown)


def _centred_label(role: Role) -> PlainLabel:
    label = PlainLabel(role)
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    return label
