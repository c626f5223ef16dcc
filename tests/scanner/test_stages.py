"""Looks at large pictures: a copy with fewer pixels is made once, and corners still name the picture's own pixels."""

import numpy as np

from pos_app.domain.scan import Point
from pos_app.scanner.enhance import View, as_it_is, gamma
from pos_app.scanner.stages import Bounded


def test_looks_at_one_large_picture_share_its_copy() -> None:
    seen: list[View] = []

    def noted(image: np.ndarray[tuple[int, int], np.dtype[np.uint8]]) -> View:
        seen.append(View(image))
        return seen[-1]

    bounded, large = Bounded(), np.zeros((3000, 4000), np.uint8)
    look = bounded(noted)
    views = [look(large), look(large), look(large.copy())]
    assert [view.image is seen[0].image for view in seen] == [True, True, False]
    assert all(view.image.size <= 4_100_000 for view in views)
    there = views[0].to_picture((Point(0, 0), Point(1, 0), Point(1, 1), Point(0, 1)))
    assert abs(there[1].x - there[0].x - 3**0.5) < 0.01


def test_a_small_picture_is_looked_at_as_it_is() -> None:
    bounded, small = Bounded(), np.full((720, 1280), 7, np.uint8)
    assert bounded(as_it_is)(small).image is small
    assert bounded(lambda image: gamma(image, 0.5))(small).scale == 1
