"""The black and white pictures in which eyes are looked for: several sizes, each thresholded in several ways."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from pos_app.scanner.frame import GreyImage
from pos_app.scanner.opencv import cv2

_MIDDLE_MAX = 1150  # pixels of the longer side: smaller hides small codes, larger shows the texture of paper
_ENLARGED_BELOW = 700
_SMALL_MIN = 320


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """Black and white, the grey it was made from, and how many of its pixels make one of the picture."""

    two_toned: GreyImage
    grey: GreyImage
    scale: float


def views_of(image: GreyImage) -> Iterator[View]:
    """Give the views, the ones that show most codes first; none is made before it is asked for."""
    sizes = list(_octaves(image))
    for grey, scale in sizes:
        shorter = min(grey.shape)
        for window in (max(15, shorter // 10 | 1), max(31, shorter // 4 | 1)):
            local = cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY, window, 3)
            yield View(np.asarray(local, np.uint8), grey, scale)
    for grey, scale in sizes[:2]:
        _, whole = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
        yield View(np.asarray(whole, np.uint8), grey, scale)


def _octaves(image: GreyImage) -> Iterator[tuple[GreyImage, float]]:
    """Give a middle size, the double of it and the half; whole factors are averaged many times faster than others."""
    factor = max(1, -(-max(image.shape) // (2 * _MIDDLE_MAX)))
    large = _shrunk(image, factor)
    if max(large.shape) <= _MIDDLE_MAX:
        yield _softened(large), 1 / factor
        if max(large.shape) <= _ENLARGED_BELOW:
            yield _softened(_enlarged(large)), 2 / factor
    else:
        yield _softened(_shrunk(large, 2)), 1 / (2 * factor)
        yield _softened(large), 1 / factor
    if max(large.shape) > 2 * _SMALL_MIN:
        smaller = 4 if max(large.shape) > _MIDDLE_MAX else 2
        yield _softened(_shrunk(large, smaller)), 1 / (smaller * factor)


def _shrunk(image: GreyImage, factor: int) -> GreyImage:
    if factor == 1:
        return image
    height, width = (side // factor for side in image.shape)
    whole = image[: height * factor, : width * factor]
    return np.asarray(cv2.resize(whole, (width, height), interpolation=cv2.INTER_AREA), np.uint8)


def _enlarged(image: GreyImage) -> GreyImage:
    height, width = image.shape
    return np.asarray(cv2.resize(image, (2 * width, 2 * height), interpolation=cv2.INTER_CUBIC), np.uint8)


def _softened(image: GreyImage) -> GreyImage:
    return np.asarray(cv2.GaussianBlur(image, (0, 0), 0.8), np.uint8)
