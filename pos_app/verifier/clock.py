"""The platform's clock: it goes with the machine's until somebody freezes, sets or advances it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock

from pos_app.verifier.ports import Clock

_NONE = timedelta(0)


@dataclass(frozen=True, slots=True)
class ClockFace:
    """What the clock shows; `ahead` is how far it is from the machine's."""

    now: datetime
    is_frozen: bool
    ahead: timedelta


class VirtualClock:
    """`verifier.ports.Clock` with hands; everything the platform does and writes, its log included, goes by it."""

    def __init__(self, machine: Clock) -> None:
        self._machine = machine
        self._ahead = _NONE
        self._frozen: datetime | None = None
        self._lock = Lock()

    def now(self) -> datetime:
        with self._lock:
            return self._now()

    def face(self) -> ClockFace:
        with self._lock:
            now = self._now()
            return ClockFace(now, self._frozen is not None, now - self._machine.now() if self._is_moved() else _NONE)

    def freeze(self) -> None:
        """Stand still at the present moment."""
        with self._lock:
            self._frozen = self._now()

    def run(self) -> None:
        """Go on from where the clock stands."""
        with self._lock:
            if self._frozen is not None:
                self._ahead = self._frozen - self._machine.now()
                self._frozen = None

    def set(self, moment: datetime) -> None:
        """Show another moment, aware; a frozen clock stands there, a running one goes on from there."""
        if moment.tzinfo is None:
            raise ValueError("a moment has an offset")
        with self._lock:
            if self._frozen is not None:
                self._frozen = moment
            else:
                self._ahead = moment - self._machine.now()

    def advance(self, step: timedelta) -> None:
        """Move on, or back by a step below nothing."""
        with self._lock:
            if self._frozen is not None:
                self._frozen += step
            else:
                self._ahead += step

    def reset(self) -> None:
        """Go with the machine's clock again."""
        with self._lock:
            self._ahead, self._frozen = _NONE, None

    def _now(self) -> datetime:
        return self._frozen if self._frozen is not None else self._machine.now() + self._ahead

    def _is_moved(self) -> bool:
        return self._frozen is not None or bool(self._ahead)
