"""Dark pictures made bright, without letting a reflection or a lamp decide what bright is."""

import numpy as np

from pos_app.scanner.frame import GreyImage
from pos_app.scanner.opencv import cv2

_DARK = 110  # a picture of which nine tenths are darker is lifted
_HEADROOM = 2.5  # times the light of its brighter parts
_WHITE_MIN = 40


def lifted(image: GreyImage) -> GreyImage:
    """Stretch a dark picture; what is far brighter than the rest becomes white."""
    few = np.sort(image[::8, ::8], axis=None)
    bright = float(few[len(few) * 9 // 10])
    if bright >= _DARK:
        return image
    white = max(bright * _HEADROOM, _WHITE_MIN)
    table = np.minimum(np.arange(256) * (255 / white), 255).astype(np.uint8)
    return np.asarray(cv2.LUT(image, table), np.uint8)
