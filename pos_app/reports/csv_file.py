"""The sales of a day as CSV: UTF-8 with its mark, so that Excel reads Chinese, and no cell that it would calculate."""

import csv
from datetime import datetime
from io import StringIO
from typing import assert_never

from pos_app.domain.money import Money
from pos_app.reports.columns import SALE_COLUMNS, Cell
from pos_app.services.day_report import DayReport
from pos_app.wording import Wording

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_EXACT_DIGITS = 11  # what is longer is shown as 5.1E+29
_BYTE_ORDER_MARK = "\ufeff"


def render_csv(report: DayReport, wording: Wording) -> bytes:
    text = StringIO(newline="")
    table = csv.writer(text, lineterminator="\r\n")
    table.writerow([wording.say(f"report.column.{name}") for name in SALE_COLUMNS] + [wording.say("report.simulation")])
    for sale in report.sales.sales:
        table.writerow([*(shown(cell_of(sale)) for cell_of in SALE_COLUMNS.values()), ""])
    return (_BYTE_ORDER_MARK + text.getvalue()).encode()


def shown(cell: Cell) -> str:
    """Write a cell; a text that a spreadsheet would calculate, round or strip of its first nought is quoted."""
    match cell:
        case str():
            is_long_number = cell.isdigit() and (len(cell) > _EXACT_DIGITS or cell.startswith("0"))
            return f"'{cell}" if is_long_number or cell.startswith(_FORMULA) else cell
        case int():
            return str(cell)
        case Money():
            return f"{cell.yuan:.2f}"
        case datetime():
            return f"{cell:%Y-%m-%d %H:%M:%S}"
        case _:
            assert_never(cell)
