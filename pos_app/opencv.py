"""The one door to OpenCV: what its import does to the process is undone here, and it keeps quiet."""

import os

# OpenCV's wheel carries a Qt of its own and points these at it while it is imported. Whoever opens a window later,
# or starts another program, would get that Qt, its fonts and its libraries instead of theirs.
_TOUCHED_BY_IMPORT = ("QT_QPA_PLATFORM_PLUGIN_PATH", "QT_QPA_FONTDIR", "LD_LIBRARY_PATH")

_before = {name: os.environ.get(name) for name in _TOUCHED_BY_IMPORT}

# FFmpeg reads this when the first stream is opened; -8 is its word for quiet.
os.environ.setdefault("OPENCV_FFMPEG_LOGLEVEL", "-8")

import cv2  # noqa: E402  the environment must be remembered first

for _name, _value in _before.items():
    if _value is None:
        os.environ.pop(_name, None)
    else:
        os.environ[_name] = _value

# A missing camera is a sentence in the window, not a warning on the terminal.
cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)
# Decoding has a thread of its own already; the other cores belong to the till and the window.
cv2.setNumThreads(1)


def tick() -> float:
    """Give monotonic seconds by OpenCV's own counter: for time budgets, never for a time of day."""
    return float(cv2.getTickCount() / cv2.getTickFrequency())


__all__ = ["cv2", "tick"]
