"""The figures of a day as they are drawn: facts, bars by the hour, shares by kind of payment."""

from dataclasses import dataclass

from pos_app.domain.money import total
from pos_app.services.day_report import DayReport, HourSum
from pos_app.services.hour_scale import scale_of
from pos_app.wording import Wording


@dataclass(frozen=True, slots=True)
class HourBar:
    """One hour: `insured` and `customer` as parts of the picture's height, `count` sales written above."""

    label: str
    insured: float
    customer: float
    count: str


@dataclass(frozen=True, slots=True)
class HoursPicture:
    """Bars with their lines, each line's height as a part of the whole; `spoken` says it to who does not see it."""

    bars: tuple[HourBar, ...]
    lines: tuple[tuple[float, str], ...]
    spoken: str
    insured_label: str
    customer_label: str


@dataclass(frozen=True, slots=True)
class Share:
    """One kind of payment and its part of all."""

    label: str
    amount: str
    part: float


@dataclass(frozen=True, slots=True)
class DayFigures:
    facts: tuple[tuple[str, str], ...]
    hours: HoursPicture
    shares: tuple[Share, ...]


def figures_of(report: DayReport, wording: Wording) -> DayFigures:
    say, sales = wording.say, report.sales
    facts = (
        ("sales", str(len(sales.sales))),
        ("pieces", str(report.pieces)),
        ("total", str(report.total)),
        ("insured", str(report.insured)),
        ("customer", str(report.customer)),
        ("refunds", str(sales.refunds)),
        ("refunded", str(sales.refunded)),
        ("dropped", str(sales.dropped)),
        ("still_open", str(sales.still_open)),
    )
    whole = total(one.amount for one in sales.tenders).fen
    return DayFigures(
        facts=tuple((say(f"report.fact.{name}"), value) for name, value in facts),
        hours=_hours(report.hours, wording),
        shares=tuple(
            Share(say(f"report.tender.{one.kind}"), str(one.amount), max(one.amount.fen, 0) / whole if whole > 0 else 0)
            for one in sales.tenders
        ),
    )


def _hours(hours: tuple[HourSum, ...], wording: Wording) -> HoursPicture:
    step, top = scale_of(hours)
    bars = tuple(
        HourBar(
            label=f"{one.hour:02}",
            insured=max(one.insured.fen, 0) / top,
            customer=max(one.customer.fen, 0) / top,
            count=str(one.count) if one.count else "",
        )
        for one in hours
    )
    spoken = "; ".join(
        wording.say("day.hour_spoken", hour=f"{one.hour:02}", count=one.count, total=one.total)
        for one in hours
        if one.count
    )
    return HoursPicture(
        bars=bars,
        lines=tuple((tick / top, f"{tick // 100:,}") for tick in range(0, top + 1, step)),
        spoken=spoken,
        insured_label=wording.say("report.column.insured"),
        customer_label=wording.say("report.column.customer"),
    )
