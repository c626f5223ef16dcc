"""Shows the same pictures to every contestant, one after another in the same run, and notes what came of it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from numpy.random import Generator

from pos_app.domain.scan import FoundCode
from pos_app.lab.clip import film
from pos_app.lab.contest import Contestant, ReadPicture, Wanted
from pos_app.lab.counter import CATEGORIES, EMPTY, draw_scene
from pos_app.lab.picture import GreyImage, seeded
from pos_app.lab.score import Nothing, Score, Texts, Truth, score
from pos_app.lab.specimens import certificate
from pos_app.lab.truth import PhotoSet

_FRAMES_OF_A_STRETCH = 30  # a second of a live camera


@dataclass(frozen=True, slots=True)
class Trial:
    """What one contestant made of one picture, or of the frames of one clip, and how long each took it.

    Of a clip `frames_read` is in how many of its frames the code was read.
    """

    family: str
    category: str
    picture: str
    contestant: str
    truth: Truth
    score: Score
    times_ms: tuple[float, ...]
    frames_read: int = 0


@dataclass(frozen=True, slots=True)
class Plan:
    """How much to generate: scenes and clips of each category, seconds of live frames of each kind."""

    scenes: int
    clips: int
    seconds: int
    seed: int
    categories: tuple[str, ...] = tuple(CATEGORIES)


@dataclass(frozen=True, slots=True)
class Stopwatch:
    """Reads with a clock in hand; `tick` gives seconds."""

    tick: Callable[[], float]

    def read(self, read: ReadPicture, image: GreyImage, wanted: Wanted) -> tuple[tuple[FoundCode, ...], float]:
        started = self.tick()
        found = tuple(read(image, wanted))
        return found, (self.tick() - started) * 1000


def on_photos(
    sets: Iterable[PhotoSet], contestants: Sequence[Contestant], watch: Stopwatch, load: Callable[[bytes], GreyImage]
) -> Iterator[Trial]:
    """Let everybody read photographs of which the truth is known."""
    for photo_set in sets:
        readers = [(contestant.name, contestant.open()) for contestant in contestants]
        for photo in photo_set.photos:
            image = load(photo.path.read_bytes())
            for name, read in readers:
                found, spent_ms = watch.read(read, image, photo_set.wanted)
                result = score(found, photo.truth)
                picture = _named(photo.path)
                yield Trial(photo_set.family, photo_set.name, picture, name, photo.truth, result, (spent_ms,))


def on_scenes(plan: Plan, contestants: Sequence[Contestant], watch: Stopwatch) -> Iterator[Trial]:
    """Let everybody read stills of counters, empty ones among them."""
    readers = [(contestant.name, contestant.open()) for contestant in contestants]
    for category, number, chance in _numbered((*plan.categories, EMPTY), plan.scenes, plan.seed):
        text = certificate(chance)
        image = draw_scene(category, text, chance)
        truth: Truth = Nothing() if category == EMPTY else Texts((frozenset({text.encode()}),))
        wanted = Wanted.ANYTHING if category == EMPTY else Wanted.VOUCHERS
        for name, read in readers:
            found, spent_ms = watch.read(read, image, wanted)
            result = score(found, truth)
            yield Trial("scenes", category, f"{category} {number}", name, truth, result, (spent_ms,))


def on_clips(plan: Plan, contestants: Sequence[Contestant], watch: Stopwatch) -> Iterator[Trial]:
    """Let everybody read clips frame by frame; a clip is read when its code came out of any of its frames."""
    for category, number, chance in _numbered(plan.categories, plan.clips, plan.seed):
        text = certificate(chance)
        frames = tuple(film(category, text, chance))
        truth = Texts((frozenset({text.encode()}),))
        for contestant in contestants:
            yield _on_frames(("clips", category, f"{category} {number}"), frames, truth, contestant, watch)


def on_live_frames(plan: Plan, contestants: Sequence[Contestant], watch: Stopwatch) -> Iterator[Trial]:
    """Take the time of frames without a code and of frames that are easy: what a camera gives nearly always."""
    for category, number, chance in _numbered((EMPTY, "everyday"), plan.seconds, plan.seed):
        text = certificate(chance)
        if category == EMPTY:
            frames = tuple(draw_scene(EMPTY, text, chance) for _ in range(_FRAMES_OF_A_STRETCH))
        else:
            frames = tuple(film(category, text, chance, frames=_FRAMES_OF_A_STRETCH))
        truth: Truth = Nothing() if category == EMPTY else Texts((frozenset({text.encode()}),))
        for wanted in (Wanted.VOUCHERS, Wanted.GOODS) if category == EMPTY else (Wanted.VOUCHERS,):
            names = (f"live {category}, {wanted}", "live", f"{category} {number}")
            for contestant in contestants:
                yield _on_frames(names, frames, truth, contestant, watch, wanted)


def _on_frames(
    names: tuple[str, str, str],
    frames: Sequence[GreyImage],
    truth: Truth,
    contestant: Contestant,
    watch: Stopwatch,
    wanted: Wanted = Wanted.VOUCHERS,
) -> Trial:
    """Let one read all frames of a clip with one reader; names are those of family, category and picture."""
    read = contestant.open()
    seen = [watch.read(read, frame, wanted) for frame in frames]
    scores = [score(found, truth) for found, _ in seen]
    whole = score([code for found, _ in seen for code in found], truth)
    times = tuple(spent_ms for _, spent_ms in seen)
    return Trial(*names, contestant.name, truth, whole, times, sum(one.read == one.codes > 0 for one in scores))


def _place(category: str) -> int:
    return [*CATEGORIES, EMPTY].index(category)


def _numbered(categories: Sequence[str], each: int, seed: int) -> Iterator[tuple[str, int, Generator]]:
    """Give every picture chance of its own, so that more pictures do not change those that were there before."""
    for category in categories:
        for number in range(each):
            yield category, number, seeded(seed, _place(category), number)


def _named(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"
