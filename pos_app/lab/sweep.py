"""Turns one factor, or two, from harmless to hopeless, and counts who still reads."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pos_app.lab.camera import Blur, Noise
from pos_app.lab.contest import Contestant, Wanted
from pos_app.lab.degrade import Knob, degrade
from pos_app.lab.drawing import draw_code
from pos_app.lab.factor import Factor
from pos_app.lab.measure import Stopwatch
from pos_app.lab.picture import GreyImage, developed, seeded
from pos_app.lab.pose import Rotation, Size
from pos_app.lab.score import Texts, score
from pos_app.lab.specimens import certificate

_EVERYDAY: tuple[Factor, ...] = (Size(4.0), Blur(0.1), Noise(2.0))
_TURNED_DEG = 10.0


@dataclass(frozen=True, slots=True)
class Setting:
    """One position of one knob."""

    knob: Knob
    value: float


@dataclass(frozen=True, slots=True)
class Point:
    """How many of `samples` codes one contestant read at some settings, how many wrongly, and in what time."""

    settings: tuple[Setting, ...]
    contestant: str
    samples: int
    read: int
    wrong: int
    mean_ms: float

    @property
    def percent(self) -> float:
        return 100 * self.read / self.samples


@dataclass(frozen=True, slots=True)
class Trials:
    """How many codes at every setting, and the seed; each sample has the same code and hand at every setting."""

    samples: int
    seed: int


def curve(knob: Knob, trials: Trials, contestants: Sequence[Contestant], watch: Stopwatch) -> Iterator[Point]:
    """Measure along one knob."""
    for value in knob.values:
        yield from _measured((Setting(knob, value),), trials, contestants, watch)


def grid(
    across: Knob, down: Knob, trials: Trials, contestants: Sequence[Contestant], watch: Stopwatch
) -> Iterator[Point]:
    """Measure every position of one knob with every position of another."""
    for down_value in down.values:
        for across_value in across.values:
            settings = (Setting(across, across_value), Setting(down, down_value))
            yield from _measured(settings, trials, contestants, watch)


def sample_of(settings: Sequence[Setting], seed: int, number: int) -> tuple[str, GreyImage]:
    """Give the text and the picture of one sample at some settings."""
    chance = seeded(seed, number)
    text = certificate(chance)
    turned = Rotation(float(chance.uniform(-_TURNED_DEG, _TURNED_DEG)))
    chosen = tuple(setting.knob.make(setting.value) for setting in settings)
    kinds = {type(factor) for factor in chosen}
    everyday = tuple(factor for factor in (*_EVERYDAY, turned) if type(factor) not in kinds)
    return text, developed(degrade(draw_code(text), (*everyday, *chosen), chance).light)


def _measured(
    settings: tuple[Setting, ...], trials: Trials, contestants: Sequence[Contestant], watch: Stopwatch
) -> Iterator[Point]:
    samples = [sample_of(settings, trials.seed, number) for number in range(trials.samples)]
    for contestant in contestants:
        read = contestant.open()
        right, wrong, spent = 0, 0, 0.0
        for text, image in samples:
            found, spent_ms = watch.read(read, image, Wanted.VOUCHERS)
            result = score(found, Texts((frozenset({text.encode()}),)))
            right, wrong, spent = right + result.read, wrong + len(result.wrong), spent + spent_ms
        yield Point(settings, contestant.name, trials.samples, right, wrong, spent / trials.samples)
