"""Factors of the light: too little, too much, a lamp's reflection on the glass, the screen's own grid."""

from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np
from numpy.random import Generator

from pos_app.lab.factor import Stage
from pos_app.lab.picture import Picture


@dataclass(frozen=True, slots=True)
class Exposure:
    """How much of the light the sensor takes: 1 shows white as white, 0.06 as very dark grey, 4 burns out."""

    stage: ClassVar[Stage] = Stage.EXPOSURE
    gain: float

    def spoil(self, picture: Picture, _chance: Generator) -> Picture:
        return replace(picture, light=np.asarray(picture.light * self.gain, np.float32))


@dataclass(frozen=True, slots=True)
class Glare:
    """A lamp's reflection: `strength` times the white of the screen in its middle, falling off over `radius` modules.

    `across` and `down` are its place as shares of the code's extent; where they are not named they are drawn.
    """

    stage: ClassVar[Stage] = Stage.LIGHT
    strength: float
    radius: float = 4.0
    across: float | None = None
    down: float | None = None

    def spoil(self, picture: Picture, chance: Generator) -> Picture:
        drawn = chance.uniform(0.1, 0.9, 2)
        if self.strength <= 0:
            return picture
        named = (self.across, self.down)
        place = [by_chance if at is None else at for at, by_chance in zip(named, drawn, strict=True)]
        low, high = picture.corners.min(axis=0), picture.corners.max(axis=0)
        x, y = low + np.array(place) * (high - low)
        reach = 2 * (self.radius * picture.module_px) ** 2
        height, width = picture.light.shape
        # A Gaussian is the product of one along the rows and one down the columns.
        column = np.exp(-((np.arange(height) - y) ** 2) / reach)
        row = np.exp(-((np.arange(width) - x) ** 2) / reach)
        return replace(picture, light=np.asarray(picture.light + self.strength * np.outer(column, row), np.float32))


@dataclass(frozen=True, slots=True)
class Moire:
    """Beats between the screen's dots and the sensor's: stripes `period` modules apart take up to `depth`, 0 to 1."""

    stage: ClassVar[Stage] = Stage.LIGHT
    depth: float
    period: float = 1.7

    def spoil(self, picture: Picture, chance: Generator) -> Picture:
        height, width = picture.light.shape
        stripes = np.ones((height, width))
        down, across = np.arange(height)[:, np.newaxis], np.arange(width)[np.newaxis]
        for _ in range(2):  # one grid of stripes for the rows of dots, one for their columns
            angle, phase = chance.uniform(0, np.pi), chance.uniform(0, 2 * np.pi)
            period = self.period * picture.module_px * chance.uniform(0.8, 1.25)
            wave = np.sin(2 * np.pi * (across * np.cos(angle) + down * np.sin(angle)) / period + phase)
            stripes *= 1 - self.depth / 2 * (1 + wave) / 2
        return replace(picture, light=np.asarray(picture.light * stripes, np.float32))
