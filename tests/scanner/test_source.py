"""What stands after `--camera`: a number, an address or a path; and no password is ever shown."""

from pathlib import Path

import pytest

from pos_app.scanner.capture import label_of
from pos_app.scanner.source import (
    CameraIndex,
    CopiedPictures,
    NamedCamera,
    PictureFolder,
    RecordedVideo,
    ScreenRegion,
    SourceAddress,
    StreamAddress,
    parse_source,
)


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("0", CameraIndex(0)),
        (" 12 ", CameraIndex(12)),
        ("http://127.0.0.1:8080/video", StreamAddress("http://127.0.0.1:8080/video")),
        ("RTSP://camera.shop/live", StreamAddress("RTSP://camera.shop/live")),
        ("film.avi", RecordedVideo(Path("film.avi"))),
        ("2024", RecordedVideo(Path("2024"))),
        ("²", RecordedVideo(Path("²"))),
        ("ftp://127.0.0.1/video", RecordedVideo(Path("ftp://127.0.0.1/video"))),
        ("http://", RecordedVideo(Path("http://"))),
        ("http://host:port/", RecordedVideo(Path("http://host:port/"))),
        ("screen", ScreenRegion()),
        ("screen:100,200,640,480", ScreenRegion((100, 200, 740, 680))),
        ("screen:1,2,3", RecordedVideo(Path("screen:1,2,3"))),
        ("clipboard", CopiedPictures()),
        ("name: HD Webcam", NamedCamera("HD Webcam")),
        ("name:HD Webcam@1920x1080", NamedCamera("HD Webcam", (1920, 1080))),
        ("0@640x480", CameraIndex(0, (640, 480))),
        ("film@2x.avi", RecordedVideo(Path("film@2x.avi"))),
        ("concat:/etc/passwd", RecordedVideo(Path("concat:/etc/passwd"))),
    ],
)
def test_a_source_is_read_from_its_name(text: str, address: SourceAddress) -> None:
    assert parse_source(text) == address


def test_a_folder_is_a_folder(tmp_path: Path) -> None:
    assert parse_source(str(tmp_path)) == PictureFolder(tmp_path)


def test_a_label_holds_no_password() -> None:
    label = label_of(StreamAddress("rtsp://till:secret@camera.shop:554/live?token=abc"))
    assert label == "rtsp://camera.shop:554/live"
