"""Frames laid over each other: a hand moves, light wanders, noise comes anew, and the code stays."""

import numpy as np
import pytest

from pos_app.opencv import cv2
from pos_app.scanner.belief import is_counter_code
from pos_app.scanner.cut import Cut
from pos_app.scanner.decoders import ZXing
from pos_app.scanner.frame import GreyImage
from pos_app.scanner.overlay import Overlay
from pos_app.scanner.reader import LIVE, Reader
from pos_app.scanner.spots import cut_of
from pos_app.scanner.symbology import VOUCHER_SYMBOLOGIES
from tests.scanner.pictures import VOUCHER, on_counter, qr

FRAMES = 8
PLACE, MODULE = (470, 200), 8
WHOLE = (PLACE[0] - 30, PLACE[1] - 30, PLACE[0] + 33 * MODULE + 30, PLACE[1] + 33 * MODULE + 30)


def clip(seed: int, *, noise: float = 8, streak: int = 45) -> list[GreyImage]:
    """Hold a code with a hand that trembles; a streak of light, half of its width given, wanders over its middle."""
    chance = np.random.default_rng(seed)
    flat = np.asarray(on_counter(qr(module=MODULE), places=(PLACE,)) * 0.7 + 20, np.float32)
    rows, columns = np.indices(flat.shape)
    turned, moved = 0.0, np.zeros(2)
    frames = []
    for across in np.linspace(-80, 80, FRAMES):
        turn = cv2.getRotationMatrix2D((640, 360), turned, 1) + np.column_stack((np.zeros((2, 2)), moved))
        seen = np.asarray(cv2.warpAffine(flat, turn, (1280, 720), borderValue=(120,)))
        seen = np.where(np.abs(columns - rows - 270 + across) < streak, 255.0, seen)
        frames.append(np.asarray((seen + chance.normal(0, noise, seen.shape)).clip(0, 255), np.uint8))
        turned, moved = turned + chance.normal(0, 0.5), moved + chance.normal(0, 2, 2)
    return frames


def laid(frames: list[GreyImage]) -> list[Cut | None]:
    overlay = Overlay()
    return [overlay.over(frame, cut_of(frame, WHOLE), is_aimed=True) for frame in frames]


def plainly(picture: GreyImage) -> set[bytes]:
    return {symbol.payload for symbol in ZXing().decode(picture, VOUCHER_SYMBOLOGIES).symbols}


@pytest.mark.parametrize("seed", range(3))
def test_a_streak_that_wanders_is_gone_and_corners_find_back(seed: int) -> None:
    frames = clip(seed)
    assert not any(plainly(frame) for frame in frames), f"seed {seed}"
    last = laid(frames)[-1]
    assert last is not None
    (found,) = ZXing().decode(last.image, VOUCHER_SYMBOLOGIES).symbols
    assert found.payload == VOUCHER.encode()
    again = last.to_picture(last.inside(last.to_picture(found.corners)))
    corner = last.to_picture(found.corners)[0]
    assert abs(again[0].x - corner.x) + abs(again[0].y - corner.y) < 1e-6
    inset = PLACE[0] + 4 * MODULE, PLACE[1] + 4 * MODULE
    assert abs(corner.x - inset[0]) + abs(corner.y - inset[1]) < 40, "where the newest frame shows it"


def test_noise_averages_out() -> None:
    one, *_ = frames = clip(1, noise=40, streak=0)
    last = laid(frames)[-1]
    assert last is not None
    quiet = np.s_[4:18, 60:200]  # of the margin, which is even
    assert last.image[quiet].std() < 0.6 * cut_of(one, WHOLE).image[quiet].std()


def test_two_frames_are_too_few() -> None:
    assert [cut is not None for cut in laid(clip(2)[:4])] == [False, False, True, True]


def test_what_is_lost_is_begun_anew_after_a_while() -> None:
    overlay, frames = Overlay(), clip(3, streak=0)
    for frame in frames:
        overlay.over(frame, cut_of(frame, WHOLE), is_aimed=True)
    empty = on_counter()
    assert [overlay.over(empty, cut_of(empty, WHOLE), is_aimed=True) for _ in range(4)] == [None] * 4
    assert overlay.over(frames[0], cut_of(frames[0], WHOLE), is_aimed=True) is None


def test_an_aim_takes_the_place_of_a_mere_spot() -> None:
    overlay, frames = Overlay(), clip(4, streak=0)
    elsewhere = (0, 0, 1200, 700)
    for frame in frames[:4]:
        overlay.over(frame, cut_of(frame, elsewhere), is_aimed=False)
    assert overlay.over(frames[4], cut_of(frames[4], WHOLE), is_aimed=True) is None, "begun anew"


@pytest.mark.parametrize("shape", [(1, 1), (2, 300), (21, 21), (720, 1280)])
@pytest.mark.parametrize("shade", [0, 255])
def test_an_empty_spot_is_never_followed(shape: tuple[int, int], shade: int) -> None:
    overlay, picture = Overlay(), np.full(shape, shade, np.uint8)
    assert [overlay.over(picture, Cut(picture), is_aimed=False) for _ in range(5)] == [None] * 5


def test_a_live_source_is_read_though_none_of_its_frames_can_be() -> None:
    frames = clip(1, streak=50)
    assert not any(new_reader().read(frame, VOUCHER_SYMBOLOGIES, LIVE).codes for frame in frames[::3])
    reader = new_reader()
    read = [reader.read(frame, VOUCHER_SYMBOLOGIES, LIVE).codes for frame in frames]
    assert {code.payload for codes in read for code in codes} == {VOUCHER.encode()}


def new_reader() -> Reader:
    return Reader(tick=lambda: 0.0, is_plausible=is_counter_code)
