"""Our own reader finds codes by their eyes where paper bends, tilts, is crumpled or partly covered."""

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
import pytest
from numpy.typing import NDArray

from pos_app.opencv import cv2
from pos_app.scanner.cut import Cut
from pos_app.scanner.frame import GreyImage
from pos_app.scanner.outline import corners_of
from pos_app.scanner.qr.reading import ModuleReader, ModuleSight
from pos_app.scanner.qr.search import Search
from pos_app.scanner.spots import cut_of, spots_in
from tests.scanner.pictures import OTHER_VOUCHER, VOUCHER, degraded, noise_only, on_counter, qr, tilted

Map: TypeAlias = NDArray[np.floating]


def read(picture: GreyImage) -> set[bytes]:
    return {sight.symbol.payload for sight in searched(picture) if sight.symbol}


def sees_eyes(picture: GreyImage) -> bool:
    return any(ModuleReader().sees_eyes(Search(cut)) for cut in (cut_of(picture, box) for box in spots_in(picture)))


def searched(picture: GreyImage, *, is_late: Callable[[], bool] = lambda: False) -> list[ModuleSight]:
    reader = ModuleReader()
    search = reader.search(Cut(picture))
    return [
        *reader.by_rings(search, is_late=is_late, fuses=False),
        *reader.by_runs(search, is_late=is_late, fuses=False),
    ]


def scene(text: str = VOUCHER, *, module: int = 9) -> GreyImage:
    return on_counter(qr(text, module=module), places=((430, 150),))


def rolled(picture: GreyImage, *, depth: float) -> GreyImage:
    """Bend the picture around an upright roll."""
    rows, columns = np.indices(picture.shape).astype(np.float32)
    around = (columns - 560) / 160
    return _moved(
        picture, np.asarray(columns + depth * around**2 * np.sign(around)), np.asarray(rows + depth * around**2)
    )


def around_a_roll(picture: GreyImage, *, radius: float) -> GreyImage:
    """Wrap the picture around an upright roll, in widths of the code; its sides turn almost out of sight."""
    rows, columns = np.indices(picture.shape).astype(np.float32)
    reach = radius * 189
    inside = np.asarray(((columns - 560) / reach).clip(-1, 1))
    return _moved(picture, np.asarray(560 + np.arcsin(inside) * reach), np.asarray(rows))


def crumpled(picture: GreyImage, seed: int) -> GreyImage:
    """Move each patch of the picture a little its own way."""
    chance = np.random.default_rng(seed)
    rows, columns = np.indices(picture.shape).astype(np.float32)
    size = (picture.shape[1], picture.shape[0])
    across, down = (
        cv2.resize(chance.normal(0, 2, (12, 20)).astype(np.float32), size, interpolation=cv2.INTER_CUBIC)
        for _ in range(2)
    )
    return _moved(picture, columns + np.asarray(across), rows + np.asarray(down))


def _moved(picture: GreyImage, columns: Map, rows: Map) -> GreyImage:
    across, down = columns.astype(np.float32), rows.astype(np.float32)
    return np.asarray(cv2.remap(picture, across, down, cv2.INTER_LINEAR, borderValue=(170,)), np.uint8)


def without_an_eye(picture: GreyImage) -> GreyImage:
    covered = picture.copy()
    covered[150 + 30 : 150 + 100, 430 + 30 : 430 + 100] = 255
    return covered


BENT: dict[str, Callable[[], GreyImage]] = {
    "flat": scene,
    "turned": lambda: np.ascontiguousarray(np.rot90(scene())),
    "small": lambda: scene(module=3),
    "rolled": lambda: rolled(scene(), depth=14),
    "around a roll": lambda: around_a_roll(scene(), radius=0.38),
    "crumpled": lambda: crumpled(scene(), 2),
    "tilted": lambda: tilted(scene(), degrees=55),
    "inverted": lambda: np.asarray(255 - scene(), np.uint8),
    "an eye lost": lambda: without_an_eye(scene()),
}


@pytest.mark.parametrize("make", [pytest.param(make, id=name) for name, make in BENT.items() if name != "inverted"])
def test_a_code_is_found_by_its_eyes(make: Callable[[], GreyImage]) -> None:
    assert read(make()) == {VOUCHER.encode()}


@pytest.mark.parametrize("name", ["flat", "rolled", "crumpled", "inverted", "an eye lost"])
def test_a_code_that_an_engine_located_is_read_in_its_outline(name: str) -> None:
    outline = corners_of([(466, 186), (655, 186), (655, 375), (466, 375)])
    sights = ModuleReader().at(Cut(BENT[name]()), outline, is_late=lambda: False, fuses=False)
    assert [sight.symbol.payload for sight in sights if sight.symbol] == [VOUCHER.encode()]


def test_both_of_two_codes_are_read() -> None:
    assert read(on_counter(qr(), qr(OTHER_VOUCHER))) == {VOUCHER.encode(), OTHER_VOUCHER.encode()}


def test_the_outline_is_told_in_pixels_of_the_picture() -> None:
    (sight,) = searched(scene())
    seen = np.array([(corner.x, corner.y) for corner in sight.corners])
    assert np.abs(seen - np.array([(466, 186), (655, 186), (655, 375), (466, 375)])).max() < 3


@pytest.mark.parametrize("seed", range(6))
def test_nothing_is_read_where_nothing_is(seed: int) -> None:
    assert read(noise_only(seed)) == set(), f"seed {seed}"


@pytest.mark.parametrize("shape", [(1, 1), (2, 300), (300, 2), (21, 21)])
@pytest.mark.parametrize("shade", [0, 255])
def test_an_empty_picture_holds_nothing(shape: tuple[int, int], shade: int) -> None:
    picture = np.full(shape, shade, np.uint8)
    assert read(picture) == set()
    assert not sees_eyes(picture)
    outline = corners_of([(0, 0), (9, 0), (9, 9), (0, 9)])
    assert ModuleReader().at(Cut(picture), outline, is_late=lambda: False, fuses=False) == ()


@pytest.mark.parametrize("hidden", [None, 0, 1, 2])
def test_two_eyes_tell_where_a_code_may_be(hidden: int | None) -> None:
    picture = scene()
    if hidden is not None:
        x, y = ((466, 186), (592, 186), (466, 312))[hidden]
        picture[y : y + 63, x : x + 63] = 255
    reader = ModuleReader()
    search = Search(Cut(picture))
    reader.by_rings(search, is_late=lambda: False, fuses=False)
    square = search.around_two_eyes()
    assert square is not None
    assert square[0].x < 466
    assert square[0].y < 186
    assert square[2].x > 655
    assert square[2].y > 375
    assert search.around_one_eye() is None


def test_a_mark_that_stands_alone_is_no_eye_of_a_code() -> None:
    code = scene()
    roomy, alone = code.copy(), on_counter()
    for picture in (roomy, alone):
        picture[186:249, 466:529] = code[186:249, 466:529]
    for cut, is_hint in ((Cut(roomy), True), (cut_of(alone, (446, 166, 549, 269)), False)):
        if is_hint:
            cut.image[186:249, 592:655] = cut.image[312:375, 466:529] = 255
        search = Search(cut)
        ModuleReader().by_rings(search, is_late=lambda: False, fuses=False)
        assert (search.around_one_eye() is not None) == is_hint


def test_nothing_is_begun_when_it_is_late() -> None:
    assert searched(scene(), is_late=lambda: True) == []


@pytest.mark.parametrize("seed", range(8))
def test_a_glance_tells_a_code_from_a_counter(seed: int) -> None:
    assert sees_eyes(degraded(scene(module=7), seed)), f"seed {seed}"
    assert not sees_eyes(degraded(on_counter(), seed)), f"seed {seed}"
