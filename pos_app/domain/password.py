"""The payment password's rules: what one looks like, and how wrong ones lock it."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

WRONG_ALLOWED = 5
FIRST_LOCK = timedelta(minutes=15)
_DOUBLINGS = 10
LONGEST_LOCK = FIRST_LOCK * 2**_DOUBLINGS  # ten days and a half

_SIX_DIGITS = re.compile(r"\d{6}", re.ASCII)
_RUNS = "01234567890", "09876543210"


def is_fit_password(text: str) -> bool:
    """Six digits, neither all the same nor a plain run."""
    if not _SIX_DIGITS.fullmatch(text):
        return False
    return len(set(text)) > 1 and not any(text in run for run in _RUNS)


@dataclass(frozen=True, slots=True)
class PasswordGuard:
    """How often somebody has guessed wrong in a row, how often that has led to a lock, and until when."""

    wrong: int = 0
    locks: int = 0
    locked_until: datetime | None = None

    def is_locked(self, at: datetime) -> bool:
        return self.locked_until is not None and at < self.locked_until

    def counted(self, at: datetime) -> "PasswordGuard":
        """Count a try as wrong before it is looked at; the last one allowed locks, each time twice as long.

        Whoever kills the platform between the try and its answer has used that try up all the same.
        """
        if self.is_locked(at):
            raise ValueError("a locked password is not tried")
        wrong = self.wrong % WRONG_ALLOWED + 1
        if wrong < WRONG_ALLOWED:
            return PasswordGuard(wrong, self.locks)
        return PasswordGuard(wrong, self.locks + 1, at + FIRST_LOCK * 2 ** min(self.locks, _DOUBLINGS))

    @property
    def left(self) -> int:
        """How many wrong ones are left before the next lock."""
        return WRONG_ALLOWED - self.wrong
