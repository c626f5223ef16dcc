"""Ways to lay a grid over a place, the most promising first, before any of them is fitted."""

from collections.abc import Callable, Iterator
from functools import lru_cache

import numpy as np

from pos_app.opencv import cv2
from pos_app.scanner.qr.grid import SAMPLES, Grid, grid_by_marks, grid_of, grid_through
from pos_app.scanner.qr.layout import FINDER_SIDE, landmarks, version_of
from pos_app.scanner.qr.patch import Patch, Quad, Sketch, longest_edge
from pos_app.scanner.qr.roll import rolled_grids

_GRIDS_MAX = 2  # the first is right in 294 of 296 codes
_PIXELS_MIN = 1.5  # a module; below it nothing is left to tell
_GUIDE_MIN, _LARGE_SIDE = 0.1, 49  # in a large code chance gives less
_ALIGNMENT_INSET, _ALIGNED_SIDE_MIN = 6.5, 25
_ALIGNMENT_REACH = 7  # modules to each side, of which the pattern takes two and a half
_ALIGNMENT_LIKENESS_MIN = 0.5


def likely_grids(patch: Patch, is_late: Callable[[], bool]) -> Iterator[Grid]:
    """Give a few grids by how well the patterns of a code stand where they should."""
    flat = list(_laid(patch.sketch, patch.even, is_late))
    rolled = [] if patch.sketch.marks is None else _rolled(patch, patch.sketch.marks, is_late)
    for promise, grid in sorted((*flat, *rolled), key=lambda pair: -pair[0])[:_GRIDS_MAX]:
        held = None if grid.creases.any() else _held_by_alignment(grid, patch.even)
        yield held if held is not None and _promise(held, patch.even) > promise else grid


def _rolled(patch: Patch, marks: Quad, is_late: Callable[[], bool]) -> list[tuple[float, Grid]]:
    """Lay grids on paper around a roll: only there they promise more than flat ones."""
    grids = (grid for side in patch.sketch.sides if not is_late() for grid in rolled_grids(marks, side))
    return [(_promise(grid, patch.even), grid) for grid in grids]


def promise_of(sketch: Sketch, even: Quad) -> float:
    """Say how much a place looks like a code; `even` is the whole picture, dark 1 and light -1."""
    return max((promise for promise, _ in _laid(sketch, even, lambda: False)), default=0.0)


def _laid(sketch: Sketch, even: Quad, is_late: Callable[[], bool]) -> Iterator[tuple[float, Grid]]:
    """Lay grids by the sketch, one or more for each size; only those are given on which something stands."""
    for side in sketch.sides:
        if is_late() or longest_edge(sketch.quad) < _PIXELS_MIN * (side - 2 * sketch.inset):
            return  # small codes come first, and what a customer shows is small
        grids = [grid_of(sketch.quad, side, sketch.inset)]
        if sketch.marks is not None:
            grids += [grid_by_marks(sketch.marks, side, bends=bends) for bends in (False, True)]
        for grid in grids:
            promise = _promise(grid, even)
            if promise > 0:
                yield promise, grid


def _held_by_alignment(grid: Grid, even: Quad) -> Grid | None:
    """Look for the alignment pattern opposite to the corner eye, and lay the grid through it."""
    far = grid.side - _ALIGNMENT_INSET
    if grid.side < _ALIGNED_SIDE_MIN:
        return None
    reach = _ALIGNMENT_REACH
    steps = far - reach + (np.arange(2 * reach * SAMPLES) + 0.5) / SAMPLES
    seen = grid.look(even, np.stack(np.meshgrid(steps, steps), axis=-1))
    likeness = np.abs(cv2.matchTemplate(seen, _alignment_pattern(), cv2.TM_CCOEFF_NORMED))
    _, best, _, (column, row) = cv2.minMaxLoc(likeness)
    if best < _ALIGNMENT_LIKENESS_MIN:
        return None
    side, eye = grid.side, FINDER_SIDE / 2
    found = steps[0] + np.array((column, row)) / SAMPLES + 2.5 - 0.5 / SAMPLES
    places = np.array(((eye, eye), (side - eye, eye), (far, far), (eye, side - eye)), np.float64)
    held = np.vstack((places[:2], found[None], places[3:]))
    return grid_through(places, grid.to_pixels(held), side)


@lru_cache(maxsize=1)
def _alignment_pattern() -> Quad:
    ring = np.maximum(*np.abs(np.indices((5, 5)) - 2))
    sharp = np.repeat(np.repeat(np.where(ring == 1, 1.0, -1.0), SAMPLES, axis=0), SAMPLES, axis=1)
    return np.asarray(cv2.GaussianBlur(sharp.astype(np.float32), (0, 0), SAMPLES * 0.35), np.float32)


def _promise(grid: Grid, even: Quad) -> float:
    """Say how much a grid looks as if it lay on a code before it is fitted; zero where it does not."""
    version = version_of(grid.side)
    assert version is not None  # noqa: S101  grids are laid for versions
    marks = landmarks(version)
    seen = grid.look(even, marks.places[:, None]).ravel()
    guide = abs(float(seen @ marks.guides)) / np.count_nonzero(marks.guides)
    if guide < (_GUIDE_MIN if grid.side < _LARGE_SIDE else 2 * _GUIDE_MIN):
        return 0.0
    return guide + abs(float(seen @ marks.known)) / len(marks.known)
