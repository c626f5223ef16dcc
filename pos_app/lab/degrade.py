"""Physical factors by name: what can be turned, over which range, and where it does no harm."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from numpy.random import Generator

from pos_app.lab.camera import Blur, Jpeg, Motion, Noise
from pos_app.lab.factor import Factor
from pos_app.lab.light import Exposure, Glare, Moire
from pos_app.lab.picture import Picture
from pos_app.lab.pose import Crop, Curve, Rotation, Size, Tilt
from pos_app.lab.surface import Cracks, Inverted, Logo, QuietZone


class FactorUnknown(Exception):
    """A name that no factor has, or a value that it cannot take."""


@dataclass(frozen=True, slots=True)
class Knob:
    """A factor that can be turned from harmless to hopeless; `values` are the points of a curve, in that order."""

    name: str
    make: Callable[[float], Factor]
    values: tuple[float, ...]

    @property
    def harmless(self) -> float:
        return self.values[0]


def _curved(bend: float) -> Factor:
    """Bend by the inverse of the radius, so that 0 is flat and more is worse."""
    return Curve(1 / bend if bend else float("inf"))


_KNOBS = (
    Knob("size", Size, (6.0, 4.0, 3.0, 2.5, 2.2, 2.0, 1.8, 1.6, 1.4, 1.2, 1.0)),
    Knob("tilt", Tilt, (0, 20, 35, 45, 50, 55, 60, 65, 70, 75, 80)),
    Knob("rotation", Rotation, (0, 15, 30, 45, 60, 75, 90, 120, 150, 180)),
    Knob("curve", _curved, (0, 0.8, 1.2, 1.6, 1.8, 2.0, 2.2, 2.4, 2.6, 2.8, 3.0)),
    Knob("blur", Blur, (0, 0.15, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.7, 0.8)),
    Knob("motion", Motion, (0, 0.4, 0.8, 1.0, 1.2, 1.4, 1.6, 1.8, 2.0, 2.4, 2.8)),
    Knob("noise", Noise, (0, 8, 16, 24, 32, 40, 50, 60, 75, 90)),
    Knob("exposure", Exposure, (1, 0.3, 0.1, 0.03, 0.01, 0.005, 0.002, 0.001, 0.0005)),
    Knob("overexposure", Exposure, (1, 2, 4, 8, 15, 25, 35, 50, 70, 90)),
    Knob("glare", Glare, (0, 0.5, 1, 2, 4, 8, 16, 32, 64)),
    Knob("moire", Moire, (0, 0.2, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)),
    Knob("quiet-zone", QuietZone, (4, 3, 2, 1.5, 1, 0.5, 0)),
    Knob("logo", lambda percent: Logo(percent / 100), (0, 2, 4, 6, 8, 10, 12, 14, 17, 20)),
    Knob("cracks", lambda count: Cracks(round(count)), (0, 1, 2, 3, 4, 5, 6, 8, 10)),
    Knob("crop", lambda percent: Crop(percent / 100), (0, 2, 4, 6, 8, 10, 14, 18, 24)),
    Knob("jpeg", lambda quality: Jpeg(round(quality)), (100, 80, 60, 40, 30, 20, 15, 10, 5, 2)),
    Knob("inverted", lambda is_on: Inverted() if is_on else Exposure(1), (0, 1)),
)
KNOBS: Mapping[str, Knob] = {knob.name: knob for knob in _KNOBS}


def degrade(picture: Picture, factors: Iterable[Factor], chance: Generator) -> Picture:
    """Apply factors in the order in which the world does, whatever the order in which they are named."""
    for factor in sorted(factors, key=lambda factor: (factor.stage, type(factor).__name__)):
        picture = factor.spoil(picture, chance)
    return picture


def parse_factor(text: str) -> Factor:
    """Read `tilt=40`; FactorUnknown says what there is instead."""
    name, _, value = text.partition("=")
    knob = KNOBS.get(name.strip())
    if knob is None:
        raise FactorUnknown(", ".join(KNOBS))
    try:
        return knob.make(float(value))
    except ValueError:
        raise FactorUnknown(f"{knob.name}={knob.values[len(knob.values) // 2]:g}") from None
