"""Live scanning on two threads: what is seen is told, what is slow is dropped, and stop means stop."""

from collections.abc import Callable, Sequence
from pathlib import Path
from queue import Queue
from threading import Event, current_thread
from threading import enumerate as running

import pytest

from pos_app.scanner.belief import is_counter_code
from pos_app.scanner.camera import LiveCamera
from pos_app.scanner.frame import Frame, Preview
from pos_app.scanner.loop import (
    ScannerLoop,
    ScanSighting,
    SourceLive,
    SourceOver,
    SourceSilent,
    SourceState,
    Watchers,
)
from pos_app.scanner.reader import Reader
from pos_app.scanner.source import Capture, Ended, NoFrame, PictureFolder, SourceTrouble
from pos_app.scanner.symbology import ALL_SYMBOLOGIES
from tests.scanner.pictures import VOUCHER, coloured, on_counter, packed, qr

PATIENCE_S = 300
CODE = Frame(on_counter(qr()), coloured(on_counter(qr())))
EMPTY = Frame(on_counter())


class _Scripted:
    """A source that gives what it was told to, each piece after its gate is open."""

    label = "script"

    def __init__(self, captures: Sequence[Capture], gate: Callable[[], None] = lambda: None) -> None:
        self._captures = list(captures)
        self._gate = gate
        self.is_closed = Event()

    def read(self) -> Capture:
        self._gate()
        return self._captures.pop(0) if self._captures else Ended()

    def close(self) -> None:
        self.is_closed.set()


class _Endless:
    """A source that never stops by itself."""

    label = "endless"

    def __init__(self) -> None:
        self._closed = Event()

    def read(self) -> Capture:
        return Ended() if self._closed.wait(0.001) else CODE

    def close(self) -> None:
        self._closed.set()


class _Notes:
    """Everything the loop said, and on which threads."""

    def __init__(self) -> None:
        self.sightings: Queue[ScanSighting] = Queue()
        self.previews: Queue[Preview] = Queue()
        self.states: Queue[SourceState] = Queue()
        self.threads: set[str] = set()

    def watchers(self) -> Watchers:
        def note_thread(preview: Preview) -> None:
            self.threads.add(current_thread().name)
            self.previews.put(preview)

        return Watchers(on_preview=note_thread, on_sighting=self.sightings.put, on_state=self.states.put)


def reader() -> Reader:
    return Reader(tick=lambda: 0.0, is_plausible=is_counter_code)


def test_a_code_is_seen_with_its_place_and_the_states_are_told() -> None:
    notes = _Notes()
    loop = ScannerLoop(_Scripted([NoFrame(SourceTrouble.NO_CAMERA), EMPTY, CODE]), reader(), notes.watchers())
    loop.start()
    told = [notes.states.get(timeout=PATIENCE_S) for _ in range(3)]
    assert told == [SourceSilent(SourceTrouble.NO_CAMERA), SourceLive(), SourceOver()]
    sighting = notes.sightings.get(timeout=PATIENCE_S)
    while not sighting.reading.codes:
        sighting = notes.sightings.get(timeout=PATIENCE_S)
    assert [code.payload for code in sighting.reading.codes] == [VOUCHER.encode()]
    assert (sighting.reading.width, sighting.reading.height) == (1280, 720)
    assert loop.stop()


def test_the_preview_is_small_plain_bytes_of_every_frame() -> None:
    notes = _Notes()
    loop = ScannerLoop(_Scripted([CODE, EMPTY]), reader(), notes.watchers())
    loop.start()
    for _ in range(2):
        preview = notes.previews.get(timeout=PATIENCE_S)
        assert (preview.width, preview.height, len(preview.rgb)) == (960, 540, 960 * 540 * 3)
    assert loop.stop()
    assert notes.threads == {"scanner-capture"}


def test_frames_that_come_while_one_is_read_are_dropped_and_counted() -> None:
    release, begun = Event(), Event()
    notes = _Notes()
    watchers = notes.watchers()

    def slow(sighting: ScanSighting) -> None:
        notes.sightings.put(sighting)
        begun.set()
        release.wait(PATIENCE_S)

    frames = iter(range(5))

    def gate() -> None:
        """Let the first frame be taken before the others come."""
        if next(frames, 9) == 1:
            begun.wait(PATIENCE_S)

    loop = ScannerLoop(
        _Scripted([EMPTY, EMPTY, EMPTY, CODE], gate),
        reader(),
        Watchers(watchers.on_preview, slow, watchers.on_state),
    )
    loop.start()
    while notes.states.get(timeout=PATIENCE_S) != SourceOver():
        pass
    release.set()
    first, last = (notes.sightings.get(timeout=PATIENCE_S) for _ in range(2))
    assert (first.dropped, last.dropped) == (0, 2)
    assert [code.payload for code in last.reading.codes] == [VOUCHER.encode()], "the newest is the one that is read"
    assert loop.stop()


def test_sightings_carry_the_scan_they_belong_to() -> None:
    notes = _Notes()
    loop = ScannerLoop(_Endless(), reader(), notes.watchers())
    loop.start()
    assert notes.sightings.get(timeout=PATIENCE_S).generation == 0
    generation = loop.begin_scan(ALL_SYMBOLOGIES)
    while notes.sightings.get(timeout=PATIENCE_S).generation != generation:
        pass
    assert loop.stop()


def test_after_stop_nothing_comes_and_no_thread_is_left() -> None:
    notes = _Notes()
    loop = ScannerLoop(_Endless(), reader(), notes.watchers())
    loop.start()
    notes.sightings.get(timeout=PATIENCE_S)
    assert loop.stop()
    counts = notes.sightings.qsize(), notes.previews.qsize()
    assert not [thread for thread in running() if thread.name.startswith("scanner-")]
    assert (notes.sightings.qsize(), notes.previews.qsize()) == counts
    assert loop.stop(), "stopping twice changes nothing"


@pytest.mark.parametrize("where", ["preview", "sighting"])
@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_an_error_ends_the_loop_and_is_reported(where: str, monkeypatch: pytest.MonkeyPatch) -> None:
    reported: Queue[str] = Queue()
    monkeypatch.setattr("threading.excepthook", lambda told: reported.put(str(told.exc_value)))

    def fail(_told: object) -> None:
        raise RuntimeError(f"a mistake in the {where}")

    notes = _Notes()
    sound = notes.watchers()
    watchers = Watchers(
        on_preview=fail if where == "preview" else sound.on_preview,
        on_sighting=fail if where == "sighting" else sound.on_sighting,
        on_state=sound.on_state,
    )
    source = _Endless()
    loop = ScannerLoop(source, reader(), watchers)
    loop.start()
    assert reported.get(timeout=PATIENCE_S) == f"a mistake in the {where}"
    assert loop.stop()


def test_a_camera_can_be_switched_on_and_off_again(tmp_path: Path) -> None:
    (tmp_path / "code.png").write_bytes(packed(on_counter(qr())))
    camera = LiveCamera(PictureFolder(tmp_path), loops=True)
    assert camera.label == tmp_path.name
    sightings: Queue[bytes] = Queue()
    previews: Queue[Preview] = Queue()
    for _ in range(2):
        camera.start(previews.put, lambda reading: sightings.put(reading.codes[0].payload), lambda _trouble: None)
        assert sightings.get(timeout=PATIENCE_S) == VOUCHER.encode()
        assert previews.get(timeout=PATIENCE_S).width == 960
        camera.stop()
    camera.stop()


def test_a_camera_that_is_not_there_says_so() -> None:
    troubles: Queue[str] = Queue()
    camera = LiveCamera(PictureFolder(Path("/no/such/folder")))
    camera.start(lambda _preview: None, lambda _reading: None, troubles.put)
    assert troubles.get(timeout=PATIENCE_S) == SourceTrouble.FOLDER_EMPTY
    camera.stop()
