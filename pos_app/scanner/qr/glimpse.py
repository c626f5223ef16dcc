"""A quick guess whether a live frame may hold a code at all, so that an empty counter costs next to nothing."""

from itertools import combinations
from math import hypot

import numpy as np

from pos_app.scanner.frame import GreyImage
from pos_app.scanner.opencv import cv2
from pos_app.scanner.qr.finders import Eye, eyes_in

_PIXELS_WANTED = 180_000
_CONTRAST_MIN = 24
_MARGIN = 5  # grey levels below the ground that are still ground
_EYES_MAX, _SIZES_APART_MAX, _SUPPORT_MIN = 20, 1.6, 1.5
_NEAREST, _FARTHEST = 8, 70  # modules between eyes: along an edge of the smallest code, across a large one


def may_hold_code(image: GreyImage) -> bool:
    """Look for two eyes in every second or third row and column; blank frames are not even thresholded."""
    step = max(1, round((image.size / _PIXELS_WANTED) ** 0.5))
    coarse = np.ascontiguousarray(image[::step, ::step])
    sparse = coarse[::4, ::4]
    if int(sparse.max()) - int(sparse.min()) < _CONTRAST_MIN:
        return False
    window = max(15, min(coarse.shape) // 8 | 1)
    ground = cv2.subtract(cv2.blur(coarse, (window, window)), np.full_like(coarse, _MARGIN))
    two_toned = np.asarray(cv2.compare(coarse, ground, cv2.CMP_GE), np.uint8)
    eyes = [eye for eye in eyes_in(two_toned) if eye.support >= _SUPPORT_MIN]
    return any(_are_of_one_code(one, other) for one, other in combinations(eyes[:_EYES_MAX], 2))


def _are_of_one_code(one: Eye, other: Eye) -> bool:
    """Whether two eyes are of one size and as far apart as those of a code can be."""
    module = max(one.module, other.module)
    apart = hypot(one.x - other.x, one.y - other.y) / module
    return module <= _SIZES_APART_MAX * min(one.module, other.module) and _NEAREST <= apart <= _FARTHEST
