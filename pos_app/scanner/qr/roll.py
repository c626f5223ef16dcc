"""Lays grids on paper that runs around a roll, a bottle or an arm, whose sides no polynomial follows."""

from collections.abc import Iterator
from itertools import product

import numpy as np
from numpy.typing import NDArray

from pos_app.scanner.qr.grid import Field, Grid, grid_by_places, mark_places

_RADII = (0.36, 0.42, 0.55)  # widths of the code; below a third its sides are out of sight, above one it is nearly flat


def rolled_grids(marks: Field, side: int) -> Iterator[Grid]:
    """Give a grid for each way in which the marks of three eyes may lie on a roll."""
    steps = np.arange(side) + 0.5
    middles = np.stack(np.meshgrid(steps, steps), axis=-1)
    for along, radius in product((0, 1), _RADII):
        creases = _rolled(middles, side, along, radius) - middles
        yield grid_by_places(_rolled(mark_places(side), side, along, radius), marks, side, creases)


def _rolled(places: Field, side: int, along: int, radius: float) -> NDArray[np.float64]:
    """See places of the flat code from in front of a roll that stands behind its middle."""
    seen = places.astype(np.float64)
    seen[..., along] = side / 2 + radius * side * np.sin((places[..., along] / side - 0.5) / radius)
    return seen
