"""Live sources through OpenCV: a camera of the machine, or an MJPEG or RTSP address; reopened when they are lost."""

import sys
from collections.abc import Callable
from threading import Event
from typing import Protocol, assert_never

import numpy as np

from pos_app.opencv import cv2
from pos_app.scanner.cameras import device_of, index_of, list_cameras
from pos_app.scanner.desktop import ClipboardSource, ScreenSource
from pos_app.scanner.frame import frame_of
from pos_app.scanner.replay import FolderSource, VideoSource
from pos_app.scanner.source import (
    CameraIndex,
    Capture,
    CopiedPictures,
    Ended,
    FrameSource,
    NamedCamera,
    NoFrame,
    PictureFolder,
    RecordedVideo,
    ScreenRegion,
    SourceAddress,
    SourceTrouble,
    StreamAddress,
)

_FIRST_WAIT_S, _LONGEST_WAIT_S = 0.5, 8.0
_NETWORK_TIMEOUT_MS = 3_000
_SIZE_WANTED = (1280, 720)


class Device(Protocol):
    """What we need of OpenCV's VideoCapture."""

    def read(self) -> tuple[bool, object]: ...

    def release(self) -> None: ...


class LiveSource:
    """A camera or stream; a lost one is opened again after 0.5, 1, 2, 4 and then every 8 seconds."""

    def __init__(
        self,
        address: CameraIndex | NamedCamera | StreamAddress,
        *,
        opener: Callable[[], Device | None] | None = None,
        closed: Event | None = None,
    ) -> None:
        self._address = address
        self._is_remote = isinstance(address, StreamAddress)
        self._open = opener or (lambda: _open_live(address))
        self._device: Device | None = None
        self._closed = closed or Event()
        self._wait_s = 0.0

    @property
    def label(self) -> str:
        return label_of(self._address)

    def read(self) -> Capture:
        """Give the newest frame; block for it, or for the next try to open the source."""
        if self._device is None:
            if self._closed.wait(self._wait_s):
                return Ended()
            self._device = self._open()
        if self._device is None:
            self._wait_longer()
            return NoFrame(SourceTrouble.UNREACHABLE if self._is_remote else SourceTrouble.NO_CAMERA)
        try:
            is_read, pixels = self._device.read()
        except cv2.error:
            is_read, pixels = False, None
        if not is_read:
            self._device.release()
            self._device = None
            self._wait_longer()
            return NoFrame(SourceTrouble.UNREACHABLE if self._is_remote else SourceTrouble.LOST)
        self._wait_s = 0.0
        return frame_of(np.asarray(pixels, np.uint8))

    def close(self) -> None:
        """End a wait; the device itself is released by the thread that reads it, or by the end of this object."""
        self._closed.set()

    def _wait_longer(self) -> None:
        self._wait_s = min(_LONGEST_WAIT_S, max(_FIRST_WAIT_S, self._wait_s * 2))


def open_source(address: SourceAddress, *, loops: bool = False) -> FrameSource:
    """Make the source of an address; nothing is opened before the first `read`."""
    match address:
        case CameraIndex() | NamedCamera() | StreamAddress():
            return LiveSource(address)
        case RecordedVideo(path):
            return VideoSource(path, loops=loops)
        case PictureFolder(path):
            return FolderSource(path, loops=loops)
        case ScreenRegion():
            return ScreenSource(address)
        case CopiedPictures():
            return ClipboardSource()
        case _:
            assert_never(address)


def label_of(address: SourceAddress) -> str:
    """Name a source for people, without the password that an address may hold."""
    match address:
        case CameraIndex(index):
            return f"#{index}"
        case StreamAddress() as stream:
            return stream.label
        case RecordedVideo(path) | PictureFolder(path):
            return path.name
        case NamedCamera(name):
            return name
        case ScreenRegion() as region:
            return region.label
        case CopiedPictures():
            return "clipboard"
        case _:
            assert_never(address)


def _open_live(address: CameraIndex | NamedCamera | StreamAddress) -> cv2.VideoCapture | None:
    match address:
        case CameraIndex(index, size):
            device = _open_camera(index, size or _SIZE_WANTED)
        case NamedCamera(name, size):
            found = index_of(name, list_cameras())
            device = None if found is None else _open_camera(found, size or _SIZE_WANTED)
        case StreamAddress(url):
            limits = (cv2.CAP_PROP_OPEN_TIMEOUT_MSEC, cv2.CAP_PROP_READ_TIMEOUT_MSEC)
            device = cv2.VideoCapture(
                url, cv2.CAP_FFMPEG, [value for limit in limits for value in (limit, _NETWORK_TIMEOUT_MS)]
            )
        case _:
            assert_never(address)
    if device is None or not device.isOpened():
        return None
    # The newest frame is the only one of interest.
    device.set(cv2.CAP_PROP_BUFFERSIZE, 1)
    return device


def _open_camera(index: int, size: tuple[int, int]) -> cv2.VideoCapture | None:
    if sys.platform == "linux" and not device_of(index).exists():
        return None  # asking OpenCV would try every kind of camera first
    device = cv2.VideoCapture(index)
    device.set(cv2.CAP_PROP_FRAME_WIDTH, size[0])
    device.set(cv2.CAP_PROP_FRAME_HEIGHT, size[1])
    return device
