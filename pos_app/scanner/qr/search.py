"""Looks a whole picture over for QR codes by their eyes, and reads each place that may be one."""

from collections.abc import Callable, Iterator
from itertools import combinations, islice
from typing import TypeAlias

import numpy as np

from pos_app.scanner.frame import GreyImage
from pos_app.scanner.opencv import cv2
from pos_app.scanner.qr.finders import Eye, eyes_in
from pos_app.scanner.qr.frames import Field, FramedEye, framed
from pos_app.scanner.qr.layout import FINDER_SIDE
from pos_app.scanner.qr.place import ALL_SIDES, Fit, Sketch, read_place

_SIDES = (1000, 500, 1800)  # pixels of the longer side: smaller hides texture, larger shows small codes
_EYES_MAX, _TRIPLES_MAX = 30, 24
_SIZES_APART_MAX = 3.0
_ODDNESS_MAX = 1.4
_SIZE_SLACK = 0.12
_PAIR_SKEW_MAX = 0.15
_TRIES_MAX = 2  # at a code that stands there and cannot be read
_LIVE_VIEWS = 3
_AGREEMENT_MIN = 0.6  # to say that a code stands there although it cannot be read


def fits_in(image: GreyImage, *, is_late: Callable[[], bool], turn: int | None = None) -> Iterator[Fit]:
    """Give the codes that stand in a picture, the ones that could be read and those that could not.

    A live frame gives its `turn`, and gets one of the black and white pictures that a still gets all of.
    """
    read: list[Fit] = []
    unread: list[Fit] = []
    for sketch in _all_sketches(image, is_late, turn):
        if is_late():
            return
        if any(_is_inside(sketch.quad[0], fit) for fit in read):
            continue
        if sum(_is_inside(sketch.quad[0], fit) for fit in unread) >= _TRIES_MAX:
            continue
        fit = read_place(image, sketch, is_late=is_late)
        if fit is not None and (fit.payload is not None or fit.agreement >= _AGREEMENT_MIN):
            (unread if fit.payload is None else read).append(fit)
            yield fit


def _all_sketches(image: GreyImage, is_late: Callable[[], bool], turn: int | None) -> Iterator[Sketch]:
    eyes: list[FramedEye] = []
    tried: set[frozenset[int]] = set()
    views = _two_toned(image)
    for two_toned, grey, scale in views if turn is None else _one_of(views, turn):
        before = len(eyes)
        for eye in eyes_in(two_toned)[:_EYES_MAX]:
            if is_late():
                return
            _add(eyes, eye, two_toned, grey, scale)
        if len(eyes) > before:
            yield from _sketches(eyes, tried)
    yield from _pair_sketches(eyes)


def _one_of(views: "Iterator[_View]", turn: int) -> "Iterator[_View]":
    """Give one of the first views, without making those after it."""
    yield from islice(views, turn % _LIVE_VIEWS, turn % _LIVE_VIEWS + 1)


def _add(eyes: list[FramedEye], eye: Eye, two_toned: GreyImage, grey: GreyImage, scale: float) -> None:
    place = (np.array((eye.x, eye.y)) + 0.5) / scale - 0.5
    if len(eyes) >= _EYES_MAX or any(np.abs(place - known.middle).max() < 2 * known.module for known in eyes):
        return
    seen = framed(eye, two_toned, grey)
    if seen is not None:
        there = FramedEye((seen.middle + 0.5) / scale - 0.5, seen.steps / scale, seen.quality)
        if not any(np.abs(there.middle - known.middle).max() < 2 * known.module for known in eyes):
            eyes.append(there)


_View: TypeAlias = tuple[GreyImage, GreyImage, float]
"""Black and white, the grey it was made from, and its scale."""


def _two_toned(image: GreyImage) -> Iterator[_View]:
    longest = max(image.shape)
    for number, side in enumerate(_SIDES):
        scale = min(1.0, side / longest)
        if (scale == 1.0 and number) or (side > _SIDES[0] and longest <= _SIDES[0] * 1.2):
            continue
        small = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else image
        soft = np.asarray(cv2.GaussianBlur(small, (0, 0), 0.8), np.uint8)
        shorter = min(small.shape)
        for window in (max(15, shorter // 10 | 1), max(31, shorter // 4 | 1)):
            local = cv2.adaptiveThreshold(soft, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY, window, 3)
            yield np.asarray(local, np.uint8), soft, scale
        _, whole = cv2.threshold(soft, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
        yield np.asarray(whole, np.uint8), soft, scale


def _sketches(eyes: list[FramedEye], tried: set[frozenset[int]]) -> Iterator[Sketch]:
    """Give the places where eyes can make a code, the most regular first and none of them twice."""
    threes: list[tuple[float, Sketch]] = []
    for three in _untried(eyes, 3, tried):
        for corner in range(3):
            scored = _sketch(three[corner], three[corner - 2], three[corner - 1])
            if scored is not None:
                threes.append(scored)
    yield from (sketch for _, sketch in sorted(threes, key=lambda pair: pair[0])[:_TRIPLES_MAX])


def _pair_sketches(eyes: list[FramedEye]) -> Iterator[Sketch]:
    """Give the places where a code with one eye lost may be."""
    for one, other in _untried(eyes, 2, set()):
        yield from _sketches_of_two(one, other)


def _untried(eyes: list[FramedEye], count: int, tried: set[frozenset[int]]) -> Iterator[tuple[FramedEye, ...]]:
    for some in combinations(range(len(eyes)), count):
        if frozenset(some) not in tried:
            tried.add(frozenset(some))
            chosen = tuple(eyes[index] for index in some)
            sizes = [eye.module for eye in chosen]
            if max(sizes) <= _SIZES_APART_MAX * min(sizes):
                yield chosen


def _sketches_of_two(one: FramedEye, other: FramedEye) -> Iterator[Sketch]:
    leg = other.middle - one.middle
    here, there = np.linalg.solve(one.steps, leg), np.linalg.solve(other.steps, leg)
    if max(_skew(one, leg), _skew(other, leg)) < _PAIR_SKEW_MAX:
        modules = _modules_between(one, other)
        across = (_aligned_across(one, leg) * modules, _aligned_across(other, leg) * modules)
        for sign in (1, -1):
            far_one, far_other = one.middle + sign * across[0], other.middle + sign * across[1]
            ring = [one.middle, other.middle, far_other, far_one]
            for missing in (2, 3):
                yield from _laid(ring, missing, modules)
    elif min(_skew(one, leg), _skew(other, leg)) > 1 - 2 * _PAIR_SKEW_MAX:
        modules = float(np.abs(np.concatenate((here, there))).mean())
        sides = (one.steps[:, 0] * here[0], one.steps[:, 1] * here[1])
        ring = [one.middle, one.middle + sides[0], other.middle, one.middle + sides[1]]
        for missing in (1, 3):
            yield from _laid(ring, missing, modules)


def _laid(ring: list[Field], missing: int, modules: float) -> Iterator[Sketch]:
    """Give the sketch whose fourth eye, which no code has, is the given one of the ring."""
    turned = [ring[(missing + 2 + step) % 4] for step in range(4)]
    first, second = turned[1] - turned[0], turned[3] - turned[0]
    if first[0] * second[1] - first[1] * second[0] < 0:
        turned = [turned[0], turned[3], turned[2], turned[1]]
    sides = _sides_near(FINDER_SIDE + modules)
    if sides:
        yield Sketch(np.array(turned), FINDER_SIDE / 2, sides)


def _sides_near(size: float) -> tuple[int, ...]:
    return tuple(side for side in ALL_SIDES if abs(side - size) <= max(3.0, _SIZE_SLACK * size))


def _aligned_across(eye: FramedEye, leg: Field) -> Field:
    """Give the edge of an eye that runs least along a leg, turned to the right of it."""
    inside = np.linalg.solve(eye.steps, leg)
    edge = eye.steps[:, int(np.argmin(np.abs(inside)))]
    return np.asarray(edge * np.sign(leg[0] * edge[1] - leg[1] * edge[0]), np.float64)


def _sketch(corner: FramedEye, one: FramedEye, other: FramedEye) -> tuple[float, Sketch] | None:
    """Lay a code over three eyes, if the legs run along the edges of the eyes and are of one length in modules."""
    first, second = one.middle - corner.middle, other.middle - corner.middle
    if first[0] * second[1] - first[1] * second[0] < 0:
        one, other, first, second = other, one, second, first
    lengths = [_modules_between(corner, one), _modules_between(corner, other)]
    oddness = abs(np.log(lengths[0] / lengths[1])) * 3
    oddness += sum(_skew(corner, leg) + _skew(end, leg) for leg, end in ((first, one), (second, other)))
    sides = _sides_near(FINDER_SIDE + float(np.mean(lengths)))
    if oddness > _ODDNESS_MAX or not sides:
        return None
    return oddness, Sketch(_quad(corner, one, other), FINDER_SIDE / 2, sides)


def _modules_between(one: FramedEye, other: FramedEye) -> float:
    leg = other.middle - one.middle
    length = float(np.linalg.norm(leg))
    # Perspective makes modules smaller along the way; the geometric mean of both ends is exact.
    return max(1e-3, length) / float(np.sqrt(one.step_towards(leg / length) * other.step_towards(leg / length)))


def _skew(eye: FramedEye, leg: Field) -> float:
    """Give the angle between a leg and the edge of the eye that runs most along it, in units of the steps."""
    inside = np.linalg.solve(eye.steps, leg)
    return float(np.abs(inside).min() / np.abs(inside).max())


def _quad(corner: FramedEye, one: FramedEye, other: FramedEye) -> Field:
    """Give the four eyes; the one that is not there lies where the edges beside its neighbours meet."""
    along_second = _aligned(one, other.middle - corner.middle)
    along_first = _aligned(other, one.middle - corner.middle)
    flat = one.middle + other.middle - corner.middle
    crossing = np.stack((along_second, -along_first), axis=1)
    if abs(np.linalg.det(crossing)) > 0.2 * np.linalg.norm(along_second) * np.linalg.norm(along_first):
        reach = np.linalg.solve(crossing, other.middle - one.middle)
        met = one.middle + along_second * reach[0]
        span = np.linalg.norm(one.middle - other.middle)
        if np.linalg.norm(met - flat) < 0.6 * span:
            flat = met
    return np.array((corner.middle, one.middle, flat, other.middle))


def _aligned(eye: FramedEye, leg: Field) -> Field:
    """Give the edge of an eye that runs most along a leg, pointing the same way."""
    inside = np.linalg.solve(eye.steps, leg)
    index = int(np.argmax(np.abs(inside)))
    return np.asarray(eye.steps[:, index] * np.sign(inside[index]), np.float64)


def _is_inside(point: Field, fit: Fit) -> bool:
    outline = np.array([(corner.x, corner.y) for corner in fit.corners], np.float32)
    return bool(cv2.pointPolygonTest(outline, (float(point[0]), float(point[1])), measureDist=False) >= 0)
