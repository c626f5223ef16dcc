"""Where in a picture a code may stand: what is busy across and down alike, so that costly looks see little else."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from pos_app.opencv import cv2
from pos_app.scanner.cut import Cut
from pos_app.scanner.frame import GreyImage
from pos_app.scanner.outline import Corners

_WIDTH = 640  # pixels of the picture that is looked over
_CELL = 4  # pixels of that, for which one number stands
_SMOOTH = 5  # cells
_BUSIER_MIN, _SHARE_OF_BUSIEST, _BUSY_MIN = 1.8, 0.25, 0.5
_PEAK = 5  # cells of a quarter of them that are busier than what counts as the busiest
_SIDE_MIN = 28  # pixels: the smallest code with modules that are two pixels wide is larger
_MARGIN = 2  # cells
_MARGIN_OF_OUTLINE = 0.3  # of its width
_SHARE_MAX = 0.6  # of the picture: no part any more
_SPOTS_MAX = 6

Box = tuple[int, int, int, int]
"""Left, top, right, bottom in pixels."""


class Spotlight:
    """Chooses where to look in the frames of a live source: where a code was seen last, then at the others in turn."""

    def __init__(self) -> None:
        self._seen: tuple[float, float] | None = None
        self._boxes: list[Box] = []
        self._turn = 0

    def cuts(self, image: GreyImage, located: Sequence[Corners], *, again: bool = False) -> Iterator[Cut]:
        """Give parts of a frame, the most promising first; `located` is what an engine saw there.

        `again` gives the spots of the frame before, for hands move little in between.
        """
        outlined = [_around(corners) for corners in located]
        yield from (cut_of(image, box) for box in outlined if _size(box) < _SHARE_MAX * image.size)
        if not (again and self._boxes):
            self._boxes = self._in_turn(spots_in(image))
        yield from (cut_of(image, box) for box in self._boxes)

    def _in_turn(self, boxes: list[Box]) -> list[Box]:
        self._turn += 1
        if self._seen is not None:
            x, y = self._seen
            return sorted(boxes, key=lambda box: not _holds(box, x, y))
        first = self._turn // 2 % len(boxes) if self._turn % 2 and boxes else 0
        return [*boxes[first : first + 1], *boxes[:first], *boxes[first + 1 :]]

    def note(self, cut: Cut) -> None:
        """Remember where something was seen that looks like a code."""
        height, width = cut.image.shape
        self._seen = (cut.left + width / 2, cut.top + height / 2)

    def forget(self) -> None:
        self._seen = None


def spots_in(image: GreyImage) -> list[Box]:
    """Give what is busy, the largest and squarest first."""
    factor = max(1, round(max(image.shape) / _WIDTH))
    busy = _busy(image, factor)
    ordered = np.sort(busy[::2, ::2], axis=None)
    floor, most = float(ordered[len(ordered) // 2]), float(ordered[-min(_PEAK, len(ordered))])
    level = max(_BUSIER_MIN * floor, floor + _SHARE_OF_BUSIEST * (most - floor), _BUSY_MIN)
    _, _, regions, _ = cv2.connectedComponentsWithStats((busy > level).astype(np.uint8))
    unit = factor * _CELL
    ranked: list[tuple[float, Box]] = []
    for left, top, width, height, area in regions[1:].tolist():
        if min(width, height) * unit >= _SIDE_MIN:
            strength = float(busy[top : top + height, left : left + width].mean())
            worth = strength * area**0.5 * min(width, height) / max(width, height)
            box = (left - _MARGIN, top - _MARGIN, left + width + _MARGIN, top + height + _MARGIN)
            ranked.append((worth, (box[0] * unit, box[1] * unit, box[2] * unit, box[3] * unit)))
    return [box for _, box in sorted(ranked, reverse=True)[:_SPOTS_MAX]]


def cut_of(image: GreyImage, box: Box) -> Cut:
    """Cut a part out, as far as it lies inside."""
    height, width = image.shape
    left, top = min(max(0, box[0]), width - 1), min(max(0, box[1]), height - 1)
    right, bottom = max(left + 1, min(box[2], width)), max(top + 1, min(box[3], height))
    return Cut(np.ascontiguousarray(image[top:bottom, left:right]), left, top)


def cut_around(image: GreyImage, corners: Corners) -> Cut:
    """Cut out the box around an outline."""
    xs, ys = [corner.x for corner in corners], [corner.y for corner in corners]
    return cut_of(image, (int(min(xs)), int(min(ys)), int(max(xs)) + 1, int(max(ys)) + 1))


def _busy(image: GreyImage, factor: int) -> NDArray[np.float32]:
    """Give for each cell how much grey changes across or down, whichever is less: stripes and edges are not busy."""
    height, width = (max(_CELL, side // factor // _CELL * _CELL) for side in image.shape)
    small = cv2.resize(image[: height * factor, : width * factor], (width, height), interpolation=cv2.INTER_AREA)
    soft = np.asarray(cv2.GaussianBlur(small, (3, 3), 0.9), np.uint8)
    cells = (width // _CELL, height // _CELL)
    changes: list[NDArray[np.float32]] = []
    for one, other in ((soft[:, 2:], soft[:, :-2]), (soft[2:, :], soft[:-2, :])):
        change = np.zeros_like(soft)
        change[: one.shape[0], : one.shape[1]] = cv2.absdiff(one, other)
        mean = np.asarray(cv2.resize(change, cells, interpolation=cv2.INTER_AREA), np.float32)
        changes.append(np.asarray(cv2.blur(mean, (_SMOOTH, _SMOOTH)), np.float32))
    return np.minimum(changes[0], changes[1])


def _around(corners: Corners) -> Box:
    xs, ys = [corner.x for corner in corners], [corner.y for corner in corners]
    margin = _MARGIN_OF_OUTLINE * max(max(xs) - min(xs), max(ys) - min(ys))
    return int(min(xs) - margin), int(min(ys) - margin), int(max(xs) + margin), int(max(ys) + margin)


def _size(box: Box) -> int:
    return (box[2] - box[0]) * (box[3] - box[1])


def _holds(box: Box, x: float, y: float) -> bool:
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]
