"""The three faces of a day's report as files of a folder, each whole or not at all."""

import os
import tempfile
from pathlib import Path

from pos_app.faults import StoreFault
from pos_app.reports.csv_file import render_csv
from pos_app.reports.page import lay_out
from pos_app.reports.pdf import render_pdf
from pos_app.reports.workbook import render_workbook
from pos_app.services.day_report import DayReport, ReportFiles
from pos_app.wording import Wording


def write_report(report: DayReport, folder: Path, wording: Wording) -> ReportFiles:
    """Write the day, over an older report of the same day; StoreFault where the folder cannot take it."""
    stem = f"report-{report.day:%Y%m%d}-SIMULATION"
    title = wording.say("report.title", date=report.day)
    files = ReportFiles(folder / f"{stem}.csv", folder / f"{stem}.xlsx", folder / f"{stem}.pdf")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _write_whole(files.csv, render_csv(report, wording))
        _write_whole(files.xlsx, render_workbook(report, wording))
        _write_whole(files.pdf, render_pdf(lay_out(report, wording), title=title, made_at=report.made_at))
    except OSError as error:
        raise StoreFault(f"{folder}: {error.strerror or error}") from error
    return files


def _write_whole(path: Path, content: bytes) -> None:
    """Write beside the place and move in: whoever opens the name sees the old file or the whole new one."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(name).chmod(0o644)  # mkstemp makes it for the owner alone
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
