"""How eyes stand in the picture: the exact middle of each and the two steps of one module, by fitting the pattern.

The steps tell turn, tilt and distance at three places of a code, and so its size and its perspective. All eyes of a
picture are fitted side by side, because one at a time costs ten times as much.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from pos_app.opencv import cv2
from pos_app.scanner.frame import GreyImage
from pos_app.scanner.qr.finders import Eye

Field: TypeAlias = NDArray[np.floating]

_SIDE = 9  # modules of the eye with the light line around it
_COARSE, _FINE = 2, 4  # samples a module: while the starts are compared, and while one is fitted
_TURNS = tuple(np.radians(degrees) for degrees in range(0, 90, 15))
_ROUNDS = 7
_UPRIGHT = 0.85  # a run across a turned eye is longer than its side
_LIKENESS_MIN = 0.2  # before the fit; what is below never becomes an eye
_QUALITY_MIN = 0.55
_BLOB_MODULES = 3


@dataclass(frozen=True, slots=True, eq=False)
class FramedEye:
    """The middle of an eye, one module to the side and one down as columns, and how much it looks like an eye."""

    middle: Field
    steps: Field
    quality: float
    is_light: bool = False

    @property
    def module(self) -> float:
        return float(np.sqrt(abs(np.linalg.det(self.steps))))

    def step_towards(self, direction: Field) -> float:
        """Give the length of a module in the direction of the step that points there most."""
        lengths = np.linalg.norm(self.steps, axis=0)
        likeness = np.abs(direction @ (self.steps / lengths))
        return float(lengths[int(np.argmax(likeness))])


def framed(eyes: Sequence[Eye], two_toned: GreyImage, grey: GreyImage) -> list[FramedEye]:
    """Fit the pattern to each place that may be an eye, and keep those that are."""
    light = _framed_alike([eye for eye in eyes if eye.is_light], 255 - two_toned, 255 - grey)
    return [
        *_framed_alike([eye for eye in eyes if not eye.is_light], two_toned, grey),
        *(replace(eye, is_light=True) for eye in light),
    ]


def _framed_alike(eyes: Sequence[Eye], two_toned: GreyImage, grey: GreyImage) -> list[FramedEye]:
    """Fit eyes that are all dark on light."""
    starts = _best_starts(eyes, two_toned, grey)
    if starts is None:
        return []
    middles, steps = starts
    for _ in range(_ROUNDS):
        middles, steps = _nearer(grey, middles, steps)
        if not len(middles):
            return []
    qualities = _likeness(_seen(grey, middles, steps, _FINE), _FINE)
    good = np.flatnonzero(qualities >= _QUALITY_MIN)
    return [FramedEye(middles[index], steps[index], float(qualities[index])) for index in good]


def _best_starts(eyes: Sequence[Eye], two_toned: GreyImage, grey: GreyImage) -> tuple[Field, Field] | None:
    """Give for each eye the one of its shapes, turned in steps, that looks most like an eye."""
    turns = np.array([((np.cos(a), -np.sin(a)), (np.sin(a), np.cos(a))) for a in _TURNS])
    owners: list[int] = []
    middles: list[Field] = []
    shapes: list[Field] = []
    for number, eye in enumerate(eyes):
        for middle, shape in _starts(eye, two_toned):
            owners += [number] * len(turns)
            middles += [middle] * len(turns)
            shapes += [*(shape @ turns)]
    if not owners:
        return None
    places, steps = np.array(middles), np.array(shapes)
    likeness = _likeness(_seen(grey, places, steps, _COARSE), _COARSE)
    best: dict[int, int] = {}
    for index in np.argsort(likeness):
        if likeness[index] >= _LIKENESS_MIN:
            best[owners[index]] = int(index)
    chosen = [best[number] for number in sorted(best)]
    return (places[chosen], steps[chosen]) if chosen else None


def _starts(eye: Eye, two_toned: GreyImage) -> list[tuple[Field, Field]]:
    middle = np.array((eye.x, eye.y))
    if eye.shape is not None:
        return [(middle, eye.shape)]
    return [(middle, np.eye(2) * eye.module * _UPRIGHT), *_blob(eye, two_toned)]


def _blob(eye: Eye, two_toned: GreyImage) -> list[tuple[Field, Field]]:
    """Give middle and shape of the dark square inside of the eye, if it stands alone; its turn is not known."""
    reach = int(np.ceil(5 * eye.module))
    left, top = max(0, int(eye.x) - reach), max(0, int(eye.y) - reach)
    dark = 255 - two_toned[top : top + 2 * reach + 1, left : left + 2 * reach + 1]
    _, labels = cv2.connectedComponents(dark, connectivity=4)
    label = labels[min(round(eye.y), two_toned.shape[0] - 1) - top, min(round(eye.x), two_toned.shape[1] - 1) - left]
    if label == 0:
        return []
    moments = cv2.moments(cv2.inRange(labels, int(label), int(label)), binaryImage=True)
    area = moments["m00"]
    if not 4 <= area <= 40 * eye.module**2:
        return []
    xx, xy, yy = (moments[name] / area * 12 / _BLOB_MODULES**2 for name in ("mu20", "mu11", "mu02"))
    root = np.sqrt(max(xx * yy - xy * xy, 0.0))
    spread = xx + yy + 2 * root
    if root <= 0.1 or xx + yy > 6.2 * root:
        return []
    # The square root of a symmetrical matrix of two rows.
    shape = np.array(((xx + root, xy), (xy, yy + root))) / np.sqrt(spread)
    return [(np.array((moments["m10"] / area + left, moments["m01"] / area + top)), shape)]


def _nearer(grey: GreyImage, middles: Field, steps: Field) -> tuple[Field, Field]:
    pattern, _ = _pattern(_FINE)
    slopes, squares = _slopes()
    seen = _normalised(_seen(grey, middles, steps, _FINE))
    difference = seen - pattern
    trust = 1 / (1 + 4 * difference**2)
    normal = (trust @ squares).reshape(-1, 6, 6) + np.eye(6) * 1e-3
    pull = -((trust * difference) @ slopes)
    shifts = np.linalg.solve(normal, pull[..., None]).reshape(-1, 2, 3)
    reach = np.maximum(np.abs(shifts[:, :, 0]).max(axis=1), 4 * np.abs(shifts[:, :, 1:]).max(axis=(1, 2)))
    shifts *= np.minimum(1.0, 0.8 / np.maximum(reach, 1e-9))[:, None, None]
    moved = middles + (steps @ shifts[:, :, :1])[..., 0]
    turned = steps @ (np.eye(2) + shifts[:, :, 1:])
    area = np.abs(np.linalg.det(turned))
    sound = np.isfinite(turned).all(axis=(1, 2)) & (area > 0.5) & (area < 1e5)
    return moved[sound], turned[sound]


def _seen(grey: GreyImage, middles: Field, steps: Field, samples: int) -> Field:
    """Give what lies on the pattern of each eye, one eye a row."""
    places = _pattern(samples)[1]
    pixels = (places @ steps.transpose(0, 2, 1) + middles[:, None, :]).astype(np.float32)
    seen = cv2.remap(grey, pixels[..., 0], pixels[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(seen, np.float32)


def _normalised(seen: Field) -> Field:
    few = np.sort(seen[:, ::5], axis=1)
    low, high = few[:, len(few[0]) * 8 // 100, None], few[:, -(len(few[0]) * 8 // 100) - 1, None]
    return np.asarray((((low + high) / 2 - seen) / np.maximum((high - low) / 2, 4.0)).clip(-1.2, 1.2), np.float32)


def _likeness(seen: Field, samples: int) -> Field:
    pattern = _pattern(samples)[0]
    flat = seen - seen.mean(axis=1, keepdims=True)
    even = pattern - pattern.mean()
    spread = np.sqrt((flat**2).sum(axis=1) * (even**2).sum())
    return np.asarray(-(flat @ even) / np.maximum(spread, 1e-9), np.float64)


@lru_cache(maxsize=2)
def _pattern(samples: int) -> tuple[Field, Field]:
    """Give the pattern as it should look, and the places of its samples in modules."""
    drawn, x, y = _drawn(samples)
    return drawn.ravel(), np.stack((x.ravel(), y.ravel()), axis=-1)


@lru_cache(maxsize=1)
def _slopes() -> tuple[Field, Field]:
    """Give how the pattern changes with each of the six numbers of a frame, and all products of two of these."""
    drawn, x, y = _drawn(_FINE)
    down, across = (np.asarray(slope * _FINE, np.float32) for slope in np.gradient(drawn))
    parts = (across, across * x, across * y, down, down * x, down * y)
    slopes = np.stack([part.ravel() for part in parts], axis=-1).astype(np.float32)
    return slopes, (slopes[:, :, None] * slopes[:, None, :]).reshape(-1, 36)


def _drawn(samples: int) -> tuple[Field, Field, Field]:
    places = ((np.arange(_SIDE * samples) + 0.5) / samples - _SIDE / 2).astype(np.float32)
    x, y = np.meshgrid(places, places)
    ring = np.maximum(np.abs(x), np.abs(y))
    sharp = np.where((ring < 1.5) | ((ring > 2.5) & (ring < 3.5)), 1.0, -1.0).astype(np.float32)
    return np.asarray(cv2.GaussianBlur(sharp, (0, 0), samples * 0.35), np.float32), x, y
