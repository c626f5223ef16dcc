"""Dark pictures made bright, without letting a reflection or a lamp decide what bright is."""

import numpy as np

from pos_app.opencv import cv2
from pos_app.scanner.frame import GreyImage

_DARK = 110  # a picture of which nine tenths are darker is lifted
_HEADROOM = 2.5  # times the light of its brighter parts
_WHITE_MIN = 40
_DROWNED, _PAPER_MAX = 250, 225
_GLARE_MIN, _GLARE_MAX = 0.002, 0.6  # of a picture


def glare_in(image: GreyImage) -> GreyImage | None:
    """Give in white what is whiter than paper can be; None where nothing is, or where paper is that white, too."""
    few = image[::2, ::2]
    drowned = few >= _DROWNED
    share = float(drowned.mean())
    if not _GLARE_MIN < share < _GLARE_MAX:
        return None
    rest = np.sort(few[~drowned])
    if rest[len(rest) * 9 // 10] > _PAPER_MAX:
        return None
    _, white = cv2.threshold(image, _DROWNED - 1, 255, cv2.THRESH_BINARY)
    return np.asarray(cv2.dilate(white, np.ones((3, 3), np.uint8)), np.uint8)


def lifted(image: GreyImage) -> GreyImage:
    """Stretch a dark picture; what is far brighter than the rest becomes white."""
    few = np.sort(image[::8, ::8], axis=None)
    bright = float(few[len(few) * 9 // 10])
    if bright >= _DARK:
        return image
    white = max(bright * _HEADROOM, _WHITE_MIN)
    table = np.minimum(np.arange(256) * (255 / white), 255).astype(np.uint8)
    return np.asarray(cv2.LUT(image, table), np.uint8)
