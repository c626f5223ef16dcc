"""Reads the QR code whose place is roughly known: finds its size, fits the grid, tries a few ways to tell the tones."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import islice

import numpy as np

from pos_app.scanner.cut import Cut
from pos_app.scanner.frame import GreyImage
from pos_app.scanner.outline import Corners, corners_of
from pos_app.scanner.qr.candidates import likely_grids
from pos_app.scanner.qr.grid import SAMPLES, Grid, creased, fitted, version_of_grid
from pos_app.scanner.qr.layout import known_modules
from pos_app.scanner.qr.levels import Field, levels_of, mean_of_modules
from pos_app.scanner.qr.patch import Patch, Sketch, patch_around
from pos_app.scanner.qr.soft import Modules, decode_covered, decode_modules, pattern_agreement
from pos_app.scanner.qr.unblur import unblurred

_AGREEMENT_MIN, _AGREEMENT_SURE = 0.5, 0.97
_GLARE_SEEN = 100.0  # of 255
_GLARE_EVEN_MIN = 0.4
_UNBLURRED = None
_TONES: tuple[tuple[int, float] | None, ...] = ((9, 0.0), _UNBLURRED, (9, 0.6), (5, 0.0))
"""Neighbourhood and sharpness, the likeliest first."""
_TONES_OF_CREASED = 2


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """A grid that lies on a code, as far as its patterns tell, and what its modules look like."""

    corners: Corners
    modules: Modules
    agreement: float
    payload: bytes | None

    def moved(self, cut: Cut) -> "Fit":
        """Tell the same of the picture that the cut is a part of."""
        return replace(self, corners=cut.to_picture(self.corners))


def read_place(image: GreyImage, sketch: Sketch, *, is_late: Callable[[], bool]) -> Fit | None:
    """Give what stands at a place, read or not; None if no code stands there."""
    patch = patch_around(image, sketch)
    if patch is None:
        return None
    best: _Laid | None = None
    for flat in likely_grids(patch, is_late):
        grid = fitted(flat, patch.image, is_late=is_late)
        laid = None if grid is None else _read_on(patch, grid, is_late, len(_TONES))
        if laid is not None and (best is None or laid.worth > best.worth):
            best = laid
        if is_late() or (best is not None and (best.fit.payload or best.fit.agreement >= _AGREEMENT_SURE)):
            break
    if best is None:
        return None
    if best.fit.payload or is_late():
        return best.fit
    crumpled = _read_on(patch, creased(best.grid, patch.image, is_late=is_late), is_late, _TONES_OF_CREASED)
    return crumpled.fit if crumpled is not None and crumpled.worth > best.worth else best.fit


@dataclass(frozen=True, slots=True, eq=False)
class _Laid:
    """A grid in the patch, and what was read on it."""

    grid: Grid
    fit: Fit

    @property
    def worth(self) -> tuple[bool, float]:
        return self.fit.payload is not None, self.fit.agreement


def _read_on(patch: Patch, grid: Grid, is_late: Callable[[], bool], tones: int) -> _Laid | None:
    grey = mean_of_modules(grid.sample(patch.image, SAMPLES), SAMPLES)
    visible = _visible(patch, grid)
    modules = levels_of(grey).modules * visible
    agreement = pattern_agreement(modules)
    if abs(agreement) < _AGREEMENT_MIN:
        return None
    sign = 1.0 if agreement > 0 else -1.0  # light on dark
    ways = (seen * visible for seen in islice(_ways_to_see(grey, sign, is_late), tones))
    payload = next(filter(None, map(decode_modules, ways)), None)
    if payload is None and abs(agreement) >= _AGREEMENT_SURE and not is_late():
        payload = decode_covered(sign * modules)
    side = grid.side
    outline = grid.to_pixels(np.array(((0, 0), (side, 0), (side, side), (0, side)), np.float64))
    fit = Fit(corners_of(patch.to_picture(outline).tolist()), sign * modules, abs(agreement), payload)
    return _Laid(grid, fit)


def _visible(patch: Patch, grid: Grid) -> Field:
    """Give zero where a module is drowned in light and says nothing.

    Glare drowns both tones alike; where only one of them is that white, it is the paper, or the ink on a dark screen.
    """
    whole = np.ones((grid.side, grid.side))
    if patch.glare is None:
        return whole
    drowned = mean_of_modules(grid.sample(patch.glare, SAMPLES), SAMPLES) > _GLARE_SEEN
    known = known_modules(version_of_grid(grid))
    less, more = sorted((float(drowned[known > 0].mean()), float(drowned[known < 0].mean())))
    return whole if less < _GLARE_EVEN_MIN * more else np.where(drowned, 0.0, 1.0)


def _ways_to_see(grey: Field, sign: float, is_late: Callable[[], bool]) -> Iterator[Modules]:
    for number, tone in enumerate(_TONES):
        if number and is_late():
            return
        if tone is _UNBLURRED:
            yield unblurred(levels_of(grey).unclipped, sign)
        else:
            neighbourhood, sharpness = tone
            yield sign * levels_of(grey, neighbourhood=neighbourhood, sharpness=sharpness).modules
