"""`report`: the day as CSV, XLSX and PDF."""

from datetime import datetime
from pathlib import Path

import click

from pos_app.bootstrap import SYSTEM_CLOCK, finish_open_sales
from pos_app.bootstrap.reporting import report_day, write_day
from pos_app.cli.answers import iso
from pos_app.cli.context import Run
from pos_app.cli.options import json_option
from pos_app.cli.reconcile import day_document, paths_of
from pos_app.cli.recovered import tell_recovered
from pos_app.domain.shanghai import business_day
from pos_app.services.day_report import DayReport


@click.command()
@click.option("--date", "day", type=click.DateTime(["%Y-%m-%d"]), help="Which day; else today, in China.")
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), help="Folder; else reports/ in the data folder."
)
@json_option
@click.pass_obj
def report(run: Run, day: datetime | None, out: Path | None, *, as_json: bool) -> None:
    """Write the day: every sale, sums by hour and by kind of payment, and whether the books agree."""
    answers = run.answers(as_json=as_json)
    tell_recovered(answers, finish_open_sales(run.config))
    made = report_day(run.config, day.date() if day else business_day(SYSTEM_CLOCK.now()))
    files = write_day(made, out or run.config.data / "reports", answers.wording)
    paths = paths_of(files)
    say = answers.wording.say
    told = say("report.told", date=made.day, count=len(made.sales.sales), total=made.total)
    answers.tell({**_document(made), "files": paths}, "\n".join((told, *paths.values())))


def _document(made: DayReport) -> dict[str, object]:
    return {
        "simulation": True,
        "date": made.day.isoformat(),
        "made_at": iso(made.made_at),
        "sales": len(made.sales.sales),
        "pieces": made.pieces,
        "total_fen": made.total.fen,
        "insured_fen": made.insured.fen,
        "customer_fen": made.customer.fen,
        "refunds": made.sales.refunds,
        "refunded_fen": made.sales.refunded.fen,
        "dropped": made.sales.dropped,
        "still_open": made.sales.still_open,
        "tenders": [{"kind": one.kind, "count": one.count, "amount_fen": one.amount.fen} for one in made.sales.tenders],
        "hours": [
            {"hour": one.hour, "count": one.count, "total_fen": one.total.fen} for one in made.hours if one.count
        ],
        "reconciled": day_document(made.reconciled) if made.reconciled else None,
    }
