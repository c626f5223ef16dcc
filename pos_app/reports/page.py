"""The day as pages: sums and pictures on the first, then every sale, each page marked as a simulation."""

from collections.abc import Iterator, Sequence
from itertools import count

from pos_app.domain.shanghai import local
from pos_app.reports import palette
from pos_app.reports.chart import hours_chart, tender_bar
from pos_app.reports.marks import Anchor, Box, Label, Mark, Stroke, label
from pos_app.services.day_report import DayReport, ReportedSale
from pos_app.wording import Language, Wording

PAGE_WIDTH, PAGE_HEIGHT = 210.0, 297.0
_EDGE = 12.0
_WIDTH = PAGE_WIDTH - 2 * _EDGE
_BAND = 8.0
_ROWS_OF_PAGE = 44
_ROW = 5.6
_GOODS_MOST = 9
_DIFFERENCES_MOST = 5
_ROWS_MOST = 20 * _ROWS_OF_PAGE  # more are in the workbook

_COLUMNS: tuple[tuple[str, float, Anchor], ...] = (
    ("sale_no", 0, Anchor.LEFT),
    ("sold_at", 30, Anchor.LEFT),
    ("person", 50, Anchor.LEFT),
    ("pieces", 80, Anchor.RIGHT),
    ("total", 100, Anchor.RIGHT),
    ("insured", 122, Anchor.RIGHT),
    ("customer", 144, Anchor.RIGHT),
    ("settlement", _WIDTH, Anchor.RIGHT),
)


def lay_out(report: DayReport, wording: Wording) -> tuple[tuple[Mark, ...], ...]:
    """Give the marks of each page."""
    shown = report.sales.sales[:_ROWS_MOST]
    parts = [shown[start : start + _ROWS_OF_PAGE] for start in range(0, len(shown), _ROWS_OF_PAGE)]
    pages = [list(_overview(report, wording)), *(list(_sales(part, wording)) for part in parts)]
    if len(shown) < len(report.sales.sales):
        left_out = wording.say("report.left_out", count=len(report.sales.sales) - len(shown))
        pages[-1].append(label(_EDGE, PAGE_HEIGHT - 14, left_out, 8, colour=palette.SOFT))
    return tuple(
        (*page, *_frame(wording, number=number, of=len(pages))) for number, page in zip(count(1), pages, strict=False)
    )


def _frame(wording: Wording, *, number: int, of: int) -> Iterator[Mark]:
    yield Box(0, 0, PAGE_WIDTH, _BAND, palette.SIM)
    mark = wording.say("report.simulation")
    yield Label(PAGE_WIDTH / 2, 5.5, mark, 10, palette.ON_SIM, Anchor.MIDDLE, is_bold=True)
    yield Label(_EDGE, PAGE_HEIGHT - 7, mark, 7, palette.SOFT)
    yield Label(PAGE_WIDTH - _EDGE, PAGE_HEIGHT - 7, f"{number} / {of}", 7, palette.SOFT, Anchor.RIGHT)


def _overview(report: DayReport, wording: Wording) -> Iterator[Mark]:
    say, shop = wording.say, report.shop
    yield label(_EDGE, 22, say("report.title", date=report.day), 20, is_bold=True, room=120)
    name = shop.name_en if wording.language is Language.ENGLISH else shop.name
    yield label(PAGE_WIDTH - _EDGE, 18, name, 11, anchor=Anchor.RIGHT, room=62)
    place = say("report.place", code=shop.code, till=shop.till, at=f"{local(report.made_at):%Y-%m-%d %H:%M}")
    yield label(PAGE_WIDTH - _EDGE, 23, place, 7.5, colour=palette.SOFT, anchor=Anchor.RIGHT, room=90)
    yield from _cards(report, wording, y=29)
    yield from _heading(say("report.heading.hours"), 61)
    yield from hours_chart(report, wording, x=_EDGE, y=58.5, width=_WIDTH, height=76)
    yield from _heading(say("report.heading.tenders"), 146)
    yield from tender_bar(report, wording, x=_EDGE, y=150, width=_WIDTH)
    yield from _heading(say("report.heading.reconciled"), 179)
    yield from _reconciled(report, wording, y=183)
    yield from _heading(say("report.heading.goods"), 228)
    yield from _goods(report, y=229)


def _cards(report: DayReport, wording: Wording, *, y: float) -> Iterator[Mark]:
    gap = 4.0
    width = (_WIDTH - 3 * gap) / 4
    back = report.sales
    refunded = wording.say("report.refunded", count=back.refunds, total=back.refunded) if back.refunds else ""
    cards = (
        ("sales", str(len(report.sales.sales)), wording.say("report.pieces", count=report.pieces)),
        ("total", str(report.total), refunded),
        ("insured", str(report.insured), ""),
        ("customer", str(report.customer), ""),
    )
    for place, (name, value, aside) in enumerate(cards):
        left = _EDGE + place * (width + gap)
        yield Box(left, y, width, 21, palette.ACCENT if name == "total" else palette.PANEL, radius=2)
        ink, soft = (palette.ON_ACCENT,) * 2 if name == "total" else (palette.INK, palette.SOFT)
        yield label(left + 4, y + 6.5, wording.say(f"report.fact.{name}"), 8.5, colour=soft, room=width - 8)
        yield label(left + 4, y + 16, value, 17, colour=ink, is_bold=True, room=width - 8)
        if aside:
            yield label(left + width - 4, y + 6.5, aside, 7.5, colour=soft, anchor=Anchor.RIGHT, room=width * 0.6)


def _heading(text: str, baseline: float) -> Iterator[Mark]:
    yield Box(_EDGE, baseline - 3.6, 1.2, 4.4, palette.ACCENT)
    yield Label(_EDGE + 3, baseline, text, 11, is_bold=True)


def _reconciled(report: DayReport, wording: Wording, *, y: float) -> Iterator[Mark]:
    """Say in one band whether the books agree, and under it what differs."""
    done, say = report.reconciled, wording.say
    if done is None:
        yield Box(_EDGE, y, _WIDTH, 8, palette.PANEL, radius=1.5)
        yield label(_EDGE + 4, y + 5.4, say("report.not_reconciled"), 9, colour=palette.WARN)
        return
    is_well = done.agrees
    yield Box(_EDGE, y, _WIDTH, 8, palette.ACCENT_SOFT if is_well else palette.BAD_SOFT, radius=1.5)
    counted = sum(group.count for group in done.groups)
    verdict = (
        say("report.agrees_by", count=counted)
        if is_well
        else say("report.differs", count=len(done.differences), gap=done.gap)
    )
    colour = palette.ACCENT if is_well else palette.BAD
    yield label(
        _EDGE + 4, y + 5.4, f"{'√' if is_well else '×'}  {verdict}", 9, colour=colour, is_bold=True, room=_WIDTH - 8
    )
    for place, explained in enumerate(done.differences[:_DIFFERENCES_MOST]):
        one, baseline = explained.difference, y + 13.5 + place * 4.4
        yield label(_EDGE + 4, baseline, say(f"reconcile.kind.{one.kind}"), 7.5, room=46)
        yield label(_EDGE + 52, baseline, one.sale_no or one.entry.msgid, 7.5, colour=palette.SOFT, room=58)
        yield label(_EDGE + 136, baseline, str(one.gap), 7.5, anchor=Anchor.RIGHT, room=24)
        yield label(_EDGE + _WIDTH, baseline, one.id, 7.5, colour=palette.SOFT, anchor=Anchor.RIGHT, room=46)
    if len(done.differences) > _DIFFERENCES_MOST:
        more = say("report.more", count=len(done.differences) - _DIFFERENCES_MOST)
        yield label(_EDGE + 4, y + 13.5 + _DIFFERENCES_MOST * 4.4, more, 7.5, colour=palette.SOFT)


def _goods(report: DayReport, *, y: float) -> Iterator[Mark]:
    largest = max((row.amount.fen for row in report.sales.goods), default=0)
    for place, row in enumerate(report.sales.goods[:_GOODS_MOST]):
        baseline = y + 5 + place * _ROW
        yield label(_EDGE, baseline, row.name, 8.5, room=62)
        yield label(_EDGE + 78, baseline, f"× {row.pieces}", 8.5, colour=palette.SOFT, anchor=Anchor.RIGHT, room=14)
        if largest > 0:
            yield Box(
                _EDGE + 84, baseline - 2.9, max(72 * row.amount.fen / largest, 0.3), 3.6, palette.TENDERS["shared"]
            )
        yield label(PAGE_WIDTH - _EDGE, baseline, str(row.amount), 8.5, anchor=Anchor.RIGHT, room=26)


def _sales(sales: Sequence[ReportedSale], wording: Wording) -> Iterator[Mark]:
    top = 18.0
    yield Box(_EDGE, top, _WIDTH, 7, palette.ACCENT)
    for name, offset, anchor in _COLUMNS:
        heading = wording.say(f"report.column.{name}")
        x = _EDGE + offset + (2 if anchor is Anchor.LEFT else -2)
        yield label(x, top + 4.8, heading, 8, colour=palette.ON_ACCENT, anchor=anchor, is_bold=True, room=28)
    for place, sale in enumerate(sales):
        baseline = top + 12 + place * _ROW
        for (_, offset, anchor), text in zip(_COLUMNS, _cells(sale), strict=True):
            x = _EDGE + offset + (2 if anchor is Anchor.LEFT else -2)
            yield label(x, baseline, text, 7.5, anchor=anchor, room=28 if offset < _WIDTH else 40)
        yield Stroke(_EDGE, baseline + 1.8, _WIDTH)


def _cells(sale: ReportedSale) -> tuple[str, ...]:
    sums = (sale.total, sale.insured, sale.customer)
    when = f"{local(sale.sold_at):%H:%M:%S}"
    return (sale.sale_no, when, sale.person, str(sale.pieces), *map(str, sums), sale.settlement_id or "—")
