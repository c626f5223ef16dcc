"""The till's side of the picture worker: start it once, ask it, kill it when it takes too long, start another."""

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from threading import Event, Timer
from typing import BinaryIO

from pos_app.domain.refusal import Refusal, RefusalCode
from pos_app.faults import Fault
from pos_app.scanner.exchange import (
    ExchangeFault,
    PictureOutcome,
    decode_outcome,
    read_message,
    write_message,
)
from pos_app.scanner.symbology import Expected

_STARTING_S = 60  # importing OpenCV from a cold disk
_READY = b"ready"
_WORKED_TOO_LONG = -signal.SIGPROF if hasattr(signal, "SIGPROF") else None  # how the worker ends itself; not on Windows
_WORKER = ("-P", "-m", "pos_app.scanner.worker")
_STDERR_TAIL = 2_000
_PACKAGE_ROOT = Path(__file__).parents[2]


class WorkerFault(Fault):
    """The picture worker does not start: an environment fault, with what it said last."""


class Sandbox:
    """One long-lived worker process; not for two threads at a time."""

    def __init__(self, *, timeout_s: float, command: Sequence[str] = _WORKER) -> None:
        self._timeout_s = timeout_s
        self._command = (sys.executable, *command)
        self._process: subprocess.Popen[bytes] | None = None
        self._complaints: BinaryIO | None = None

    @property
    def process_id(self) -> int | None:
        return self._process.pid if self._process else None

    def start(self) -> None:
        """Have a worker ready; WorkerFault if none comes up."""
        if self._process is not None and self._process.poll() is None:
            return
        self.stop()
        self._complaints = tempfile.TemporaryFile()  # noqa: SIM115  open as long as the worker lives
        self._process = subprocess.Popen(  # noqa: S603  our own interpreter and module
            self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._complaints,
            env=_environment(),
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        if self._exchange((), _STARTING_S) != _READY:
            complaint = self._complaint()
            self.stop()
            raise WorkerFault(f"the picture worker does not start: {complaint}")

    def ask(self, content: bytes, expected: Expected, *, film_s: float = 0.0) -> PictureOutcome:
        """Let the worker read a picture; one that kills it or takes too long is refused.

        With a time for a film, the content is the path of one.
        """
        self.start()
        question = {"expected": [sorted(wanted) for wanted in expected], "is_film": film_s > 0}
        answer = self._exchange((json.dumps(question).encode(), content), film_s or self._timeout_s)
        if isinstance(answer, RefusalCode):
            self.stop()
            return Refusal(answer)
        try:
            return decode_outcome(answer)
        except ExchangeFault:
            self.stop()
            return Refusal(RefusalCode.PICTURE_DAMAGED)

    def stop(self) -> None:
        """Kill the worker, if there is one; it holds nothing that could be lost."""
        if self._process is not None:
            self._process.kill()
            for pipe in filter(None, (self._process.stdin, self._process.stdout)):
                with suppress(OSError):  # what was not sent yet has nowhere to go
                    pipe.close()
            self._process.wait()
            self._process = None
        if self._complaints is not None:
            self._complaints.close()
            self._complaints = None

    def _exchange(self, messages: Sequence[bytes], seconds: float) -> bytes | RefusalCode:
        """Say something and wait for the answer; a refusal if the worker died or had to be killed."""
        process = self._process
        assert process is not None and process.stdin is not None and process.stdout is not None  # noqa: S101, PT018
        is_late = Event()

        def give_up() -> None:
            is_late.set()
            process.kill()

        # A timer that kills works on every system; waiting on a pipe with a time limit does not.
        timer = Timer(seconds, give_up)
        timer.start()
        try:
            for message in messages:
                write_message(process.stdin, message)
            answer = read_message(process.stdout)
        except (OSError, ExchangeFault):
            answer = None
        finally:
            timer.cancel()
        if answer is not None and not is_late.is_set():
            return answer
        process.kill()
        is_spent = process.wait() == _WORKED_TOO_LONG
        return RefusalCode.PICTURE_TOO_SLOW if is_late.is_set() or is_spent else RefusalCode.PICTURE_DAMAGED

    def _complaint(self) -> str:
        assert self._complaints is not None  # noqa: S101  opened with the process
        self._complaints.seek(0)
        return self._complaints.read()[-_STDERR_TAIL:].decode(errors="replace").strip()


def _environment() -> dict[str, str]:
    """Let the worker find this package wherever it was imported from, and take no more threads than it needs."""
    path = os.pathsep.join(filter(None, (str(_PACKAGE_ROOT), os.environ.get("PYTHONPATH"))))
    return {
        **os.environ,
        "PYTHONPATH": path,
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "OPENCV_FFMPEG_CAPTURE_OPTIONS": "protocol_whitelist;file|threads;1",  # a film may name other places
    }
