"""How fast codes may be asked for and guessed at: six fresh ones a minute a person, ten bad ones a minute a till."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from pos_app.domain.refusal import Refusal, RefusalCode
from pos_app.verifier.store.protocol import Reader, Writer

_WINDOW = timedelta(minutes=1)

# What a guess looks like; a code of another kind, an old one or a used one is a person's mistake.
_GUESSES = frozenset({RefusalCode.CODE_UNKNOWN, RefusalCode.PERSON_UNKNOWN})


@dataclass(frozen=True, slots=True)
class Limits:
    issues_a_minute: int = 6
    bad_codes_a_minute: int = 10
    pause_s: int = 30


def check_issues(limits: Limits, books: Reader, psn_no: str, at: datetime) -> Refusal | None:
    """Refuse another code to a person who has had enough of them within the last minute."""
    issued = books.vouchers_issued(psn_no, since=at - _WINDOW, until=at)
    return Refusal(RefusalCode.TOO_MANY_CODES) if issued >= limits.issues_a_minute else None


def check_pause(limits: Limits, books: Reader, till: str, at: datetime) -> Refusal | None:
    """Refuse any code to a till that pauses; a pause from beyond its own length is of a clock that was set back."""
    until = books.pause_of(till)
    is_pausing = until is not None and at < until <= at + timedelta(seconds=limits.pause_s)
    return Refusal(RefusalCode.TILL_PAUSED) if is_pausing else None


def note_guess(limits: Limits, books: Writer, till: str, refusal: Refusal, at: datetime) -> None:
    """Count a bad code; the tenth within a minute makes the till pause and begins the count anew."""
    if refusal.code not in _GUESSES:
        return
    if books.count_bad_code(till, since=at - _WINDOW, at=at) >= limits.bad_codes_a_minute:
        books.pause(till, until=at + timedelta(seconds=limits.pause_s))
