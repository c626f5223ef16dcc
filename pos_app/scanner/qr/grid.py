"""Lays the grid of modules over a picture and bends it until it fits, also where the paper is curved or tilted.

A grid is a perspective map plus a polynomial bend in units of modules. It is fitted to the code itself: the modules as
they are read now, with the known patterns put right, are drawn as they should look, and the grid moves to where the
picture looks most like that (Lucas and Kanade), first as a whole, then with more and more bend.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from pos_app.opencv import cv2
from pos_app.scanner.frame import GreyImage
from pos_app.scanner.qr.layout import FINDER_SIDE, known_modules, version_of
from pos_app.scanner.qr.levels import levels_of, mean_of_modules
from pos_app.scanner.qr.soft import pattern_agreement

Field: TypeAlias = NDArray[np.floating]

SAMPLES = 4  # a side of a module while fitting
MARKS = tuple(
    (x, y) for x in (-FINDER_SIDE / 2, 0.0, FINDER_SIDE / 2) for y in (-FINDER_SIDE / 2, 0.0, FINDER_SIDE / 2)
)
"""Places on an eye, from its middle, by which a grid can be laid."""

_DEGREE_MAX = 3
_TERMS = 10
_BENDS = (1, 1, 2, 2, 2, 3, 3)  # degree of the polynomial in each round
_HOPED_ROUNDS, _HOPE_MIN = 2, 0.35
_MOVE_MAX = 0.6  # modules in one round: beyond it the drawing no longer resembles the picture
_KNOWN_WEIGHT = 3.0
_DOUBT = 4.0
_STIFFNESS = 1e-4
_WINDOWS = (11, 9, 7, 7)
_LOCAL_STIFFNESS = 0.1
_MARK_STIFFNESS = 0.05


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """Takes modules (column, row from the top left corner of the code) to pixels of a picture."""

    side: int
    perspective: NDArray[np.float64]
    bend: NDArray[np.float64]
    """Coefficients of `_terms`, one column for each direction."""
    creases: NDArray[np.float64]
    """What is left for each module on its own: rows by columns by (column, row)."""

    def to_pixels(self, places: Field) -> Field:
        """Map an array of places whose last axis is (column, row)."""
        if not self.bend.any() and not self.creases.any():
            projected = places @ self.perspective[:, :2].T + self.perspective[:, 2]
            return np.asarray(projected[..., :2] / projected[..., 2:], np.float64)
        across, down = np.moveaxis(places.astype(int).clip(0, self.side - 1), -1, 0)
        return self._projected(places, _terms(places / self.side * 2 - 1, _DEGREE_MAX), self.creases[down, across])

    def sample(self, image: GreyImage, per_module: int) -> Field:
        """Give the picture on the grid, `per_module` values a side of each module."""
        places, terms = _lattice(self.side)
        rim = np.arange(-1, self.side + 1).clip(0, self.side - 1)
        creases = self.creases[rim[:, None], rim]
        middles = self._projected(places, terms, creases).astype(np.float32)
        # Within a module the map is as good as linear; the lattice is one module wider so that the rim is, too.
        fine = cv2.resize(middles, None, fx=per_module, fy=per_module, interpolation=cv2.INTER_LINEAR)
        inside = np.ascontiguousarray(fine[per_module:-per_module, per_module:-per_module])
        across, down = np.ascontiguousarray(inside[..., 0]), np.ascontiguousarray(inside[..., 1])
        seen = cv2.remap(image, across, down, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        return np.asarray(seen, np.float32)

    def look(self, image: GreyImage | Field, places: Field) -> Field:
        """Give the picture at any places of the grid."""
        pixels = self.to_pixels(places).astype(np.float32)
        across, down = np.ascontiguousarray(pixels[..., 0]), np.ascontiguousarray(pixels[..., 1])
        seen = cv2.remap(image, across, down, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        return np.asarray(seen, np.float32)

    def _projected(self, places: Field, terms: Field, creases: Field) -> Field:
        bent = places + terms @ self.bend + creases
        projected = bent @ self.perspective[:, :2].T + self.perspective[:, 2]
        return np.asarray(projected[..., :2] / projected[..., 2:], np.float64)


def grid_of(quad: Field, side: int, inset: float = 0.0) -> Grid:
    """Lay a flat grid by four points (clockwise from the top left) that lie `inset` modules inside of the corners."""
    near, far = inset, side - inset
    return grid_through(np.array(((near, near), (far, near), (far, far), (near, far))), quad, side)


def grid_through(places: Field, pixels: Field, side: int) -> Grid:
    """Lay a flat grid so that four places of it come to lie on four pixels."""
    perspective = cv2.getPerspectiveTransform(places.astype(np.float32), pixels.astype(np.float32))
    return Grid(side, np.asarray(perspective, np.float64), np.zeros((_TERMS, 2)), np.zeros((side, side, 2)))


def grid_by_marks(marks: Field, side: int, *, bends: bool) -> Grid:
    """Lay a grid by all the marks of three eyes: the corner's, the one's across, the one's below."""
    places = mark_places(side)
    grid = grid_by_places(places, marks, side, np.zeros((side, side, 2)))
    bend = np.zeros((_TERMS, 2))
    if bends:
        lifted = np.column_stack((marks, np.ones(len(marks)))) @ np.linalg.inv(grid.perspective).T
        terms = _terms(places / side * 2 - 1, 2)
        normal = terms.T @ terms + np.eye(terms.shape[1]) * _MARK_STIFFNESS
        bend[: terms.shape[1]] = np.linalg.solve(normal, terms.T @ (lifted[:, :2] / lifted[:, 2:] - places))
    return replace(grid, bend=bend)


def grid_by_places(places: Field, marks: Field, side: int, creases: NDArray[np.float64]) -> Grid:
    """Lay a grid so that places, with their creases in them, come to lie on their marks."""
    perspective, _ = cv2.findHomography(places, marks.astype(np.float64), 0)
    if perspective is None:
        raise np.linalg.LinAlgError("marks on a line")
    return Grid(side, np.asarray(perspective, np.float64), np.zeros((_TERMS, 2)), creases)


def mark_places(side: int) -> Field:
    """Give where the marks of the three eyes are in the code."""
    near, far = FINDER_SIDE / 2, side - FINDER_SIDE / 2
    return np.array([(left + x, top + y) for left, top in ((near, near), (far, near), (near, far)) for x, y in MARKS])


def fitted(grid: Grid, image: GreyImage, *, is_late: Callable[[], bool]) -> Grid | None:
    """Move and bend a grid that is less than a module off until it fits, or until it is late; None if it never will."""
    for number, degree in enumerate(_BENDS):
        if is_late():
            break
        off = _Misfit.of(grid, image)
        if number >= _HOPED_ROUNDS and abs(off.agreement) < _HOPE_MIN:
            return None
        shift = _shift(off, _middles(grid.side, degree))
        moved = float(np.abs(_middles(grid.side, degree) @ shift).max())
        bend = grid.bend.copy()
        bend[: len(shift)] += shift * min(1.0, _MOVE_MAX / max(moved, 1e-9))
        grid = replace(grid, bend=bend)
    return grid


def creased(grid: Grid, image: GreyImage, *, is_late: Callable[[], bool]) -> Grid:
    """Let each neighbourhood of modules find its own place, where paper is crumpled; for a grid that fits already."""
    for window in _WINDOWS:
        if is_late():
            break
        grid = replace(grid, creases=grid.creases + _local_shifts(_Misfit.of(grid, image), window))
    return grid


@dataclass(frozen=True, slots=True, eq=False)
class _Misfit:
    """For each module, how strongly its edges pull across and down: the sums of the least squares problem."""

    xx: Field
    xy: Field
    yy: Field
    x_off: Field
    y_off: Field
    agreement: float

    @classmethod
    def of(cls, grid: Grid, image: GreyImage) -> "_Misfit":
        """Draw the modules as they should look and compare; what does not fit at all is given little say."""
        seen = _smooth(grid.sample(image, SAMPLES), 0.3)
        levels = levels_of(mean_of_modules(seen, SAMPLES))
        known = known_modules(version_of_grid(grid))
        agreement = pattern_agreement(levels.modules)
        if agreement < 0:
            known = -known  # light on dark
        expected = np.where(known != 0, known, np.sign(levels.modules))
        weight = np.where(known != 0, _KNOWN_WEIGHT, np.abs(levels.modules))
        drawn = _smooth(_enlarged(expected), 0.4)
        difference = levels.normalised(seen) - drawn
        down, across = _slopes(drawn)
        trust = 1 / (1 + _DOUBT * difference**2)
        # A bend hardly changes within a module, so each module speaks with one voice.
        pulls = (across * trust, down * trust)
        products = (pulls[0] * across, pulls[0] * down, pulls[1] * down, pulls[0] * difference, pulls[1] * difference)
        xx, xy, yy, x_off, y_off = (_sums(product) * weight for product in products)
        return cls(xx, xy, yy, x_off, y_off, agreement)


def _shift(off: _Misfit, terms: Field) -> Field:
    """Solve for the bend that takes most of the misfit away."""
    xx, xy, yy, x_off, y_off = (part.ravel() for part in (off.xx, off.xy, off.yy, off.x_off, off.y_off))
    normal = np.block(
        [
            [(terms.T * xx) @ terms, (terms.T * xy) @ terms],
            [(terms.T * xy) @ terms, (terms.T * yy) @ terms],
        ]
    )
    normal += np.eye(len(normal)) * (_STIFFNESS * np.trace(normal) / len(normal) + 1e-9)
    solution = np.linalg.solve(normal, -np.concatenate((terms.T @ x_off, terms.T @ y_off)))
    return np.asarray(solution.reshape(2, -1).T, np.float64)


def _local_shifts(off: _Misfit, window: int) -> Field:
    """Solve the same for each module from its neighbourhood alone."""
    parts = (off.xx, off.xy, off.yy, off.x_off, off.y_off)
    xx, xy, yy, x_off, y_off = (cv2.blur(part, (window, window)) for part in parts)
    stiffness = _LOCAL_STIFFNESS * float((xx + yy).mean()) + 1e-9
    xx, yy = xx + stiffness, yy + stiffness
    determinant = xx * yy - xy * xy
    across = (xy * y_off - yy * x_off) / determinant
    down = (xy * x_off - xx * y_off) / determinant
    return np.stack((across, down), axis=-1).clip(-_MOVE_MAX / 2, _MOVE_MAX / 2)


def _smooth(fine: Field, modules: float) -> Field:
    return np.asarray(cv2.GaussianBlur(fine, (0, 0), SAMPLES * modules), np.float32)


def _terms(places: Field, degree: int) -> Field:
    """Give the polynomial terms up to a degree, for places from -1 to 1."""
    x, y = places[..., 0], places[..., 1]
    powers = [(total - up, up) for total in range(degree + 1) for up in range(total + 1)]
    return np.stack([x**across * y**down for across, down in powers], axis=-1)


@lru_cache(maxsize=128)
def _middles(side: int, degree: int) -> Field:
    """Give the terms at the middle of each module, one row a module."""
    steps = (np.arange(side) + 0.5) / side * 2 - 1
    return _terms(np.stack(np.meshgrid(steps, steps), axis=-1), degree).reshape(side * side, -1)


@lru_cache(maxsize=48)
def _lattice(side: int) -> tuple[Field, Field]:
    """Give the middles of all modules and of one more around them, and their terms."""
    steps = np.arange(side + 2) - 0.5
    places = np.stack(np.meshgrid(steps, steps), axis=-1)
    return places, _terms(places / side * 2 - 1, _DEGREE_MAX)


def _slopes(drawn: Field) -> tuple[Field, Field]:
    """Give how a drawing changes down and across, for each module."""
    change = np.array(((-0.5, 0.0, 0.5),), np.float32) * SAMPLES
    down = cv2.filter2D(drawn, -1, change.T, borderType=cv2.BORDER_REPLICATE)
    across = cv2.filter2D(drawn, -1, change, borderType=cv2.BORDER_REPLICATE)
    return np.asarray(down, np.float32), np.asarray(across, np.float32)


def _sums(fine: Field) -> Field:
    side = len(fine) // SAMPLES
    means = cv2.resize(np.asarray(fine, np.float32), (side, side), interpolation=cv2.INTER_AREA)
    return np.asarray(means, np.float64) * SAMPLES**2


def _enlarged(modules: Field) -> Field:
    return np.repeat(np.repeat(modules.astype(np.float32), SAMPLES, axis=0), SAMPLES, axis=1)


def version_of_grid(grid: Grid) -> int:
    version = version_of(grid.side)
    assert version is not None  # noqa: S101  grids are laid for versions
    return version
