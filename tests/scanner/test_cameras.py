"""Cameras by name, from the files in which Linux tells of them."""

from pathlib import Path

from pos_app.scanner.cameras import CameraInfo, index_of, list_cameras


def device(root: Path, bus: str, number: int, name: str, *, index: str = "0") -> None:
    """Make what the system shows: the device on its bus, and a link to it among the video devices."""
    real = root / "devices" / bus / f"video{number}"
    real.mkdir(parents=True)
    (real / "name").write_text(name + "\n", "utf-8")
    (real / "index").write_text(index + "\n", "utf-8")
    (root / "class").mkdir(exist_ok=True)
    (root / "class" / f"video{number}").symlink_to(real)


def test_cameras_are_listed_by_number_with_what_pretends_marked(tmp_path: Path) -> None:
    device(tmp_path, "pci/usb1", 10, "HD Webcam")
    device(tmp_path, "virtual/video4linux", 2, "Phone in front")
    device(tmp_path, "pci/usb2", 0, "OBS Virtual Camera")
    device(tmp_path, "pci/usb1", 11, "HD Webcam", index="1")  # tells about the pictures, gives none
    assert list_cameras(tmp_path / "class") == (
        CameraInfo(0, "OBS Virtual Camera", is_virtual=True),
        CameraInfo(2, "Phone in front", is_virtual=True),
        CameraInfo(10, "HD Webcam", is_virtual=False),
    )


def test_a_camera_is_found_by_its_name_wherever_it_is_plugged_in(tmp_path: Path) -> None:
    device(tmp_path, "pci/usb3", 4, "HD Webcam")
    cameras = list_cameras(tmp_path / "class")
    assert index_of("HD Webcam", cameras) == 4
    assert index_of("Another", cameras) is None


def test_a_system_without_such_files_lists_none(tmp_path: Path) -> None:
    assert list_cameras(tmp_path / "nothing") == ()
    (tmp_path / "video0").mkdir()  # without a name
    (tmp_path / "videotape").mkdir()
    assert list_cameras(tmp_path) == ()
