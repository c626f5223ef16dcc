"""The window's benchmark opens the real window on a film, and leaves nothing behind."""

import json
import os
import subprocess
import sys
from pathlib import Path


def test_a_camera_is_painted_and_read_in_the_real_window(tmp_path: Path) -> None:
    words = ("bench", "camera", "--seconds", "1", "--size", "640x480", "--json")
    done = subprocess.run(
        [sys.executable, "-m", "pos_app", "--data", str(tmp_path), *words],
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        check=True,
        timeout=120,
    )
    told = json.loads(done.stdout)
    assert (told["size"], told["seconds"], told["offered_per_s"]) == ("640x480", 1, 30.0)
    assert told["painted_per_s"] > 0
    assert told["read_per_s"] > 0
    assert list(tmp_path.iterdir()) == []
