"""Factors of the camera: out of focus, moved during the exposure, noisy in the dark, compressed."""

from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np
from numpy.random import Generator

from pos_app.lab.factor import Stage
from pos_app.lab.picture import Picture, decoded, developed, encoded, lit
from pos_app.opencv import cv2


@dataclass(frozen=True, slots=True)
class Blur:
    """Out of focus; the standard deviation of the Gaussian in modules."""

    stage: ClassVar[Stage] = Stage.LENS
    modules: float

    def spoil(self, picture: Picture, _chance: Generator) -> Picture:
        sigma = self.modules * picture.module_px
        if sigma <= 0:
            return picture
        return replace(picture, light=np.asarray(cv2.GaussianBlur(picture.light, (0, 0), sigma), np.float32))


@dataclass(frozen=True, slots=True)
class Motion:
    """Moved during the exposure, by so many modules in a straight line; no direction named, one is drawn."""

    stage: ClassVar[Stage] = Stage.LENS
    modules: float
    degrees: float | None = None

    def spoil(self, picture: Picture, chance: Generator) -> Picture:
        direction = chance.uniform(0, 180) if self.degrees is None else self.degrees
        length = self.modules * picture.module_px
        if length <= 0:
            return picture
        smeared = cv2.filter2D(picture.light, -1, _track(length, direction))
        return replace(picture, light=np.asarray(smeared, np.float32))


@dataclass(frozen=True, slots=True)
class Noise:
    """Noise of the sensor; the standard deviation in grey levels of 255."""

    stage: ClassVar[Stage] = Stage.SENSOR
    sigma: float

    def spoil(self, picture: Picture, chance: Generator) -> Picture:
        noise = chance.standard_normal(picture.light.shape, np.float32)
        if self.sigma <= 0:
            return picture
        return replace(picture, light=decoded(encoded(picture.light) + self.sigma * noise))


@dataclass(frozen=True, slots=True)
class Jpeg:
    """Compressed and decoded again, at a quality of 1 to 100."""

    stage: ClassVar[Stage] = Stage.FILE
    quality: int

    def spoil(self, picture: Picture, _chance: Generator) -> Picture:
        _, packed = cv2.imencode(".jpg", developed(picture.light), (cv2.IMWRITE_JPEG_QUALITY, self.quality))
        return replace(picture, light=lit(np.asarray(cv2.imdecode(packed, cv2.IMREAD_GRAYSCALE), np.uint8)))


def _track(length: float, degrees: float) -> "np.typing.NDArray[np.float32]":
    """Draw the way of a point during the exposure, with soft ends for parts of a pixel; its sum is 1."""
    half = int(np.ceil(length / 2)) + 1
    angle = np.radians(degrees)
    down, across = np.mgrid[-half : half + 1, -half : half + 1]
    along = across * np.cos(angle) + down * np.sin(angle)
    beside = -across * np.sin(angle) + down * np.cos(angle)
    weight = np.clip(length / 2 + 0.5 - np.abs(along), 0, 1) * np.clip(1 - np.abs(beside), 0, 1)
    return np.asarray(weight / weight.sum(), np.float32)
