"""Clips of a hand that holds a code over the counter: it trembles, drifts, tilts a little, and the focus breathes."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from pos_app.lab.backdrop import draw_backdrop
from pos_app.lab.counter import Setup, hold, set_up, shoot
from pos_app.lab.factor import Factor
from pos_app.lab.light import Glare
from pos_app.lab.picture import GreyImage, developed

FRAMES = 10

_CALM = 0.8  # how much of its speed a hand keeps from one frame to the next
_JOLT = np.array(
    (0.25, 0.25, 0.25, 0.3)
)  # what it gains, a frame: modules across and down, degrees turned, degrees tilted
_BREATHING = 0.15  # how far the focus wanders, as a share
_EXPOSED = 0.5  # of the time between two frames
_GLARE_MOVES = 0.14  # widths of the code for a degree of tilt: a mirror's image turns twice as far as the mirror


@dataclass(frozen=True, slots=True)
class _Hand:
    """Where a hand has got to since the first frame, and how fast it moves."""

    moved: NDArray[np.float64]
    speed: NDArray[np.float64]

    def next(self, chance: Generator) -> "_Hand":
        speed = self.speed * _CALM + chance.standard_normal(4) * _JOLT
        return _Hand(self.moved + speed, speed)


def film(category: str, text: str, chance: Generator, *, frames: int = FRAMES) -> Iterator[GreyImage]:
    """Give the frames of one clip; what makes its category hard stays, what the hand does changes."""
    backdrop = draw_backdrop(chance)
    setup = set_up(category, chance)
    held = hold(text, setup, chance)
    hand = _Hand(np.zeros(4), chance.standard_normal(4) * _JOLT)
    for _ in range(frames):
        yield developed(shoot(held, _seen(setup, hand, chance), backdrop, chance).light)
        hand = hand.next(chance)


def _seen(setup: Setup, hand: _Hand, chance: Generator) -> Setup:
    pose = setup.pose
    across, down, turned, tilted = hand.moved
    moved = replace(
        pose,
        x=pose.x + across * pose.module_px,
        y=pose.y + down * pose.module_px,
        rotation=pose.rotation + turned,
        tilt=pose.tilt + tilted,
    )
    step = float(np.hypot(*hand.speed[:2])) * _EXPOSED
    return replace(
        setup,
        pose=moved,
        between=tuple(_shifted(factor, _GLARE_MOVES * tilted, pose.axis) for factor in setup.between),
        blur=setup.blur * float(np.exp(chance.standard_normal() * _BREATHING)),
        motion=float(np.hypot(setup.motion, step)),
        motion_degrees=float(np.degrees(np.arctan2(hand.speed[1], hand.speed[0]))),
    )


def _shifted(factor: Factor, by: float, axis_degrees: float) -> Factor:
    """Let a reflection wander across the axis around which the code tilts."""
    if not isinstance(factor, Glare) or factor.across is None or factor.down is None:
        return factor
    axis = np.radians(axis_degrees)
    return replace(factor, across=factor.across - by * float(np.sin(axis)), down=factor.down + by * float(np.cos(axis)))
