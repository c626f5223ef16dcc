"""The double-read guard: which of the codes that a camera keeps seeing is taken, and taken once.

A code counts when two of the last three frames show it. It is then ignored until it has left the view: gone for three
frames and one second, so that a hand that shakes does not sell twice. Two different codes ask to show one.
"""

from collections import deque
from dataclasses import dataclass
from typing import TypeAlias

_WINDOW_FRAMES = 3
_AGREEING_FRAMES = 2
_GONE_FRAMES = 3
GONE_S = 1.0


@dataclass(frozen=True, slots=True)
class Agreed:
    """A code that may be acted on, told once for each time it is shown."""

    payload: bytes


@dataclass(frozen=True, slots=True)
class SeveralCodes:
    """Different codes are in view at once; told once, until three frames hold one or none."""


ScanOutcome: TypeAlias = Agreed | SeveralCodes


@dataclass(slots=True)
class _Taken:
    """A code that was agreed on and may still be in view."""

    seen_at: float
    frames_gone: int = 0


class ScanSession:
    """Sees what each frame holds, in order; `at` counts monotonic seconds."""

    def __init__(self) -> None:
        self._window: deque[frozenset[bytes]] = deque(maxlen=_WINDOW_FRAMES)
        self._taken: dict[bytes, _Taken] = {}
        self._crowded_frames = 0

    def see(
        self,
        contents: tuple[bytes, ...],
        *,
        at: float,
        is_still: bool = False,
        beside: tuple[bytes, ...] = (),
        gone_s: float = GONE_S,
    ) -> ScanOutcome | None:
        """Take the contents of one frame; a still picture needs no second frame to agree with.

        What lies `beside` is in view and not meant: it is never agreed on, and not gone either. `gone_s` is how long
        a code must be away before it counts again.
        """
        shown = frozenset(contents)
        self._window.append(shown)
        self._watch_taken(shown | frozenset(beside), at, gone_s)
        was_crowded = self._crowded_frames > 0
        self._crowded_frames = _WINDOW_FRAMES if self._are_several() else max(0, self._crowded_frames - 1)
        if self._crowded_frames:
            return None if was_crowded else SeveralCodes()
        return self._agree(shown, at, needed=1 if is_still else _AGREEING_FRAMES)

    def reset(self) -> None:
        """Forget everything: the same code may be taken again at once, because somebody asked for it."""
        self._window.clear()
        self._taken.clear()
        self._crowded_frames = 0

    def _agree(self, shown: frozenset[bytes], at: float, *, needed: int) -> Agreed | None:
        for payload in shown - self._taken.keys():
            if sum(payload in frame for frame in self._window) >= needed:
                self._taken[payload] = _Taken(at)
                return Agreed(payload)
        return None

    def _watch_taken(self, shown: frozenset[bytes], at: float, gone_s: float) -> None:
        for payload, taken in list(self._taken.items()):
            if payload in shown:
                taken.seen_at, taken.frames_gone = at, 0
                continue
            taken.frames_gone += 1
            if taken.frames_gone >= _GONE_FRAMES and at - taken.seen_at >= gone_s:
                del self._taken[payload]

    def _are_several(self) -> bool:
        """Whether one frame shows two codes, or the frames show two in turn; a code after another is a new one."""
        *before, shown = self._window
        if len(shown) > 1:
            return True
        is_back = len(before) == _WINDOW_FRAMES - 1 and bool(shown & before[0])
        return is_back and bool(before[1] - shown)
