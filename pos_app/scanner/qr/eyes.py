"""Which eyes of a picture can belong to one code, and where that code would lie."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from pos_app.scanner.qr.frames import Field, FramedEye
from pos_app.scanner.qr.grid import MARKS
from pos_app.scanner.qr.layout import FINDER_SIDE
from pos_app.scanner.qr.patch import ALL_SIDES, Sketch

_TRIPLES_MAX = 24
_SIZES_APART_MAX = 3.0
_ODDNESS_MAX = 1.4
_SIZE_SLACK = 0.12
_PAIR_SKEW_MAX = 0.15
_NEIGHBOURS_MAX = 12
_ALIKE_MAX, _COMMON_MAX = 1.6, 75.0  # sizes apart, and modules between the eyes, of a code that may be shown here
_OF_DIAGONAL, _OF_EDGE, _RIM = 0.55, 1.15, 6.0  # of the way between two eyes, and modules
_ROOM_MIN, _REACH_OF_ONE, _SURE = 26.0, 30.0, 0.9
_APART_MIN, _APART_MAX = 10.0, 190.0  # modules between two eyes


@dataclass(frozen=True, slots=True, eq=False)
class _Pairs:
    """What each eye sees of each other: the way there in its own modules, how much askew, and how far."""

    inside: Field
    skew: Field
    modules: Field
    fits: NDArray[np.bool_]

    @classmethod
    def of(cls, eyes: Sequence[FramedEye]) -> "_Pairs":
        middles, steps = np.array([eye.middle for eye in eyes]), np.array([eye.steps for eye in eyes])
        legs = middles[None, :, :] - middles[:, None, :]
        inside = np.einsum("iab,ijb->ija", np.linalg.inv(steps), legs)
        length = np.abs(inside)
        skew = length.min(axis=2) / np.maximum(length.max(axis=2), 1e-9)
        # Perspective makes modules smaller along the way; the geometric mean of both ends is exact.
        modules = np.sqrt(length.max(axis=2) * length.max(axis=2).T)
        sizes = np.array([eye.module for eye in eyes])
        is_light = np.array([eye.is_light for eye in eyes])
        fits = (modules >= _APART_MIN) & (modules <= _APART_MAX) & (is_light[:, None] == is_light[None, :])
        fits &= np.maximum(sizes[:, None], sizes) <= _SIZES_APART_MAX * np.minimum(sizes[:, None], sizes)
        return cls(inside, skew, modules, fits)


def sketches_of_threes(eyes: Sequence[FramedEye], tried: set[tuple[int, int, int]]) -> Iterator[Sketch]:
    """Give the places where three eyes can make a code, the most regular first and none of them twice."""
    if len(eyes) < 3:
        return
    pairs = _Pairs.of(eyes)
    odd = pairs.skew + pairs.skew.T
    fits = pairs.fits & (odd <= _ODDNESS_MAX)
    axis = np.abs(pairs.inside).argmax(axis=2)
    threes: list[tuple[float, tuple[int, int, int]]] = []
    for corner in range(len(eyes)):
        near = [np.flatnonzero(fits[corner] & (axis[corner] == along)) for along in (0, 1)]
        near = [side[np.argsort(pairs.modules[corner, side])][:_NEIGHBOURS_MAX] for side in near]
        for one, other in product(*near):
            apart = abs(float(np.log(pairs.modules[corner, one] / pairs.modules[corner, other])))
            oddness = 3 * apart + float(odd[corner, one] + odd[corner, other])
            three = (corner, int(one), int(other))
            if oddness <= _ODDNESS_MAX and three not in tried:
                threes.append((oddness, three))
    for _, three in sorted(threes)[:_TRIPLES_MAX]:
        tried.add(three)
        sketch = _sketch(*(eyes[index] for index in three))
        if sketch is not None:
            yield sketch


def reach_of_one_code(eyes: Sequence[FramedEye]) -> tuple[Field, float] | None:
    """Give a middle and a radius in which a code would lie of which these are eyes; None unless two of them may be."""
    if len(eyes) < 2:
        return None
    pairs = _Pairs.of(eyes)
    odd = pairs.skew + pairs.skew.T
    stands = (odd < 2 * _PAIR_SKEW_MAX) | (odd > 2 - 4 * _PAIR_SKEW_MAX)
    sizes = np.array([eye.module for eye in eyes])
    is_alike = np.maximum(sizes[:, None], sizes) <= _ALIKE_MAX * np.minimum(sizes[:, None], sizes)
    belong = pairs.fits & is_alike & stands & (pairs.modules <= _COMMON_MAX)
    most = int(belong.sum(axis=1).argmax())
    if not belong[most].any():
        return None
    group = [most, *np.flatnonzero(belong[most])]
    middles = np.array([eyes[index].middle for index in group])
    legs = np.linalg.norm(middles[:, None] - middles, axis=2)
    one, other = np.unravel_index(int(legs.argmax()), legs.shape)
    # Of three eyes the two that are farthest apart are a diagonal; of two nobody knows on which side the code lies.
    share = _OF_DIAGONAL if len(group) > 2 else _OF_EDGE
    around = share * float(legs.max()) + _RIM * float(sizes[group].max())
    return np.asarray((middles[one] + middles[other]) / 2, np.float64), around


def reach_of_one_eye(eyes: Sequence[FramedEye], room: float) -> tuple[Field, float] | None:
    """Give the same for a single eye with as much room as a code needs, unlike a mark that stands alone."""
    roomy = [eye for eye in eyes if eye.module * _ROOM_MIN <= room and eye.quality >= _SURE]
    if len(roomy) != 1:
        return None
    return roomy[0].middle, _REACH_OF_ONE * roomy[0].module


def sketches_of_twos(eyes: Sequence[FramedEye]) -> Iterator[Sketch]:
    """Give the places where a code with one eye lost may be."""
    if len(eyes) < 2:
        return
    pairs = _Pairs.of(eyes)
    for first, second in zip(*np.nonzero(np.triu(pairs.fits, 1)), strict=True):
        yield from _sketches_of_two(eyes[first], eyes[second])


def _sketch(corner: FramedEye, one: FramedEye, other: FramedEye) -> Sketch | None:
    """Lay a code over three eyes."""
    first, second = one.middle - corner.middle, other.middle - corner.middle
    if first[0] * second[1] - first[1] * second[0] < 0:
        one, other, first, second = other, one, second, first
    sides = _sides_near(FINDER_SIDE + (_modules_between(corner, one) + _modules_between(corner, other)) / 2)
    if not sides:
        return None
    frames = (
        (corner, _aligned(corner, first), _aligned(corner, second)),
        (one, _aligned(one, first), _across(one, first, second)),
        (other, _across(other, second, first), _aligned(other, second)),
    )
    marks = [eye.middle + across * x + down * y for eye, across, down in frames for x, y in MARKS]
    return Sketch(_quad(corner, one, other), FINDER_SIDE / 2, sides, np.array(marks))


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


def _modules_between(one: FramedEye, other: FramedEye) -> float:
    leg = other.middle - one.middle
    here, there = np.linalg.solve(one.steps, leg), np.linalg.solve(other.steps, leg)
    return float(np.sqrt(np.abs(here).max() * np.abs(there).max()))


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


def _across(eye: FramedEye, leg: Field, towards: Field) -> Field:
    """Give the other edge of an eye, pointing to the side of the leg on which `towards` lies."""
    index = int(np.argmin(np.abs(np.linalg.solve(eye.steps, leg))))
    edge = eye.steps[:, index]
    side = np.sign(leg[0] * towards[1] - leg[1] * towards[0])
    return np.asarray(edge * side * np.sign(leg[0] * edge[1] - leg[1] * edge[0]), np.float64)


def _aligned_across(eye: FramedEye, leg: Field) -> Field:
    """Give the edge of an eye that runs least along a leg, turned to the right of it."""
    return _across(eye, leg, np.array((-leg[1], leg[0])))
