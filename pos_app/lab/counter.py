"""Counter scenes: a code held under a camera of 1280 by 720, in categories that name what makes it hard."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from pos_app.lab.backdrop import HEIGHT, WIDTH, draw_backdrop
from pos_app.lab.camera import Blur, Jpeg, Motion, Noise
from pos_app.lab.device import Phone, Slip
from pos_app.lab.factor import Factor
from pos_app.lab.light import Exposure, Glare, Moire
from pos_app.lab.picture import GreyImage, Light, Picture, developed
from pos_app.lab.pose import Curve, moved_corners, tilting
from pos_app.lab.surface import Cracks, Inverted, Logo, QuietZone
from pos_app.opencv import cv2

_FINER = 2  # a scene is drawn finer than the sensor sees it, then averaged
_EYE = 4.0  # the camera's distance in widths of the code


@dataclass(frozen=True, slots=True)
class Pose:
    """How a code is held: pixels a module, angles in degrees, its middle in pixels of the frame."""

    module_px: float
    tilt: float
    axis: float
    rotation: float
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Setup:
    """Everything that makes a scene except its chance: what is held, how, and what comes between it and the file."""

    pose: Pose
    device: Phone | Slip
    surface: tuple[Factor, ...] = ()
    between: tuple[Factor, ...] = ()
    blur: float = 0.1
    motion: float = 0.0
    motion_degrees: float | None = None
    gain: float = 0.9
    noise: float = 2.5
    quality: int = 92
    thumb: float = 0.0


def set_up(category: str, chance: Generator) -> Setup:
    """Draw a scene of a category: everyday in every respect but the one that the category is named for."""
    everyday = Setup(
        Pose(
            module_px=chance.uniform(4.0, 7.5),
            tilt=chance.uniform(0, 15),
            axis=chance.uniform(0, 360),
            rotation=chance.uniform(-12, 12),
            x=chance.uniform(0.38, 0.62) * WIDTH,
            y=chance.uniform(0.42, 0.58) * HEIGHT,
        ),
        device=Phone() if chance.uniform() < 0.75 else Slip(chance.uniform(0.6, 0.85)),
        blur=chance.uniform(0.06, 0.16),
        motion=chance.uniform(0, 0.3),
        gain=chance.uniform(0.6, 1.0),
        noise=chance.uniform(1.5, 4.0),
        quality=int(chance.integers(82, 97)),
    )
    return CATEGORIES[category](everyday, chance)


def hold(text: str, setup: Setup, chance: Generator) -> Picture:
    """Draw what the customer holds, flat and as fine as the camera will need it."""
    module_px = int(np.clip(round(_FINER * setup.pose.module_px), 3, 24))
    held = setup.device.show(text, module_px)
    for factor in setup.surface:
        held = factor.spoil(held, chance)
    return held


def shoot(held: Picture, setup: Setup, backdrop: Light, chance: Generator) -> Picture:
    """Take the picture of what is held over a counter."""
    scene = _composed(held, setup.pose, backdrop)
    if setup.thumb:
        _put_thumb(scene, setup.thumb)
    factors: tuple[Factor, ...] = (
        *setup.between,
        Blur(setup.blur),
        Motion(setup.motion, setup.motion_degrees),
        Exposure(setup.gain),
        Noise(setup.noise),
        Jpeg(setup.quality),
    )
    for factor in factors:
        scene = factor.spoil(scene, chance)
    return scene


def _composed(held: Picture, pose: Pose, backdrop: Light) -> Picture:
    """See what is held through the camera, before the counter."""
    homography = _placing(held, pose)
    height, width = held.light.shape
    edges = np.array(((0, 0), (width, 0), (width, height), (0, height)), np.float64)
    seen = moved_corners(edges, homography)
    low = np.clip(np.floor(seen.min(axis=0)), 0, (WIDTH - 1, HEIGHT - 1)).astype(int)
    high = np.clip(np.ceil(seen.max(axis=0)), low + 1, (WIDTH, HEIGHT)).astype(int)
    finer = np.diag((_FINER, _FINER, 1.0)) @ np.array(((1, 0, -low[0]), (0, 1, -low[1]), (0, 0, 1))) @ homography
    size = ((high - low) * _FINER).tolist()
    light = cv2.warpPerspective(held.light, finer, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    cover = cv2.warpPerspective(np.ones_like(held.light), finer, size, flags=cv2.INTER_LINEAR)
    small = (high - low).tolist()
    light, cover = (cv2.resize(layer, small, interpolation=cv2.INTER_AREA) for layer in (light, cover))
    scene = backdrop.copy()
    window = scene[low[1] : high[1], low[0] : high[0]]
    window[:] = window * (1 - cover) + light * cover
    return Picture(scene, moved_corners(held.corners, homography), held.side, pose.module_px)


def _placing(held: Picture, pose: Pose) -> NDArray[np.float64]:
    scale = pose.module_px / held.module_px
    middle = held.corners.mean(axis=0)
    angle = np.radians(pose.rotation)
    turn = np.array(((np.cos(angle), -np.sin(angle), 0), (np.sin(angle), np.cos(angle), 0), (0, 0, 1)))
    flat = turn @ np.diag((scale, scale, 1.0)) @ np.array(((1, 0, -middle[0]), (0, 1, -middle[1]), (0, 0, 1)))
    away = tilting(pose.tilt, pose.axis, np.zeros(2), _EYE * pose.module_px * held.side)
    there = np.array(((1, 0, pose.x), (0, 1, pose.y), (0, 0, 1)))
    return np.asarray(there @ away @ flat)


def _put_thumb(scene: Picture, share: float) -> None:
    """Lay a thumb over the corner without a finder pattern; it reaches in by a share of the code's width."""
    corner, middle = scene.corners[2], scene.corners.mean(axis=0)
    inwards = (middle - corner) / np.linalg.norm(middle - corner)
    width = scene.module_px * scene.side
    centre = corner + inwards * width * (share - 0.45)
    angle = float(np.degrees(np.arctan2(inwards[1], inwards[0])))
    axes = (round(width * 0.45), round(width * 0.22))
    cv2.ellipse(scene.light, np.round(centre).astype(int).tolist(), axes, angle, 0, 360, 0.22, -1, cv2.LINE_AA)


_Draw = Callable[[Setup, Generator], Setup]


def _posed(setup: Setup, **changes: float) -> Setup:
    return replace(setup, pose=replace(setup.pose, **changes))


def _everyday(setup: Setup, _chance: Generator) -> Setup:
    return setup


def _far(setup: Setup, chance: Generator) -> Setup:
    return replace(_posed(setup, module_px=chance.uniform(1.5, 2.8)), motion=0.1, blur=chance.uniform(0.15, 0.3))


def _near(setup: Setup, chance: Generator) -> Setup:
    return replace(_posed(setup, module_px=chance.uniform(12, 20)), blur=chance.uniform(0.1, 0.35))


def _tilted(setup: Setup, chance: Generator) -> Setup:
    return _posed(setup, tilt=chance.uniform(35, 68), module_px=chance.uniform(3.5, 7))


def _turned(setup: Setup, chance: Generator) -> Setup:
    return _posed(setup, rotation=chance.uniform(0, 360))


def _blurred(setup: Setup, chance: Generator) -> Setup:
    return replace(setup, blur=chance.uniform(0.3, 0.6))


def _shaken(setup: Setup, chance: Generator) -> Setup:
    return replace(setup, motion=chance.uniform(0.7, 2.0))


def _dark(setup: Setup, chance: Generator) -> Setup:
    return replace(setup, gain=float(np.exp(chance.uniform(np.log(0.006), np.log(0.08)))), noise=chance.uniform(2, 6))


def _burnt(setup: Setup, chance: Generator) -> Setup:
    return replace(setup, gain=chance.uniform(1.5, 8), between=(Glare(chance.uniform(0, 0.1), 40),))


def _noisy(setup: Setup, chance: Generator) -> Setup:
    return replace(setup, noise=chance.uniform(15, 45), gain=chance.uniform(0.2, 0.7))


def _glaring(setup: Setup, chance: Generator) -> Setup:
    spots = tuple(
        Glare(chance.uniform(0.5, 4), chance.uniform(1, 3), *chance.uniform(0, 1, 2).tolist())
        for _ in range(chance.integers(1, 3))
    )
    return replace(setup, between=(Glare(chance.uniform(0, 0.4), 25), *spots))


def _striped(setup: Setup, chance: Generator) -> Setup:
    return replace(setup, device=Phone(), surface=(Moire(chance.uniform(0.6, 1), chance.uniform(0.8, 4)),))


def _cramped(setup: Setup, chance: Generator) -> Setup:
    return replace(setup, device=Phone(), surface=(QuietZone(float(chance.uniform(0, 1.5))),))


def _inverted(setup: Setup, _chance: Generator) -> Setup:
    return replace(setup, device=Phone(), surface=(Inverted(),))


def _badged(setup: Setup, chance: Generator) -> Setup:
    return replace(setup, surface=(Logo(chance.uniform(0.02, 0.09)),))


def _bent(setup: Setup, chance: Generator) -> Setup:
    return replace(setup, device=Slip(), surface=(Curve(chance.uniform(0.36, 0.8)),))


def _cracked(setup: Setup, chance: Generator) -> Setup:
    return replace(setup, device=Phone(), surface=(Cracks(int(chance.integers(1, 4))),))


def _fingered(setup: Setup, chance: Generator) -> Setup:
    return replace(setup, thumb=chance.uniform(0.12, 0.42))


def _hurried(setup: Setup, chance: Generator) -> Setup:
    """Draw a little of everything at once, as at a busy counter."""
    return replace(
        _posed(setup, tilt=chance.uniform(15, 40), rotation=chance.uniform(-60, 60), module_px=chance.uniform(2.5, 5)),
        motion=chance.uniform(0.3, 1.0),
        blur=chance.uniform(0.15, 0.35),
        noise=chance.uniform(4, 12),
        gain=chance.uniform(0.1, 0.6),
        surface=(Moire(chance.uniform(0, 0.5)),),
        between=(Glare(chance.uniform(0, 1.5), chance.uniform(1.5, 3)),),
    )


CATEGORIES: Mapping[str, _Draw] = {
    "everyday": _everyday,
    "far": _far,
    "near": _near,
    "tilted": _tilted,
    "turned": _turned,
    "blurred": _blurred,
    "shaken": _shaken,
    "dark": _dark,
    "burnt out": _burnt,
    "noisy": _noisy,
    "glare": _glaring,
    "moiré": _striped,
    "quiet zone": _cramped,
    "inverted": _inverted,
    "logo": _badged,
    "curved": _bent,
    "cracked": _cracked,
    "thumb": _fingered,
    "hurried": _hurried,
}


EMPTY = "empty"


def draw_scene(category: str, text: str, chance: Generator) -> GreyImage:
    """Draw a scene of a category, or an empty counter."""
    backdrop = draw_backdrop(chance)
    if category == EMPTY:
        return developed(Noise(3).spoil(Picture(backdrop, np.zeros((4, 2)), 1, 1.0), chance).light)
    setup = set_up(category, chance)
    return developed(shoot(hold(text, setup, chance), setup, backdrop, chance).light)
