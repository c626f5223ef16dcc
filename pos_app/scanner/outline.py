"""Where a code lies in a picture: four corners, and whether two outlines are of the same code."""

from collections.abc import Iterable
from typing import TypeAlias

from pos_app.domain.scan import Point

_PART_MAX = 0.6  # of the width of a code: as wide as a logo may be

Corners: TypeAlias = tuple[Point, Point, Point, Point]
"""Clockwise; a QR code starts at the corner between its two other finder patterns."""


def corners_of(quad: Iterable[Iterable[float]]) -> Corners:
    first, second, third, fourth = (Point(float(x), float(y)) for x, y in quad)
    return first, second, third, fourth


def clockwise(corners: Corners) -> Corners:
    """Keep the first corner and go round to the right from it; rows count downwards."""
    first, second, third, fourth = corners
    doubled_area = sum(a.x * b.y - b.x * a.y for a, b in zip(corners, (second, third, fourth, first), strict=True))
    return corners if doubled_area >= 0 else (first, fourth, third, second)


def is_same_place(one: Corners, other: Corners) -> bool:
    """Whether two outlines lie on one code: their centres closer than a quarter of the larger one's width."""
    here, there = _centre_of(one), _centre_of(other)
    reach = max(_span(one), _span(other)) / 4
    return abs(here.x - there.x) <= reach and abs(here.y - there.y) <= reach


def is_within(inner: Corners, outer: Corners) -> bool:
    """Whether an outline lies inside of another that is clearly larger."""
    middle, turned = _centre_of(inner), clockwise(outer)
    edges = zip(turned, (*turned[1:], turned[0]), strict=True)
    is_inside = all((b.x - a.x) * (middle.y - a.y) >= (b.y - a.y) * (middle.x - a.x) for a, b in edges)
    return is_inside and _span(inner) < _PART_MAX * _span(outer)


def _centre_of(corners: Corners) -> Point:
    return Point(sum(corner.x for corner in corners) / 4, sum(corner.y for corner in corners) / 4)


def _span(corners: Corners) -> float:
    xs, ys = [corner.x for corner in corners], [corner.y for corner in corners]
    return max(max(xs) - min(xs), max(ys) - min(ys))
