"""Finds the square eyes of QR codes: a spot in a ring in a ring, or runs in the proportion 1:1:3:1:1 across and down.

Rings are hardly ever met by chance and stand any tilt; runs also find eyes whose rings are broken.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from pos_app.opencv import cv2
from pos_app.scanner.frame import GreyImage

Field: TypeAlias = NDArray[np.floating]
Outline: TypeAlias = NDArray[np.integer | np.floating]

_RATIOS = np.array((1.0, 1.0, 3.0, 1.0, 1.0))
_SLACK = np.array((0.6, 0.6, 1.3, 0.6, 0.6))  # modules; blur and glare move the edges
_SPOT_MODULES, _HOLE_MODULES = 3, 5
_CORNERS_MIN = 4
_HOLE_MIN = 25.0  # pixels
_HOLES_MIN, _HOLES_MAX = 1.6, 6.0  # area of a hole for each of its spot; 25 to 9 when sharp
_RINGS_MIN, _RINGS_MAX = 1.3, 3.5  # area of a ring for each of its hole; 49 to 25 when sharp
_OFF_MIDDLE_MAX = 0.2  # of the width of the hole
_FOUND_MAX = 400
_SPOT_PIXELS_MIN, _LONG_MAX, _BOXES_MAX = 3, 2.5, 80
_SPOT_FULL_MIN, _RING_FULL = 0.5, (0.2, 0.72)  # of their boxes; a tilted square fills half of its own
_RING_TO_SPOT = (1.8, 3.2)  # seven to three when sharp
_ALIKE_MAX, _APART_MIN, _APART_MAX = 1.6, 1.2, 11.0  # two rings of one code: widths, and widths from one to the other
_FLAT_MAX = 6.2  # the larger width over the smaller, and the smaller over the larger: about six to one


@dataclass(frozen=True, slots=True)
class Eye:
    """The middle of a finder pattern, and the size of a module as it is met across and down."""

    x: float
    y: float
    module: float
    support: float
    """Rows that met it, for each module of its size: three where an eye is clear, fewer than one by chance."""
    shape: Field | None = None
    """Two steps of a module as columns, up to a turn, where rings told them."""
    is_light: bool = False
    """Whether light and dark are exchanged."""


def may_hold_eyes(tones: cv2.typing.MatLike) -> bool:
    """Say at a glance whether two white eyes of one size stand somewhere, by the boxes around what stands alone."""
    return _are_two_alike(_boxes_in_boxes(tones))


def _boxes_in_boxes(tones: cv2.typing.MatLike) -> Field:
    """Give the middle and the width of each ring with a spot in its middle, in the proportion of seven to three."""
    _, _, boxes, _ = cv2.connectedComponentsWithStats(tones, connectivity=4)
    found = np.asarray(boxes[1:], np.float64)
    sizes = found[:, 2:4]
    full = found[:, 4] / sizes.prod(axis=1)
    plump = (sizes.min(axis=1) >= _SPOT_PIXELS_MIN) & (sizes.max(axis=1) <= _LONG_MAX * sizes.min(axis=1))
    spots = _largest(found[plump & (full >= _SPOT_FULL_MIN)])
    rings = _largest(found[plump & (full >= _RING_FULL[0]) & (full <= _RING_FULL[1])])
    parts = rings[:, None, 2:4] / spots[:, 2:4]
    offs = np.abs(_middles(rings)[:, None] - _middles(spots)) / rings[:, None, 2:4]
    fits = (parts.min(axis=2) > _RING_TO_SPOT[0]) & (parts.max(axis=2) < _RING_TO_SPOT[1])
    eyes = rings[(fits & (offs.max(axis=2) < _OFF_MIDDLE_MAX / 2)).any(axis=1)]
    return np.column_stack((_middles(eyes), np.sqrt(eyes[:, 2:4].prod(axis=1))))


def _largest(boxes: Field) -> Field:
    if len(boxes) <= _BOXES_MAX:
        return boxes
    return boxes[np.argpartition(-boxes[:, 2] * boxes[:, 3], _BOXES_MAX)[:_BOXES_MAX]]


def _middles(boxes: Field) -> Field:
    return boxes[:, :2] + boxes[:, 2:4] / 2


def _are_two_alike(rings: Field) -> bool:
    apart = np.abs(rings[:, None, :2] - rings[:, :2]).max(axis=2)
    widths = np.maximum(rings[:, None, 2], rings[:, 2])
    alike = widths < _ALIKE_MAX * np.minimum(rings[:, None, 2], rings[:, 2])
    return bool((alike & (apart > _APART_MIN * widths) & (apart < _APART_MAX * widths)).any())


def ringed_eyes_in(two_toned: GreyImage) -> list[Eye]:
    """Find spots that stand alone in the middle of a ring, dark in light in dark or the other way round."""
    outlines, tree = cv2.findContours(cv2.bitwise_not(two_toned), cv2.RETR_TREE, cv2.CHAIN_APPROX_SIMPLE)
    if not outlines:
        return []
    after, before, _, parents = tree[0].T
    spots = np.flatnonzero((after < 0) & (before < 0) & (parents >= 0))
    found: list[Eye] = []
    for spot, hole, ring in np.stack((spots, parents[spots], parents[parents[spots]]), axis=1).tolist():
        if ring < 0 or len(outlines[spot]) < _CORNERS_MIN or len(outlines[hole]) < _CORNERS_MIN:
            continue
        is_light = cv2.contourArea(outlines[spot], oriented=True) > 0  # the outline of a hole
        if is_light and not _is_around(outlines[ring], outlines[hole], _RINGS_MIN, _RINGS_MAX):
            continue  # a letter with a hole
        eye = _ringed_eye(outlines[spot], outlines[hole], is_light=is_light)
        if eye is not None:
            found.append(eye)
        if len(found) >= _FOUND_MAX:
            break  # a page of rings
    return found


def _is_around(outer: Outline, inner: Outline, least: float, most: float) -> bool:
    return least * cv2.contourArea(inner) <= cv2.contourArea(outer) <= most * cv2.contourArea(inner)


def _ringed_eye(spot: Outline, hole: Outline, *, is_light: bool) -> Eye | None:
    if not _is_around(hole, spot, _HOLES_MIN, _HOLES_MAX):
        return None
    inside, around = cv2.moments(spot), cv2.moments(hole)
    if not inside["m00"] or around["m00"] < _HOLE_MIN:
        return None
    x, y = inside["m10"] / inside["m00"], inside["m01"] / inside["m00"]
    # Outlines run over dark pixels, so one is half a pixel too small all around and the other too large.
    module = (float(np.sqrt(inside["m00"])) + float(np.sqrt(around["m00"]))) / (_SPOT_MODULES + _HOLE_MODULES)
    off = max(abs(around["m10"] / around["m00"] - x), abs(around["m01"] / around["m00"] - y))
    shape = _shape_of(around, module)
    if shape is None or off > _OFF_MIDDLE_MAX * _HOLE_MODULES * float(np.abs(shape).max()):
        return None
    return Eye(x, y, module, support=1.0, shape=shape, is_light=is_light)


def _shape_of(moments: Mapping[str, float], module: float) -> Field | None:
    """Give the square root of the spread, whose columns span a module up to a turn; None for a mere line."""
    xx, xy, yy = (moments[name] / moments["m00"] for name in ("mu20", "mu11", "mu02"))
    root = float(np.sqrt(max(xx * yy - xy * xy, 0.0)))
    if xx + yy > _FLAT_MAX * root:
        return None
    shape = np.array(((xx + root, xy), (xy, yy + root)))
    return np.asarray(shape * (module / np.sqrt(np.linalg.det(shape))), np.float64)


def eyes_in(two_toned: GreyImage) -> list[Eye]:
    """Find eyes in a picture of black and white by runs, the clearest first."""
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
