"""How long a picture has been read for: by the work that was done, so that a busy machine does not read less."""

from collections.abc import Callable

_SHARE = 0.5  # of the time that passes counts at least, so that nobody waits for more than twice the budget


class Patience:
    """A clock that goes with the work of its thread, and at least half as fast as the one on the wall."""

    def __init__(self, *, worked: Callable[[], float], passed: Callable[[], float]) -> None:
        self._worked, self._passed = worked, passed
        self._last = (worked(), passed())
        self._total = 0.0

    def __call__(self) -> float:
        now = (self._worked(), self._passed())
        self._total += max(now[0] - self._last[0], _SHARE * (now[1] - self._last[1]))
        self._last = now
        return self._total
