"""A camera on the GUI thread: frames come as fast as they are painted, and a stopped camera is heard no more."""

from dataclasses import dataclass, field
from enum import StrEnum
from threading import Lock

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from pos_app.domain.scan import Reading
from pos_app.gui.jobs import Err, JobRunner, Result
from pos_app.gui.ports import Camera, PreviewFrame

_SILENCE_MS = 4000  # a webcam takes up to two seconds to give its first frame


class FeedState(StrEnum):
    """What a person would say of the camera."""

    ABSENT = "absent"
    STOPPED = "stopped"
    STARTING = "starting"
    LIVE = "live"
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class Feed:
    """The latest of everything the camera said."""

    state: FeedState
    label: str = ""
    frame: PreviewFrame | None = field(default=None, repr=False)
    reading: Reading | None = field(default=None, repr=False)
    trouble: str = ""


class CameraFeed(QObject):
    """Carries a camera's callbacks over to the GUI thread.

    At most one frame is on its way at any time: one that arrives before the last was painted is let go, so a slow
    screen never falls behind the camera. Each start has a number of its own; what still arrives of an earlier one is
    ignored. Opening and closing a device takes its time, so both are jobs, done in order by an executor of their own.
    """

    changed = Signal()
    read = Signal(object)
    """Every Reading of the running camera, also those without a code."""

    _frame_came = Signal(int, object)
    _reading_came = Signal(int, object)
    _trouble_came = Signal(int, str)

    def __init__(
        self,
        camera: Camera | None,
        jobs: JobRunner,
        *,
        silence_ms: int = _SILENCE_MS,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._camera = camera
        self._jobs = jobs
        self.reads_goods = False
        self._start = 0
        self._unpainted = Lock()  # held while a frame is on its way to the screen
        self.feed = Feed(FeedState.ABSENT) if camera is None else Feed(FeedState.STOPPED, camera.label)
        self._silence = QTimer(self, interval=silence_ms, singleShot=True)
        self._silence.timeout.connect(self._note_silence)
        self._frame_came.connect(self._take_frame, Qt.ConnectionType.QueuedConnection)
        self._reading_came.connect(self._take_reading, Qt.ConnectionType.QueuedConnection)
        self._trouble_came.connect(self._take_trouble, Qt.ConnectionType.QueuedConnection)

    @Slot()
    def start(self) -> None:
        """Open the camera; where there is none, or it runs already, nothing happens."""
        camera = self._camera
        if camera is None or self.feed.state is not FeedState.STOPPED:
            return
        self._start += 1
        start, unpainted = self._start, Lock()
        self._unpainted = unpainted
        self._become(Feed(FeedState.STARTING, camera.label))
        self._silence.start()

        def on_preview(frame: PreviewFrame) -> None:
            if unpainted.acquire(blocking=False):
                self._frame_came.emit(start, frame)

        def on_codes(reading: Reading) -> None:
            self._reading_came.emit(start, reading)

        def on_trouble(trouble: str) -> None:
            self._trouble_came.emit(start, trouble)

        self._jobs.run(lambda: camera.start(on_preview, on_codes, on_trouble), _raise_fault)

    @Slot()
    def stop(self) -> None:
        if self._camera is None or self.feed.state is FeedState.STOPPED:
            return
        self._start += 1
        self._silence.stop()
        self._become(Feed(FeedState.STOPPED, self._camera.label))
        self._jobs.run(self._camera.stop, _raise_fault)

    def read_goods(self, *, is_on: bool) -> None:
        """Let the camera read packages, too; another camera will do the same."""
        self.reads_goods = is_on
        if self._camera is not None:
            self._camera.expect_goods(is_expected=is_on)

    def replace(self, camera: Camera) -> None:
        """Go over to another camera; what the old one still says is ignored."""
        self.stop()
        self._camera = camera
        camera.expect_goods(is_expected=self.reads_goods)
        self._become(Feed(FeedState.STOPPED, camera.label))
        self.start()

    @Slot()
    def painted(self) -> None:
        """Say that the last frame is on the screen, so that the next may come."""
        if self._unpainted.locked():
            self._unpainted.release()

    @Slot(int, object)
    def _take_frame(self, start: int, frame: PreviewFrame) -> None:
        if start == self._start:
            self._silence.start()
            old = self.feed
            self._become(Feed(FeedState.LIVE, old.label, frame, old.reading))

    @Slot(int, object)
    def _take_reading(self, start: int, reading: Reading) -> None:
        if start == self._start:
            self._silence.start()
            old = self.feed
            self._become(Feed(FeedState.LIVE, old.label, old.frame, reading))
            self.read.emit(reading)

    @Slot(int, str)
    def _take_trouble(self, start: int, trouble: str) -> None:
        """Say at once why nothing comes; that frames come again, the next of them says."""
        if start == self._start and trouble:
            self._silence.stop()
            self._become(Feed(FeedState.SILENT, self.feed.label, trouble=trouble))

    @Slot()
    def _note_silence(self) -> None:
        """Say that nothing came for a while: unplugged, taken by another program, or the film is over."""
        self._become(Feed(FeedState.SILENT, self.feed.label))

    def _become(self, feed: Feed) -> None:
        self.feed = feed
        self.changed.emit()


def _raise_fault(result: Result[None]) -> None:
    """Let a mistake be seen. A camera that cannot be opened raises nothing: it shows nothing, and that is said."""
    if isinstance(result, Err):
        raise result.fault
