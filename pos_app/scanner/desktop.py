"""The desktop as a camera: a part of the screen, or whatever picture was copied last."""

from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Event
from typing import TypeAlias

import numpy as np
from PIL import Image, ImageGrab

from pos_app.scanner.frame import Frame, frame_of
from pos_app.scanner.picture import PIXELS_MAX
from pos_app.scanner.replay import frame_from_file
from pos_app.scanner.source import Capture, Ended, NoFrame, ScreenRegion, SourceTrouble

_SCREEN_PACE_S = 0.1
_CLIPBOARD_PACE_S = 0.5

GrabScreen: TypeAlias = Callable[[ScreenRegion], Image.Image]
GrabClipboard: TypeAlias = Callable[[], "Image.Image | Sequence[str] | None"]


class ScreenSource:
    """A part of the screen, ten times a second: a code in another program, a customer's shared screen, a web page."""

    def __init__(self, region: ScreenRegion, *, grab: GrabScreen | None = None, pace_s: float = _SCREEN_PACE_S) -> None:
        self._region = region
        self._grab = grab or _grab_screen
        self._pace_s = pace_s
        self._closed = Event()
        self._wait_s = 0.0

    @property
    def label(self) -> str:
        return self._region.label

    def read(self) -> Capture:
        if self._closed.wait(self._wait_s):
            return Ended()
        self._wait_s = self._pace_s
        try:
            return _frame_of(self._grab(self._region))
        except (OSError, ValueError):  # no display, one that shows itself to nobody, or a region beyond its edge
            return NoFrame(SourceTrouble.NO_SCREEN)

    def close(self) -> None:
        self._closed.set()


class ClipboardSource:
    """What was copied last, twice a second; a copied file of a picture is one too."""

    def __init__(self, *, grab: GrabClipboard | None = None, pace_s: float = _CLIPBOARD_PACE_S) -> None:
        self._grab = grab or ImageGrab.grabclipboard
        self._pace_s = pace_s
        self._closed = Event()
        self._wait_s = 0.0

    @property
    def label(self) -> str:
        return "clipboard"

    def read(self) -> Capture:
        if self._closed.wait(self._wait_s):
            return Ended()
        self._wait_s = self._pace_s
        try:
            frame = _copied(self._grab())
        except (OSError, ValueError, NotImplementedError):  # no desktop, or no program that knows its clipboard
            return NoFrame(SourceTrouble.NO_CLIPBOARD)
        if frame is None:
            return NoFrame(SourceTrouble.CLIPBOARD_EMPTY)
        return frame

    def close(self) -> None:
        self._closed.set()


def _grab_screen(region: ScreenRegion) -> Image.Image:
    return ImageGrab.grab(region.box)


def _copied(content: "Image.Image | Sequence[str] | None") -> Frame | None:
    if isinstance(content, Image.Image):
        return _frame_of(content) if content.width * content.height <= PIXELS_MAX else None
    return next(filter(None, (frame_from_file(Path(name)) for name in content or ())), None)


def _frame_of(picture: Image.Image) -> Frame:
    red_first = np.asarray(picture.convert("RGB"), np.uint8)
    return frame_of(np.ascontiguousarray(red_first[:, :, ::-1]))
