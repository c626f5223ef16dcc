"""Adds up what several frames of one code say of its modules: each frame loses others to glare, blur or motion."""

from dataclasses import dataclass, replace

import numpy as np

from pos_app.scanner.qr.soft import Modules, decode_modules

_LIKENESS_MIN = 0.5  # two frames of one code are alike; of two codes they are not
_MEMORY = 0.85  # what is left of a frame when the next one comes
_AGE_MAX = 15  # frames without a sight of the code


class ModuleFusion:
    """Remembers the code that a live source shows and could not be read yet; one for each source.

    A code that is seen as one of several sizes is remembered as each of them, for a wrong guess must not wipe out a
    right one.
    """

    def __init__(self) -> None:
        self._sums: dict[int, _Sum] = {}

    def next_frame(self) -> None:
        self._sums = {side: replace(it, age=it.age + 1) for side, it in self._sums.items() if it.age < _AGE_MAX}

    def forget(self) -> None:
        """Begin anew, as after a code was read."""
        self._sums = {}

    def add(self, modules: Modules) -> bytes | None:
        """Take in a further sight; give the content once the sum of at least two can be read."""
        side = len(modules)
        before = self._sums.get(side)
        if before is None or _likeness(before.modules, modules) < _LIKENESS_MIN:
            self._sums[side] = _Sum(modules.copy())
            return None
        total = before.modules * _MEMORY + modules
        self._sums[side] = _Sum(total)
        return decode_modules((total / np.abs(total).max()).clip(-1, 1))


@dataclass(frozen=True, slots=True, eq=False)
class _Sum:
    modules: Modules
    age: int = 0


def _likeness(one: Modules, other: Modules) -> float:
    """Compare what both say anything about."""
    said = (one != 0) & (other != 0)
    scale = float(np.sqrt((one[said] ** 2).sum() * (other[said] ** 2).sum()))
    return float((one[said] * other[said]).sum()) / scale if scale else 0.0
