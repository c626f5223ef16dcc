"""Factors of the code itself: what its maker left out, put over it or turned about."""

from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np
from numpy.random import Generator

from pos_app.lab.factor import Stage
from pos_app.lab.picture import Picture
from pos_app.opencv import cv2

_DARK = 0.02  # a dark page of an app
_CRACK_MODULES = 0.3


@dataclass(frozen=True, slots=True)
class QuietZone:
    """How many modules of white the maker left around the code; beyond them the page is dark."""

    stage: ClassVar[Stage] = Stage.SURFACE
    modules: float

    def spoil(self, picture: Picture, _chance: Generator) -> Picture:
        margin = self.modules * picture.module_px
        left, top = np.round(picture.corners.min(axis=0) - margin).astype(int)
        right, bottom = np.round(picture.corners.max(axis=0) + margin).astype(int)
        page = np.full_like(picture.light, _DARK)
        window = np.s_[max(top, 0) : max(bottom, 0), max(left, 0) : max(right, 0)]
        page[window] = picture.light[window]
        return replace(picture, light=page)


@dataclass(frozen=True, slots=True)
class Inverted:
    """Light modules on a dark page, as an app in its dark dress shows them."""

    stage: ClassVar[Stage] = Stage.SURFACE

    def spoil(self, picture: Picture, _chance: Generator) -> Picture:
        return replace(picture, light=np.asarray(1 - np.clip(picture.light, 0, 1), np.float32))


@dataclass(frozen=True, slots=True)
class Logo:
    """A badge in the middle that covers a share of the code's area, 0 to 1."""

    stage: ClassVar[Stage] = Stage.SURFACE
    share: float

    def spoil(self, picture: Picture, _chance: Generator) -> Picture:
        if self.share <= 0:
            return picture
        light = picture.light.copy()
        centre = picture.corners.mean(axis=0)
        half = picture.module_px * picture.side * self.share**0.5 / 2
        first, last = np.round(centre - half).astype(int), np.round(centre + half).astype(int)
        cv2.rectangle(light, first.tolist(), last.tolist(), 1.0, -1)
        cv2.circle(light, np.round(centre).astype(int).tolist(), round(half * 0.8), 0.12, -1, cv2.LINE_AA)
        return replace(picture, light=light)


@dataclass(frozen=True, slots=True)
class Cracks:
    """Cracks across the glass, a third of a module wide, from edge to edge of the code."""

    stage: ClassVar[Stage] = Stage.SURFACE
    count: int

    def spoil(self, picture: Picture, chance: Generator) -> Picture:
        light = picture.light.copy()
        low, high = picture.corners.min(axis=0), picture.corners.max(axis=0)
        for _ in range(self.count):
            ends = chance.uniform(low, high, (2, 2))
            along = ends[1] - ends[0]
            first, last = (np.round(end).astype(int).tolist() for end in (ends[0] - along, ends[1] + along))
            thick = max(1, round(_CRACK_MODULES * picture.module_px))
            cv2.line(light, first, last, float(chance.uniform(0.1, 0.9)), thick, cv2.LINE_AA)
        return replace(picture, light=light)
