"""`bench read`: our reader beside each engine alone, on photographs or generated counters, in the same run."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pos_app.cli.answers import Answers, ExitCode, table
from pos_app.cli.context import Run
from pos_app.cli.options import json_option

if TYPE_CHECKING:
    from pos_app.lab.measure import Trial
    from pos_app.lab.tally import Comparison, Rate, Summary, WrongRead

_PAYLOAD_SHOWN = 40  # characters: enough to see what went wrong
_PROGRESS_EVERY = 50


@click.command()
@click.option(
    "--photos",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="Photographs with a truth.json, or folders of such folders; without it, generated counters.",
)
@click.option("--scenes", type=click.IntRange(0, 10_000), default=10, show_default=True, help="Stills a category.")
@click.option("--clips", type=click.IntRange(0, 1_000), default=2, show_default=True, help="Clips a category.")
@click.option("--seconds", type=click.IntRange(0, 600), default=2, show_default=True, help="Of live frames a kind.")
@click.option("--category", "categories", multiple=True, help="Only this one; may be given again. Else all.")
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True, help="Of the generated counters.")
@json_option
@click.pass_obj
def read(
    run: Run,
    photos: Path | None,
    scenes: int,
    clips: int,
    seconds: int,
    categories: tuple[str, ...],
    seed: int,
    *,
    as_json: bool,
) -> None:
    """Score our reader beside zxing-cpp, pyzbar and OpenCV; ends with 1 where ours read what is not there."""
    from pos_app.bootstrap.reading import (  # noqa: PLC0415  loads OpenCV and the engines
        ENGINES,
        OURS,
        YARDSTICK,
        Plan,
        TruthFault,
        photo_sets,
        trials_on_counters,
        trials_on_photos,
    )
    from pos_app.lab.counter import CATEGORIES  # noqa: PLC0415
    from pos_app.lab.tally import category_rates, comparisons, summaries, wrong_reads  # noqa: PLC0415

    answers = run.answers(as_json=as_json)
    for category in categories:
        if category not in CATEGORIES:
            answers.reject("category_unknown", category=category, known=", ".join(CATEGORIES))
    try:
        source = (
            trials_on_counters(Plan(scenes, clips, seconds, seed, categories or tuple(CATEGORIES)))
            if photos is None
            else trials_on_photos(photo_sets(photos))
        )
        trials = list(_with_progress(source, answers))
    except TruthFault as fault:
        answers.reject("photos_without_truth", what=fault)
    wrong = wrong_reads(trials, witnesses=ENGINES)
    lines = summaries(trials, wrong)
    beside = comparisons(lines, one=OURS, other=YARDSTICK)
    document = {
        "simulation": True,
        "seed": None if photos else seed,
        "families": [_summary_document(line) for line in lines],
        "categories": [_category_document(*row) for row in category_rates(trials).items()],
        "beside": {"contestant": OURS, "other": YARDSTICK, "families": [_comparison_document(one) for one in beside]},
        "wrong": [_wrong_document(one) for one in wrong],
    }
    text = [_summary_table(lines, answers), _category_table(category_rates(trials), answers)]
    text.append(_comparison_table(beside, YARDSTICK, answers))
    text += [_wrong_line(one, answers) for one in wrong]
    answers.tell(document, "\n\n".join([*text, _verdict(lines, OURS, answers)]))
    if any(one.contestant == OURS and not one.is_unnamed for one in wrong):
        raise click.exceptions.Exit(ExitCode.REFUSED)


def _with_progress(trials: Iterable["Trial"], answers: Answers) -> Iterator["Trial"]:
    seen: set[str] = set()
    for trial in trials:
        if trial.picture not in seen:
            seen.add(trial.picture)
            if len(seen) % _PROGRESS_EVERY == 0:
                answers.remark("cli.bench.progress", family=trial.family, count=len(seen))
        yield trial


def _verdict(lines: Sequence["Summary"], ours: str, answers: Answers) -> str:
    """Say in one sentence who missed how many, ours and the best of the engines."""
    misses: dict[str, int] = {}
    for line in lines:
        misses[line.contestant] = misses.get(line.contestant, 0) + line.rate.codes - line.rate.read
    best = min((name for name in misses if name != ours), key=lambda name: misses[name])
    own = [line for line in lines if line.contestant == ours]
    return answers.wording.say(
        "cli.bench.read",
        pictures=sum(line.pictures for line in own),
        codes=sum(line.rate.codes for line in own),
        ours=ours,
        misses=misses[ours],
        best=best,
        best_misses=misses[best],
        wrong=sum(line.wrong for line in own),
        false_reads=sum(line.false_reads for line in own),
    )


def _summary_table(lines: Sequence["Summary"], answers: Answers) -> str:
    say = answers.wording.say
    columns = (
        "family",
        "contestant",
        "pictures",
        "share",
        "mean",
        "wrong",
        "false_reads",
        "p50",
        "p95",
        "max",
        "frames",
    )
    rows = [
        [
            line.family,
            line.contestant,
            str(line.pictures),
            _share(line.rate),
            "" if line.mean_percent is None else f"{line.mean_percent:.1f}",
            str(line.wrong),
            str(line.false_reads),
            *(f"{spent_ms:.1f}" for spent_ms in (line.p50_ms, line.p95_ms, line.max_ms)),
            _share(line.frames),
        ]
        for line in lines
    ]
    return table([say(f"cli.bench.{column}") for column in columns], rows, right=range(2, len(columns)))


def _comparison_table(beside: Sequence["Comparison"], other: str, answers: Answers) -> str:
    say = answers.wording.say
    columns = ("missed", "missed_of_frames", "p95_part")
    rows = [
        [one.family, *(_part(part) for part in (one.missed, one.missed_of_frames, one.p95)), f"{one.max_ms:.1f}"]
        for one in beside
    ]
    headings = [say(f"cli.bench.{column}", other=other) for column in columns]
    return table([say("cli.bench.family"), *headings, say("cli.bench.max")], rows, right=range(1, 5))


def _part(part: float | None) -> str:
    return "" if part is None else f"{part:.2f}"


def _category_table(rates: Mapping[tuple[str, str], Mapping[str, "Rate"]], answers: Answers) -> str:
    names = list(dict.fromkeys(name for by_name in rates.values() for name in by_name))
    rows = [
        [family, category, *(_share(by_name[name]) for name in names)] for (family, category), by_name in rates.items()
    ]
    headings = [answers.wording.say("cli.bench.family"), answers.wording.say("cli.bench.category"), *names]
    return table(headings, rows, right=range(2, len(headings)))


def _share(rate: "Rate") -> str:
    return "" if rate.percent is None else f"{rate.read}/{rate.codes} {rate.percent:5.1f} %"


def _summary_document(line: "Summary") -> Mapping[str, object]:
    return {
        "family": line.family,
        "contestant": line.contestant,
        "pictures": line.pictures,
        "codes": line.rate.codes,
        "read": line.rate.read,
        "percent": _rounded(line.rate.percent),
        "mean_percent": _rounded(line.mean_percent),
        "wrong": line.wrong,
        "false_reads": line.false_reads,
        "p50_ms": round(line.p50_ms, 2),
        "p95_ms": round(line.p95_ms, 2),
        "max_ms": round(line.max_ms, 2),
        "frames": line.frames.codes,
        "frames_read": line.frames.read,
    }


def _comparison_document(one: "Comparison") -> Mapping[str, object]:
    return {
        "family": one.family,
        "missed": _rounded(one.missed),
        "missed_of_frames": _rounded(one.missed_of_frames),
        "p95": _rounded(one.p95),
        "max_ms": _rounded(one.max_ms),
    }


def _category_document(key: tuple[str, str], rates: Mapping[str, "Rate"]) -> Mapping[str, object]:
    family, category = key
    read = {name: {"codes": rate.codes, "read": rate.read} for name, rate in rates.items()}
    return {"family": family, "category": category, "readers": read}


def _wrong_document(one: "WrongRead") -> Mapping[str, object]:
    payload = one.payload.decode("ascii", "backslashreplace")[:_PAYLOAD_SHOWN]
    return {
        "family": one.family,
        "picture": one.picture,
        "contestant": one.contestant,
        "payload": payload,
        "is_empty": one.is_empty,
        "is_unnamed": one.is_unnamed,
    }


def _wrong_line(one: "WrongRead", answers: Answers) -> str:
    said = _wrong_document(one)
    say = answers.wording.say
    return say("cli.bench.unnamed_read", **said) if one.is_unnamed else say("cli.bench.wrong_read", **said)


def _rounded(percent: float | None) -> float | None:
    return None if percent is None else round(percent, 2)
