"""Tells the command line which cameras there are, and how a chosen one is remembered."""

from pos_app.scanner.cameras import CameraInfo, list_cameras
from pos_app.scanner.source import CameraIndex, parse_source


def camera_list() -> tuple[CameraInfo, ...]:
    return list_cameras()


def choice_of_camera(text: str) -> str:
    """Turn the number of a camera into its name, which stays when it is plugged in elsewhere; keep anything else."""
    address = parse_source(text)
    if not isinstance(address, CameraIndex):
        return text.strip()
    names = [camera.name for camera in list_cameras() if camera.index == address.index]
    size = f"@{address.size[0]}x{address.size[1]}" if address.size else ""
    return f"name:{names[0]}{size}" if names else text.strip()
