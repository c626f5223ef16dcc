"""Recorded sources: a video file played at its own pace, and a folder of pictures."""

from pathlib import Path
from threading import Event

import numpy as np

from pos_app.opencv import cv2, tick
from pos_app.scanner.frame import Frame, frame_of
from pos_app.scanner.picture import grey_picture
from pos_app.scanner.signatures import PictureFault
from pos_app.scanner.source import Capture, Ended, SourceTrouble

_PACE_S_DEFAULT = 1 / 25  # for files that do not say how fast they are
_FOLDER_PACE_S = 0.5
_PICTURE_BYTES_MAX = 20 * 1024 * 1024
_SUFFIXES = frozenset({".png", ".jpg", ".jpeg", ".bmp", ".gif", ".webp", ".tif", ".tiff"})


class VideoSource:
    """A video file as if it were a camera; `pace_s` of zero gives its frames as fast as they are asked for."""

    def __init__(self, path: Path, *, loops: bool = False, pace_s: float | None = None) -> None:
        self._path = path
        self._loops = loops
        self._pace_s = pace_s
        self._device: cv2.VideoCapture | None = None
        self._closed = Event()
        self._is_over = False
        self._due = 0.0

    @property
    def label(self) -> str:
        return self._path.name

    def read(self) -> Capture:
        if self._is_over:
            return Ended()
        if self._device is None:
            opened = self._open()
            if isinstance(opened, Ended):
                self._is_over = True
                return opened
            self._device = opened
            self._due = tick()
        elif self._closed.wait(self._till_next()):
            return Ended()
        is_read, pixels = self._device.read()
        if not is_read and self._loops:
            self._device.set(cv2.CAP_PROP_POS_FRAMES, 0)
            is_read, pixels = self._device.read()
        if not is_read:
            self._device.release()
            self._is_over = True
            return Ended()
        return frame_of(np.asarray(pixels, np.uint8))

    def close(self) -> None:
        self._closed.set()

    def _till_next(self) -> float:
        """Give the seconds until the next frame is due, from when the last one was: reading it takes time, too."""
        now = tick()
        self._due = max(self._due + (self._pace_s or 0), now)
        return self._due - now

    def _open(self) -> cv2.VideoCapture | Ended:
        if not self._path.is_file():
            return Ended(SourceTrouble.FILE_MISSING)
        device = cv2.VideoCapture(str(self._path), cv2.CAP_FFMPEG)
        if not device.isOpened():
            return Ended(SourceTrouble.FILE_NOT_A_VIDEO)
        if self._pace_s is None:
            frames_per_second = device.get(cv2.CAP_PROP_FPS)
            self._pace_s = 1 / frames_per_second if 1 <= frames_per_second <= 240 else _PACE_S_DEFAULT
        return device


class FolderSource:
    """The pictures of a folder by name; one that is no picture is passed over."""

    def __init__(self, path: Path, *, loops: bool = False, pace_s: float = _FOLDER_PACE_S) -> None:
        self._path = path
        self._loops = loops
        self._pace_s = pace_s
        self._closed = Event()
        self._left: list[Path] = []
        self._is_begun = False

    @property
    def label(self) -> str:
        return self._path.name

    def read(self) -> Capture:
        if self._is_begun and self._closed.wait(self._pace_s):
            return Ended()
        frame = self._next_frame()
        if frame is None and (self._loops or not self._is_begun):
            self._left = self._names()
            frame = self._next_frame()
            if frame is None:  # a whole round without one picture
                return Ended(SourceTrouble.FOLDER_EMPTY)
        self._is_begun = True
        return frame or Ended()

    def close(self) -> None:
        self._closed.set()

    def _next_frame(self) -> Frame | None:
        while self._left:
            frame = frame_from_file(self._left.pop(0))
            if frame is not None:
                return frame
        return None

    def _names(self) -> list[Path]:
        if not self._path.is_dir():
            return []
        return sorted(path for path in self._path.iterdir() if path.suffix.lower() in _SUFFIXES)


def frame_from_file(path: Path) -> Frame | None:
    """Read a picture that the user chose as a frame: sizes are bounded, the process is not guarded."""
    if not path.is_file() or not 0 < path.stat().st_size <= _PICTURE_BYTES_MAX:
        return None
    try:
        return Frame(grey_picture(path.read_bytes()))
    except (OSError, PictureFault):
        return None
