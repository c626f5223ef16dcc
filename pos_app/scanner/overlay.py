"""The last frames of one spot laid over each other: noise averages out, and light that wanders is left out.

Each frame is held against what the frames before it gave, by corners that are found again in it, so that a hand may
move, turn and tilt what it holds. What comes of it is a picture like any other, for every engine to read.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pos_app.opencv import cv2
from pos_app.scanner.cut import Cut
from pos_app.scanner.frame import GreyImage
from pos_app.scanner.outline import Corners, corners_of

Lens = NDArray[np.float64]
"""Takes pixels of the overlay to pixels of the picture."""

_PIXELS, _FINER_MAX = 60_000, 2.0  # frames that are a fraction of a pixel apart show more than one of them does
_FRAMES_MAX, _FRAMES_MIN = 8, 3
_LOST_MAX = 2  # frames in a row in which the spot was not found again
_SOFT = 1.2  # pixels: noise has corners, too
_CORNERS_MAX, _CORNERS_MIN, _CORNERS_APART, _SHARE_MIN = 60, 10, 6, 0.3
_CORNER_MIN, _CORNER_PIXELS = 0.03, 5  # of the clearest one
_SIZES_APART_MAX = 2.0
_WINDOW, _LEVELS, _OFF_MAX = (15, 15), 2, 1.5
_DROWNED, _AROUND_DROWNED, _DROWNED_MAX = 245, 9, 0.5
_NOISE_TIMES = 3.5  # brighter than the second darkest frame by so much of the noise is a reflection


@dataclass(frozen=True, slots=True, eq=False)
class OverlaidCut(Cut):
    """What lies over each other, and the way from there to the newest frame."""

    lens: Lens | None = None

    def to_picture(self, corners: Corners) -> Corners:
        return corners if self.lens is None else _through(self.lens, corners)

    def inside(self, corners: Corners) -> Corners:
        return corners if self.lens is None else _through(np.asarray(np.linalg.inv(self.lens), np.float64), corners)


class Overlay:
    """Follows one spot of a live source; begins anew where something else is looked at, or when the spot is lost."""

    def __init__(self) -> None:
        self._sheets: _Sheets | None = None
        self._is_aimed = False

    def forget(self) -> None:
        self._sheets = None

    def over(self, image: GreyImage, cut: Cut, *, is_aimed: bool) -> Cut | None:
        """Lay the newest frame over those before it; give what comes of it, once there are enough.

        What is followed stays the same until it is lost, or until a cut that is aimed at a code takes its place.
        """
        if self._sheets is None or (is_aimed and not self._is_aimed) or not self._sheets.add(image):
            self._sheets, self._is_aimed = _Sheets(image, cut), is_aimed
        return self._sheets.cut


class _Sheets:
    def __init__(self, image: GreyImage, cut: Cut) -> None:
        height, width = cut.image.shape
        finer = min(_FINER_MAX, (_PIXELS / cut.image.size) ** 0.5)
        self._size = (max(1, round(width * finer)), max(1, round(height * finer)))
        self._lens: Lens = np.array(((1 / finer, 0, cut.left), (0, 1 / finer, cut.top), (0, 0, 1)), np.float64)
        self._sheets = [self._seen(image)]
        self._sum = self._sheets[0]
        self._lost = 0

    @property
    def cut(self) -> Cut | None:
        return OverlaidCut(self._sum, lens=self._lens) if len(self._sheets) >= _FRAMES_MIN and not self._lost else None

    def add(self, image: GreyImage) -> bool:
        """Find the spot again and lay it over the others; False when it is lost."""
        now = self._seen(image)
        moved = _moved(self._sum, now)
        if moved is None:  # what a reflection left in the sum has corners, too
            moved = _moved(self._sheets[-1], now)
        if moved is None:
            self._lost += 1
            return self._lost <= _LOST_MAX
        self._lost = 0
        self._lens = self._lens @ moved
        self._sheets = [*self._sheets[1 - _FRAMES_MAX :], self._seen(image)]
        self._sum = _together(self._sheets)
        return True

    def _seen(self, image: GreyImage) -> GreyImage:
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        seen = cv2.warpPerspective(image, self._lens, self._size, flags=flags, borderMode=cv2.BORDER_REPLICATE)
        return np.asarray(seen, np.uint8)


def _moved(before: GreyImage, now: GreyImage) -> Lens | None:
    """Say where the corners of one picture are in another; None where too few agree."""
    soft, soft_now = (np.asarray(cv2.GaussianBlur(image, (0, 0), _SOFT), np.uint8) for image in (before, now))
    corners = cv2.goodFeaturesToTrack(
        soft, _CORNERS_MAX, _CORNER_MIN, _CORNERS_APART, mask=_undrowned(soft), blockSize=_CORNER_PIXELS
    )
    if np.size(corners) < 2 * _CORNERS_MIN:  # none at all is None
        return None
    guess = corners.copy()
    found, is_found, _ = cv2.calcOpticalFlowPyrLK(soft, soft_now, corners, guess, winSize=_WINDOW, maxLevel=_LEVELS)
    there = (np.asarray(is_found).ravel() == 1) & _are_in(np.asarray(found), _undrowned(soft_now))
    if there.sum() < _CORNERS_MIN:
        return None
    # From one frame to the next no perspective changes that a few corners could tell from their own errors.
    flat, agree = cv2.estimateAffine2D(corners[there], np.asarray(found)[there], None, cv2.RANSAC, _OFF_MAX)
    if flat is None or np.asarray(agree).sum() < max(_CORNERS_MIN, _SHARE_MIN * there.sum()):
        return None
    is_sane = 1 / _SIZES_APART_MAX < float(np.linalg.det(flat[:, :2])) < _SIZES_APART_MAX
    return np.vstack((flat, (0.0, 0.0, 1.0))) if is_sane else None


def _undrowned(soft: GreyImage) -> GreyImage:
    """Give in white where no light drowns the corners, for light wanders; all where hardly anything is left."""
    _, drowned = cv2.threshold(soft, _DROWNED, 255, cv2.THRESH_BINARY)
    free = cv2.bitwise_not(cv2.dilate(drowned, np.ones((_AROUND_DROWNED, _AROUND_DROWNED), np.uint8)))
    is_left = cv2.countNonZero(free) > _DROWNED_MAX * soft.size
    return np.asarray(free, np.uint8) if is_left else np.full_like(soft, 255)


def _are_in(points: NDArray[np.floating], mask: GreyImage) -> NDArray[np.bool_]:
    """Say which points lie where a mask is white."""
    height, width = mask.shape
    across, down = np.round(points.reshape(-1, 2)).astype(int).T
    return np.asarray(mask[down.clip(0, height - 1), across.clip(0, width - 1)] > 0, np.bool_)


def _together(sheets: list[GreyImage]) -> GreyImage:
    """Average what is no reflection: light only ever adds, so the darker frames are right."""
    darkest, second = sheets[0], np.full_like(sheets[0], 255)
    for sheet in sheets[1:]:
        second = np.asarray(cv2.min(second, cv2.max(darkest, sheet)), np.uint8)
        darkest = np.asarray(cv2.min(darkest, sheet), np.uint8)
    few = second if len(sheets) >= _FRAMES_MIN else darkest
    noise = 1 + float(np.median(cv2.absdiff(sheets[-1], sheets[-2])[::3, ::3]))
    most = cv2.add(few, np.full_like(few, min(255, round(_NOISE_TIMES * noise))))
    total, count = np.zeros(few.shape, np.float32), np.zeros(few.shape, np.float32)
    for sheet in sheets:
        right = cv2.compare(sheet, most, cv2.CMP_LE)
        cv2.accumulate(sheet, total, mask=right)
        cv2.accumulate(right, count)
    return np.asarray(total * 255 / np.maximum(count, 255), np.uint8)


def _through(lens: Lens, corners: Corners) -> Corners:
    points = np.array([[(corner.x, corner.y) for corner in corners]], np.float64)
    return corners_of(cv2.perspectiveTransform(points, lens)[0].tolist())
