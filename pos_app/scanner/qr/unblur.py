"""Takes away what blur and motion mixed into each module from those around it.

The mixture is learnt from the code itself: its patterns are known, and most of its other modules are right already.
Then the modules are sought, each from -1 to 1, that look most like the picture when they are mixed in the same way.
"""

from functools import lru_cache

import numpy as np

from pos_app.opencv import cv2
from pos_app.scanner.qr.layout import known_modules, version_of
from pos_app.scanner.qr.levels import Field
from pos_app.scanner.qr.soft import Modules

_REACH = 2  # modules: a wider mixture leaves nothing to read
_ROUNDS, _STEPS = 4, 12
_KNOWN_WEIGHT = 2.0
_STIFFNESS = 0.02


def unblurred(seen: Field, sign: float) -> Modules:
    """Sharpen modules that were seen (dark 1, light -1, not cut off); `sign` is -1 for light on dark."""
    version = version_of(len(seen))
    assert version is not None  # noqa: S101  grids are laid for versions
    known = known_modules(version).astype(np.float64)
    received = sign * seen
    modules = np.where(known != 0, known, received.clip(-1, 1))
    for _ in range(_ROUNDS):
        mixture, offset = _mixture(received, modules, known)
        modules = _unmixed(received - offset, mixture, modules, known)
    return modules


def _mixture(received: Field, modules: Modules, known: Field) -> tuple[Field, float]:
    """Learn how much of each neighbour is in a module."""
    side = 2 * _REACH + 1
    around = np.pad(modules, _REACH, constant_values=-1.0)
    rows = np.lib.stride_tricks.sliding_window_view(around, (side, side)).reshape(-1, side * side)
    parts = np.column_stack((rows, np.ones(len(rows))))
    weight = np.where(known != 0, _KNOWN_WEIGHT, np.abs(modules)).ravel()
    normal = (parts.T * weight) @ parts
    normal += _stiffness() * (_STIFFNESS * float(weight.sum()))
    solved = np.linalg.solve(normal, parts.T @ (weight * received.ravel()))
    return solved[:-1].reshape(side, side), float(solved[-1])


def _unmixed(received: Field, mixture: Field, modules: Modules, known: Field) -> Modules:
    step = 1.0 / max(float(np.abs(mixture).sum()) ** 2, 1e-6)
    turned = np.ascontiguousarray(mixture[::-1, ::-1])
    for _ in range(_STEPS):
        off = received - cv2.filter2D(modules, -1, mixture, borderType=cv2.BORDER_REPLICATE)
        pull = cv2.filter2D(off, -1, turned, borderType=cv2.BORDER_CONSTANT)
        modules = np.where(known != 0, known, (modules + 1.5 * step * pull).clip(-1, 1))
    return modules


@lru_cache(maxsize=1)
def _stiffness() -> Field:
    """Neighbours farther away must bring more proof; the middle and the offset need none."""
    reach = np.arange(-_REACH, _REACH + 1)
    far = np.hypot(*np.meshgrid(reach, reach)).ravel()
    return np.diag(np.append(far**2, 0.0))
