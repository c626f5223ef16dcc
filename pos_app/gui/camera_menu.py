"""The menu that chooses what is looked at: a camera of this machine, the screen, the clipboard or a film."""

from PySide6.QtCore import QPoint, Slot
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from pos_app.gui.camera_feed import CameraFeed
from pos_app.gui.jobs import Err, JobRunner, Result
from pos_app.gui.ports import Camera, Cameras
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
            words = say("camera.menu.played", name=camera.name) if camera.is_virtual else camera.name
            self._offer(words, camera.address, label=camera.name)
        if self.isEmpty():
            self.addAction(say("camera.menu.none")).setEnabled(False)
        self.addSeparator()
        for address in _ALWAYS_THERE:
            self._offer(say(f"camera.menu.{address}"), address, label=address)
        self.addAction(say("camera.menu.film")).triggered.connect(self._choose_film)
        self.popup(place)

    def _offer(self, words: str, address: str, *, label: str) -> None:
        action = self.addAction(words)
        action.setCheckable(True)
        action.setChecked(self._feed.feed.label == label)
        action.triggered.connect(lambda: self._choose(address))

    @Slot()
    def _choose_film(self) -> None:
        say = self._translation.say
        dialog = QFileDialog(self.parentWidget(), say("camera.menu.film"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([f"{say('camera.menu.films')} ({_FILMS})", f"{say('window.all_files')} (*)"])
        dialog.fileSelected.connect(self._choose)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _choose(self, address: str) -> None:
        self._jobs.run(lambda: self._cameras.choose(address), self._go_over)

    def _go_over(self, result: Result[Camera]) -> None:
        if isinstance(result, Err):
            raise result.fault
        self._feed.replace(result.value)
