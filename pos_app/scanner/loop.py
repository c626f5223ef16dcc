"""Live scanning: one thread captures, one decodes, and neither waits for whoever looks on.

Capture puts each frame into a mailbox with one place, so that decoding always gets the newest and the rest is counted
as dropped. All callbacks come on these two threads; a window passes them on as signals.
"""

from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock, Thread
from typing import TypeAlias, assert_never

from pos_app.domain.scan import Reading
from pos_app.scanner.frame import Frame, Preview, preview_of
from pos_app.scanner.mailbox import Latest
from pos_app.scanner.reader import LIVE, Reader
from pos_app.scanner.source import Ended, FrameSource, NoFrame, SourceTrouble
from pos_app.scanner.symbology import VOUCHER_SYMBOLOGIES, Symbology

_PREVIEW_WIDTH_MAX = 960
_JOIN_S = 5.0  # longer than a stream may take to answer


@dataclass(frozen=True, slots=True)
class ScanSighting:
    """What one decoded frame held, which may be nothing.

    `generation` is that of the scan for which the frame was taken: a reply to a scan that is closed can be told by it.
    """

    reading: Reading
    dropped: int
    generation: int


@dataclass(frozen=True, slots=True)
class SourceLive:
    """Frames are coming."""


@dataclass(frozen=True, slots=True)
class SourceSilent:
    """No frames are coming, but they may again."""

    trouble: SourceTrouble


@dataclass(frozen=True, slots=True)
class SourceOver:
    """There will be no more frames; `trouble` says why if that was not to be expected."""

    trouble: SourceTrouble | None = None


SourceState: TypeAlias = SourceLive | SourceSilent | SourceOver


@dataclass(frozen=True, slots=True)
class Watchers:
    """Who is told what; none may block for long."""

    on_preview: Callable[[Preview], None]
    on_sighting: Callable[[ScanSighting], None]
    on_state: Callable[[SourceState], None]


class ScannerLoop:
    """Runs a source and a reader on two threads, from `start` to `stop`, once.

    An error in a thread is a mistake of ours or of a driver: it ends both threads and goes to `threading.excepthook`.
    """

    def __init__(
        self,
        source: FrameSource,
        reader: Reader,
        watchers: Watchers,
        *,
        wanted: frozenset[Symbology] = VOUCHER_SYMBOLOGIES,
    ) -> None:
        self._source = source
        self._reader = reader
        self._watchers = watchers
        self._frames: Latest[_Shot] = Latest()
        self._lock = Lock()
        self._wanted = wanted
        self._generation = 0
        self._is_stopping = False
        self._state: SourceState | None = None
        self._threads = (
            Thread(target=self._capture, name="scanner-capture", daemon=True),
            Thread(target=self._read_frames, name="scanner-decode", daemon=True),
        )

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self) -> bool:
        """End both threads; False if one hangs in a driver, which then cannot keep the program from ending."""
        self._end()
        for thread in self._threads:
            if thread.is_alive():
                thread.join(_JOIN_S)
        return not any(thread.is_alive() for thread in self._threads)

    def begin_scan(self, wanted: frozenset[Symbology]) -> int:
        """Say what is expected from now on; give the generation that the sightings of this scan will carry."""
        with self._lock:
            self._wanted = wanted
            self._generation += 1
            return self._generation

    def _end(self) -> None:
        self._is_stopping = True
        self._source.close()
        self._frames.close()

    def _capture(self) -> None:
        try:
            while not self._is_stopping and self._pass_on(self._source.read()):
                pass
        finally:
            self._frames.close()  # what lies inside is still read

    def _read_frames(self) -> None:
        try:
            while (shot := self._frames.take()) is not None and not self._is_stopping:
                reading = self._reader.read(shot.frame.grey, shot.wanted, LIVE)
                self._watchers.on_sighting(ScanSighting(reading, self._frames.dropped, shot.generation))
        except BaseException:
            self._end()
            raise

    def _pass_on(self, capture: Frame | NoFrame | Ended) -> bool:
        """Hand on what the source gave; False when there is no more to come or nobody wants it."""
        if self._is_stopping:
            return False
        match capture:
            case Frame() as frame:
                self._tell(SourceLive())
                self._frames.put(self._shot(frame))
                preview = preview_of(frame, width_max=_PREVIEW_WIDTH_MAX, dropped=self._frames.dropped)
                self._watchers.on_preview(preview)
            case NoFrame(trouble):
                self._tell(SourceSilent(trouble))
            case Ended(trouble):
                self._tell(SourceOver(trouble))
                return False
            case _:
                assert_never(capture)
        return True

    def _shot(self, frame: Frame) -> "_Shot":
        with self._lock:
            return _Shot(frame, self._wanted, self._generation)

    def _tell(self, state: SourceState) -> None:
        if state != self._state:
            self._state = state
            self._watchers.on_state(state)


@dataclass(frozen=True, slots=True)
class _Shot:
    """A frame, and what was expected when it was taken."""

    frame: Frame
    wanted: frozenset[Symbology]
    generation: int
