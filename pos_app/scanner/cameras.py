"""Which cameras this machine has: their names, and which of them are programs that pretend to be one.

Linux tells by its files; elsewhere a camera is named by its number. Dropped: QtMultimedia, which would name them on
every system, for it weighs more than all that the window needs.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from pos_app.scanner.camera_sizes import Size, camera_sizes

_CLASS = Path("/sys/class/video4linux")
_PRETENDS = re.compile(r"virtual|dummy|loopback|obs|droidcam|iriun|snap camera|manycam", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class CameraInfo:
    """One camera: the number to open it by, what its maker calls it, and whether a program plays it."""

    index: int
    name: str
    is_virtual: bool
    sizes: tuple[Size, ...] = ()
    """What it offers, largest first, where that can be told."""


def list_cameras(folder: Path = _CLASS) -> tuple[CameraInfo, ...]:
    """Give the cameras by number; a device that gives only what is known about the pictures is none."""
    return tuple(sorted(_found(folder), key=lambda camera: camera.index))


def with_sizes(cameras: tuple[CameraInfo, ...]) -> tuple[CameraInfo, ...]:
    """Ask each camera what it offers, too."""
    return tuple(replace(camera, sizes=camera_sizes(device_of(camera.index))) for camera in cameras)


def device_of(index: int) -> Path:
    """Give the file that stands for a camera on Linux."""
    return Path(f"/dev/video{index}")


def index_of(name: str, cameras: tuple[CameraInfo, ...]) -> int | None:
    """Find a camera by its name, for its number changes with the socket it is plugged into."""
    return next((camera.index for camera in cameras if camera.name == name), None)


def _found(folder: Path) -> Iterator[CameraInfo]:
    try:
        devices = list(folder.iterdir())
    except OSError:  # another system, or no camera was ever there
        return
    for device in devices:
        number = device.name.removeprefix("video")
        name = _word(device / "name")
        if number.isdigit() and name and _word(device / "index") in {"", "0"}:
            # A real camera hangs on a bus; what is played by a program hangs on nothing.
            is_played = "/virtual/" in str(device.resolve()) or bool(_PRETENDS.search(name))
            yield CameraInfo(int(number), name, is_played)


def _word(file: Path) -> str:
    try:
        return file.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return ""
