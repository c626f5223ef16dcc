"""Adds up what several frames of one code say of its modules: each frame loses others to glare, blur or motion."""

import numpy as np

from pos_app.scanner.qr.soft import Modules, decode_modules

_LIKENESS_MIN = 0.5  # two frames of one code are alike; of two codes they are not
_MEMORY = 0.85  # what is left of a frame when the next one comes
_AGE_MAX = 15  # frames without a sight of the code


class ModuleFusion:
    """Remembers the code that a live source shows and could not be read yet; one for each source."""

    def __init__(self) -> None:
        self._sum: Modules | None = None
        self._frames = 0
        self._age = 0

    def next_frame(self) -> None:
        self._age += 1
        if self._age > _AGE_MAX:
            self.forget()

    def forget(self) -> None:
        """Begin anew, as after a code was read."""
        self._sum, self._frames, self._age = None, 0, 0

    def add(self, modules: Modules) -> bytes | None:
        """Take in a further sight; give the content once the sum of at least two can be read."""
        self._age = 0
        if self._sum is None or self._sum.shape != modules.shape or _likeness(self._sum, modules) < _LIKENESS_MIN:
            self._sum, self._frames = modules.copy(), 1
            return None
        self._sum = self._sum * _MEMORY + modules
        self._frames += 1
        return decode_modules((self._sum / np.abs(self._sum).max()).clip(-1, 1))


def _likeness(one: Modules, other: Modules) -> float:
    scale = float(np.sqrt((one**2).sum() * (other**2).sum()))
    return float((one * other).sum()) / scale if scale else 0.0
