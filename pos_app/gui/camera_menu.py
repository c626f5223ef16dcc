"""The menu that chooses what is looked at: a camera of this machine, the screen, the clipboard or a film."""

from functools import partial

from PySide6.QtCore import QPoint, Slot
from PySide6.QtWidgets import QDialog, QFileDialog, QInputDialog, QMenu, QWidget

from pos_app.gui.camera_feed import CameraFeed
from pos_app.gui.jobs import Err, JobRunner, Result
from pos_app.gui.ports import Camera, CameraChoice, Cameras
from pos_app.gui.translation import Translation

_FILMS = "*.mp4 *.avi *.mkv *.mov *.webm *.mjpeg"
_ALWAYS_THERE = ("screen", "clipboard")


class CameraMenu(QMenu):
    """Asks which cameras there are each time it opens, for they come and go; the chosen one is remembered."""

    def __init__(
        self, *, cameras: Cameras, feed: CameraFeed, jobs: JobRunner, translation: Translation, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._cameras = cameras
        self._feed = feed
        self._jobs = jobs
        self._translation = translation

    @Slot(QPoint)
    def open_at(self, place: QPoint) -> None:
        say = self._translation.say
        self.clear()
        for camera in self._cameras.listed():
            self._offer_camera(camera)
        if self.isEmpty():
            self.addAction(say("camera.menu.none")).setEnabled(False)
        self.addSeparator()
        for address in _ALWAYS_THERE:
            self._offer(say(f"camera.menu.{address}"), address, label=address)
        self.addAction(say("camera.menu.film")).triggered.connect(self._choose_film)
        self.addAction(say("camera.menu.folder")).triggered.connect(self._choose_folder)
        self.addAction(say("camera.menu.address")).triggered.connect(self._ask_for_address)
        self.addSeparator()
        goods = self.addAction(say("camera.menu.goods"))
        goods.setCheckable(True)
        goods.setChecked(self._feed.reads_goods)
        goods.triggered.connect(self._read_goods)
        self.popup(place)

    @Slot(bool)
    def _read_goods(self, is_on: bool) -> None:  # noqa: FBT001  as Qt calls it
        self._feed.read_goods(is_on=is_on)

    def _offer_camera(self, camera: CameraChoice) -> None:
        """Offer a camera, and below it the sizes of picture that it has."""
        words = self._translation.say("camera.menu.played", name=camera.name) if camera.is_virtual else camera.name
        self._offer(words, camera.address, label=camera.name)
        if len(camera.sizes) < 2:
            return
        reading = self._feed.feed.reading
        seen = (reading.width, reading.height) if reading and self._feed.feed.label == camera.name else None
        sizes = self.addMenu(self._translation.say("camera.menu.sizes", name=camera.name))
        for width, height in camera.sizes:
            action = sizes.addAction(f"{width} × {height}")
            action.setCheckable(True)
            action.setChecked(seen == (width, height))
            action.triggered.connect(partial(self._choose, f"{camera.address}@{width}x{height}"))

    def _offer(self, words: str, address: str, *, label: str) -> None:
        action = self.addAction(words)
        action.setCheckable(True)
        action.setChecked(self._feed.feed.label == label)
        action.triggered.connect(partial(self._choose, address))

    @Slot()
    def _choose_film(self) -> None:
        say = self._translation.say
        dialog = QFileDialog(self.parentWidget(), say("camera.menu.film"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([f"{say('camera.menu.films')} ({_FILMS})", f"{say('window.all_files')} (*)"])
        dialog.fileSelected.connect(self._choose)
        _open(dialog)

    @Slot()
    def _choose_folder(self) -> None:
        dialog = QFileDialog(self.parentWidget(), self._translation.say("camera.menu.folder"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(self._choose)
        _open(dialog)

    @Slot()
    def _ask_for_address(self) -> None:
        say = self._translation.say
        dialog = QInputDialog(self.parentWidget())
        dialog.setWindowTitle(say("camera.menu.address"))
        dialog.setLabelText(say("camera.menu.address_label"))
        dialog.setOkButtonText(say("camera.menu.use"))
        dialog.setCancelButtonText(say("camera.menu.cancel"))
        dialog.textValueSelected.connect(self._take_address)
        _open(dialog)

    @Slot(str)
    def _take_address(self, text: str) -> None:
        if text.strip():
            self._choose(text)

    def _choose(self, address: str, _is_checked: bool = False) -> None:  # noqa: FBT001, FBT002  as Qt calls it
        self._jobs.run(lambda: self._cameras.choose(address), self._go_over)

    def _go_over(self, result: Result[Camera]) -> None:
        if isinstance(result, Err):
            raise result.fault
        self._feed.replace(result.value)


def _open(dialog: QDialog) -> None:
    """Show a dialog that nobody waits for, and that goes when it is closed."""
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
