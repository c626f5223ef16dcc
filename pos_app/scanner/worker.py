"""The picture worker: a process that decodes and reads one untrusted picture after another, and may be killed.

Run as `python -P -m pos_app.scanner.worker`. It says "ready", then answers each pair of messages (what to look for;
the bytes of a picture or the name of a film) with an outcome, until its input ends. It knows no Qt, no database and
no network.
"""

import json
import os
import signal
import sys
from dataclasses import replace
from pathlib import Path
from typing import IO

from pos_app.domain.refusal import Refusal, RefusalCode
from pos_app.host import busy_s
from pos_app.opencv import tick
from pos_app.scanner.belief import is_counter_code
from pos_app.scanner.exchange import PictureOutcome, encode_outcome, read_message, write_message
from pos_app.scanner.film import read_film
from pos_app.scanner.patience import Patience
from pos_app.scanner.picture import grey_picture
from pos_app.scanner.reader import STILL, STILL_AGAIN, Reader
from pos_app.scanner.signatures import PictureFault
from pos_app.scanner.symbology import Expected, Symbology

READY = b"ready"

# Above what the libraries take before the first picture: the largest picture that is let in, in colour, with an
# alpha channel and its copies.
_MEMORY_BYTES = 1536 * 1024 * 1024
_FILE_BYTES = 1024 * 1024  # its error log; it has no other business with files
_SECONDS_ALONE = 60
_WORK_S = 5.0  # on one picture; time that passes while other programs are at work is the till's to bound
_FILM_S, _FILM_WORK_S = 20.0, 25.0  # no frame is begun after the first


def main() -> None:
    """Serve pictures until the till closes the pipe."""
    questions, answers = sys.stdin.buffer, _private_output()
    reader = _fresh_reader()
    _limit_this_process()
    write_message(answers, READY)
    while serve_one(reader, questions, answers):
        pass


def serve_one(reader: Reader, questions: IO[bytes], answers: IO[bytes]) -> bool:
    """Answer one question; False when there are no more."""
    asked, content = read_message(questions), read_message(questions)
    if asked is None or content is None:
        return False
    question = json.loads(asked)
    _die_if_it_takes(_SECONDS_ALONE, work_s=_FILM_WORK_S if question["is_film"] else _WORK_S)
    sets = tuple(frozenset(map(Symbology, names)) for names in question["expected"])
    outcome = _film_at(os.fsdecode(content), sets) if question["is_film"] else read_picture(reader, content, sets)
    write_message(answers, encode_outcome(outcome))
    _die_if_it_takes(0, work_s=0.0)
    return True


def read_picture(reader: Reader, content: bytes, expected: Expected) -> PictureOutcome:
    """Decode and read in this process; without a code the outcome is a refusal."""
    try:
        image = grey_picture(content)
        spent_ms = 0.0
        for number, wanted in enumerate(expected):
            reading = reader.read(image, wanted, STILL_AGAIN if number else STILL)
            spent_ms += reading.elapsed_ms
            if reading.codes:
                return replace(reading, elapsed_ms=spent_ms)
    except PictureFault as fault:
        return fault.refusal
    except MemoryError:
        return Refusal(RefusalCode.PICTURE_TOO_MANY_PIXELS)
    return Refusal(RefusalCode.NO_CODE)


def _film_at(name: str, expected: Expected) -> PictureOutcome:
    patience = Patience(worked=busy_s, passed=tick)
    wanted = frozenset[Symbology]().union(*expected)
    return read_film(Path(name), _fresh_reader(), wanted, is_late=lambda: patience() >= _FILM_S)


def _fresh_reader() -> Reader:
    patience = Patience(worked=busy_s, passed=tick)
    return Reader(tick=tick, is_plausible=is_counter_code, patience=patience)


def _private_output() -> IO[bytes]:
    """Keep the pipe to the till for answers; what a library prints goes to the error log instead."""
    sys.stdout.flush()
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return answers


def _limit_this_process() -> None:
    """Bound memory and files where the system can; a limit that is lower already stays."""
    try:
        import resource  # noqa: PLC0415  Unix only
    except ImportError:
        return  # Windows: the till's time limit remains
    limits = ((resource.RLIMIT_AS, _MEMORY_BYTES), (resource.RLIMIT_FSIZE, _FILE_BYTES), (resource.RLIMIT_CORE, 0))
    for kind, wanted in limits:
        _, hard = resource.getrlimit(kind)
        limit = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(kind, (limit, hard))


def _die_if_it_takes(seconds: int, *, work_s: float) -> None:
    """End this process even when the till that should kill it is gone; zero calls it off."""
    if hasattr(signal, "alarm"):
        signal.alarm(seconds)
        signal.setitimer(signal.ITIMER_PROF, work_s)


if __name__ == "__main__":
    main()
