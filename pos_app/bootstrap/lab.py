"""Joins the voucher lab for the command line: albums, sweeps with every reader, the report; and codes really issued."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path

from pos_app.bootstrap import SYSTEM_CLOCK, open_back_office
from pos_app.bootstrap.platform import embedded_transport
from pos_app.bootstrap.reading import still_contestants
from pos_app.clients.insurance import InsuranceClient
from pos_app.config import Config
from pos_app.domain.code import CertificateCode, SocialCardCode, classify
from pos_app.domain.refusal import Refusal
from pos_app.domain.voucher import Channel, CodeKind, ShownCode
from pos_app.faults import StoreFault
from pos_app.host import elapsed_s
from pos_app.lab.album import Plate, draw_specimen, write_album
from pos_app.lab.degrade import KNOBS, Knob
from pos_app.lab.measure import Stopwatch
from pos_app.lab.picture import seeded
from pos_app.lab.report import Chart, chart_of, png_of, write_report
from pos_app.lab.specimens import Specimen, tampered
from pos_app.lab.sweep import Point, Trials, curve, grid
from pos_app.wording import Wording

_LONG_AGO = timedelta(hours=1)
_MAPS = (("size", "blur"), ("tilt", "size"))


class IssuedState(StrEnum):
    """What the platform will say to a code that it issued."""

    FRESH = "fresh"
    EXPIRED = "expired"
    USED = "used"
    TAMPERED = "tampered"


def save_album(folder: Path, plates: Iterator[Plate]) -> tuple[Path, ...]:
    """Write pictures with their truth; StoreFault where that cannot be."""
    try:
        return write_album(folder, plates)
    except OSError as error:
        raise StoreFault(f"{folder}: {error.strerror}") from error


def issued(config: Config, person: str, state: IssuedState, seed: int) -> Plate | Refusal:
    """Let the embedded platform issue a code to a person, and bring it into a state."""
    clock = _Earlier() if state is IssuedState.EXPIRED else SYSTEM_CLOCK
    with open_back_office(config, clock=clock) as office:
        shown = office.platform.customer_app.show(person, kind=CodeKind.CERTIFICATE, channel=Channel.NATIONAL)
        if isinstance(shown, Refusal):
            return shown
        text = tampered(shown.text, seeded(seed)) if state is IssuedState.TAMPERED else shown.text
        if state is IssuedState.USED:
            transport = embedded_transport(office.platform.reception)
            numbers, profile = office.numbers, office.profile
            _use(InsuranceClient(transport=transport, profile=profile, msgids=numbers, clock=clock), shown)
    return Plate(f"{person}-{state}", (text,), draw_specimen(Specimen(person, "certificate", text)))


def measured(knobs: Sequence[Knob], trials: Trials) -> Iterator[Point]:
    """Turn one factor, or two, before every reader."""
    watch = Stopwatch(elapsed_s)
    if len(knobs) == 1:
        return curve(knobs[0], trials, still_contestants(), watch)
    return grid(knobs[0], knobs[1], trials, still_contestants(), watch)


def save_report(
    folder: Path, trials: Trials, knobs: Sequence[Knob], wording: Wording, tell: Callable[[Chart], None]
) -> tuple[Path, tuple[Chart, ...]]:
    """Measure every factor and the maps, and write one page with them; `tell` hears of each chart when it is done."""
    charts: list[Chart] = []
    maps = [tuple(KNOBS[name] for name in pair) for pair in _MAPS if {KNOBS[name] for name in pair} <= set(knobs)]
    for chosen in (*((knob,) for knob in knobs), *maps):
        charts.append(chart_of(tuple(measured(chosen, trials)), trials, wording))
        tell(charts[-1])
    page = folder / "report.html"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for chart in charts:
            (folder / f"{'-by-'.join(knob.name for knob in chart.knobs)}.png").write_bytes(png_of(chart.image))
        page.write_text(write_report(charts, trials, wording), "utf-8")
    except OSError as error:
        raise StoreFault(f"{folder}: {error.strerror}") from error
    return page, tuple(charts)


def save_chart(chart: Chart, file: Path) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(png_of(chart.image))
    except OSError as error:
        raise StoreFault(f"{file}: {error.strerror}") from error


def _use(till: InsuranceClient, shown: ShownCode) -> None:
    """Let a till decode the code, which uses it up."""
    code = classify(shown.text)
    assert isinstance(code, CertificateCode | SocialCardCode)  # noqa: S101  issued a line before
    till.identify(code)


@dataclass(frozen=True, slots=True)
class _Earlier:
    """A clock of an hour ago: what is issued by it has expired by now."""

    def now(self) -> datetime:
        return SYSTEM_CLOCK.now() - _LONG_AGO
