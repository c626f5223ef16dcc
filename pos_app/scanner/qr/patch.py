"""Where a code may stand, and the part of the picture that is looked at for it."""

from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from pos_app.opencv import cv2
from pos_app.scanner.frame import GreyImage
from pos_app.scanner.qr.layout import VERSION_MAX, side_of
from pos_app.scanner.qr.levels import evened
from pos_app.scanner.qr.light import glare_in

Quad: TypeAlias = NDArray[np.floating]

ALL_SIDES = tuple(side_of(version) for version in range(1, VERSION_MAX + 1))

_PATCH_SIDE_MAX = 700.0  # pixels: four for each module of the largest code
_WINDOW_SHARE = 0.3  # of the code: in nine modules of a small one both tones are found


@dataclass(frozen=True, slots=True, eq=False)
class Sketch:
    """Four points of a code, clockwise from the top left, `inset` modules inside of its corners, and likely sizes."""

    quad: Quad
    inset: float = 0.0
    sides: tuple[int, ...] = ALL_SIDES
    marks: Quad | None = None
    """Nine places on each of three eyes, where these were found; see `grid.MARKS`."""

    def scaled(self, scale: float) -> "Sketch":
        """Give the same place in a picture of another size."""
        marks = None if self.marks is None else (self.marks + 0.5) * scale - 0.5
        return replace(self, quad=(self.quad + 0.5) * scale - 0.5, marks=marks)


@dataclass(frozen=True, slots=True, eq=False)
class Patch:
    """A part of the picture, small enough to be quick, and the sketch inside it."""

    image: GreyImage
    even: Quad
    """The same with the light evened out, a little softened: quick to look at."""
    glare: GreyImage | None
    """White where light drowned the code, if it did anywhere."""
    sketch: Sketch
    left: int
    top: int
    scale: float

    def to_picture(self, places: Quad) -> Quad:
        return np.asarray((places + 0.5) / self.scale - 0.5 + np.array((self.left, self.top)), np.float64)


def patch_around(image: GreyImage, sketch: Sketch) -> Patch | None:
    quad = sketch.quad
    if not np.isfinite(quad).all() or np.abs(quad).max() > 4 * max(image.shape):
        return None
    height, width = image.shape
    share = 0.15 if not sketch.inset else 0.15 + 2 * sketch.inset / (min(sketch.sides) - 2 * sketch.inset)
    margin = share * (quad.max(axis=0) - quad.min(axis=0)).max()
    left, top = (int(value) for value in np.maximum(quad.min(axis=0) - margin, 0))
    right, bottom = (int(value) for value in np.minimum(quad.max(axis=0) + margin, (width, height)))
    if right - left < 21 or bottom - top < 21:
        return None
    cut = image[top:bottom, left:right]
    glare = glare_in(cut)
    # Glare is whiter than the paper, and must not decide which modules beside it are dark.
    cut = np.minimum(cut, np.uint8(min(255.0, 2 * float(np.percentile(cut[::2, ::2], 80)) + 10)))
    scale = min(1.0, _PATCH_SIDE_MAX / longest_edge(quad))
    if scale < 1:
        cut = np.asarray(cv2.resize(cut, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)
        size = (cut.shape[1], cut.shape[0])
        glare = None if glare is None else np.asarray(cv2.resize(glare, size, interpolation=cv2.INTER_AREA), np.uint8)

    def inside(places: Quad) -> Quad:
        return np.asarray((places - (left, top) + 0.5) * scale - 0.5, np.float64)

    marks = None if sketch.marks is None else inside(sketch.marks)
    even = evened(np.asarray(cv2.blur(cut, (3, 3)), np.uint8), int(_WINDOW_SHARE * longest_edge(quad) * scale))
    return Patch(cut, even, glare, replace(sketch, quad=inside(quad), marks=marks), left, top, scale)


def longest_edge(quad: Quad) -> float:
    return float(np.linalg.norm(quad - np.roll(quad, 1, axis=0), axis=1).max())
