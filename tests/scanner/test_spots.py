"""Spots: where a code stands is among the first places to look at, and what was seen there is looked at first."""

import numpy as np
import pytest

from pos_app.scanner.cut import Cut
from pos_app.scanner.frame import GreyImage
from pos_app.scanner.outline import corners_of
from pos_app.scanner.spots import Spotlight, cut_of, spots_in
from tests.scanner.pictures import OTHER_VOUCHER, bars, degraded, on_counter, qr


def holds(cut: Cut, left: int, top: int, side: int) -> bool:
    height, width = cut.image.shape
    return cut.left <= left and cut.top <= top and cut.left + width >= left + side and cut.top + height >= top + side


@pytest.mark.parametrize(("module", "shade"), [(2, 1), (4, 1), (6, 16), (12, 1)])
def test_a_code_is_the_first_spot_beside_a_bar_code(module: int, shade: int) -> None:
    code = qr(module=module, quiet=0)
    picture = on_counter(code, bars(), places=((300, 200), (800, 300)))
    first = cut_of(picture // shade, spots_in(np.asarray(picture // shade, np.uint8))[0])
    assert holds(first, 300, 200, len(code))
    assert first.image.size < picture.size / 4


@pytest.mark.parametrize("seed", range(4))
def test_noise_hides_no_spot(seed: int) -> None:
    picture = degraded(on_counter(qr(module=7), places=((480, 200),)), seed)
    assert spots_in(picture), f"seed {seed}"


@pytest.mark.parametrize("shape", [(1, 1), (2, 300), (300, 2), (21, 21), (720, 1280)])
def test_an_empty_picture_has_no_spots(shape: tuple[int, int]) -> None:
    assert spots_in(np.full(shape, 90, np.uint8)) == []


def middle(cut: Cut) -> tuple[int, int]:
    return cut.left + cut.image.shape[1] // 2, cut.top + cut.image.shape[0] // 2


def two_codes() -> GreyImage:
    return on_counter(qr(module=8), qr(OTHER_VOUCHER, module=5), places=((100, 100), (800, 300)))


def test_spots_come_in_turn_until_something_was_seen_in_one() -> None:
    light, picture = Spotlight(), two_codes()
    firsts = [next(light.cuts(picture, ())) for _ in range(8)]
    assert len({middle(cut) for cut in firsts}) == 2
    small = next(cut for cut in firsts if cut.left > 600)
    light.note(small)
    assert {middle(next(light.cuts(picture, ()))) for _ in range(8)} == {middle(small)}


def test_what_an_engine_located_comes_before_all_others_unless_it_is_the_whole_picture() -> None:
    picture = two_codes()
    located = corners_of([(850, 350), (950, 350), (950, 450), (850, 450)])
    everything = corners_of([(0, 0), (1280, 0), (1280, 720), (0, 720)])
    first = next(Spotlight().cuts(picture, (everything, located)))
    assert (first.left, first.top, first.image.shape) == (820, 320, (160, 160))


def test_corners_go_to_the_whole_and_back() -> None:
    cut = cut_of(two_codes(), (790, 290, 1000, 500))
    there = corners_of([(810, 310), (990, 310), (990, 490), (810, 490)])
    assert cut.inside(there)[0].x == 20
    assert cut.to_picture(cut.inside(there)) == there
