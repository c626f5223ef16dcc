"""Finds the three square eyes of QR codes: runs of dark and light in the proportion 1:1:3:1:1, across and down."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pos_app.scanner.frame import GreyImage
from pos_app.scanner.opencv import cv2

_RATIOS = np.array((1.0, 1.0, 3.0, 1.0, 1.0))
_SLACK = np.array((0.6, 0.6, 1.3, 0.6, 0.6))  # modules; blur and glare move the edges


@dataclass(frozen=True, slots=True)
class Eye:
    """The middle of a finder pattern, and the size of a module as it is met across and down."""

    x: float
    y: float
    module: float
    support: float
    """Rows that met it, for each module of its size: three where an eye is clear, fewer than one by chance."""


def eyes_in(two_toned: GreyImage) -> list[Eye]:
    """Find eyes in a picture of black and white, the clearest first."""
    across = _hits(two_toned)
    down = _hits(np.ascontiguousarray(two_toned.T))[:, (1, 0, 2)]
    if not len(across) or not len(down):
        return []
    height, width = two_toned.shape
    sizes = np.zeros((height, width), np.float32)
    sizes[across[:, 1].astype(int), across[:, 0].astype(int)] = across[:, 2]
    near = cv2.dilate(sizes, np.ones((3, 3), np.uint8))
    met = near[down[:, 1].astype(int), down[:, 0].astype(int)]
    fits = (met > 0) & (met < down[:, 2] * 2.5) & (down[:, 2] < met * 2.5)
    crossings = np.column_stack((down[fits, :2], np.sqrt(down[fits, 2] * met[fits])))
    return _gathered(crossings, across)


def _hits(two_toned: GreyImage) -> NDArray[np.float64]:
    """Give column, row and module size of each run of five that has the proportion, row by row."""
    height, width = two_toned.shape
    dark = np.zeros((height, width + 2), np.uint8)
    dark[:, 1:-1] = two_toned == 0
    flat = dark.ravel()
    edges = np.flatnonzero(flat[1:] != flat[:-1]) + 1
    starts = edges[::2]  # rows begin and end light, so edges come in pairs: into the dark and out of it
    if len(starts) < 3:
        return np.empty((0, 3))
    dark_lengths, light_lengths = edges[1::2] - starts, starts[1:] - edges[1:-1:2]
    first, gap, middle, gap_after, last = (
        dark_lengths[:-2],
        light_lengths[:-1],
        dark_lengths[1:-1],
        light_lengths[1:],
        dark_lengths[2:],
    )
    # Most runs of a busy picture are out of proportion at first sight.
    likely = (2 * middle > 3 * np.maximum(gap, gap_after) - 2) & (2 * middle > 3 * np.maximum(first, last) - 2)
    chosen = np.flatnonzero(likely)
    five = np.stack([part[chosen] for part in (first, gap, middle, gap_after, last)], axis=1).astype(np.float64)
    start = starts[:-2][chosen]
    module = five.sum(axis=1) / 7
    row = start // (width + 2)
    is_one_row = (edges[1::2][2:][chosen] - 1) // (width + 2) == row
    is_fit = np.all(np.abs(five - _RATIOS * module[:, None]) <= np.maximum(_SLACK * module[:, None], 1.0), axis=1)
    good = is_one_row & is_fit & (module >= 1.0)
    centre = start[good] - row[good] * (width + 2) - 1 + five[good, :2].sum(axis=1) + five[good, 2] / 2
    return np.column_stack((centre.clip(0, width - 1), row[good], module[good]))


def _gathered(crossings: NDArray[np.float64], across: NDArray[np.float64]) -> list[Eye]:
    """Join crossings that lie in one eye; the more rows meet it for its size, the clearer it is."""
    eyes: list[Eye] = []
    left = crossings
    while len(left):
        x, y, module = left[len(left) // 2]
        is_near = np.hypot(left[:, 0] - x, left[:, 1] - y) < 2 * module
        group = left[is_near]
        middle = np.sort(group, axis=0)[len(group) // 2]
        x, y, module = map(float, middle)
        meeting = (np.abs(across[:, 0] - x) < max(1.5, module)) & (np.abs(across[:, 1] - y) < 2 * module)
        eyes.append(Eye(x, y, module, int(meeting.sum()) / module))
        left = left[~is_near]
    return sorted(eyes, key=lambda eye: -eye.support)
