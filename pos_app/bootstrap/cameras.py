"""Tells the command line and the window which cameras there are, and how a chosen one is remembered."""

from collections import Counter

from pos_app.scanner.cameras import CameraInfo, list_cameras, with_sizes
from pos_app.scanner.source import CameraIndex, StreamAddress, parse_source


def camera_list() -> tuple[CameraInfo, ...]:
    return with_sizes(list_cameras())


def address_of(camera: CameraInfo, cameras: tuple[CameraInfo, ...]) -> str:
    """Give what `--camera` takes: the name, which stays when it is plugged in elsewhere, unless two have the same."""
    names = Counter(each.name for each in cameras)
    return f"name:{camera.name}" if names[camera.name] == 1 else str(camera.index)


def choice_of_camera(text: str) -> str:
    """Turn the number of a camera into what finds it again; keep anything else."""
    address = parse_source(text)
    if not isinstance(address, CameraIndex):
        return text.strip()
    cameras = list_cameras()
    found = [address_of(camera, cameras) for camera in cameras if camera.index == address.index]
    size = f"@{address.size[0]}x{address.size[1]}" if address.size else ""
    return f"{found[0]}{size}" if found else text.strip()


def shown_choice(text: str) -> str:
    """Give a choice as it may be read over a shoulder: an address without the password that it may hold."""
    address = parse_source(text)
    return address.label if isinstance(address, StreamAddress) and "@" in text else text


__all__ = ["CameraInfo", "address_of", "camera_list", "choice_of_camera", "shown_choice"]
