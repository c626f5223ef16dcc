"""`lab`: make codes of every kind, spoil them by physical factors, and see where reading stops."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pos_app.cli.answers import Answers, table
from pos_app.cli.context import Run
from pos_app.cli.options import json_option
from pos_app.domain.refusal import Refusal

if TYPE_CHECKING:
    from pos_app.lab.degrade import Knob
    from pos_app.lab.report import Chart
    from pos_app.lab.sweep import Point

_STATES = ("fresh", "expired", "used", "tampered")
_out = click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), required=True, help="Folder to write to."
)
_seed = click.option(
    "--seed", type=click.IntRange(0), default=1, show_default=True, help="The same seed, the same bytes."
)
_count = click.option("--count", type=click.IntRange(1, 10_000), default=1, show_default=True, help="Pictures of each.")
_samples = click.option(
    "--samples", type=click.IntRange(1, 1_000), default=20, show_default=True, help="Codes a point."
)


@click.group()
def lab() -> None:
    """Make codes, spoil them as cameras and counters do, and measure who still reads them. SIMULATION."""


@lab.command()
@click.option("--name", "names", multiple=True, help="A kind of code, or a category of counter; else every code.")
@click.option("--person", help="Let the platform really issue a code to this persona instead.")
@click.option("--state", type=click.Choice(_STATES), default="fresh", show_default=True, help="Of the issued code.")
@_count
@_seed
@_out
@json_option
@click.pass_obj
def make(
    run: Run, names: tuple[str, ...], person: str | None, state: str, count: int, seed: int, out: Path, *, as_json: bool
) -> None:
    """Draw codes, or counters with a code held over them, with a truth.json that `bench read --photos` scores."""
    from pos_app.bootstrap.lab import IssuedState, issued, save_album  # noqa: PLC0415  loads OpenCV
    from pos_app.lab.album import scenes, specimens  # noqa: PLC0415
    from pos_app.lab.counter import CATEGORIES, EMPTY  # noqa: PLC0415
    from pos_app.lab.specimens import SPECIMENS  # noqa: PLC0415

    answers = run.answers(as_json=as_json)
    if person:
        plate = issued(run.config, person, IssuedState(state), seed)
        if isinstance(plate, Refusal):
            answers.refuse(plate)
        _tell_album(save_album(out, iter((plate,))), out, answers)
        return
    counters = (*CATEGORIES, EMPTY)
    _check(names, (*SPECIMENS, *counters), answers)
    codes = [name for name in names or SPECIMENS if name in SPECIMENS]
    held = [name for name in names if name in counters]
    _tell_album(save_album(out, iter((*specimens(codes, count, seed), *scenes(held, count, seed)))), out, answers)


@lab.command()
@click.option("--factor", "factors", multiple=True, required=True, help="NAME=VALUE, such as tilt=40; several add up.")
@click.option("--text", help="What the code says; else a made-up voucher.")
@_count
@_seed
@_out
@json_option
@click.pass_obj
def degrade(
    run: Run, factors: tuple[str, ...], text: str | None, count: int, seed: int, out: Path, *, as_json: bool
) -> None:
    """Draw codes and spoil them by named factors, in the order in which the world applies them."""
    from pos_app.bootstrap.lab import save_album  # noqa: PLC0415  loads OpenCV
    from pos_app.lab.album import spoilt  # noqa: PLC0415
    from pos_app.lab.degrade import FactorUnknown, parse_factor  # noqa: PLC0415

    answers = run.answers(as_json=as_json)
    try:
        chosen = [parse_factor(factor) for factor in factors]
    except FactorUnknown as fault:
        answers.reject("lab_name_unknown", name=", ".join(factors), known=fault)
    _tell_album(save_album(out, iter(spoilt(chosen, count, seed, text))), out, answers)


@lab.command()
@click.argument("factor")
@click.option("--by", help="A second factor: a map instead of a curve.")
@_samples
@_seed
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Draw the plot to this PNG.")
@json_option
@click.pass_obj
def sweep(run: Run, factor: str, by: str | None, samples: int, seed: int, out: Path | None, *, as_json: bool) -> None:
    """Turn a factor from harmless to hopeless before our reader and each engine alone."""
    from pos_app.bootstrap.lab import measured, save_chart  # noqa: PLC0415  loads OpenCV
    from pos_app.lab.degrade import KNOBS  # noqa: PLC0415
    from pos_app.lab.report import chart_of  # noqa: PLC0415
    from pos_app.lab.sweep import Trials  # noqa: PLC0415

    answers = run.answers(as_json=as_json)
    names = (factor,) if by is None else (factor, by)
    _check(names, tuple(KNOBS), answers)
    trials = Trials(samples, seed)
    chart = chart_of(tuple(measured([KNOBS[name] for name in names], trials)), trials, answers.wording)
    if out:
        save_chart(chart, out)
    document = {"simulation": True, "samples": samples, "seed": seed, "points": list(map(_point, chart.points))}
    answers.tell(document, _rates(chart.points, answers))


@lab.command()
@click.option("--factor", "factors", multiple=True, help="Only these; else every factor.")
@_samples
@_seed
@_out
@json_option
@click.pass_obj
def report(run: Run, factors: tuple[str, ...], samples: int, seed: int, out: Path, *, as_json: bool) -> None:
    """Measure every factor and write one page that shows where each reader stops."""
    from pos_app.bootstrap.lab import save_report  # noqa: PLC0415  loads OpenCV
    from pos_app.lab.degrade import KNOBS  # noqa: PLC0415
    from pos_app.lab.report import label_of  # noqa: PLC0415
    from pos_app.lab.sweep import Trials  # noqa: PLC0415

    answers = run.answers(as_json=as_json)
    _check(factors, tuple(KNOBS), answers)

    def tell(chart: "Chart") -> None:
        answers.remark("cli.lab.measured", what=" × ".join(label_of(knob, answers.wording) for knob in chart.knobs))

    knobs = [KNOBS[name] for name in factors or KNOBS]
    page, charts = save_report(out, Trials(samples, seed), knobs, answers.wording, tell)
    curves = [_curve_document(chart.knobs[0], chart.points) for chart in charts if len(chart.knobs) == 1]
    document = {"simulation": True, "samples": samples, "seed": seed, "report": str(page), "factors": curves}
    answers.tell(document, answers.wording.say("cli.lab.report", page=page))


def _check(names: Iterable[str], known: Sequence[str], answers: Answers) -> None:
    for name in names:
        if name not in known:
            answers.reject("lab_name_unknown", name=name, known=", ".join(known))


def _tell_album(paths: Sequence[Path], out: Path, answers: Answers) -> None:
    document = {"simulation": True, "out": str(out), "pictures": [str(path) for path in paths]}
    answers.tell(document, answers.wording.say("cli.lab.drawn", count=len(paths), out=out))


def _point(point: "Point") -> Mapping[str, object]:
    return {
        "settings": {setting.knob.name: setting.value for setting in point.settings},
        "contestant": point.contestant,
        "samples": point.samples,
        "read": point.read,
        "wrong": point.wrong,
        "mean_ms": round(point.mean_ms, 2),
    }


def _curve_document(knob: "Knob", points: Sequence["Point"]) -> Mapping[str, object]:
    from pos_app.lab.report import limits_of  # noqa: PLC0415  loads OpenCV

    return {"factor": knob.name, "reads_half_up_to": limits_of(points), "points": list(map(_point, points))}


def _rates(points: Sequence["Point"], answers: Answers) -> str:
    names = list(dict.fromkeys(point.contestant for point in points))
    rows: dict[tuple[str, ...], list[str]] = {}
    for point in points:
        rows.setdefault(tuple(f"{one.value:g}" for one in point.settings), []).append(f"{point.percent:.0f} %")
    labels = [answers.wording.say(f"lab.factor.{setting.knob.name}") for setting in points[0].settings]
    headings = [*labels, *names]
    return table(headings, [[*key, *cells] for key, cells in rows.items()], right=range(len(headings)))
