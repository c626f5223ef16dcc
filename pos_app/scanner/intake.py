"""Safe intake of pictures from anywhere: a path, a dropped file, the clipboard, the phone window.

Size, kind and format are checked here before anything is decoded; decoding and reading happen in `sandbox`.
"""

import os
import stat
from pathlib import Path
from threading import Lock

from pos_app.domain.refusal import Refusal, RefusalCode
from pos_app.scanner.exchange import PictureOutcome
from pos_app.scanner.sandbox import Sandbox
from pos_app.scanner.signatures import PictureFault, check_format, is_film
from pos_app.scanner.symbology import VOUCHER_THEN_GOODS, Expected
from pos_app.wording import in_one_line

BYTES_MAX = 20 * 1024 * 1024
_TIMEOUT_S, _FILM_TIMEOUT_S = 20.0, 50.0  # far above the work that the worker gives itself: machines are busy
_HEAD_BYTES = 32
# Opening must neither wait for the other end of a pipe nor take a terminal; Windows has neither flag, and no pipes
# in its file system.
_OPEN_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_BINARY", 0)


class PictureReader:
    """Reads pictures nobody vouches for, one at a time, from any thread; `close` ends its worker process."""

    def __init__(self, *, timeout_s: float = _TIMEOUT_S) -> None:
        self._sandbox = Sandbox(timeout_s=timeout_s)
        self._turn = Lock()

    def warm_up(self) -> None:
        """Start the worker ahead of the first picture; WorkerFault if this machine cannot."""
        with self._turn:
            self._sandbox.start()

    def read_file(self, path: Path, expected: Expected = VOUCHER_THEN_GOODS) -> PictureOutcome:
        """Read what is in a file; a link to a picture is a picture, a pipe, a folder or a device is not.

        A film is read frame by frame, and may be of any size.
        """
        content = _bounded_content(path)
        if isinstance(content, Refusal):
            return content
        if is_film(content[:_HEAD_BYTES]):
            with self._turn:
                return self._sandbox.ask(os.fsencode(path.absolute()), expected, film_s=_FILM_TIMEOUT_S)
        return self.read_bytes(content, expected)

    def read_bytes(self, content: bytes, expected: Expected = VOUCHER_THEN_GOODS) -> PictureOutcome:
        """Read what is in the bytes of a picture file."""
        if not content:
            return Refusal(RefusalCode.PICTURE_EMPTY)
        if len(content) > BYTES_MAX:
            return Refusal(RefusalCode.PICTURE_TOO_BIG)
        try:
            check_format(content[:_HEAD_BYTES])
        except PictureFault as fault:
            return fault.refusal
        with self._turn:
            return self._sandbox.ask(content, expected)

    def close(self) -> None:
        with self._turn:
            self._sandbox.stop()


def _bounded_content(path: Path) -> bytes | Refusal:
    name = in_one_line(path.name or str(path))
    try:
        # Asked first, because even opening a device may do something.
        if not stat.S_ISREG(path.stat().st_mode):
            return Refusal(RefusalCode.PICTURE_NOT_A_FILE, name)
        descriptor = os.open(path, _OPEN_FLAGS)
    except PermissionError:
        return Refusal(RefusalCode.PICTURE_FORBIDDEN, name)
    except (OSError, ValueError):  # ValueError: a NUL in the name
        return Refusal(RefusalCode.PICTURE_MISSING, name)
    with os.fdopen(descriptor, "rb") as file:
        # Asked again, because another file may stand there now.
        found = os.fstat(descriptor)
        if not stat.S_ISREG(found.st_mode):
            return Refusal(RefusalCode.PICTURE_NOT_A_FILE, name)
        try:
            head = file.read(_HEAD_BYTES) or b""  # None: a file of the system's that would make its reader wait
            if is_film(head):
                return head
            if found.st_size > BYTES_MAX:
                return Refusal(RefusalCode.PICTURE_TOO_BIG)
            return head + (file.read(BYTES_MAX + 1 - len(head)) or b"")
        except OSError:
            return Refusal(RefusalCode.PICTURE_DAMAGED)
