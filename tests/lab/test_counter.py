"""Generated counters: from a seed, in every category, with the code that they say they hold."""

from hashlib import sha256

import numpy as np
import pytest

from pos_app.lab.backdrop import HEIGHT, WIDTH
from pos_app.lab.clip import FRAMES, film
from pos_app.lab.contest import Wanted, engines
from pos_app.lab.counter import CATEGORIES, EMPTY, draw_scene
from pos_app.lab.picture import GreyImage, seeded
from pos_app.lab.specimens import certificate


def digest(image: GreyImage) -> str:
    return sha256(image.tobytes()).hexdigest()


@pytest.mark.parametrize("category", [*CATEGORIES, EMPTY])
def test_a_scene_is_its_seed(category: str) -> None:
    first, again, other = (draw_scene(category, "4" * 28, seeded(7, seed)) for seed in (1, 1, 2))
    assert first.shape == (HEIGHT, WIDTH)
    assert first.dtype == np.uint8
    assert digest(first) == digest(again) != digest(other)


def test_an_everyday_scene_shows_the_code_that_it_was_given() -> None:
    zxing = next(engine for engine in engines() if engine.name == "zxing-cpp").open()
    for seed in range(3):
        text = certificate(seeded(seed))
        image = draw_scene("everyday", text, seeded(seed))
        assert [code.payload for code in zxing(image, Wanted.VOUCHERS)] == [text.encode()]


def test_a_clip_is_its_seed_and_its_frames_differ() -> None:
    first, again = ([digest(frame) for frame in film("glare", "4" * 28, seeded(3))] for _ in range(2))
    assert first == again
    assert len(set(first)) == FRAMES


def test_a_hand_moves_less_between_two_frames_than_over_a_clip() -> None:
    frames = [frame.astype(np.int16) for frame in film("everyday", "4" * 28, seeded(5))]
    changes = [np.abs(frame - frames[0]).mean() for frame in frames[1:]]
    assert changes[0] < changes[-1]
