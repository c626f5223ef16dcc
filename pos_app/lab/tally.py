"""Sums up trials: codes read, the mean of the categories, wrong payloads, reads where nothing is, and times."""

from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import TypeVar

from pos_app.lab.measure import Trial
from pos_app.lab.score import Nothing

_AGREEING = 2
_Key = TypeVar("_Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Rate:
    """How many of a number of codes were read."""

    codes: int
    read: int

    @property
    def percent(self) -> float | None:
        return 100 * self.read / self.codes if self.codes else None


@dataclass(frozen=True, slots=True)
class Summary:
    """What one contestant did with one family of pictures."""

    family: str
    contestant: str
    pictures: int
    rate: Rate
    mean_percent: float | None
    wrong: int
    false_reads: int
    p50_ms: float
    p95_ms: float
    max_ms: float
    frames: Rate = Rate(0, 0)
    """Of clips: how many of their frames were read, each for itself."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """One contestant beside another on one family: each figure is a part of the other's; None where that has none.

    `missed_of_frames` is the share of clips that the one missed beside the share of single frames that the other did.
    """

    family: str
    missed: float | None
    missed_of_frames: float | None
    p95: float
    max_ms: float


@dataclass(frozen=True, slots=True)
class WrongRead:
    """A payload that the truth does not name; `is_empty` where no code is there at all.

    It `is_unnamed`, and no fault of the reader, where two engines alone read it too on pictures of the same set: then
    it stands there beside what the truth names, such as the second bar code on the back of a book.
    """

    family: str
    picture: str
    contestant: str
    payload: bytes
    is_empty: bool
    is_unnamed: bool = False


def summaries(trials: Sequence[Trial], wrong: Sequence[WrongRead]) -> tuple[Summary, ...]:
    """Give one line for each family and contestant, in the order in which they were first met."""
    groups = _grouped(trials, lambda trial: (trial.family, trial.contestant))
    return tuple(
        _summary(key, group, [one for one in wrong if (one.family, one.contestant) == key])
        for key, group in groups.items()
    )


def comparisons(lines: Sequence[Summary], *, one: str, other: str) -> tuple[Comparison, ...]:
    """Compare two contestants on each family that both saw."""
    by_name = {(line.family, line.contestant): line for line in lines}
    pairs = [
        (line, by_name[line.family, other])
        for line in lines
        if line.contestant == one and (line.family, other) in by_name
    ]
    return tuple(
        Comparison(
            ours.family,
            _part(_missed(ours.rate), _missed(theirs.rate)),
            _part(_missed(ours.rate), _missed(theirs.frames)),
            ours.p95_ms / theirs.p95_ms,
            ours.max_ms,
        )
        for ours, theirs in pairs
    )


def _missed(rate: Rate) -> float | None:
    return 1 - rate.read / rate.codes if rate.codes else None


def _part(ours: float | None, theirs: float | None) -> float | None:
    return None if ours is None or not theirs else ours / theirs


def category_rates(trials: Sequence[Trial]) -> dict[tuple[str, str], dict[str, Rate]]:
    """Give the rate of every contestant in each category that holds codes, by family and category."""
    rates: dict[tuple[str, str], dict[str, Rate]] = {}
    groups = _grouped(trials, lambda trial: (trial.family, trial.category, trial.contestant))
    for (family, category, contestant), group in groups.items():
        rate = _rate(group)
        if rate.codes:
            rates.setdefault((family, category), {})[contestant] = rate
    return rates


def wrong_reads(trials: Sequence[Trial], *, witnesses: Collection[str]) -> tuple[WrongRead, ...]:
    """List what the truth does not name; `witnesses` are the contestants whose agreement counts."""
    heard: dict[tuple[str, bytes], set[str]] = {}
    for trial in trials:
        for payload in trial.score.wrong:
            heard.setdefault((trial.category, payload), set()).add(trial.contestant)
    return tuple(
        _wrong_read(trial, payload, len(heard[trial.category, payload] & set(witnesses)) >= _AGREEING)
        for trial in trials
        for payload in trial.score.wrong
    )


def _wrong_read(trial: Trial, payload: bytes, is_agreed: bool) -> WrongRead:  # noqa: FBT001  private, one caller
    is_empty = isinstance(trial.truth, Nothing)
    return WrongRead(trial.family, trial.picture, trial.contestant, payload, is_empty, is_agreed and not is_empty)


def percentile(values: Sequence[float], share: float) -> float:
    """Give the smallest value that at least this share of the values does not exceed."""
    ordered = sorted(values)
    return ordered[max(0, -(-round(share * 1000) * len(ordered) // 1000) - 1)]


def _summary(key: tuple[str, str], trials: Sequence[Trial], wrong: Sequence[WrongRead]) -> Summary:
    times = [spent_ms for trial in trials for spent_ms in trial.times_ms]
    categories = _grouped(trials, lambda trial: trial.category).values()
    percents = [percent for group in categories if (percent := _rate(group).percent) is not None]
    return Summary(
        family=key[0],
        contestant=key[1],
        pictures=len(trials),
        rate=_rate(trials),
        mean_percent=fmean(percents) if percents else None,
        wrong=sum(not (read.is_empty or read.is_unnamed) for read in wrong),
        false_reads=sum(read.is_empty for read in wrong),
        p50_ms=percentile(times, 0.5),
        p95_ms=percentile(times, 0.95),
        max_ms=max(times),
        frames=_frames(trials),
    )


def _frames(trials: Sequence[Trial]) -> Rate:
    clips = [trial for trial in trials if len(trial.times_ms) > 1 and trial.score.codes]
    return Rate(sum(len(trial.times_ms) for trial in clips), sum(trial.frames_read for trial in clips))


def _rate(trials: Iterable[Trial]) -> Rate:
    scores = [trial.score for trial in trials]
    return Rate(sum(one.codes for one in scores), sum(one.read for one in scores))


def _grouped(trials: Iterable[Trial], key: Callable[[Trial], _Key]) -> dict[_Key, list[Trial]]:
    groups: dict[_Key, list[Trial]] = {}
    for trial in trials:
        groups.setdefault(key(trial), []).append(trial)
    return groups
