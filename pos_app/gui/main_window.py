"""The cashier's window: the sale screen, the keys that work everywhere, and what is dropped or pasted."""

from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QSize, Signal, Slot
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QKeySequence,
    QResizeEvent,
    QShortcut,
)
from PySide6.QtWidgets import QFileDialog, QMainWindow, QVBoxLayout, QWidget

from pos_app.gui.commands import KEYS, Command
from pos_app.gui.handed_in import HandedFile, HandedPicture, HandedText, handed_in, on_clipboard
from pos_app.gui.screens.sale.header import Header
from pos_app.gui.screens.sale.help_overlay import HelpOverlay
from pos_app.gui.screens.sale.sale_screen import SaleScreen
from pos_app.gui.screens.sale.wiring import SaleWiring
from pos_app.gui.theme import Appearance
from pos_app.gui.translation import Translation
from pos_app.gui.view_models.sale.model import SaleViewModel
from pos_app.gui.widgets.camera_view import CameraView
from pos_app.services.ports import Clock
from pos_app.services.ticket import Shop
from pos_app.wording import Language

_SIZE = QSize(1366, 768)
_SMALLEST = QSize(900, 560)
_PICTURES = "*.png *.jpg *.jpeg *.bmp *.gif *.webp *.tif *.tiff"
_DIALOG_WORDS = {
    QFileDialog.DialogLabel.LookIn: "folder",
    QFileDialog.DialogLabel.FileName: "name",
    QFileDialog.DialogLabel.FileType: "kind",
    QFileDialog.DialogLabel.Accept: "open",
    QFileDialog.DialogLabel.Reject: "cancel",
}
_ALSO_KEYS = {Command.LARGER: ("Ctrl+=",)}
_WHILE_HELP_IS_OPEN = frozenset(
    {Command.HELP, Command.BACK, Command.LANGUAGE, Command.THEME, Command.LARGER, Command.SMALLER}
)


class MainWindow(QMainWindow):
    """`look_changed` asks for the look to be written down."""

    look_changed = Signal()
    phone_asked = Signal()
    shift_asked = Signal()
    drawer_asked = Signal()
    day_asked = Signal()
    refund_asked = Signal()
    camera_asked = Signal(QPoint)

    def __init__(
        self,
        *,
        model: SaleViewModel,
        shop: Shop,
        clock: Clock,
        translation: Translation,
        appearance: Appearance,
        camera: CameraView,
    ) -> None:
        super().__init__()
        self._model = model
        self._shop = shop
        self._translation = translation
        self._appearance = appearance
        self._header = Header(shop=shop, clock=clock, translation=translation, appearance=appearance)
        self._screen = SaleScreen(appearance=appearance, translation=translation, camera=camera)
        self._body = QWidget()
        down = QVBoxLayout(self._body)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        down.addWidget(self._header)
        down.addWidget(self._screen, 1)
        self.setCentralWidget(self._body)
        self._help = HelpOverlay(appearance, translation, self._body)
        self._deeds = self._deeds_of(model)
        self._connect()
        self._make_shortcuts()
        self.setAcceptDrops(True)
        self.setMinimumSize(_SMALLEST)
        self.resize(_SIZE)
        self._say()

    @Slot(str)
    def do(self, name: str) -> None:
        """Do a command, whether its key or its button was pressed, or let the banner say why not now.

        What the table of keys covers is not worked blindly: a key takes the table away, pressed again it does its own.
        """
        command = Command(name)
        if self._help.isVisible() and command not in _WHILE_HELP_IS_OPEN:
            self._help.toggle()
        elif (command in _WHILE_HELP_IS_OPEN and self._help.isVisible()) or self._model.allows(command):
            self._deeds[command]()

    def show_cashier(self, badge: str) -> None:
        """Name whoever has the shift."""
        self._header.show_cashier(badge)

    @Slot()
    def choose_picture(self) -> None:
        """Let a picture be chosen without stopping the window."""
        say = self._translation.say
        dialog = QFileDialog(self, say("window.choose_picture"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([f"{say('window.pictures')} ({_PICTURES})", f"{say('window.all_files')} (*)"])
        for label, key in _DIALOG_WORDS.items():
            dialog.setLabelText(label, say(f"window.dialog.{key}"))
        dialog.resize(self._appearance.px(760), self._appearance.px(480))
        dialog.fileSelected.connect(lambda name: self._model.read_file(Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.finished.connect(self._screen.take_focus)
        dialog.open()

    @Slot()
    def paste(self) -> None:
        self._take(on_clipboard())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls() or event.mimeData().hasImage():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self._take(event.mimeData())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._help.setGeometry(self._body.rect())

    def closeEvent(self, event: QCloseEvent) -> None:
        """Wait for money that moves; the window closes by itself when it has come to rest."""
        if self._model.ask_to_close():
            event.accept()
        else:
            event.ignore()

    def _take(self, data: QMimeData) -> None:
        match handed_in(data):
            case HandedFile(path):
                self._model.read_file(path)
            case HandedPicture(png):
                self._model.read_bytes(png)
            case HandedText(text):
                self._model.take_text(text)
            case None:
                pass

    def _deeds_of(self, model: SaleViewModel) -> Mapping[Command, Callable[[], object]]:
        return {
            Command.HELP: self._help.toggle,
            Command.SEARCH: self._screen.take_focus,
            Command.QUANTITY: model.begin_quantity,
            Command.PARK: model.park,
            Command.DISCOUNT: model.begin_reduction,
            Command.REMOVE_LINE: model.remove_line,
            Command.SCAN: model.arm_scan,
            Command.PHONE: self.phone_asked.emit,
            Command.CARD: model.charge_card,
            Command.TASKS: model.show_tasks,
            Command.LAST_TICKET: model.show_last_ticket,
            Command.SHIFT: self.shift_asked.emit,
            Command.DRAWER: self.drawer_asked.emit,
            Command.DAY: self.day_asked.emit,
            Command.REFUND: self.refund_asked.emit,
            Command.CAMERA: self._ask_for_camera,
            Command.PAY: model.forward,
            Command.BACK: self._back,
            Command.LANGUAGE: self._change_language,
            Command.THEME: self._change_theme,
            Command.LARGER: lambda: self._change_scale(is_larger=True),
            Command.SMALLER: lambda: self._change_scale(is_larger=False),
        }

    def _connect(self) -> None:
        screen = self._screen
        screen.command_pressed.connect(self.do)
        screen.mime_pasted.connect(self._take)
        screen.choose_pressed.connect(self.choose_picture)
        screen.paste_pressed.connect(self.paste)
        screen.phone_pressed.connect(self.phone_asked)
        self._header.language_pressed.connect(self._change_language)
        self._header.theme_pressed.connect(self._change_theme)
        self._header.camera_pressed.connect(self._ask_for_camera)
        self._help.closed.connect(screen.take_focus)
        self._model.changed.connect(self._show_statuses)
        self._model.may_close.connect(self.close)
        self._translation.changed.connect(self._say)
        SaleWiring(screen, self._model)
        self._show_statuses()

    def _make_shortcuts(self) -> None:
        """Give each command its key; Del belongs to the field, where it must also delete letters."""
        for command, key in KEYS.items():
            if command is not Command.REMOVE_LINE:
                for keys in (key, *_ALSO_KEYS.get(command, ())):
                    shortcut = QShortcut(QKeySequence(keys), self)
                    shortcut.setAutoRepeat(False)
                    shortcut.activated.connect(lambda name=command.value: self.do(name))
        QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), self).activated.connect(self.paste)

    def _back(self) -> None:
        if self._help.isVisible():
            self._help.toggle()
        else:
            self._model.step_back()

    def _ask_for_camera(self) -> None:
        self.camera_asked.emit(self._header.below_camera())

    def _change_language(self) -> None:
        is_chinese = self._translation.language is Language.CHINESE
        self._translation.speak(Language.ENGLISH if is_chinese else Language.CHINESE)
        self.look_changed.emit()

    def _change_theme(self) -> None:
        self._appearance.wear(theme=self._appearance.theme.following)
        self.look_changed.emit()

    def _change_scale(self, *, is_larger: bool) -> None:
        scale = self._appearance.scale
        self._appearance.wear(scale=scale.larger if is_larger else scale.smaller)
        self.look_changed.emit()

    def _show_statuses(self) -> None:
        self._header.render_view(self._model.view.statuses)

    def _say(self) -> None:
        is_chinese = self._translation.language is Language.CHINESE
        pharmacy = self._shop.name if is_chinese else self._shop.name_en
        self.setWindowTitle(self._translation.say("window.title", pharmacy=pharmacy))
