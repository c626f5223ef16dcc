"""The trace of a crash below Python, such as a fault in a graphics driver, kept for the next start to tell."""

import faulthandler
from pathlib import Path
from typing import TextIO

_NAME = "hard-crash.txt"
_TEXT_MAX = 20_000  # characters; the traces of some forty threads


class HardCrashFile:
    """A file that stays empty as long as all is well. One run at a time uses a folder, so one name is enough."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / _NAME
        self._file: TextIO | None = None

    def open(self) -> str | None:
        """Give what the last run left, if it ended badly, and watch over this one.

        Where the folder cannot be written the program runs without this file: the till's own book says so louder.
        """
        left = self._left_behind()
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._file = self._path.open("w", encoding="utf-8")
        except OSError:
            return left
        faulthandler.enable(self._file)
        return left

    def close(self) -> None:
        """Stop watching; the run ended as it should."""
        if self._file is not None:
            faulthandler.disable()
            self._file.close()
            self._file = None
            self._path.unlink(missing_ok=True)

    def _left_behind(self) -> str | None:
        try:
            text = self._path.read_text(encoding="utf-8", errors="replace")
        except OSError:
            return None
        return text[:_TEXT_MAX] or None
