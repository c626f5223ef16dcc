"""Where frames come from, as one protocol, and how a person names a source."""

import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol, TypeAlias
from urllib.parse import urlsplit

from pos_app.scanner.frame import Frame


class SourceTrouble(StrEnum):
    """Why no frame came; the value is the stable key of a sentence, `camera.<value>`."""

    NO_CAMERA = "no_camera"
    FILE_MISSING = "file_missing"
    FILE_NOT_A_VIDEO = "file_not_a_video"
    FOLDER_EMPTY = "folder_empty"
    UNREACHABLE = "unreachable"
    LOST = "lost"
    NO_SCREEN = "no_screen"
    NO_CLIPBOARD = "no_clipboard"
    CLIPBOARD_EMPTY = "clipboard_empty"


@dataclass(frozen=True, slots=True)
class NoFrame:
    """No frame now; the source may be asked again and waits by itself as long as it thinks right."""

    trouble: SourceTrouble


@dataclass(frozen=True, slots=True)
class Ended:
    """There will be no more frames; `trouble` says why where that was not to be expected."""

    trouble: SourceTrouble | None = None


Capture: TypeAlias = Frame | NoFrame | Ended


class FrameSource(Protocol):
    """Gives frames one at a time; `read` may block, `close` may be called from another thread and ends a wait."""

    @property
    def label(self) -> str: ...

    def read(self) -> Capture: ...

    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class CameraIndex:
    """A camera of this machine, counted from zero; `size` is what it is asked for, and it gives what it can."""

    index: int
    size: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class StreamAddress:
    """An MJPEG or RTSP camera in the network."""

    url: str

    @property
    def label(self) -> str:
        """The address without the name and password that it may hold."""
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.hostname or ''}{f':{parts.port}' if parts.port else ''}{parts.path}"


@dataclass(frozen=True, slots=True)
class RecordedVideo:
    """A video file, played as if it were a camera."""

    path: Path


@dataclass(frozen=True, slots=True)
class PictureFolder:
    """A folder of pictures, shown one after another."""

    path: Path


@dataclass(frozen=True, slots=True)
class NamedCamera:
    """A camera by its maker's name; its number is looked up when it is opened."""

    name: str
    size: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class ScreenRegion:
    """A part of the screen in pixels; all of it without a box."""

    box: tuple[int, int, int, int] | None = None
    """Left, top, right, bottom."""

    @property
    def label(self) -> str:
        if self.box is None:
            return "screen"
        left, top, right, bottom = self.box
        return f"screen {right - left}×{bottom - top} +{left}+{top}"


@dataclass(frozen=True, slots=True)
class CopiedPictures:
    """Whatever pictures are copied, one after another."""


SourceAddress: TypeAlias = (
    CameraIndex | NamedCamera | StreamAddress | RecordedVideo | PictureFolder | ScreenRegion | CopiedPictures
)

_SIZE = re.compile(r"@(\d{2,5})x(\d{2,5})$", re.ASCII)
_REGION = re.compile(r"screen(?::(\d{1,5}),(\d{1,5}),(\d{1,5}),(\d{1,5}))?", re.ASCII)
_STREAM_SCHEMES = frozenset({"http", "https", "rtsp", "rtsps"})


def parse_source(text: str) -> SourceAddress:
    """Read what stands after `--camera`; what is none of the words, numbers and addresses is a path, there or not."""
    stripped = text.strip()
    if stripped == "clipboard":
        return CopiedPictures()
    if stripped.startswith("name:"):
        name, size = _sized(stripped.removeprefix("name:").strip())
        return NamedCamera(name, size)
    region = _REGION.fullmatch(stripped)
    if region:
        return _region_of(region)
    number, size = _sized(stripped)
    if number.isascii() and number.isdigit() and len(number) <= 3:
        return CameraIndex(int(number), size)
    if stripped.partition("://")[0].lower() in _STREAM_SCHEMES and _is_address(stripped):
        return StreamAddress(stripped)
    path = Path(stripped)
    return PictureFolder(path) if path.is_dir() else RecordedVideo(path)


def _sized(text: str) -> tuple[str, tuple[int, int] | None]:
    """Take the size off the end of `0@1920x1080`."""
    found = _SIZE.search(text)
    return (text[: found.start()], (int(found[1]), int(found[2]))) if found else (text, None)


def _region_of(found: re.Match[str]) -> ScreenRegion:
    """Take left, top, width and height as people say them."""
    if found[1] is None:
        return ScreenRegion()
    left, top, width, height = map(int, found.groups())
    return ScreenRegion((left, top, left + max(1, width), top + max(1, height)))


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        return bool(parts.hostname) and (parts.port or 0) >= 0
    except ValueError:  # a port that is not a number
        return False
