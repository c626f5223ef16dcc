"""Importing the scanner leaves the process as it was: Qt's paths, the libraries of other programs, the terminal."""

import os
import subprocess
import sys

import pytest

VARIABLES = ("QT_QPA_PLATFORM_PLUGIN_PATH", "QT_QPA_FONTDIR", "LD_LIBRARY_PATH")
SHOW = f"import os; print([os.environ.get(name) for name in {VARIABLES!r}])"


@pytest.mark.parametrize("before", [None, "/somewhere/else"])
def test_the_variables_of_qt_are_as_before(before: str | None) -> None:
    environment = {name: value for name, value in os.environ.items() if name not in VARIABLES}
    if before is not None:
        environment |= dict.fromkeys(VARIABLES, before)
    shown = _run("import pos_app.scanner.loop, pos_app.scanner.intake; " + SHOW, environment)
    assert shown.stdout.strip() == str([before] * 3)


def test_opencv_itself_changes_them() -> None:
    """Otherwise the test above would hold without our doing."""
    if sys.platform != "linux":
        pytest.skip("only the wheel for Linux carries a Qt")
    environment = {name: value for name, value in os.environ.items() if name not in VARIABLES}
    assert _run("import cv2; " + SHOW, environment).stdout.strip() != str([None] * 3)


def test_a_missing_camera_leaves_the_terminal_alone() -> None:
    program = (
        "from pos_app.opencv import cv2; from pathlib import Path;"
        "print(cv2.VideoCapture(77).isOpened(), cv2.VideoCapture('/no/such/film.avi', cv2.CAP_FFMPEG).isOpened())"
    )
    shown = _run(program, dict(os.environ))
    assert (shown.stdout.split(), shown.stderr) == (["False", "False"], "")


def test_the_scanner_reads_without_libzbar() -> None:
    program = (
        "import sys; sys.modules['pyzbar'] = None;"
        "from pos_app.scanner.decoders import is_zbar_available;"
        "from pos_app.scanner.stages import Bounded, standard_looks;"
        "looks = standard_looks(Bounded());"
        "print(is_zbar_available(), any('zbar' in look.name for look in looks), len(looks) > 5)"
    )
    assert _run(program, dict(os.environ)).stdout.split() == ["False", "False", "True"]


def _run(program: str, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True, timeout=120
    )
