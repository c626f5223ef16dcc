"""Frames from files, folders and streams; no camera, no file and a lost stream are told, not thrown."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread

import numpy as np
import pytest

from pos_app.opencv import cv2
from pos_app.scanner.belief import is_counter_code
from pos_app.scanner.capture import LiveSource, open_source
from pos_app.scanner.frame import Frame
from pos_app.scanner.reader import STILL, Reader
from pos_app.scanner.replay import FolderSource, VideoSource
from pos_app.scanner.source import (
    CameraIndex,
    Ended,
    FrameSource,
    NoFrame,
    PictureFolder,
    RecordedVideo,
    SourceTrouble,
    StreamAddress,
)
from pos_app.scanner.symbology import VOUCHER_SYMBOLOGIES
from tests.scanner.pictures import VOUCHER, coloured, on_counter, packed, qr

FRAMES = 5


@pytest.fixture
def film(tmp_path: Path) -> Path:
    """Make a film of a counter: two empty frames, then a voucher."""
    path = tmp_path / "counter.avi"
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), 25, (640, 480))
    for number in range(FRAMES):
        codes = [qr(module=6)] if number >= 2 else []
        writer.write(coloured(on_counter(*codes, width=640, height=480)))
    writer.release()
    return path


def read_all(source: FrameSource, *, most: int = 100) -> tuple[list[Frame], Ended | NoFrame | None]:
    frames: list[Frame] = []
    while len(frames) < most:
        capture = source.read()
        if not isinstance(capture, Frame):
            return frames, capture
        frames.append(capture)
    return frames, None


def contents(frame: Frame) -> set[bytes]:
    reader = Reader(tick=lambda: 0.0, is_plausible=is_counter_code)
    return {code.payload for code in reader.read(frame.grey, VOUCHER_SYMBOLOGIES, STILL).codes}


def test_a_film_gives_its_frames_and_ends(film: Path) -> None:
    frames, end = read_all(VideoSource(film, pace_s=0))
    assert (len(frames), end) == (FRAMES, Ended())
    assert [contents(frame) for frame in frames] == [set(), set(), *[{VOUCHER.encode()}] * 3]
    assert (frames[0].width, frames[0].height) == (640, 480)


def test_a_film_may_begin_anew(film: Path) -> None:
    frames, end = read_all(VideoSource(film, pace_s=0, loops=True), most=3 * FRAMES)
    assert (len(frames), end) == (3 * FRAMES, None)
    assert [bool(contents(frame)) for frame in frames[:FRAMES]] == [
        bool(contents(frame)) for frame in frames[FRAMES : 2 * FRAMES]
    ]


def test_a_closed_film_does_not_wait_for_its_pace(film: Path) -> None:
    source = VideoSource(film, pace_s=3_600)
    assert isinstance(source.read(), Frame)
    source.close()
    assert source.read() == Ended()


def test_a_folder_gives_its_pictures_by_name_and_passes_over_the_rest(tmp_path: Path) -> None:
    (tmp_path / "b.png").write_bytes(packed(on_counter(qr())))
    (tmp_path / "a.jpg").write_bytes(packed(on_counter(), "JPEG"))
    (tmp_path / "c.png").write_text("no picture")
    (tmp_path / "d.txt").write_text("no picture")
    frames, end = read_all(FolderSource(tmp_path, pace_s=0))
    assert ([contents(frame) for frame in frames], end) == ([set(), {VOUCHER.encode()}], Ended())
    assert len(read_all(FolderSource(tmp_path, pace_s=0, loops=True), most=7)[0]) == 7


def test_what_is_not_there_is_told(tmp_path: Path) -> None:
    text = tmp_path / "text.avi"
    text.write_text("no film")
    sources: list[tuple[FrameSource, SourceTrouble]] = [
        (open_source(RecordedVideo(tmp_path / "none.avi")), SourceTrouble.FILE_MISSING),
        (open_source(RecordedVideo(text)), SourceTrouble.FILE_NOT_A_VIDEO),
        (open_source(PictureFolder(tmp_path)), SourceTrouble.FOLDER_EMPTY),
        (open_source(PictureFolder(tmp_path), loops=True), SourceTrouble.FOLDER_EMPTY),
    ]
    for source, trouble in sources:
        assert source.read() == Ended(trouble)


@pytest.mark.parametrize(
    ("address", "trouble"),
    [
        (CameraIndex(97), SourceTrouble.NO_CAMERA),
        (StreamAddress("http://127.0.0.1:9/video"), SourceTrouble.UNREACHABLE),
    ],
)
def test_no_camera_is_told(address: CameraIndex | StreamAddress, trouble: SourceTrouble) -> None:
    assert LiveSource(address).read() == NoFrame(trouble)


class _Device:
    """A capture device that gives some frames and is then unplugged."""

    def __init__(self, frames: int) -> None:
        self._left = frames
        self.is_released = False

    def read(self) -> tuple[bool, object]:
        if not self._left:
            return False, None
        self._left -= 1
        return True, np.zeros((4, 4, 3), np.uint8)

    def release(self) -> None:
        self.is_released = True


class _Waits(Event):
    """An event that notes how long it was waited for, and does not wait."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[float | None] = []

    def wait(self, timeout: float | None = None) -> bool:
        self.asked.append(timeout)
        return self.is_set()


def test_a_lost_camera_is_opened_again_ever_more_patiently() -> None:
    devices: list[_Device | None] = [_Device(1), None, None, None, None, None, None, _Device(2)]
    first = devices[0]
    left = iter(devices)
    waits = _Waits()
    source = LiveSource(CameraIndex(0), opener=lambda: next(left), closed=waits)
    seen = [source.read() for _ in range(10)]
    assert [isinstance(capture, Frame) for capture in seen] == [True, *[False] * 7, True, True]
    assert seen[1] == NoFrame(SourceTrouble.LOST)
    assert seen[2] == NoFrame(SourceTrouble.NO_CAMERA)
    assert waits.asked == [0.0, 0.5, 1.0, 2.0, 4.0, 8.0, 8.0, 8.0]
    assert first is not None
    assert first.is_released
    source.close()


def test_a_network_camera_that_falls_silent_was_not_unplugged() -> None:
    devices = iter([_Device(1)])
    source = LiveSource(StreamAddress("http://127.0.0.1:9/"), opener=lambda: next(devices), closed=_Waits())
    assert isinstance(source.read(), Frame)
    assert source.read() == NoFrame(SourceTrouble.UNREACHABLE)


def test_a_closed_camera_does_not_wait() -> None:
    source = LiveSource(CameraIndex(97))
    assert isinstance(source.read(), NoFrame)
    source.close()
    assert source.read() == Ended()


class _Camera(BaseHTTPRequestHandler):
    """An MJPEG camera: one JPEG after another for as long as somebody looks."""

    picture = packed(coloured(on_counter(qr(module=6), width=640, height=480)), "JPEG")

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "multipart/x-mixed-replace; boundary=frame")
        self.end_headers()
        try:
            for _ in range(200):
                head = f"--frame\r\nContent-Type: image/jpeg\r\nContent-Length: {len(self.picture)}\r\n\r\n"
                self.wfile.write(head.encode() + self.picture + b"\r\n")
        except OSError:
            return  # nobody looks any more

    def log_message(self, *_arguments: object) -> None:
        return


@contextmanager
def network_camera() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Camera)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/video"
    finally:
        server.shutdown()
        thread.join(10)
        server.server_close()


def test_an_mjpeg_camera_in_the_network_is_a_camera() -> None:
    with network_camera() as url:
        source = open_source(StreamAddress(url))
        frame = source.read()
        assert isinstance(frame, Frame)
        assert contents(frame) == {VOUCHER.encode()}
        source.close()
        del source
