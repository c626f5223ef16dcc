"""Makes a day's report: the till's book, and what reconciling it with the centre came to."""

from datetime import date
from pathlib import Path

from pos_app.bootstrap import SYSTEM_CLOCK, open_back_office
from pos_app.bootstrap.reconciling import open_reconciliation
from pos_app.config import Config
from pos_app.services.day_report import DayReport, ReportFiles, day_report
from pos_app.services.ports import Clock
from pos_app.services.reconciliation import Reconciled
from pos_app.storage.day_book import SqliteDayBook
from pos_app.wording import Wording


def report_day(config: Config, day: date, *, clock: Clock = SYSTEM_CLOCK) -> DayReport:
    """Reconcile a day and put its report together; where the centre cannot be asked, the report says so."""
    with open_reconciliation(config, clock=clock) as reconciliation:
        outcome = reconciliation.run(day)
    with open_back_office(config, clock=clock) as office:
        sales = SqliteDayBook(office.till_file).day(day)
        return day_report(
            day,
            made_at=clock.now(),
            shop=office.shop,
            sales=sales,
            reconciled=outcome if isinstance(outcome, Reconciled) else None,
        )


def write_day(report: DayReport, folder: Path, wording: Wording) -> ReportFiles:
    """Write CSV, XLSX and PDF; StoreFault where the folder cannot take them."""
    from pos_app.reports.files import write_report  # noqa: PLC0415  loads fpdf2, openpyxl and fontTools

    return write_report(report, folder, wording)
