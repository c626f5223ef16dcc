"""Reads the QR code whose place is roughly known: finds its size, fits the grid, tries a few ways to tell the tones."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from pos_app.scanner.frame import GreyImage
from pos_app.scanner.opencv import cv2
from pos_app.scanner.outline import Corners, corners_of
from pos_app.scanner.qr.grid import SAMPLES, Grid, creased, fitted, grid_of
from pos_app.scanner.qr.layout import VERSION_MAX, side_of
from pos_app.scanner.qr.levels import levels_of, mean_of_modules
from pos_app.scanner.qr.soft import Modules, decode_modules, guide_agreement, pattern_agreement

Quad: TypeAlias = NDArray[np.floating]

ALL_SIDES = tuple(side_of(version) for version in range(1, VERSION_MAX + 1))

_PATCH_SIDE_MAX = 700.0  # pixels: four for each module of the largest code
_SIDES_FITTED = 3
_COARSE = 2  # samples a side of a module while many grids are compared
_GUIDE_MIN, _LARGE_SIDE = 0.1, 49  # in a large code chance gives less
_AGREEMENT_MIN, _AGREEMENT_SURE = 0.45, 0.8
_TONES: tuple[tuple[int, float], ...] = ((9, 0.0), (9, 0.6), (17, 0.0), (5, 0.0), (9, 1.2))
"""Neighbourhood and sharpness, the likeliest first."""
_LEANS = (0.0, -0.12, 0.12, -0.25, 0.25)
"""How much farther or nearer than in a flat square the fourth eye may be."""


@dataclass(frozen=True, slots=True, eq=False)
class Sketch:
    """Four points of a code, clockwise from the top left, `inset` modules inside of its corners, and likely sizes."""

    quad: Quad
    inset: float = 0.0
    sides: tuple[int, ...] = ALL_SIDES


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """A grid that lies on a code, as far as its patterns tell, and what its modules look like."""

    corners: Corners
    modules: Modules
    agreement: float
    payload: bytes | None


def read_place(image: GreyImage, sketch: Sketch, *, is_late: Callable[[], bool]) -> Fit | None:
    """Give what stands at a place, read or not; None if no code stands there."""
    patch = _patch_around(image, sketch)
    if patch is None:
        return None
    best: Fit | None = None
    for grid in _likely_grids(patch, is_late):
        fit = _fit_on(patch, grid, is_late)
        if fit is not None and (best is None or (fit.payload is not None, fit.agreement) > (False, best.agreement)):
            best = fit
        if is_late() or (best is not None and (best.payload or best.agreement >= _AGREEMENT_SURE)):
            break
    return best


@dataclass(frozen=True, slots=True, eq=False)
class _Patch:
    """A part of the picture, small enough to be quick, and the sketch inside it."""

    image: GreyImage
    sketch: Sketch
    left: int
    top: int
    scale: float

    def to_picture(self, places: Quad) -> Quad:
        return np.asarray((places + 0.5) / self.scale - 0.5 + np.array((self.left, self.top)), np.float64)


def _patch_around(image: GreyImage, sketch: Sketch) -> _Patch | None:
    quad = sketch.quad
    if not np.isfinite(quad).all() or np.abs(quad).max() > 4 * max(image.shape):
        return None
    height, width = image.shape
    share = 0.15 if not sketch.inset else 0.15 + 2 * sketch.inset / (min(sketch.sides) - 2 * sketch.inset)
    margin = share * (quad.max(axis=0) - quad.min(axis=0)).max()
    left, top = (int(value) for value in np.maximum(quad.min(axis=0) - margin, 0))
    right, bottom = (int(value) for value in np.minimum(quad.max(axis=0) + margin, (width, height)))
    if right - left < 21 or bottom - top < 21:
        return None
    cut = image[top:bottom, left:right]
    # Glare is whiter than the paper, and must not decide which modules beside it are dark.
    cut = np.minimum(cut, np.uint8(min(255.0, 2 * float(np.percentile(cut[::2, ::2], 80)) + 10)))
    scale = min(1.0, _PATCH_SIDE_MAX / _longest(quad))
    if scale < 1:
        cut = np.asarray(cv2.resize(cut, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)
    inside = (quad - (left, top) + 0.5) * scale - 0.5
    return _Patch(cut, replace(sketch, quad=inside), left, top, scale)


def _likely_grids(patch: _Patch, is_late: Callable[[], bool]) -> Iterator[Grid]:
    """Give flat grids by how well the patterns of a code stand where they should, then leaning ones."""
    sketch = patch.sketch
    ranked: list[tuple[float, Grid]] = []
    for side in sketch.sides:
        if is_late() or _longest(sketch.quad) < side:
            break  # small codes come first, and what a customer shows is small
        grid = grid_of(sketch.quad, side, sketch.inset)
        ranked.append((_promise(grid, patch.image), grid))
    ranked.sort(key=lambda pair: -pair[0])
    tried = [(promise, grid) for promise, grid in ranked[:_SIDES_FITTED] if promise > 0]
    yield from (grid for _, grid in tried)
    if not sketch.inset or not tried:
        return
    for promise, grid in tried[:2]:
        if is_late():
            return
        leaning = [_leaning(sketch, grid.side, across, down) for across in _LEANS for down in _LEANS]
        promises = [_promise(other, patch.image) for other in leaning]
        best = int(np.argmax(promises))
        if promises[best] > promise:
            yield leaning[best]


def _leaning(sketch: Sketch, side: int, across: float, down: float) -> Grid:
    quad = sketch.quad.copy()
    quad[2] += across * (quad[1] - quad[0]) + down * (quad[3] - quad[0])
    return grid_of(quad, side, sketch.inset)


def _fit_on(patch: _Patch, flat: Grid, is_late: Callable[[], bool]) -> Fit | None:
    grid = fitted(flat, patch.image, is_late=is_late)
    modules = _modules_of(grid, patch.image, *_TONES[0])
    if abs(pattern_agreement(modules)) < _AGREEMENT_MIN:
        return None
    fit = _read_on(patch, grid, modules, is_late)
    if fit.payload is not None or is_late():
        return fit
    finer = creased(grid, patch.image, is_late=is_late)
    return _read_on(patch, finer, _modules_of(finer, patch.image, *_TONES[0]), is_late)


def _read_on(patch: _Patch, grid: Grid, modules: Modules, is_late: Callable[[], bool]) -> Fit:
    agreement = pattern_agreement(modules)
    sign = 1.0 if agreement > 0 else -1.0  # light on dark
    payload = next(
        filter(None, (decode_modules(sign * seen) for seen in _ways_to_see(grid, patch.image, is_late))), None
    )
    side = grid.side
    outline = grid.to_pixels(np.array(((0, 0), (side, 0), (side, side), (0, side)), np.float64))
    return Fit(corners_of(patch.to_picture(outline).tolist()), sign * modules, abs(agreement), payload)


def _ways_to_see(grid: Grid, image: GreyImage, is_late: Callable[[], bool]) -> Iterator[Modules]:
    for number, (neighbourhood, sharpness) in enumerate(_TONES):
        if number and is_late():
            return
        yield _modules_of(grid, image, neighbourhood, sharpness)


def _modules_of(grid: Grid, image: GreyImage, neighbourhood: int, sharpness: float) -> Modules:
    grey = mean_of_modules(grid.sample(image, SAMPLES), SAMPLES)
    return levels_of(grey, neighbourhood=neighbourhood, sharpness=sharpness).modules


def _promise(grid: Grid, image: GreyImage) -> float:
    """Say how much a grid looks as if it lay on a code before it is fitted; zero where it does not."""
    modules = levels_of(mean_of_modules(grid.sample(image, _COARSE), _COARSE)).modules
    guide = abs(guide_agreement(modules))
    if guide < (_GUIDE_MIN if grid.side < _LARGE_SIDE else 2 * _GUIDE_MIN):
        return 0.0
    return guide + abs(pattern_agreement(modules))


def _longest(quad: Quad) -> float:
    return float(np.linalg.norm(quad - np.roll(quad, 1, axis=0), axis=1).max())
