"""Counters to hold a phone over: their grain, uneven light, boxes, leaflets and what looks a little like a code."""

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from pos_app.lab.picture import Light
from pos_app.opencv import cv2

WIDTH, HEIGHT = 1280, 720
_ROUGH = 8  # pixels of the large blotches of light


def draw_backdrop(chance: Generator) -> Light:
    """Draw one counter of 1280 by 720 pixels with a few things on it and no code."""
    light = _surface(chance)
    for _ in range(chance.integers(2, 7)):
        _lay(light, _THINGS[chance.integers(len(_THINGS))](chance), chance)
    return np.asarray(cv2.GaussianBlur(light * _unevenness(chance), (0, 0), 1.0), np.float32)


def _surface(chance: Generator) -> Light:
    grain = chance.standard_normal((HEIGHT, WIDTH // 40)).astype(np.float32)
    stretched = cv2.resize(grain, (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC)
    along = cv2.GaussianBlur(stretched, (0, 0), 12, sigmaY=0.8)
    return np.asarray(chance.uniform(0.08, 0.5) * (1 + 0.12 * along), np.float32)


def _unevenness(chance: Generator) -> Light:
    corners = chance.uniform(0.55, 1.2, (3, 4)).astype(np.float32)
    return np.asarray(cv2.resize(corners, (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC), np.float32).clip(0.3, 1.4)


def _box(chance: Generator) -> Light:
    thing = np.full(chance.integers(60, 260, 2), chance.uniform(0.1, 0.9), np.float32)
    thing[: len(thing) // 4] = chance.uniform(0.05, 0.8)
    return thing


def _leaflet(chance: Generator) -> Light:
    """Lines of small print."""
    rows, columns = chance.integers(12, 30), chance.integers(30, 70)
    letters = np.where(chance.uniform(size=(rows * 2, columns)) < 0.6, 0.1, 0.85)
    letters[1::2] = 0.85
    return _blown_up(letters, int(chance.integers(3, 6)))


def _carpet(chance: Generator) -> Light:
    """Squares at random, as dense as the modules of a code."""
    side = chance.integers(14, 36)
    return _blown_up(np.where(chance.uniform(size=(side, side)) < 0.5, 0.05, 0.8), int(chance.integers(3, 9)))


def _stripes(chance: Generator) -> Light:
    """Bars as of a bar code, and of no symbology."""
    bars = np.where(chance.uniform(size=int(chance.integers(30, 90))) < 0.5, 0.05, 0.85)
    return _blown_up(np.tile(bars, (int(chance.integers(15, 40)), 1)), int(chance.integers(2, 4)))


def _rings(chance: Generator) -> Light:
    """Squares in squares, as the eyes of a code, and lone."""
    eye = np.full((9, 9), 0.85)
    eye[1:8, 1:8], eye[2:7, 2:7], eye[3:6, 3:6] = 0.05, 0.85, 0.05
    return _blown_up(eye, int(chance.integers(4, 14)))


_THINGS = (_box, _leaflet, _carpet, _stripes, _rings)


def _blown_up(values: NDArray[np.float64], factor: int) -> Light:
    return np.asarray(values.repeat(factor, axis=0).repeat(factor, axis=1), np.float32)


def _lay(light: Light, thing: Light, chance: Generator) -> None:
    """Put a thing anywhere, turned as it happens to lie."""
    height, width = thing.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), chance.uniform(0, 360), 1)
    turn[:, 2] += (chance.uniform(0, WIDTH) - width / 2, chance.uniform(0, HEIGHT) - height / 2)
    cv2.warpAffine(thing, turn, (WIDTH, HEIGHT), dst=light, borderMode=cv2.BORDER_TRANSPARENT)
