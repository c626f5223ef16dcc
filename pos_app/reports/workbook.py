"""The day as an XLSX workbook: amounts are numbers, times are times, texts are never formulas."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from io import BytesIO
from typing import TypeAlias

from openpyxl import Workbook
from openpyxl.cell import Cell as SheetCell
from openpyxl.chart import BarChart, Reference
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from pos_app.domain.money import Money
from pos_app.domain.shanghai import local
from pos_app.reports import palette
from pos_app.reports.columns import SALE_COLUMNS, Cell
from pos_app.services.day_report import DayReport
from pos_app.wording import Wording

_AMOUNT = "#,##0.00;[Red]-#,##0.00"
_MOMENT = "yyyy-mm-dd hh:mm:ss"
_HEAD = Font(name="Microsoft YaHei", bold=True, color=palette.ON_ACCENT[1:])
_HEAD_FILL = PatternFill("solid", fgColor=palette.ACCENT[1:])
_BODY = Font(name="Microsoft YaHei")
_MARK = Font(name="Microsoft YaHei", bold=True, color=palette.ON_SIM[1:])
_MARK_FILL = PatternFill("solid", fgColor=palette.SIM[1:])
_WIDEST = 48
_HEADING_ROW = 2  # below the mark that it is a simulation
_Row: TypeAlias = Sequence[Cell]


def render_workbook(report: DayReport, wording: Wording) -> bytes:
    """Make the workbook; the same report gives the same sheets."""
    book = Workbook()
    book.remove(book.active)
    book.properties.title = wording.say("report.title", date=report.day)
    book.properties.creator = wording.say("report.simulation")
    book.properties.created = book.properties.modified = report.made_at.replace(tzinfo=None)
    _summary(book, report, wording)
    _sales(book, report, wording)
    _hours(book, report, wording)
    _sums(book, report, wording)
    _reconciled(book, report, wording)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _summary(book: Workbook, report: DayReport, wording: Wording) -> None:
    say = wording.say
    rows: list[_Row] = [
        (say("report.fact.day"), f"{report.day:%Y-%m-%d}"),
        (say("report.fact.pharmacy"), report.shop.name),
        (say("report.fact.code"), report.shop.code),
        (say("report.fact.made_at"), local(report.made_at)),
        (say("report.fact.sales"), len(report.sales.sales)),
        (say("report.fact.pieces"), report.pieces),
        (say("report.fact.total"), report.total),
        (say("report.fact.insured"), report.insured),
        (say("report.fact.customer"), report.customer),
        (say("report.fact.refunds"), report.sales.refunds),
        (say("report.fact.refunded"), report.sales.refunded),
        (say("report.fact.dropped"), report.sales.dropped),
        (say("report.fact.still_open"), report.sales.still_open),
    ]
    _sheet(book, wording, "summary", ("fact", "value"), rows)


def _sales(book: Workbook, report: DayReport, wording: Wording) -> None:
    rows = [[cell_of(sale) for cell_of in SALE_COLUMNS.values()] for sale in report.sales.sales]
    sheet = _sheet(book, wording, "sales", tuple(SALE_COLUMNS), rows)
    sheet.auto_filter.ref = f"A{_HEADING_ROW}:{get_column_letter(len(SALE_COLUMNS))}{_HEADING_ROW + len(rows)}"


def _hours(book: Workbook, report: DayReport, wording: Wording) -> None:
    rows = [(f"{row.hour:02}:00", row.count, row.insured, row.customer, row.total) for row in report.hours]
    sheet = _sheet(book, wording, "hours", ("hour", "count", "insured", "customer", "total"), rows)
    chart = BarChart()
    chart.type, chart.grouping, chart.overlap = "col", "stacked", 100
    chart.title = wording.say("report.heading.hours")
    last = _HEADING_ROW + len(rows)
    chart.add_data(Reference(sheet, min_col=3, max_col=4, min_row=_HEADING_ROW, max_row=last), titles_from_data=True)
    chart.set_categories(Reference(sheet, min_col=1, min_row=_HEADING_ROW + 1, max_row=last))
    for series, colour in zip(chart.series, (palette.ACCENT, palette.SIM), strict=True):
        series.graphicalProperties.solidFill = colour[1:]
    chart.width, chart.height = 22, 10
    sheet.add_chart(chart, "G3")


def _sums(book: Workbook, report: DayReport, wording: Wording) -> None:
    tenders = [(wording.say(f"report.tender.{row.kind}"), row.count, row.amount) for row in report.sales.tenders]
    _sheet(book, wording, "tenders", ("tender", "count", "amount"), tenders)
    goods = [(row.code, row.name, row.pieces, row.amount) for row in report.sales.goods]
    _sheet(book, wording, "goods", ("code", "goods", "pieces", "amount"), goods)


def _reconciled(book: Workbook, report: DayReport, wording: Wording) -> None:
    rows: list[_Row] = []
    if report.reconciled is None:
        rows.append((wording.say("report.not_reconciled"), "", "", "", Money(0)))
    else:
        for explained in report.reconciled.differences:
            one = explained.difference
            name = wording.say(f"reconcile.kind.{one.kind}")
            rows.append((name, one.sale_no, one.entry.settlement_id, one.entry.msgid, one.gap))
        if not rows:
            rows.append((wording.say("report.agrees"), "", "", "", Money(0)))
    _sheet(book, wording, "reconciled", ("difference", "sale_no", "settlement", "message", "gap"), rows)


def _sheet(book: Workbook, wording: Wording, name: str, columns: Sequence[str], rows: Iterable[_Row]) -> Worksheet:
    """Add a sheet under the mark that it is a simulation: a heading that stays, columns as wide as they need."""
    sheet: Worksheet = book.create_sheet(wording.say(f"report.heading.{name}"))
    mark = sheet.cell(1, 1, wording.say("report.simulation"))
    mark.font, mark.fill = _MARK, _MARK_FILL
    widths = [0] * len(columns)
    for column, key in enumerate(columns, start=1):
        heading = wording.say(f"report.column.{key}")
        cell = sheet.cell(_HEADING_ROW, column, heading)
        cell.font, cell.fill, cell.alignment = _HEAD, _HEAD_FILL, Alignment(vertical="center")
        widths[column - 1] = _width(heading)
    for number, row in enumerate(rows, start=_HEADING_ROW + 1):
        for column, value in enumerate(row, start=1):
            widths[column - 1] = max(widths[column - 1], _fill(sheet.cell(number, column), value))
    for column, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = min(width + 3, _WIDEST)
    sheet.row_dimensions[_HEADING_ROW].height = 22
    sheet.freeze_panes = f"A{_HEADING_ROW + 1}"
    sheet.print_title_rows = f"{_HEADING_ROW}:{_HEADING_ROW}"
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    return sheet


def _fill(cell: SheetCell, value: Cell) -> int:
    """Write a value as what it is, and say how wide it gets."""
    cell.font = _BODY
    match value:
        case Money():
            cell.value, cell.number_format = value.yuan, _AMOUNT
            return len(str(value))
        case datetime():
            cell.value, cell.number_format = value.replace(tzinfo=None), _MOMENT
            return len(_MOMENT)
        case int():
            cell.value, cell.number_format = value, "0"
            return len(str(value))
        case _:
            cell.value = value
            cell.data_type = "s"  # also where it begins with a sign of equality
            return _width(value)


def _width(text: str) -> int:
    """Count columns: a Chinese character is two."""
    return sum(2 if ord(character) > 0x2E7F else 1 for character in text)
