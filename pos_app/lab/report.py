"""The lab's report: every factor with pictures of it, curves, heat maps and where reading stops, as one page."""

import base64
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from string import Template

import numpy as np
from PIL import Image, ImageOps

from pos_app.lab.degrade import Knob
from pos_app.lab.plot import Titles, draw_curves, draw_heat_maps
from pos_app.lab.sweep import Point, Setting, Trials, sample_of
from pos_app.resources import asset
from pos_app.wording import Wording

_SHOWN = 5  # samples of a factor, from harmless to hopeless
_TILE = 132
_HALF = 50.0


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawn plot of one knob, or of two, and the points behind it."""

    knobs: tuple[Knob, ...]
    points: tuple[Point, ...]
    image: Image.Image


def chart_of(points: Sequence[Point], trials: Trials, wording: Wording) -> Chart:
    """Draw the points of one curve, or of one grid as a heat map for each contestant."""
    knobs = tuple(setting.knob for setting in points[0].settings)
    names = tuple(dict.fromkeys(point.contestant for point in points))
    labels = [label_of(knob, wording) for knob in knobs]
    note = wording.say("lab.plot.note", samples=trials.samples, seed=trials.seed)
    rates = {(*(one.value for one in point.settings), point.contestant): point.percent for point in points}
    if len(knobs) == 1:
        titles = Titles(
            wording.say("lab.plot.curve", factor=labels[0]), note, labels[0], by_steps=wording.say("lab.plot.by_steps")
        )
        values = knobs[0].values
        series = {name: [rates[value, name] for value in values] for name in names}
        return Chart(knobs, tuple(points), draw_curves(titles, values, series))
    across, down = knobs
    title = wording.say("lab.plot.map", across=labels[0], down=labels[1])
    titles = Titles(title, note, labels[0], wording.say(f"lab.short.{down.name}"))
    maps = {name: [[rates[x, y, name] for x in across.values] for y in down.values] for name in names}
    columns, rows = ([f"{value:g}" for value in knob.values] for knob in knobs)
    return Chart(knobs, tuple(points), draw_heat_maps(titles, columns, rows, maps))


def label_of(knob: Knob, wording: Wording) -> str:
    """Name a factor and its unit."""
    return wording.say(f"lab.factor.{knob.name}")


def limits_of(points: Iterable[Point]) -> Mapping[str, float | None]:
    """Say for each contestant up to where it reads at least half, counted from the harmless end; None: nowhere."""
    limits: dict[str, float | None] = {}
    stopped: set[str] = set()
    for point in points:
        limits.setdefault(point.contestant, None)
        if point.percent < _HALF:
            stopped.add(point.contestant)
        elif point.contestant not in stopped:
            limits[point.contestant] = point.settings[0].value
    return limits


def write_report(charts: Sequence[Chart], trials: Trials, wording: Wording) -> str:
    """Put everything on one HTML page that needs nothing beside it."""
    curves = [chart for chart in charts if len(chart.knobs) == 1]
    names = tuple(dict.fromkeys(point.contestant for chart in charts for point in chart.points))
    say = wording.say
    return Template(asset("lab/report.html").read_text("utf-8")).substitute(
        language=wording.language,
        title=escape(say("lab.report.title")),
        simulation=escape(say("lab.report.simulation")),
        lead=escape(say("lab.report.lead", samples=trials.samples, seed=trials.seed)),
        limits_title=escape(say("lab.report.limits")),
        limits_lead=escape(say("lab.report.limits_lead")),
        limits=_limits_table(curves, names, trials, wording),
        curves_title=escape(say("lab.report.curves")),
        curves="\n".join(map(_figure, curves)),
        maps_title=escape(say("lab.report.maps")),
        maps="\n".join(_figure(chart) for chart in charts if len(chart.knobs) > 1),
        wrong=escape(say("lab.report.wrong", count=sum(point.wrong for chart in charts for point in chart.points))),
        again=escape(say("lab.report.again", samples=trials.samples, seed=trials.seed)),
    )


def _limits_table(curves: Sequence[Chart], names: Sequence[str], trials: Trials, wording: Wording) -> str:
    head = "".join(f"<th>{escape(name)}</th>" for name in names)
    heading = f"<tr><th>{escape(wording.say('lab.report.factor'))}</th>{head}</tr>"
    rows = [_limits_row(chart, names, trials, wording) for chart in curves]
    return f"<table><thead>{heading}</thead>\n<tbody>{''.join(rows)}</tbody></table>"


def _limits_row(chart: Chart, names: Sequence[str], trials: Trials, wording: Wording) -> str:
    knob = chart.knobs[0]
    limits = limits_of(chart.points)
    last = knob.values[-1]
    cells = "".join(f"<td>{_limit(limits[name], last, wording)}</td>" for name in names)
    label = escape(label_of(knob, wording))
    strip = _data(_strip(knob, trials.seed))
    picture = f'<img class="strip" src="{strip}" alt="{label}">'
    return f"<tr><th>{label}<br>{picture}</th>{cells}</tr>\n"


def _limit(limit: float | None, last: float, wording: Wording) -> str:
    if limit is None:
        return escape(wording.say("lab.report.nowhere"))
    return f"<b>{limit:g}</b>" if limit == last else f"{limit:g}"


def _strip(knob: Knob, seed: int) -> Image.Image:
    """Show one code at a few strengths of a factor, from harmless to hopeless."""
    wanted = np.linspace(0, len(knob.values) - 1, min(_SHOWN, len(knob.values))).round().astype(int)
    strip = Image.new("L", (_TILE * len(wanted) + 4 * (len(wanted) - 1), _TILE), 255)
    for place, number in enumerate(wanted):
        _, image = sample_of((Setting(knob, knob.values[number]),), seed, 0)
        tile = ImageOps.pad(Image.fromarray(image), (_TILE, _TILE), Image.Resampling.BOX, color=255)
        strip.paste(tile, (place * (_TILE + 4), 0))
    return strip


def _figure(chart: Chart) -> str:
    names = " × ".join(knob.name for knob in chart.knobs)
    return f'<figure><img src="{_data(chart.image)}" alt="{escape(names)}"></figure>'


def _data(image: Image.Image) -> str:
    return "data:image/png;base64," + base64.b64encode(png_of(image)).decode("ascii")


def png_of(image: Image.Image) -> bytes:
    file = io.BytesIO()
    image.save(file, "PNG")
    return file.getvalue()
