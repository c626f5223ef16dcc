"""A chosen camera is remembered, below what is said now and in the settings."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from pos_app.bootstrap.cameras import CameraInfo, address_of
from pos_app.cli import run
from pos_app.config import read_config
from pos_app.wording import Language


def told(capsys: pytest.CaptureFixture[str], data: Path, *words: str) -> dict[str, Any]:
    assert run(["--lang", "en", "--data", str(data), "cameras", *words, "--json"]) == 0
    answer: dict[str, Any] = json.loads(capsys.readouterr().out)
    return answer


def camera_of(data: Path, *, camera: str | None = None, file: Path | None = None) -> str | None:
    return read_config(data=data, file=file, language=Language.ENGLISH, locale="", camera=camera).camera


@pytest.mark.parametrize("choice", ["clipboard", "screen:0,0,640,480", "rtsp://camera.shop/live", 'film "one".avi'])
def test_what_is_chosen_once_is_used_from_then_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], choice: str
) -> None:
    assert told(capsys, tmp_path)["chosen"] is None
    assert told(capsys, tmp_path, "--choose", choice)["chosen"] == choice
    assert told(capsys, tmp_path)["chosen"] == choice
    assert camera_of(tmp_path) == choice


def test_the_password_in_an_address_is_kept_and_told_to_nobody(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    address = "rtsp://admin:Sesame@camera.shop:8554/live"
    assert told(capsys, tmp_path, "--choose", address)["chosen"] == "rtsp://camera.shop:8554/live"
    assert camera_of(tmp_path) == address
    if os.name == "posix":
        assert (tmp_path / "camera.toml").stat().st_mode & 0o077 == 0


def test_two_cameras_of_one_name_are_told_apart_by_number() -> None:
    cameras = tuple(CameraInfo(number, name, is_virtual=False) for number, name in enumerate(("A", "B", "B")))
    assert [address_of(camera, cameras) for camera in cameras] == ["name:A", "1", "2"]


def test_what_is_said_now_goes_before_what_is_remembered(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told(capsys, tmp_path, "--choose", "clipboard")
    settings = tmp_path / "settings.toml"
    settings.write_text('camera = "7"', "utf-8")
    assert camera_of(tmp_path, file=settings) == "7"
    assert camera_of(tmp_path, camera="3", file=settings) == "3"


def test_a_memory_that_cannot_be_read_is_forgotten(tmp_path: Path) -> None:
    (tmp_path / "camera.toml").write_text("camera = [", "utf-8")
    assert camera_of(tmp_path) is None
