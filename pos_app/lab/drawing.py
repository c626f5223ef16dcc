"""Codes drawn as light: dark modules on a white page, with the counter around."""

import numpy as np
from numpy.typing import NDArray

from pos_app.lab.picture import Picture
from pos_app.lab.pose import BACKDROP
from pos_app.qr import QUIET_ZONE, modules

FINE_PX = 12  # pixels a module; finer than any camera sees it
_INK, _PAPER = 0.01, 0.9
_PAGE = 3  # modules of white beyond the quiet zone
_AROUND = 0.6  # of the code's width on every side, so that a turned code stays inside


def draw_code(text: str, *, module_px: int = FINE_PX) -> Picture:
    """Draw the QR code of a text on a page that lies on the counter."""
    dark = np.array(modules(text))
    side = len(dark)
    around = round(side * _AROUND)
    page = np.pad(symbol_light(dark), QUIET_ZONE + _PAGE, constant_values=_PAPER)
    counter = np.pad(page, max(0, around - QUIET_ZONE - _PAGE), constant_values=BACKDROP)
    light = enlarged(counter, module_px)
    first = (len(counter) - side) / 2 * module_px
    last = first + side * module_px
    corners = np.array(((first, first), (last, first), (last, last), (first, last)))
    return Picture(light, corners, side, module_px)


def symbol_light(dark: NDArray[np.bool_]) -> NDArray[np.float32]:
    """Give the light of each module."""
    return np.where(dark, np.float32(_INK), np.float32(_PAPER))


def enlarged(light: NDArray[np.float32], module_px: int) -> NDArray[np.float32]:
    """Make each module a square of pixels."""
    return np.ascontiguousarray(light.repeat(module_px, axis=0).repeat(module_px, axis=1))
