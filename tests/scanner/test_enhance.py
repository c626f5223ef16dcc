"""Changed pictures keep their size in mind: what is found in one lies at the right place of the original."""

from collections.abc import Callable

import numpy as np
import pytest

from pos_app.scanner import enhance
from pos_app.scanner.decoders import ZXing
from pos_app.scanner.enhance import View
from pos_app.scanner.frame import GreyImage
from pos_app.scanner.outline import corners_of
from pos_app.scanner.rectify import rectified
from pos_app.scanner.symbology import VOUCHER_SYMBOLOGIES
from tests.scanner.pictures import VOUCHER, on_counter, qr

CHANGES: dict[str, Callable[[GreyImage], View]] = {
    "as it is": enhance.as_it_is,
    "half": lambda image: enhance.shrunk(image, 0.5),
    "third": lambda image: enhance.shrunk(image, 1 / 3),
    "double": lambda image: enhance.enlarged(image, 2.0),
    "light": lambda image: enhance.gamma(image, 0.5),
    "equalised": enhance.equalised,
    "sharpened": enhance.sharpened,
    "smoothed": enhance.smoothed,
    "thresholded": enhance.thresholded,
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_a_code_is_found_where_it_lies(change: Callable[[GreyImage], View]) -> None:
    scene = on_counter(qr(module=9), places=((501, 203),))
    before = scene.copy()
    view = change(scene)
    (symbol,) = ZXing().decode(view.image, VOUCHER_SYMBOLOGIES).symbols
    corner = view.to_picture(symbol.corners)[0]
    assert symbol.payload == VOUCHER.encode()
    assert abs(corner.x - 537) < 4
    assert abs(corner.y - 239) < 4
    assert np.array_equal(scene, before), "the picture itself must not be changed"


def test_a_place_outside_of_the_picture_is_not_looked_into() -> None:
    scene = on_counter(qr())
    for quad in (
        [(0, 0), (0, 0), (0, 0), (0, 0)],
        [(0, 0), (100, 100), (100, 0), (0, 100)],
        [(-9_000, 0), (100, 0), (100, 100), (0, 100)],
        [(float("nan"), 0), (100, 0), (100, 100), (0, 100)],
    ):
        assert list(rectified(scene, corners_of(quad))) == []
