"""Factors of how the code is held: bent, tilted, turned, near or far, half out of the picture."""

from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from pos_app.lab.factor import Stage
from pos_app.lab.picture import Picture, Quad
from pos_app.opencv import cv2

BACKDROP = 0.30  # what lies around the phone
_EYE = 4.0  # the camera's distance in widths of the code: a hand's breadth over a counter
_EDGE_ON_DEG = 89.0


@dataclass(frozen=True, slots=True)
class Curve:
    """Bent around an upright cylinder, its radius in widths of the code; infinite is flat, 0.32 goes half around."""

    stage: ClassVar[Stage] = Stage.BENDING
    radius: float

    def spoil(self, picture: Picture, _chance: Generator) -> Picture:
        if np.isinf(self.radius):
            return picture
        height, width = picture.light.shape
        middle = picture.corners[:, 0].mean()
        radius = self.radius * picture.module_px * picture.side
        across = (np.arange(width) - middle) / radius
        is_seen = np.abs(across) < np.sin(np.radians(_EDGE_ON_DEG))
        along = middle + radius * np.arcsin(np.where(is_seen, across, 0))
        columns = np.where(is_seen, along, -1e6).astype(np.float32)
        maps = np.meshgrid(columns, np.arange(height, dtype=np.float32))
        light = cv2.remap(picture.light, maps[0], maps[1], cv2.INTER_LINEAR, borderValue=BACKDROP)
        shade = np.sqrt(1 - np.where(is_seen, across, 0) ** 2).astype(np.float32)  # it turns away from the light
        corners = picture.corners.copy()
        corners[:, 0] = middle + radius * np.sin(np.clip((corners[:, 0] - middle) / radius, -np.pi / 2, np.pi / 2))
        return replace(picture, light=np.asarray(light * shade, np.float32), corners=corners)


@dataclass(frozen=True, slots=True)
class Tilt:
    """Turned away from the camera by an angle, around an axis in the code's plane; no axis named, one is drawn."""

    stage: ClassVar[Stage] = Stage.TILTING
    degrees: float
    axis_degrees: float | None = None

    def spoil(self, picture: Picture, chance: Generator) -> Picture:
        axis = chance.uniform(0, 360) if self.axis_degrees is None else self.axis_degrees
        if not self.degrees:
            return picture
        return warped(picture, tilting(self.degrees, axis, picture.corners.mean(axis=0), _EYE * _width(picture)))


@dataclass(frozen=True, slots=True)
class Rotation:
    """Turned in the plane of the picture."""

    stage: ClassVar[Stage] = Stage.TURNING
    degrees: float

    def spoil(self, picture: Picture, _chance: Generator) -> Picture:
        if not self.degrees:
            return picture
        x, y = picture.corners.mean(axis=0)
        turn = cv2.getRotationMatrix2D((float(x), float(y)), self.degrees, 1)
        return warped(picture, np.vstack((turn, (0, 0, 1))))


@dataclass(frozen=True, slots=True)
class Size:
    """How many pixels the camera gives to a module that faces it; it averages the light that falls on each."""

    stage: ClassVar[Stage] = Stage.DISTANCE
    module_px: float

    def spoil(self, picture: Picture, chance: Generator) -> Picture:
        scale = self.module_px / picture.module_px
        height, width = (max(1, round(length * scale)) for length in picture.light.shape)
        # The grid of the sensor lies anywhere on the modules.
        offset = chance.uniform(0, 1 / scale, 2) if scale < 1 else np.zeros(2)
        moved = cv2.warpAffine(
            picture.light,
            np.array(((1, 0, offset[0]), (0, 1, offset[1]))),
            picture.light.shape[::-1],
            borderMode=cv2.BORDER_REPLICATE,
        )
        how = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
        light = np.asarray(cv2.resize(moved, (width, height), interpolation=how), np.float32)
        factors = np.array((width, height)) / picture.light.shape[::-1]
        corners = (picture.corners + offset) * factors
        return replace(picture, light=light, corners=corners, module_px=self.module_px)


@dataclass(frozen=True, slots=True)
class Crop:
    """A share of the code's width that lies beyond the picture's left edge, 0 to 1."""

    stage: ClassVar[Stage] = Stage.FRAME
    share: float

    def spoil(self, picture: Picture, _chance: Generator) -> Picture:
        if self.share <= 0:
            return picture
        left, right = picture.corners[:, 0].min(), picture.corners[:, 0].max()
        cut = min(max(0, round(left + self.share * (right - left))), picture.light.shape[1] - 1)
        return replace(picture, light=picture.light[:, cut:].copy(), corners=picture.corners - (cut, 0))


def tilting(degrees: float, axis_degrees: float, centre: NDArray[np.float64], eye_px: float) -> NDArray[np.float64]:
    """Give the homography of a plane that turns around an axis through `centre`, seen from `eye_px` above it."""
    axis, angle = np.radians(axis_degrees), np.radians(degrees)
    turn = np.asarray(cv2.Rodrigues(np.array((np.cos(axis), np.sin(axis), 0)) * angle)[0])
    plane = turn[:, :2]
    seen = np.vstack((plane[:2] * eye_px, plane[2]))
    eye = np.column_stack((seen, (0, 0, eye_px)))
    there = np.array(((1, 0, centre[0]), (0, 1, centre[1]), (0, 0, 1)))
    back = np.array(((1, 0, -centre[0]), (0, 1, -centre[1]), (0, 0, 1)))
    return np.asarray(there @ eye @ back / eye_px)


def warped(picture: Picture, homography: NDArray[np.float64]) -> Picture:
    """See the same picture through a homography, in a frame of the same size."""
    size = picture.light.shape[::-1]
    light = cv2.warpPerspective(picture.light, homography, size, flags=cv2.INTER_LINEAR, borderValue=BACKDROP)
    return replace(picture, light=np.asarray(light, np.float32), corners=moved_corners(picture.corners, homography))


def moved_corners(corners: Quad, homography: NDArray[np.float64]) -> Quad:
    return np.asarray(cv2.perspectiveTransform(corners[np.newaxis], homography)[0], np.float64)


def _width(picture: Picture) -> float:
    return picture.module_px * picture.side
