"""A mistake of ours that nobody caught: written down, told once in plain words, and sent nowhere."""

import re
import sys
import threading
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TypeAlias

from PySide6.QtCore import QObject, Qt, Signal, Slot

from pos_app.domain.masking import mask_code
from pos_app.services.ports import Clock

_REPORTS_MAX = 20  # a mistake in a painting routine comes sixty times a second
_LONG_WORD = re.compile(r"SSC1:\w+|\d{6}ec[\w-]+|[0-9A-Za-z]{11,}")
_SECRET = re.compile(r"SSC1:|\d{6}ec")
_DIGITS_MIN = 8  # a word with as many digits is a code, a token or somebody's number, and no name in a program

Hook: TypeAlias = Callable[[type[BaseException], BaseException, TracebackType | None], object]


@dataclass(frozen=True, slots=True)
class CrashReport:
    """One mistake: what may be copied, and the file it is in, if it could be written; `count` is which one this is."""

    text: str
    file: Path | None
    count: int


class CrashGuard(QObject):
    """Catches what no one else caught, on any thread, and tells it on the GUI thread.

    `told` comes once for each report, in the event loop, never in the middle of the painting that failed.
    """

    told = Signal(object)
    _caught = Signal(object)

    def __init__(self, *, folder: Path, version: str, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
        self._version = version
        self._clock = clock
        self._lock = threading.Lock()
        self._count = 0
        self._file: Path | None = None
        self._hooks: tuple[Hook, Callable[[threading.ExceptHookArgs], object]] | None = None
        self._caught.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        self._hooks = (sys.excepthook, threading.excepthook)
        sys.excepthook = self.catch
        threading.excepthook = self._catch_in_thread

    def uninstall(self) -> None:
        """Put back what was there before."""
        if self._hooks is not None:
            sys.excepthook, threading.excepthook = self._hooks
            self._hooks = None

    def catch(self, kind: type[BaseException], fault: BaseException, trace: TracebackType | None) -> None:
        """Take one mistake; Ctrl+C in the terminal is none."""
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, fault, trace)
            return
        text = self._entitled(redacted("".join(traceback.format_exception(kind, fault, trace))))
        with self._lock:
            self._count += 1
            report = CrashReport(text, self._write(text), self._count)
        if sys.stderr is not None:  # a program started from a menu has none
            sys.stderr.write(report.text)
        self._caught.emit(report)

    def _catch_in_thread(self, caught: threading.ExceptHookArgs) -> None:
        if caught.exc_value is not None and not issubclass(caught.exc_type, SystemExit):
            self.catch(caught.exc_type, caught.exc_value, caught.exc_traceback)

    @Slot(object)
    def _tell(self, report: CrashReport) -> None:
        self.told.emit(report)

    def _entitled(self, text: str) -> str:
        now = self._clock.now()
        python = sys.version.split()[0]
        return f"pos_app {self._version}, Python {python}, {sys.platform}, {now:%Y-%m-%d %H:%M:%S} UTC\n{text}"

    def _write(self, text: str) -> Path | None:
        """Add the report to the file of this run; a full disk must not hide the mistake itself."""
        if self._count > _REPORTS_MAX:
            return self._file
        name = self._file or self._folder / f"crash-{self._clock.now():%Y%m%dT%H%M%SZ}.txt"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with name.open("a", encoding="utf-8") as file:
                file.write(text + "\n")
        except OSError:
            return None
        self._file = name
        return name


def redacted(text: str) -> str:
    """Hide whatever could be a code, a token or a person's number; a mistake is understood without it."""
    return _LONG_WORD.sub(_hidden, text)


def _hidden(found: re.Match[str]) -> str:
    word = found.group()
    digits = sum(character.isdigit() for character in word)
    return mask_code(word) if digits >= _DIGITS_MIN or _SECRET.match(word) else word
