"""Sweeps, plots and the page made of them."""

from collections.abc import Sequence

import numpy as np
import pytest

from pos_app.domain.scan import FoundCode, Point
from pos_app.lab.contest import Contestant, Wanted
from pos_app.lab.degrade import KNOBS
from pos_app.lab.measure import Stopwatch
from pos_app.lab.picture import GreyImage
from pos_app.lab.plot import Titles, draw_curves, draw_heat_maps
from pos_app.lab.report import chart_of, limits_of, png_of, write_report
from pos_app.lab.sweep import Point as Measured
from pos_app.lab.sweep import Setting, Trials, curve, grid, sample_of
from pos_app.wording import Language, Wording

TRIALS = Trials(samples=2, seed=5)
NO_CLOCK = Stopwatch(lambda: 0.0)
CORNERS = (Point(0, 0), Point(1, 0), Point(1, 1), Point(0, 1))


def reader(name: str, says: str) -> Contestant:
    def read(_image: GreyImage, _wanted: Wanted) -> Sequence[FoundCode]:
        return (FoundCode(says.encode(), "QRCode", CORNERS, name),) if says else ()

    return Contestant(name, lambda: read)


BOTH = (reader("lucky", sample_of((), 5, 0)[0]), reader("blind", ""))


def test_reads_and_wrong_payloads_are_counted_at_every_point() -> None:
    points = list(curve(KNOBS["blur"], TRIALS, BOTH, NO_CLOCK))
    assert len(points) == len(KNOBS["blur"].values) * len(BOTH)
    for point in points:
        expected = (1, 1) if point.contestant == "lucky" else (0, 0)  # it says the first sample's text to both
        assert (point.samples, point.read, point.wrong) == (2, *expected)


def test_a_sample_is_the_same_code_at_every_strength() -> None:
    weak, strong = (sample_of((Setting(KNOBS["noise"], value),), 5, 1) for value in (0, 60))
    assert weak[0] == strong[0]
    assert weak[1].tobytes() != strong[1].tobytes()
    assert weak[1].tobytes() == sample_of((Setting(KNOBS["noise"], 0),), 5, 1)[1].tobytes()


@pytest.mark.parametrize(
    ("percents", "limit"), [((100, 50, 0), 2.0), ((100, 40, 90), 1.0), ((0, 100, 100), None), ((60, 60, 60), 3.0)]
)
def test_reading_stops_where_less_than_half_is_read_for_the_first_time(
    percents: tuple[int, ...], limit: float | None
) -> None:
    knob = KNOBS["tilt"]
    points = [
        Measured((Setting(knob, float(place)),), "us", 100, percent, 0, 1.0)
        for place, percent in enumerate(percents, start=1)
    ]
    assert limits_of(points) == {"us": limit}


def test_the_page_shows_every_factor_and_needs_nothing_beside_it() -> None:
    wording, once = Wording(Language.CHINESE), Trials(samples=1, seed=5)
    charts = [chart_of(tuple(curve(knob, once, BOTH, NO_CLOCK)), once, wording) for knob in KNOBS.values()]
    across, down = KNOBS["jpeg"], KNOBS["inverted"]
    charts.append(chart_of(tuple(grid(across, down, once, BOTH, NO_CLOCK)), once, wording))
    page = write_report(charts, once, wording)
    for name in KNOBS:
        assert wording.say(f"lab.factor.{name}") in page
    assert page.count("data:image/png;base64,") == 2 * len(KNOBS) + 1
    assert "lucky" in page
    assert wording.say("lab.report.simulation") in page
    assert "http" not in page
    assert "$" not in page


def test_the_same_numbers_are_the_same_picture_and_others_another() -> None:
    titles = Titles("title", "note", "across", "down")
    rates = {"us": [100.0, 50.0, 0.0], "them": [80.0, 20.0, 0.0]}
    first, again = (png_of(draw_curves(titles, (0, 1, 2), rates)) for _ in range(2))
    assert first == again != png_of(draw_curves(titles, (0, 1, 2), {**rates, "them": [80.0, 30.0, 0.0]}))


@pytest.mark.parametrize(("values", "is_to_scale"), [((0, 20, 35, 80), True), ((1, 0.1, 0.01, 0.001), False)])
def test_a_curve_says_where_its_values_do_not_stand_to_scale(
    values: tuple[float, ...],
    is_to_scale: bool,  # noqa: FBT001  a table
) -> None:
    rates = {"us": [100.0, 70.0, 40.0, 0.0]}
    said, kept_quiet = (Titles("title", "note", "across", by_steps=words) for words in (" in steps", ""))
    assert (png_of(draw_curves(said, values, rates)) == png_of(draw_curves(kept_quiet, values, rates))) is is_to_scale


def test_a_cell_of_a_map_is_the_darker_the_more_was_read() -> None:
    titles = Titles("title", "note", "across", "down")
    image = draw_heat_maps(titles, "ab", "c", {"us": [[100.0, 0.0]]})
    grey = np.asarray(image.convert("L"))
    read, missed = (int(grey[2 * 84 + 6, 2 * (52 + place * 36) + 6]) for place in (0, 1))
    assert read < missed
