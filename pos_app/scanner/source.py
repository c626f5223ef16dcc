"""Where frames come from, as one protocol, and how a person names a source."""

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
    """A camera of this machine, counted from zero."""

    index: int


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


SourceAddress: TypeAlias = CameraIndex | StreamAddress | RecordedVideo | PictureFolder

_STREAM_SCHEMES = frozenset({"http", "https", "rtsp", "rtsps"})


def parse_source(text: str) -> SourceAddress:
    """Read what stands after `--camera`; what is neither a number nor an address is a path, there or not."""
    stripped = text.strip()
    if stripped.isascii() and stripped.isdigit() and len(stripped) <= 3:
        return CameraIndex(int(stripped))
    if stripped.partition("://")[0].lower() in _STREAM_SCHEMES and _is_address(stripped):
        return StreamAddress(stripped)
    path = Path(stripped)
    return PictureFolder(path) if path.is_dir() else RecordedVideo(path)


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        return bool(parts.hostname) and (parts.port or 0) >= 0
    except ValueError:  # a port that is not a number
        return False
