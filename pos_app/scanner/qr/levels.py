"""From grey values on the grid to dark, light or unknown, by what is dark and light in the neighbourhood."""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from pos_app.opencv import cv2
from pos_app.scanner.frame import GreyImage
from pos_app.scanner.qr.soft import Modules

Field: TypeAlias = NDArray[np.floating]

NEIGHBOURHOOD = 9  # modules; data is mixed so well that both tones are found within
_CONTRAST_SHARE_MIN = 0.35  # of the contrast of the whole code; with less, glare or a shadow has eaten the modules
_CONTRAST_MIN = 4.0
_WINDOW_PIXELS = 24


@dataclass(frozen=True, slots=True, eq=False)
class Levels:
    """The grey between dark and light at each module, half of the way from one to the other, and what follows."""

    middle: Field
    reach: Field
    modules: Modules
    unclipped: Field

    def normalised(self, seen: Field) -> Field:
        """Bring a finer sampling of the same grid to the scale of modules: dark 1, light -1."""
        rows, columns = seen.shape
        size = (columns, rows)
        middle = cv2.resize(self.middle.astype(np.float32), size, interpolation=cv2.INTER_LINEAR)
        reach = cv2.resize(self.reach.astype(np.float32), size, interpolation=cv2.INTER_LINEAR)
        return np.asarray(((middle - seen) / reach).clip(-1.2, 1.2), np.float32)


def levels_of(grey: Field, *, neighbourhood: int = NEIGHBOURHOOD, sharpness: float = 0.0) -> Levels:
    """Judge modules by their grey; `sharpness` takes away what a blur mixed in from the modules around."""
    if sharpness:
        grey = grey + sharpness * (grey - cv2.blur(grey, (3, 3), borderType=cv2.BORDER_REPLICATE))
    kernel = np.ones((neighbourhood, neighbourhood), np.uint8)
    light = cv2.blur(cv2.dilate(grey, kernel), (neighbourhood, neighbourhood))
    dark = cv2.blur(cv2.erode(grey, kernel), (neighbourhood, neighbourhood))
    low, high = spread_of(grey)
    whole = (high - low) / 2
    middle = (light + dark) / 2
    reach = np.maximum((light - dark) / 2, max(_CONTRAST_SHARE_MIN * whole, _CONTRAST_MIN))
    unclipped = (middle - grey) / reach
    return Levels(middle, reach, unclipped.clip(-1, 1), unclipped)


def spread_of(grey: Field) -> tuple[float, float]:
    """Give the greys that a tenth is darker and a tenth is lighter than; NumPy's percentiles take ten times as long."""
    ordered = np.sort(grey, axis=None)
    tenth = len(ordered) // 10
    return float(ordered[tenth]), float(ordered[-tenth - 1])


def evened(image: GreyImage, window: int) -> Field:
    """Bring a picture to the scale of modules, dark 1 and light -1, by what is dark and light within the window."""
    factor = max(1, window // _WINDOW_PIXELS)
    height, width = (max(1, side // factor) for side in image.shape)
    small = np.asarray(cv2.resize(image, (width, height), interpolation=cv2.INTER_AREA), np.float32)
    size = max(3, window // factor | 1)
    kernel = np.ones((size, size), np.uint8)
    light = cv2.blur(cv2.dilate(small, kernel), (size, size))
    dark = cv2.blur(cv2.erode(small, kernel), (size, size))
    low, high = spread_of(small[::2, ::2])
    reach = np.maximum((light - dark) / 2, max(_CONTRAST_SHARE_MIN * (high - low) / 2, _CONTRAST_MIN))
    full = (image.shape[1], image.shape[0])
    middle = cv2.resize((light + dark) / 2, full, interpolation=cv2.INTER_LINEAR)
    scale = cv2.resize(1 / reach, full, interpolation=cv2.INTER_LINEAR)
    return np.asarray(((middle - image) * scale).clip(-1, 1), np.float32)


def mean_of_modules(fine: Field, per_module: int) -> Field:
    """Average the inner half of each module, which a grid that is a little off does not leave."""
    side = fine.shape[0] // per_module
    edge = per_module // 4
    cells = fine.reshape(side, per_module, side, per_module)
    return np.asarray(cells[:, edge : per_module - edge, :, edge : per_module - edge].mean(axis=(1, 3)), np.float64)
