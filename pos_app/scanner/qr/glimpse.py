"""A quick guess whether a live frame may hold a code at all, so that an empty counter costs next to nothing."""

import numpy as np

from pos_app.scanner.frame import GreyImage
from pos_app.scanner.opencv import cv2
from pos_app.scanner.qr.finders import eyes_in

_PIXELS_WANTED = 230_000
_CONTRAST_MIN = 24
_MARGIN = 5  # grey levels below the ground that are still ground
_EYES_MIN, _SIZES_APART_MAX, _SUPPORT_MIN = 3, 1.8, 1.2


def may_hold_code(image: GreyImage) -> bool:
    """Look for three eyes in every second or third row and column; blank frames are not even thresholded."""
    step = max(1, round((image.size / _PIXELS_WANTED) ** 0.5))
    coarse = np.ascontiguousarray(image[::step, ::step])
    sparse = coarse[::4, ::4]
    if int(sparse.max()) - int(sparse.min()) < _CONTRAST_MIN:
        return False
    window = max(15, min(coarse.shape) // 8 | 1)
    ground = cv2.subtract(cv2.blur(coarse, (window, window)), np.full_like(coarse, _MARGIN))
    two_toned = np.asarray(cv2.compare(coarse, ground, cv2.CMP_GE), np.uint8)
    sizes = sorted(eye.module for eye in eyes_in(two_toned) if eye.support >= _SUPPORT_MIN)
    return any(large <= _SIZES_APART_MAX * small for small, large in zip(sizes, sizes[_EYES_MIN - 1 :], strict=False))
