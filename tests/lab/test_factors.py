"""Each factor does what it says: nothing at no strength, the same from the same seed, more when it is turned up."""

from collections.abc import Callable

import numpy as np
import pytest

from pos_app.lab.camera import Blur, Jpeg, Motion, Noise
from pos_app.lab.degrade import KNOBS, FactorUnknown, Knob, degrade, parse_factor
from pos_app.lab.drawing import draw_code
from pos_app.lab.factor import Factor
from pos_app.lab.light import Exposure, Glare, Moire
from pos_app.lab.picture import Picture, developed, seeded
from pos_app.lab.pose import Crop, Curve, Rotation, Size, Tilt
from pos_app.lab.surface import Cracks, Inverted, Logo, QuietZone

PICTURE = draw_code("4243669509084040896099510000", module_px=8)
FLAT = PICTURE.corners


def spoilt(*factors: Factor, seed: int = 1) -> Picture:
    return degrade(PICTURE, factors, seeded(seed))


def change(picture: Picture) -> float:
    return float(np.abs(developed(picture.light).astype(int) - developed(PICTURE.light)).mean())


@pytest.mark.parametrize(
    "factor",
    [
        Curve(float("inf")),
        Tilt(0),
        Rotation(0),
        Size(PICTURE.module_px),
        Crop(0),
        Exposure(1),
        Glare(0),
        Moire(0),
        Blur(0),
        Motion(0),
        Noise(0),
        Logo(0),
        Cracks(0),
    ],
    ids=lambda factor: type(factor).__name__,
)
def test_a_factor_without_strength_changes_nothing(factor: Factor) -> None:
    picture = spoilt(factor)
    assert np.array_equal(developed(picture.light), developed(PICTURE.light))
    assert np.array_equal(picture.corners, FLAT)


@pytest.mark.parametrize("knob", KNOBS.values(), ids=KNOBS.keys())
def test_the_same_seed_gives_the_same_bytes(knob: Knob) -> None:
    worst = knob.make(knob.values[-1])
    assert spoilt(worst, seed=4).light.tobytes() == spoilt(worst, seed=4).light.tobytes()


GROWING: dict[str, tuple[Callable[[float], Factor], tuple[float, ...]]] = {
    "blur": (Blur, (0.1, 0.3, 0.8)),
    "motion": (lambda modules: Motion(modules, 0), (0.5, 1.5, 3)),
    "noise": (Noise, (2, 10, 40)),
    "glare": (lambda strength: Glare(strength, 4, 0.5, 0.5), (0.2, 1, 5)),
    "moire": (Moire, (0.2, 0.5, 1)),
    "logo": (Logo, (0.02, 0.1, 0.3)),
    "cracks": (lambda count: Cracks(int(count)), (1, 4, 12)),
    "darkness": (lambda gain: Exposure(1 / gain), (2, 10, 100)),
    "tilt": (lambda degrees: Tilt(degrees, 90), (10, 40, 80)),
    "compression": (lambda loss: Jpeg(100 - int(loss)), (10, 70, 97)),
    "quiet zone": (lambda taken: QuietZone(6 - taken), (0, 3, 6)),
}


@pytest.mark.parametrize(("make", "strengths"), GROWING.values(), ids=GROWING.keys())
def test_more_of_it_changes_the_picture_more(make: Callable[[float], Factor], strengths: tuple[float, ...]) -> None:
    changes = [change(spoilt(make(strength))) for strength in strengths]
    assert 0 <= changes[0] < changes[1] < changes[2]


def test_size_is_pixels_to_a_module() -> None:
    picture = spoilt(Size(2.0))
    assert picture.module_px == 2.0
    assert float(np.linalg.norm(picture.corners[1] - picture.corners[0])) == pytest.approx(2.0 * picture.side, rel=0.02)


def test_a_tilt_foreshortens_by_its_cosine() -> None:
    corners = spoilt(Tilt(60, 90)).corners
    middle = (corners[1] + corners[2] - corners[0] - corners[3]) / 2
    flat = (FLAT[1] + FLAT[2] - FLAT[0] - FLAT[3]) / 2
    assert float(np.linalg.norm(middle) / np.linalg.norm(flat)) == pytest.approx(np.cos(np.radians(60)), rel=0.06)


def test_a_rotation_keeps_the_size() -> None:
    corners = spoilt(Rotation(33)).corners
    assert float(np.linalg.norm(corners[1] - corners[0])) == pytest.approx(float(np.linalg.norm(FLAT[1] - FLAT[0])))


def test_a_curve_narrows_the_code_as_its_cylinder_does() -> None:
    corners = spoilt(Curve(0.5)).corners
    width, flat = corners[1, 0] - corners[0, 0], FLAT[1, 0] - FLAT[0, 0]
    assert width / flat == pytest.approx(2 * 0.5 * np.sin(1.0))


def test_noise_has_the_deviation_that_was_asked_for() -> None:
    grey = Picture(np.full((200, 200), 0.2, np.float32), FLAT, 25, 8.0)
    noisy = developed(Noise(12).spoil(grey, seeded(1)).light)
    assert float(noisy.std()) == pytest.approx(12, rel=0.05)


def test_blur_and_motion_keep_the_light() -> None:
    for factor in (Blur(0.5), Motion(2.0)):
        assert float(spoilt(factor).light.mean()) == pytest.approx(float(PICTURE.light.mean()), rel=0.01)


def test_an_inverted_code_is_dark_where_it_was_light() -> None:
    assert np.allclose(spoilt(Inverted()).light, 1 - PICTURE.light)


def test_a_crop_takes_its_share_of_the_code() -> None:
    corners = spoilt(Crop(0.2)).corners
    width = FLAT[1, 0] - FLAT[0, 0]
    assert corners[0, 0] == pytest.approx(-0.2 * width, abs=1)


def test_factors_act_in_the_order_of_the_world_however_they_are_named() -> None:
    factors = (Noise(5), Blur(0.3), Tilt(30), Logo(0.05), Exposure(0.5))
    one, other = spoilt(*factors), spoilt(*reversed(factors))
    assert one.light.tobytes() == other.light.tobytes()


@pytest.mark.parametrize(
    ("text", "factor"),
    [("tilt=40", Tilt(40)), (" blur = 0.3", Blur(0.3)), ("logo=8", Logo(0.08)), ("jpeg=30", Jpeg(30))],
)
def test_a_factor_is_read_as_it_is_typed(text: str, factor: Factor) -> None:
    assert parse_factor(text) == factor


@pytest.mark.parametrize("text", ["fog=3", "tilt", "tilt=steep", ""])
def test_what_is_no_factor_is_told(text: str) -> None:
    with pytest.raises(FactorUnknown):
        parse_factor(text)
