"""Pure pictures from pictures: the small changes after which an engine reads what it did not read before."""

from dataclasses import dataclass

import numpy as np

from pos_app.domain.scan import Point
from pos_app.opencv import cv2
from pos_app.scanner.frame import GreyImage
from pos_app.scanner.outline import Corners


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """A changed picture, and how many of its pixels make one pixel of the picture it came from."""

    image: GreyImage
    scale: float = 1.0

    def to_picture(self, corners: Corners) -> Corners:
        # A pixel is a square, not a point: its middle moves by half a pixel when the grid changes.
        first, second, third, fourth = (
            Point((corner.x + 0.5) / self.scale - 0.5, (corner.y + 0.5) / self.scale - 0.5) for corner in corners
        )
        return first, second, third, fourth


def as_it_is(image: GreyImage) -> View:
    return View(image)


def shrunk(image: GreyImage, factor: float) -> View:
    """Make smaller by averaging, which also takes noise and the pattern of a screen away."""
    height, width = image.shape
    size = (max(1, round(width * factor)), max(1, round(height * factor)))
    return View(_grey(cv2.resize(image, size, interpolation=cv2.INTER_AREA)), size[0] / width)


def enlarged(image: GreyImage, factor: float) -> View:
    """Make larger, for codes whose modules are under two pixels."""
    height, width = image.shape
    size = (round(width * factor), round(height * factor))
    return View(_grey(cv2.resize(image, size, interpolation=cv2.INTER_CUBIC)), size[0] / width)


def gamma(image: GreyImage, exponent: float) -> View:
    """Spread the shadows (below one) or the highlights (above one)."""
    table = np.round(255 * (np.arange(256) / 255) ** exponent).astype(np.uint8)
    return View(_grey(cv2.LUT(image, table)))


def equalised(image: GreyImage) -> View:
    """Lift contrast tile by tile, for shadows and glare across a code."""
    return View(_grey(cv2.createCLAHE(clipLimit=3.0, tileGridSize=(8, 8)).apply(image)))


def sharpened(image: GreyImage) -> View:
    """Take away what a blur of two pixels added."""
    blurred = cv2.GaussianBlur(image, (0, 0), 2.0)
    return View(_grey(cv2.addWeighted(image, 2.5, blurred, -1.5, 0)))


def smoothed(image: GreyImage) -> View:
    """Rub out sensor noise and the grid of a display."""
    return View(_grey(cv2.GaussianBlur(image, (0, 0), 1.2)))


def thresholded(image: GreyImage) -> View:
    """Black or white by the mean of the surroundings, where the light falls unevenly."""
    side = max(31, (min(image.shape) // 12) | 1)
    return View(
        _grey(cv2.adaptiveThreshold(image, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY, side, 7)),
    )


def _grey(pixels: object) -> GreyImage:
    return np.ascontiguousarray(np.asarray(pixels, np.uint8))
