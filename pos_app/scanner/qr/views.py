"""The black and white pictures in which eyes are looked for: several sizes, each thresholded in several ways."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from pos_app.opencv import cv2
from pos_app.scanner.frame import GreyImage

_MIDDLE_MAX = 1150  # pixels of the longer side: smaller hides small codes, larger shows the texture of paper
_ENLARGED_BELOW = 700
_SMALL_MIN = 320
_CONTRAST_MIN = 16.0  # grey levels between the two tones of a picture
_LARGE = 700_000  # pixels
_DEPTH_MIN, _DEPTH_MAX, _DEPTH_OF_NOISE = 3.0, 10.0, 1.5  # grey levels


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """Black and white, the grey it was made from, and how many of its pixels make one of the picture."""

    two_toned: GreyImage
    grey: GreyImage
    scale: float


def views_of(image: GreyImage, *, whole_first: bool = False) -> Iterator[View]:
    """Give the views, the ones that show most codes first; none is made before it is asked for."""
    octaves = _octaves(image)
    first = next(octaves)
    if whole_first:
        yield _as_a_whole(*first)
    yield _locally(*first, share=10)
    sizes = [first, *octaves]
    yield from (_as_a_whole(*size) for size in sizes[whole_first:2])
    yield _locally(*first, share=4)
    # The noise of a large view has too many edges, and nothing small is left in it to be found.
    others = [(grey, scale) for grey, scale in sizes[1:] if grey.size < _LARGE or _depth_wanted(grey) < _DEPTH_MAX]
    yield from (_locally(*size, share=share) for share in (10, 4) for size in others)


def shrunk(image: GreyImage, factor: int) -> GreyImage:
    """Average whole squares of pixels."""
    if factor == 1:
        return image
    height, width = (side // factor for side in image.shape)
    whole = image[: height * factor, : width * factor]
    return np.asarray(cv2.resize(whole, (width, height), interpolation=cv2.INTER_AREA), np.uint8)


def at_most(image: GreyImage, pixels: int) -> GreyImage:
    """Average so far that no more than so many pixels are left."""
    scale = (pixels / image.size) ** 0.5
    if scale >= 1:
        return image
    return np.asarray(cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)


def _locally(grey: GreyImage, scale: float, *, share: int) -> View:
    window = max(150 // share, min(grey.shape) // share | 1)
    seen = cv2.adaptiveThreshold(
        grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY, window | 1, _depth_wanted(grey)
    )
    return View(np.asarray(seen, np.uint8), grey, scale)


def _as_a_whole(grey: GreyImage, scale: float) -> View:
    level, seen = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    few = grey[::4, ::4]
    is_light = few > level
    if is_light.all() or not is_light.any() or few[is_light].mean() - few[~is_light].mean() < _CONTRAST_MIN:
        seen = np.full_like(grey, 255)  # one tone, cut through its noise
    return View(np.asarray(seen, np.uint8), grey, scale)


def _depth_wanted(grey: GreyImage) -> float:
    """Say how much darker than around it something dark must be, so that the noise of a dark picture is not."""
    steps = np.abs(np.diff(grey[::8].astype(np.int16), axis=1, prepend=grey[::8, :1]))
    return float(np.clip(_DEPTH_OF_NOISE * np.median(steps[:, ::2]), _DEPTH_MIN, _DEPTH_MAX))


def _octaves(image: GreyImage) -> Iterator[tuple[GreyImage, float]]:
    """Give a middle size, the double of it and the half; whole factors are averaged many times faster than others."""
    factor = max(1, -(-max(image.shape) // (2 * _MIDDLE_MAX)))
    large = shrunk(image, factor)
    if max(large.shape) <= _MIDDLE_MAX:
        yield _softened(large), 1 / factor
        if max(large.shape) <= _ENLARGED_BELOW:
            yield _softened(_enlarged(large)), 2 / factor
    else:
        yield _softened(shrunk(large, 2)), 1 / (2 * factor)
        yield _softened(large), 1 / factor
    if max(large.shape) > 2 * _SMALL_MIN:
        smaller = 4 if max(large.shape) > _MIDDLE_MAX else 2
        yield _softened(shrunk(large, smaller)), 1 / (smaller * factor)


def _enlarged(image: GreyImage) -> GreyImage:
    height, width = image.shape
    return np.asarray(cv2.resize(image, (2 * width, 2 * height), interpolation=cv2.INTER_CUBIC), np.uint8)


def _softened(image: GreyImage) -> GreyImage:
    return np.asarray(cv2.GaussianBlur(image, (0, 0), 0.8), np.uint8)
