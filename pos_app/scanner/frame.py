"""A picture as the readers take it: grey pixels to read, colour to show."""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from pos_app.opencv import cv2

GreyImage: TypeAlias = NDArray[np.uint8]
"""Rows by columns, one byte a pixel, contiguous."""

ColourImage: TypeAlias = NDArray[np.uint8]
"""Rows by columns by three, blue first as cameras give it."""


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """One picture of a source; `colour` is missing where nobody will look at it."""

    grey: GreyImage
    colour: ColourImage | None = None

    @property
    def width(self) -> int:
        return int(self.grey.shape[1])

    @property
    def height(self) -> int:
        return int(self.grey.shape[0])


@dataclass(frozen=True, slots=True)
class Preview:
    """A frame to be painted: plain bytes, red first, no padding, so that a window needs no pixel library.

    `dropped` is how many frames were passed over so far because reading was slower than the camera.
    """

    rgb: bytes
    width: int
    height: int
    dropped: int = 0


def frame_of(pixels: NDArray[np.uint8]) -> Frame:
    """Take what a capture device gives, grey or colour, and own a copy of nothing twice."""
    if pixels.ndim == 2:
        return Frame(np.ascontiguousarray(pixels))
    return Frame(np.asarray(cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY), np.uint8), pixels)


def preview_of(frame: Frame, *, width_max: int, dropped: int = 0) -> Preview:
    """Shrink a frame to at most `width_max` and copy it out of the capture library's memory."""
    scale = min(1.0, width_max / frame.width)
    width, height = max(1, round(frame.width * scale)), max(1, round(frame.height * scale))
    source = frame.grey if frame.colour is None else frame.colour
    small = cv2.resize(source, (width, height), interpolation=cv2.INTER_AREA) if scale < 1 else source
    to_rgb = cv2.COLOR_GRAY2RGB if small.ndim == 2 else cv2.COLOR_BGR2RGB
    return Preview(cv2.cvtColor(small, to_rgb).tobytes(), width, height, dropped)
