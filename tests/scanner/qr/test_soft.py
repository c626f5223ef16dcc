"""Modules with confidences: every version and level is read, doubt costs half, and noise says nothing."""

from itertools import product

import numpy as np
import pytest
import qrcode
from hypothesis import given
from hypothesis import strategies as some

from pos_app.scanner.qr.bits import filling, parse
from pos_app.scanner.qr.fusion import ModuleFusion
from pos_app.scanner.qr.layout import codeword_positions, known_modules, side_of
from pos_app.scanner.qr.soft import Modules, decode_covered, decode_modules, guide_agreement, pattern_agreement
from tests.scanner.pictures import OTHER_VOUCHER, VOUCHER
from tests.scanner.qr.test_reedsolomon import EXAMPLE


def modules_of(text: str = VOUCHER, *, version: int | None = None, level: int = 0, mask: int | None = None) -> Modules:
    code = qrcode.QRCode(version=version, error_correction=level, border=0, mask_pattern=mask)
    code.add_data(text.encode())
    code.make(fit=version is None)
    return np.where(np.array(code.get_matrix(), bool), 1.0, -1.0)


def with_hole(modules: Modules, share: float, seed: int) -> Modules:
    """Put something grey over the middle, as a logo or a glare spot does."""
    holed = modules.copy()
    side = len(modules)
    size = round(side * share)
    near = side // 2 - size // 2
    chance = np.random.default_rng(seed)
    holed[near : near + size, near : near + size] = chance.uniform(-0.2, 0.2, (size, size))
    return holed


@pytest.mark.parametrize(("version", "level"), list(product((4, 6, 7, 10, 21, 27, 40), range(4))))
def test_every_kind_of_code_is_read(version: int, level: int) -> None:
    modules = modules_of(version=version, level=level)
    known = known_modules(version)
    assert len(modules) == side_of(version)
    assert np.array_equal(known[known != 0], modules[known != 0])
    assert pattern_agreement(modules) == pytest.approx(1.0)
    assert guide_agreement(modules) == pytest.approx(1.0)
    assert decode_modules(modules) == VOUCHER.encode()


@pytest.mark.parametrize("mask", range(8))
def test_every_mask_is_taken_off(mask: int) -> None:
    assert decode_modules(modules_of(mask=mask)) == VOUCHER.encode()


@given(text=some.text(some.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=80))
def test_every_printed_text_comes_back(text: str) -> None:
    assert decode_modules(modules_of(text)) == text.encode()


def test_a_hole_in_the_middle_is_taken_for_lost_and_not_for_wrong() -> None:
    holed = with_hole(modules_of(level=3), 0.44, 1)
    assert decode_modules(holed) == VOUCHER.encode()
    assert decode_modules(np.sign(holed)) is None, "without confidences the same hole is too large"


def with_badge(modules: Modules, share: float) -> Modules:
    """Put a dark disc on a white square over the middle: nothing of it looks doubtful."""
    covered = modules.copy()
    side = len(modules)
    far = np.abs(np.arange(side) - (side - 1) / 2)
    across, down = np.meshgrid(far, far)
    covered[np.maximum(across, down) <= share * side / 2] = -1.0
    covered[np.hypot(across, down) <= 0.8 * share * side / 2] = 1.0
    return covered


def test_a_badge_over_the_middle_is_taken_for_lost() -> None:
    text = VOUCHER + OTHER_VOUCHER
    covered = with_badge(modules_of(text), 0.34)
    assert decode_modules(covered) is None
    assert decode_covered(covered) == text.encode()


def test_what_the_standard_fills_up_is_known_before_it_is_seen() -> None:
    assert filling(EXAMPLE[:16], 1) == {place: int(EXAMPLE[place]) for place in range(6, 16)}


def test_a_code_is_read_through_damage_to_what_only_fills_it_up() -> None:
    torn = modules_of("4243669", version=2)
    fill = codeword_positions(2)[5:28]
    torn.ravel()[fill] = np.random.default_rng(3).choice((-1.0, 1.0), fill.shape)
    assert decode_modules(torn) == b"4243669"


@pytest.mark.parametrize("seed", range(20))
def test_noise_says_nothing(seed: int) -> None:
    chance = np.random.default_rng(seed)
    known = known_modules(3)
    assert decode_modules(np.where(known != 0, known, chance.uniform(-1, 1, known.shape))) is None


@given(seed=some.integers(0, 2**32 - 1), share=some.floats(0.0, 0.5))
def test_damage_gives_the_content_or_nothing(seed: int, share: float) -> None:
    chance = np.random.default_rng(seed)
    modules = modules_of()
    hit = chance.random(modules.shape) < share
    damaged = np.where(hit, chance.uniform(-1, 1, modules.shape), modules)
    assert {decode_modules(damaged), decode_covered(damaged)} <= {None, VOUCHER.encode()}


@pytest.mark.parametrize(
    "data",
    [
        bytes((0x70, 0, 0)),  # a declared encoding
        bytes((0x80, 0, 0)),  # Kanji
        bytes((0xD0, 0, 0)),  # Hanzi
        bytes((0x30, 0x10, 0x01, 0x00, 0x40)),  # the first of two symbols, with a digit of its own
        bytes((0x50, 0x10, 0x04)),  # GS1 elements, whose separators are not what they seem
        bytes((0x90, 0x10, 0x04)),  # another application's
        bytes((0x40, 0x94)),  # nine bytes promised, half of one there
        bytes((0x10, 0x0F, 0xFF)),  # three digits that are above 999
        bytes((0, 0, 0)),  # nothing at all
    ],
)
def test_what_we_do_not_read_is_refused(data: bytes) -> None:
    assert parse(np.frombuffer(data, np.uint8), 1) is None


def test_two_frames_say_together_what_neither_says_alone() -> None:
    modules = modules_of(VOUCHER + OTHER_VOUCHER, version=2)
    left, right = modules.copy(), modules.copy()
    left[:, 9:16], right[9:16, :] = 0.0, 0.0
    assert decode_modules(left) is None
    assert decode_modules(right) is None
    fusion = ModuleFusion()
    assert fusion.add(left) is None
    assert fusion.add(right) == (VOUCHER + OTHER_VOUCHER).encode()


def test_two_codes_are_never_mixed() -> None:
    fusion = ModuleFusion()
    one, other = with_hole(modules_of(), 0.5, 1), with_hole(modules_of(OTHER_VOUCHER), 0.5, 2)
    for number in range(12):
        assert fusion.add(one if number % 4 < 2 else other) in {None, VOUCHER.encode(), OTHER_VOUCHER.encode()}


def test_an_old_sight_is_forgotten() -> None:
    modules = modules_of(version=2)
    left, right = modules.copy(), modules.copy()
    left[:, 9:16], right[9:16, :] = 0.0, 0.0
    fusion = ModuleFusion()
    fusion.add(left)
    for _ in range(20):
        fusion.next_frame()
    assert fusion.add(right) is None
