"""A picture of one code as light: linear, so that blur, glare and exposure are what they are in front of a lens."""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.random import PCG64, Generator
from numpy.typing import NDArray

from pos_app.domain.scan import Point

GreyImage: TypeAlias = NDArray[np.uint8]
"""Rows by columns, one byte a pixel, as readers take it."""

Light: TypeAlias = NDArray[np.float32]
"""Rows by columns, 0 for darkness, 1 for the white of the screen; more is possible before the sensor clips it."""

Quad: TypeAlias = NDArray[np.float64]
"""Four corners, clockwise from the one between the other two finder patterns; x and y in pixels."""

Outline: TypeAlias = tuple[Point, Point, Point, Point]

_GAMMA = 2.2
_STEPS = 4095
_TO_LIGHT = ((np.arange(256) / 255.0) ** _GAMMA).astype(np.float32)
_TO_GREY = np.round(255 * (np.arange(_STEPS + 1) / _STEPS) ** (1 / _GAMMA)).astype(np.uint8)


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """Light, and in it one code of `side` modules whose outer corners, without quiet zone, are `corners`.

    `module_px` is how many pixels a module takes at this distance when it faces the camera.
    """

    light: Light
    corners: Quad
    side: int
    module_px: float

    @property
    def outline(self) -> Outline:
        first, second, third, fourth = (Point(float(x), float(y)) for x, y in self.corners)
        return first, second, third, fourth


def seeded(*seed: int) -> Generator:
    """Give chance that can be had again: the same numbers, the same pictures."""
    return Generator(PCG64(seed))


def developed(light: Light) -> GreyImage:
    """Give what a camera makes of light: clipped, and eight bits on the usual curve."""
    steps: NDArray[np.int32] = (np.clip(light, 0.0, 1.0) * _STEPS + 0.5).astype(np.int32)
    return np.ascontiguousarray(_TO_GREY[steps])


def lit(grey: GreyImage) -> Light:
    """Give the light that would have made a grey picture."""
    return _TO_LIGHT[grey]


def encoded(light: Light) -> NDArray[np.float32]:
    """Grey levels 0 to 255 before they are rounded, for what happens after the sensor."""
    return np.asarray(255 * np.clip(light, 0.0, 1.0) ** (1 / _GAMMA), np.float32)


def decoded(levels: NDArray[np.float32]) -> Light:
    return np.asarray((np.clip(levels, 0, 255) / 255) ** _GAMMA, np.float32)
