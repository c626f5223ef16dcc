"""The screen and the clipboard as cameras, with what they show handed in."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from PIL import Image

from pos_app.scanner.desktop import ClipboardSource, ScreenSource
from pos_app.scanner.frame import Frame
from pos_app.scanner.source import Ended, NoFrame, ScreenRegion, SourceTrouble
from tests.scanner.pictures import packed, qr

CODE = Image.fromarray(qr())


def failing(fault: Exception) -> Callable[..., Image.Image]:
    def grab(*_region: ScreenRegion) -> Image.Image:
        raise fault

    return grab


def clipboard(*contents: Image.Image | Sequence[str] | None) -> ClipboardSource:
    left: Iterator[Image.Image | Sequence[str] | None] = iter(contents)
    return ClipboardSource(grab=lambda: next(left), pace_s=0)


def test_a_region_of_the_screen_is_a_frame() -> None:
    asked: list[ScreenRegion] = []

    def grab(region: ScreenRegion) -> Image.Image:
        asked.append(region)
        return CODE.convert("RGBA")

    region = ScreenRegion((10, 20, 110, 220))
    source = ScreenSource(region, grab=grab, pace_s=0)
    frame = source.read()
    assert isinstance(frame, Frame)
    assert (frame.width, frame.height) == CODE.size
    assert frame.grey.tobytes() == CODE.tobytes()
    assert asked == [region]
    assert source.label == "screen 100×200 +10+20"


@pytest.mark.parametrize("fault", [OSError("no display"), ValueError("beyond the edge")])
def test_a_screen_that_cannot_be_read_is_told_and_asked_again(fault: Exception) -> None:
    source = ScreenSource(ScreenRegion(), grab=failing(fault), pace_s=0)
    assert source.read() == source.read() == NoFrame(SourceTrouble.NO_SCREEN)


def test_a_copied_picture_stays_in_view_until_another_is_copied() -> None:
    source = clipboard(CODE, CODE, None)
    first, second = source.read(), source.read()
    assert isinstance(first, Frame)
    assert isinstance(second, Frame)
    assert first.grey.tobytes() == second.grey.tobytes() == CODE.tobytes()
    assert source.read() == NoFrame(SourceTrouble.CLIPBOARD_EMPTY)


def test_a_copied_file_is_its_picture_and_any_other_is_none(tmp_path: Path) -> None:
    picture, text = tmp_path / "code.png", tmp_path / "notes.txt"
    picture.write_bytes(packed(CODE))
    text.write_text("no picture", "utf-8")
    source = clipboard([str(text), str(picture)], [str(text)], ["/no/such/file"])
    assert isinstance(source.read(), Frame)
    assert [source.read() for _ in range(2)] == [NoFrame(SourceTrouble.CLIPBOARD_EMPTY)] * 2


@pytest.mark.parametrize("fault", [OSError("no owner"), NotImplementedError("no xclip"), ValueError("odd")])
def test_a_clipboard_that_cannot_be_watched_is_told(fault: Exception) -> None:
    assert ClipboardSource(grab=failing(fault), pace_s=0).read() == NoFrame(SourceTrouble.NO_CLIPBOARD)


def test_a_picture_with_too_many_pixels_is_no_frame() -> None:
    assert clipboard(Image.new("1", (10_000, 10_000))).read() == NoFrame(SourceTrouble.CLIPBOARD_EMPTY)


def test_a_closed_source_does_not_wait_for_its_pace() -> None:
    for source in (ScreenSource(ScreenRegion(), pace_s=60), ClipboardSource(pace_s=60)):
        source.close()
        assert source.read() == Ended()


@pytest.mark.skipif(shutil.which("Xvfb") is None, reason="needs an X server to look at")
def test_the_screen_of_an_x_server_is_seen() -> None:
    """In a process of its own: this one's environment says nothing of that display."""
    reading, writing = os.pipe()
    server = subprocess.Popen(["Xvfb", "-displayfd", str(writing), "-screen", "0", "320x240x24"], pass_fds=[writing])
    try:
        os.close(writing)
        display = os.read(reading, 16).decode().strip()
        program = (
            "from pos_app.scanner.desktop import ScreenSource; from pos_app.scanner.source import ScreenRegion;"
            "frame = ScreenSource(ScreenRegion((10, 20, 110, 60))).read(); print(frame.width, frame.height)"
        )
        shown = subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "DISPLAY": f":{display}"},
            capture_output=True,
            text=True,
            check=True,
            timeout=300,
        )
        assert shown.stdout.split() == ["100", "40"], shown.stderr
    finally:
        server.kill()
        server.wait()
        os.close(reading)
