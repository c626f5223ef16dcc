"""Sums up trials: codes read, the mean of the categories, wrong payloads, reads where nothing is, and times."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import TypeVar

from pos_app.lab.measure import Trial
from pos_app.lab.score import Nothing

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


@dataclass(frozen=True, slots=True)
class WrongRead:
    """A payload that stands nowhere in the picture; `is_empty` where no code is there at all."""

    family: str
    picture: str
    contestant: str
    payload: bytes
    is_empty: bool


def summaries(trials: Sequence[Trial]) -> tuple[Summary, ...]:
    """Give one line for each family and contestant, in the order in which they were first met."""
    groups = _grouped(trials, lambda trial: (trial.family, trial.contestant))
    return tuple(_summary(family, contestant, group) for (family, contestant), group in groups.items())


def category_rates(trials: Sequence[Trial]) -> dict[tuple[str, str], dict[str, Rate]]:
    """Give the rate of every contestant in each category that holds codes, by family and category."""
    rates: dict[tuple[str, str], dict[str, Rate]] = {}
    groups = _grouped(trials, lambda trial: (trial.family, trial.category, trial.contestant))
    for (family, category, contestant), group in groups.items():
        rate = _rate(group)
        if rate.codes:
            rates.setdefault((family, category), {})[contestant] = rate
    return rates


def wrong_reads(trials: Iterable[Trial]) -> tuple[WrongRead, ...]:
    return tuple(
        WrongRead(trial.family, trial.picture, trial.contestant, payload, isinstance(trial.truth, Nothing))
        for trial in trials
        for payload in trial.score.wrong
    )


def percentile(values: Sequence[float], share: float) -> float:
    """Give the smallest value that at least this share of the values does not exceed."""
    ordered = sorted(values)
    return ordered[max(0, -(-round(share * 1000) * len(ordered) // 1000) - 1)]


def _summary(family: str, contestant: str, trials: Sequence[Trial]) -> Summary:
    times = [spent_ms for trial in trials for spent_ms in trial.times_ms]
    wrong = wrong_reads(trials)
    categories = _grouped(trials, lambda trial: trial.category).values()
    percents = [percent for group in categories if (percent := _rate(group).percent) is not None]
    return Summary(
        family=family,
        contestant=contestant,
        pictures=len(trials),
        rate=_rate(trials),
        mean_percent=fmean(percents) if percents else None,
        wrong=sum(not read.is_empty for read in wrong),
        false_reads=sum(read.is_empty for read in wrong),
        p50_ms=percentile(times, 0.5),
        p95_ms=percentile(times, 0.95),
        max_ms=max(times),
    )


def _rate(trials: Iterable[Trial]) -> Rate:
    scores = [trial.score for trial in trials]
    return Rate(sum(one.codes for one in scores), sum(one.read for one in scores))


def _grouped(trials: Iterable[Trial], key: Callable[[Trial], _Key]) -> dict[_Key, list[Trial]]:
    groups: dict[_Key, list[Trial]] = {}
    for trial in trials:
        groups.setdefault(key(trial), []).append(trial)
    return groups
