"""A code that was located but not read: pulled straight, cut out and thresholded anew."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from pos_app.opencv import cv2
from pos_app.scanner.enhance import thresholded
from pos_app.scanner.frame import GreyImage
from pos_app.scanner.outline import Corners

_SIDE_MIN, _SIDE_MAX = 120, 700  # pixels of the straightened code; larger ones hold no more detail
_QUIET = 0.12  # of the side: more than the four modules of the standard for version 1
_SLACK = 0.03  # the located corners are about a module off


def rectified(image: GreyImage, corners: Corners) -> Iterator[GreyImage]:
    """Give the code square on a white ground: as it is, black and white by one threshold, and by local ones."""
    quad = np.array([(corner.x, corner.y) for corner in corners], np.float32)
    if not _is_sound(quad, image):
        return
    straight = _straightened(image, quad)
    yield straight
    _, two_toned = cv2.threshold(straight, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    yield np.asarray(two_toned, np.uint8)
    yield thresholded(straight).image


def _is_sound(quad: NDArray[np.float32], image: GreyImage) -> bool:
    """Refuse what no camera sees: crossed or tiny outlines, or corners far outside of the picture."""
    height, width = image.shape
    reach = np.array((width, height), np.float32)
    inside = bool(np.all(quad > -0.2 * reach) and np.all(quad < 1.2 * reach))
    return inside and bool(cv2.isContourConvex(quad)) and float(cv2.contourArea(quad)) > 400


def _straightened(image: GreyImage, quad: NDArray[np.float32]) -> GreyImage:
    edges = np.linalg.norm(quad - np.roll(quad, 1, axis=0), axis=1)
    side = int(np.clip(edges.max() * 1.5, _SIDE_MIN, _SIDE_MAX))
    margin, slack = round(side * _QUIET), side * _SLACK
    near, far = margin + slack, margin + side - slack
    target = np.array(((near, near), (far, near), (far, far), (near, far)), np.float32)
    whole = side + 2 * margin
    matrix = cv2.getPerspectiveTransform(quad, target)
    flat = cv2.warpPerspective(image, matrix, (whole, whole), flags=cv2.INTER_LINEAR, borderValue=(255,))
    framed = np.full((whole, whole), 255, np.uint8)
    framed[margin : margin + side, margin : margin + side] = flat[margin : margin + side, margin : margin + side]
    return framed
