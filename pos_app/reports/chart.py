"""The picture of the day: sales by hour as standing bars, how they were paid as one lying bar."""

from collections.abc import Iterator

from pos_app.domain.money import Money, total
from pos_app.reports import palette
from pos_app.reports.marks import Anchor, Box, Label, Mark, Stroke, label, width_mm
from pos_app.services.day_report import DayReport, HourSum, TenderSum
from pos_app.services.hour_scale import scale_of
from pos_app.wording import Wording

_AXIS_ROOM = 16.0  # for the amounts left of the bars
_BAR_SHARE = 0.62
_INSURED, _CUSTOMER = palette.ACCENT, palette.SIM


def hours_chart(
    report: DayReport, wording: Wording, *, x: float, y: float, width: float, height: float
) -> Iterator[Mark]:
    """Draw what each hour took, insurance below and the customers' part above, with its scale and its legend."""
    hours = report.hours
    step, top = scale_of(hours)
    foot, tall = y + height - 6, height - 16
    yield from _legend(wording, right=x + width, baseline=y + 2.5)
    for tick in range(0, top + 1, step):
        at = foot - tall * tick / top
        yield Stroke(x + _AXIS_ROOM, at, width - _AXIS_ROOM, palette.SOFT if tick == 0 else palette.LINE)
        yield label(
            *(x + _AXIS_ROOM - 2, at + 1, f"{tick // 100:,}", 7),
            colour=palette.SOFT,
            anchor=Anchor.RIGHT,
            room=_AXIS_ROOM - 2,
        )
    slot = (width - _AXIS_ROOM) / max(len(hours), 1)
    for place, hour in enumerate(hours):
        yield from _bar(hour, x + _AXIS_ROOM + slot * (place + 0.5), foot, slot, tall / top)


def tender_bar(
    report: DayReport, wording: Wording, *, x: float, y: float, width: float, columns: int = 3
) -> Iterator[Mark]:
    """Draw the shares of the kinds of payment, and under them each with its amount."""
    tenders = sorted(report.sales.tenders, key=lambda one: list(palette.TENDERS).index(one.kind))
    whole = total(one.amount for one in tenders)
    yield Box(x, y, width, 8, palette.PANEL)
    if whole.fen <= 0:
        return
    left = x
    for one in tenders:
        share = width * max(one.amount.fen, 0) / whole.fen
        yield Box(left, y, share, 8, palette.TENDERS[one.kind])
        left += share
    for place, one in enumerate(tenders):
        column, row = place % columns, place // columns
        yield from _share(one, whole, wording, x + column * width / columns, y + 14 + row * 6, width / columns - 5)


def _bar(hour: HourSum, middle: float, foot: float, slot: float, mm_per_fen: float) -> Iterator[Mark]:
    wide = slot * _BAR_SHARE
    insured, customer = hour.insured.fen * mm_per_fen, hour.customer.fen * mm_per_fen
    if insured > 0:
        yield Box(middle - wide / 2, foot - insured, wide, insured, _INSURED)
    if customer > 0:
        yield Box(middle - wide / 2, foot - insured - customer, wide, customer, _CUSTOMER)
    if hour.count:
        top = foot - max(insured, 0) - max(customer, 0)
        yield label(middle, top - 1.2, str(hour.count), 7, colour=palette.SOFT, anchor=Anchor.MIDDLE, room=slot)
    yield Label(middle, foot + 4, f"{hour.hour:02}", 7, palette.SOFT, Anchor.MIDDLE)


def _legend(wording: Wording, *, right: float, baseline: float) -> Iterator[Mark]:
    counted = wording.say("report.counted")
    yield Label(right, baseline, counted, 7.5, palette.SOFT, Anchor.RIGHT)
    right -= width_mm(counted, 7.5) + 6
    for name, colour in (("customer", _CUSTOMER), ("insured", _INSURED)):
        text = wording.say(f"report.column.{name}")
        yield Label(right, baseline, text, 7.5, palette.SOFT, Anchor.RIGHT)
        right -= width_mm(text, 7.5) + 4.5
        yield Box(right, baseline - 2.5, 3, 3, colour)
        right -= 5


def _share(one: TenderSum, whole: Money, wording: Wording, x: float, baseline: float, width: float) -> Iterator[Mark]:
    yield Box(x, baseline - 2.9, 3.2, 3.2, palette.TENDERS[one.kind])
    amount = f"{one.amount}  {one.amount.fen * 100 / whole.fen:.1f}%"
    yield Label(x + width, baseline, amount, 8.5, anchor=Anchor.RIGHT)
    room = width - 7 - width_mm(amount, 8.5)
    yield label(x + 5, baseline, wording.say(f"report.tender.{one.kind}"), 8.5, colour=palette.SOFT, room=room)
