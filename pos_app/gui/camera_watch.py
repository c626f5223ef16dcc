"""Counts what of a running camera reaches the screen and the till, for a measurement of the real window."""

from dataclasses import dataclass, field

from PySide6.QtCore import QObject, Signal, Slot

from pos_app.domain.scan import Reading
from pos_app.gui.camera_feed import CameraFeed
from pos_app.gui.widgets.camera_view import CameraView


@dataclass(slots=True)
class Watched:
    """Frames that were painted, frames that were read and how long each took, and how many of these held a code."""

    painted: int = 0
    read_ms: list[float] = field(default_factory=list)
    with_code: int = 0


class CameraWatch(QObject):
    """Listens beside the window; a frame counts as painted when the widget says so and it is a new one."""

    begun = Signal()
    """The first frame is on the screen."""

    def __init__(self, feed: CameraFeed, view: CameraView) -> None:
        super().__init__(view)
        self.watched = Watched()
        self._feed = feed
        self._last = feed.feed.frame
        view.painted.connect(self._count_painted)
        feed.read.connect(self._count_read)

    @Slot()
    def _count_painted(self) -> None:
        frame = self._feed.feed.frame
        if frame is not None and frame is not self._last:
            if self._last is None:
                self.watched = Watched()
                self.begun.emit()
            self._last = frame
            self.watched.painted += 1

    @Slot(object)
    def _count_read(self, reading: Reading) -> None:
        self.watched.read_ms.append(reading.elapsed_ms)
        self.watched.with_code += bool(reading.codes)
