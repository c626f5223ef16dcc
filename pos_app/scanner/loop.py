"""Live scanning: one thread captures, one decodes, and neither waits for whoever looks on.

Capture puts each frame into a mailbox with one place, so that decoding always gets the newest and the rest is counted
as dropped. All callbacks come on these two threads; a window passes them on as signals.
"""

from collections.abc import Callable, Mapping
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

    The corners of the reading are in pixels of the whole frame (`reading.width`), the preview may be smaller.
    `generation` is that of the scan for which the frame was taken: a till ignores sightings of a scan it has closed.
    """

    reading: Reading
    preview: Preview
    dropped: int
    generation: int


@dataclass(frozen=True, slots=True)
class SourceLive:
    """Frames are coming."""

    label: str


@dataclass(frozen=True, slots=True)
class SourceSilent:
    """No frames are coming, but they may again."""

    label: str
    trouble: SourceTrouble


@dataclass(frozen=True, slots=True)
class SourceOver:
    """The source has given its last frame; `trouble` says why if that came unexpectedly."""

    label: str
    trouble: SourceTrouble | None = None


SourceState: TypeAlias = SourceLive | SourceSilent | SourceOver


@dataclass(frozen=True, slots=True)
class Watchers:
    """Who is told what; none may block for long."""

    on_sighting: Callable[[ScanSighting], None]
    on_preview: Callable[[Preview], None]
    on_state: Callable[[SourceState], None]
    on_fault: Callable[[Exception], None]


class ScannerLoop:
    """Runs a source and a reader on two threads, from `start` to `stop`."""

    def __init__(self, source: FrameSource, reader: Reader, watchers: Watchers) -> None:
        self._source = source
        self._reader = reader
        self._watchers = watchers
        self._frames: Latest[_Shot] = Latest()
        self._lock = Lock()
        self._wanted = VOUCHER_SYMBOLOGIES
        self._generation = 0
        self._is_preview_awaited = True
        self._is_stopping = False
        self._state: SourceState | None = None
        self._threads = (
            Thread(target=self._guarded, args=(self._capture,), name="scanner-capture", daemon=True),
            Thread(target=self._guarded, args=(self._read_frames,), name="scanner-decode", daemon=True),
        )

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self) -> bool:
        """End both threads; False if one hangs in a driver, which then cannot keep the program from ending."""
        self._is_stopping = True
        self._source.close()
        self._frames.close()
        for thread in self._threads:
            if thread.is_alive():
                thread.join(_JOIN_S)
        return not any(thread.is_alive() for thread in self._threads)

    def begin_scan(self, wanted: frozenset[Symbology] = VOUCHER_SYMBOLOGIES) -> int:
        """Say what is expected from now on; give the generation that the sightings of this scan will carry."""
        with self._lock:
            self._wanted = wanted
            self._generation += 1
            return self._generation

    def preview_painted(self) -> None:
        """Ask for another preview; until then none is made, so that a slow window is never flooded."""
        self._is_preview_awaited = True

    @property
    def dropped(self) -> int:
        return self._frames.dropped

    @property
    def engine_faults(self) -> Mapping[str, int]:
        return self._reader.faults

    def _guarded(self, work: Callable[[], None]) -> None:
        try:
            work()
        except Exception as fault:  # noqa: BLE001  a thread has nobody above it: the fault is handed over whole
            self._is_stopping = True
            self._frames.close()
            self._watchers.on_fault(fault)

    def _capture(self) -> None:
        while not self._is_stopping:
            match self._source.read():
                case Frame() as frame:
                    self._tell(SourceLive(self._source.label))
                    self._frames.put(self._shot(frame))
                    self._show(frame)
                case NoFrame(trouble):
                    self._tell(SourceSilent(self._source.label, trouble))
                case Ended(trouble):
                    self._tell(SourceOver(self._source.label, trouble))
                    self._frames.close()
                    return
                case other:
                    assert_never(other)

    def _read_frames(self) -> None:
        while (shot := self._frames.take()) is not None:
            reading = self._reader.read(shot.frame.grey, shot.wanted, LIVE)
            preview = preview_of(shot.frame, width_max=_PREVIEW_WIDTH_MAX)
            self._watchers.on_sighting(ScanSighting(reading, preview, self.dropped, shot.generation))

    def _shot(self, frame: Frame) -> "_Shot":
        with self._lock:
            return _Shot(frame, self._wanted, self._generation)

    def _show(self, frame: Frame) -> None:
        if self._is_preview_awaited:
            self._is_preview_awaited = False
            self._watchers.on_preview(preview_of(frame, width_max=_PREVIEW_WIDTH_MAX))

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
