"""How an eye stands in the picture: its exact middle and the two steps of one module, found by fitting the pattern.

The steps tell turn, tilt and distance at three places of a code, and so its size and its perspective.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from pos_app.scanner.frame import GreyImage
from pos_app.scanner.opencv import cv2
from pos_app.scanner.qr.finders import Eye

Field: TypeAlias = NDArray[np.floating]

_SIDE, _SAMPLES = 9, 4  # modules of the eye with the light line around it; samples a module
_TURNS = tuple(np.radians(degrees) for degrees in range(0, 90, 15))
_ROUNDS = 7
_UPRIGHT = 0.85  # a run across a turned eye is longer than its side
_QUALITY_MIN = 0.55
_BLOB_MODULES = 3


@dataclass(frozen=True, slots=True, eq=False)
class FramedEye:
    """The middle of an eye, one module to the side and one down as columns, and how much it looks like an eye."""

    middle: Field
    steps: Field
    quality: float

    @property
    def module(self) -> float:
        return float(np.sqrt(abs(np.linalg.det(self.steps))))

    def step_towards(self, direction: Field) -> float:
        """Give the length of a module in the direction of the step that points there most."""
        lengths = np.linalg.norm(self.steps, axis=0)
        likeness = np.abs(direction @ (self.steps / lengths))
        return float(lengths[int(np.argmax(likeness))])


def framed(eye: Eye, two_toned: GreyImage, grey: GreyImage) -> FramedEye | None:
    """Fit the pattern of an eye; None if what is there is not one."""
    upright: tuple[Field, Field] = (np.array((eye.x, eye.y)), np.eye(2) * eye.module * _UPRIGHT)
    starts = [upright, *_blob(eye, two_toned)]
    turned: list[tuple[Field, Field]] = [(middle, shape @ _turn(angle)) for middle, shape in starts for angle in _TURNS]
    start = max(turned, key=lambda start: _likeness(_seen(grey, *start)))
    middle: Field = start[0]
    steps: Field = start[1]
    for _ in range(_ROUNDS):
        moved = _nearer(grey, middle, steps)
        if moved is None:
            return None
        middle, steps = moved
    quality = _likeness(_seen(grey, middle, steps))
    return FramedEye(middle, steps, quality) if quality >= _QUALITY_MIN else None


def _blob(eye: Eye, two_toned: GreyImage) -> list[tuple[Field, Field]]:
    """Give middle and shape of the dark square inside of the eye, if it stands alone; its turn is not known."""
    reach = int(np.ceil(5 * eye.module))
    left, top = max(0, int(eye.x) - reach), max(0, int(eye.y) - reach)
    dark = np.asarray(two_toned[top : top + 2 * reach + 1, left : left + 2 * reach + 1] == 0, np.uint8)
    _, labels = cv2.connectedComponents(dark, connectivity=4)
    label = labels[min(round(eye.y), two_toned.shape[0] - 1) - top, min(round(eye.x), two_toned.shape[1] - 1) - left]
    if label == 0:
        return []
    rows, columns = np.nonzero(labels == label)
    if not 4 <= len(rows) <= 40 * eye.module**2:
        return []
    spread = np.cov(np.stack((columns, rows)).astype(np.float64)) * 12 / _BLOB_MODULES**2
    values, vectors = np.linalg.eigh(spread)
    if values.min() <= 0.1 or values.max() > 36 * values.min():
        return []
    shape = vectors @ np.diag(np.sqrt(values)) @ vectors.T
    return [(np.array((columns.mean() + left, rows.mean() + top)), shape)]


def _nearer(grey: GreyImage, middle: Field, steps: Field) -> tuple[Field, Field] | None:
    pattern, slopes, places = _pattern()
    seen = _normalised(_seen(grey, middle, steps))
    difference = seen - pattern
    trust = (1 / (1 + 4 * difference**2)).ravel()
    x, y = places[..., 0].ravel(), places[..., 1].ravel()
    across, down = slopes[0].ravel(), slopes[1].ravel()
    columns = np.stack((across, across * x, across * y, down, down * x, down * y), axis=-1)
    normal = (columns.T * trust) @ columns + np.eye(6) * 1e-3
    shift = np.linalg.solve(normal, -(columns.T * trust) @ difference.ravel()).reshape(2, 3)
    shift *= min(1.0, 0.8 / max(float(np.abs(shift[:, 0]).max()), 4 * float(np.abs(shift[:, 1:]).max()), 1e-9))
    moved = middle + steps @ shift[:, 0]
    turned = steps @ (np.eye(2) + shift[:, 1:])
    sound = np.isfinite(turned).all() and 0.5 < abs(float(np.linalg.det(turned))) < 1e5
    return (moved, turned) if sound else None


def _seen(grey: GreyImage, middle: Field, steps: Field) -> Field:
    places = _pattern()[2]
    pixels = (places @ steps.T + middle).astype(np.float32)
    seen = cv2.remap(grey, pixels[..., 0], pixels[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(seen, np.float64)


def _normalised(seen: Field) -> Field:
    low, high = np.percentile(seen, (8, 92))
    return np.asarray((((low + high) / 2 - seen) / max((high - low) / 2, 4.0)).clip(-1.2, 1.2), np.float64)


def _likeness(seen: Field) -> float:
    pattern = _pattern()[0]
    flat = seen - seen.mean()
    spread = float(np.sqrt((flat**2).sum() * (pattern**2).sum()))
    return float(-(flat * (pattern - pattern.mean())).sum() / max(spread, 1e-9))


@lru_cache(maxsize=1)
def _pattern() -> tuple[Field, tuple[Field, Field], Field]:
    """Give the pattern as it should look, its slopes in units of a module, and the places of its samples."""
    places = (np.arange(_SIDE * _SAMPLES) + 0.5) / _SAMPLES - _SIDE / 2
    x, y = np.meshgrid(places, places)
    ring = np.maximum(np.abs(x), np.abs(y))
    sharp = np.where((ring < 1.5) | ((ring > 2.5) & (ring < 3.5)), 1.0, -1.0)
    drawn = np.asarray(cv2.GaussianBlur(sharp, (0, 0), _SAMPLES * 0.35), np.float64)
    down, across = (np.asarray(slope * _SAMPLES, np.float64) for slope in np.gradient(drawn))
    return drawn, (across, down), np.stack((x, y), axis=-1)


def _turn(angle: float) -> Field:
    return np.array(((np.cos(angle), -np.sin(angle)), (np.sin(angle), np.cos(angle))))
