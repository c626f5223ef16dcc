"""`reconcile`: the till's day against the centre's, each difference explained, and repaired when a person says so."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

import click

from pos_app.bootstrap import SYSTEM_CLOCK, finish_open_sales
from pos_app.bootstrap.reconciling import open_duty_of, open_reconciliation
from pos_app.bootstrap.reporting import report_day, write_day
from pos_app.cli.answers import Answers, Document, exit_code_of, iso, table
from pos_app.cli.context import Run
from pos_app.cli.options import json_option, manager_options
from pos_app.cli.recovered import tell_recovered
from pos_app.cli.staff import credentials
from pos_app.domain.masking import mask_number
from pos_app.domain.reconciliation import Difference
from pos_app.domain.refusal import Refusal, RefusalCode
from pos_app.domain.settlement import NoAnswer
from pos_app.domain.shanghai import business_day
from pos_app.services.day_report import ReportFiles
from pos_app.services.difference_words import about_words, kind_words, moment_words, repair_name, repair_words
from pos_app.services.reconciliation import (
    Explained,
    ForPerson,
    Reconciled,
    Repaired,
    RepairOutcome,
    StillUnknown,
    repairs_itself,
)
from pos_app.services.repairs import confirmed_repair

_LONGEST = 92  # days: a quarter


@click.command()
@click.option("--date", "last", type=click.DateTime(["%Y-%m-%d"]), help="Which day; else today, in China.")
@click.option("--days", type=click.IntRange(1, _LONGEST), default=1, help="How many days, ending with that one.")
@click.option("--rows", is_flag=True, help="Compare every settlement, also where the totals agree.")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="Write the last day's report here, too.")
@click.option("--repair", "wanted", multiple=True, metavar="ID", help="Do what was proposed for this difference.")
@click.option("--yes", is_flag=True, help="Do not ask again before a repair.")
@click.option("--by", default="", help="Who says so, where it is not whoever has the shift; the audit log has it.")
@manager_options
@json_option
@click.pass_obj
def reconcile(  # noqa: PLR0913  one argument an option
    run: Run,
    last: datetime | None,
    days: int,
    wanted: tuple[str, ...],
    by: str,
    out: Path | None,
    manager: str | None,
    manager_pin: str | None,
    *,
    rows: bool,
    yes: bool,
    as_json: bool,
) -> None:
    """Compare the till's books with the platform's: totals, and where they differ every settlement."""
    answers = run.answers(as_json=as_json)
    if wanted and as_json and not yes:
        raise click.UsageError("--repair with --json wants --yes: nobody can be asked")
    approver = credentials(manager, manager_pin, answers)
    tell_recovered(answers, finish_open_sales(run.config))
    end = last.date() if last else business_day(SYSTEM_CLOCK.now())
    span = [end - timedelta(days=back) for back in reversed(range(days))]
    with open_reconciliation(run.config, repairs=bool(wanted)) as reconciliation, open_duty_of(run.config) as duty:
        found = [_reconciled(reconciliation.run(day, rows=rows), answers) for day in span]
        agreed = _agreed(found, wanted, yes=yes, answers=answers)
        for difference, day in agreed:
            done = confirmed_repair(reconciliation, duty, difference, day=day, manager=approver, by=by)
            _tell_repair(done, difference.id, answers)
        repaired = [difference.id for difference, _ in agreed]
        if repaired:
            found = [_reconciled(reconciliation.run(day, rows=rows), answers) for day in span]
    files = write_day(report_day(run.config, end), out, answers.wording) if out else None
    _conclude(found, repaired, files, answers)


def _reconciled(outcome: Reconciled | Refusal | NoAnswer, answers: Answers) -> Reconciled:
    if isinstance(outcome, NoAnswer):
        answers.refuse(Refusal(RefusalCode.PLATFORM_SILENT, outcome.cause))
    if isinstance(outcome, Refusal):
        answers.refuse(outcome)
    return outcome


def _agreed(
    found: Sequence[Reconciled], wanted: Sequence[str], *, yes: bool, answers: Answers
) -> tuple[tuple[Difference, date], ...]:
    """Find what is to be repaired, and ask for each."""
    proposed = {one.difference.id: (one.difference, day.day) for day in found for one in day.differences}
    for number in wanted:
        if number not in proposed:
            answers.reject("difference_unknown", id=number)
    asked = ((number, proposed[number]) for number in dict.fromkeys(wanted))
    return tuple(one for number, one in asked if yes or _is_confirmed(number, one[0], answers))


def _is_confirmed(number: str, difference: Difference, answers: Answers) -> bool:
    repair = repair_words(difference, answers.wording)
    return click.confirm(answers.wording.say("reconcile.confirm", id=number, repair=repair), err=True)


def _tell_repair(outcome: RepairOutcome, number: str, answers: Answers) -> None:
    match outcome:
        case Repaired():
            answers.remark("reconcile.repaired", id=number)
        case ForPerson():
            answers.refuse(Refusal(RefusalCode.REPAIR_FOR_PERSON, number))
        case StillUnknown():
            answers.refuse(Refusal(RefusalCode.REPAIR_UNKNOWN, number))
        case Refusal():
            answers.refuse(outcome)


def _conclude(
    found: Sequence[Reconciled], repaired: Sequence[str], files: ReportFiles | None, answers: Answers
) -> None:
    """Print the days; books that differ end with the code of a rule that says no."""
    document: dict[str, object] = {
        "simulation": True,
        "agrees": all(day.agrees for day in found),
        "days": [day_document(day) for day in found],
        "repaired": list(repaired),
    }
    text = "\n\n".join(_day_text(day, answers) for day in found)
    if files:
        document["files"] = paths_of(files)
        text = "\n".join((text, "", *paths_of(files).values()))
    open_differences = sum(len(day.differences) for day in found)
    if not open_differences:
        answers.tell(document, text)
        return
    refusal = Refusal(RefusalCode.BOOKS_DIFFER, str(open_differences))
    document["refused"] = answers.refusal_document(refusal)
    answers.tell(document, f"{text}\n\n{answers.refusal_text(refusal)}")
    raise click.exceptions.Exit(exit_code_of(refusal))


def paths_of(files: ReportFiles) -> dict[str, str]:
    return {"csv": str(files.csv), "xlsx": str(files.xlsx), "pdf": str(files.pdf)}


def day_document(day: Reconciled) -> Document:
    """Give the JSON of one day."""
    return {
        "date": day.day.isoformat(),
        "agrees": day.agrees,
        "compared": day.compared,
        "gap_fen": day.gap.fen,
        "charges": day.charges,
        "others": day.others,
        "groups": [
            {
                "clearing": group.clearing,
                "insurance": group.insurance,
                "count": group.count,
                "total_fen": group.total.fen,
                "fund_fen": group.fund.fen,
                "account_fen": group.account.fen,
                "agrees": group.agrees,
            }
            for group in day.groups
        ],
        "differences": [_difference_document(explained) for explained in day.differences],
    }


def _difference_document(explained: Explained) -> Document:
    difference, entry = explained.difference, explained.difference.entry
    return {
        "id": difference.id,
        "kind": str(difference.kind),
        "sale": difference.sale_no or None,
        "setl_id": entry.settlement_id,
        "msgid": entry.msgid or None,
        "person_no": mask_number(entry.person_no),
        "here_fen": difference.ours.insured.fen if difference.ours else None,
        "there_fen": difference.theirs.insured.fen if difference.theirs else None,
        "gap_fen": difference.gap.fen,
        "repair": repair_name(difference),
        "by_program": repairs_itself(difference.repair),
        "story": [
            {"at": iso(moment.at), "side": str(moment.side), "act": moment.act, "detail": moment.detail}
            for moment in explained.story
        ],
    }


def _day_text(day: Reconciled, answers: Answers) -> str:
    say = answers.wording.say
    headings = [
        say(f"reconcile.column.{name}") for name in ("clearing", "insurance", "count", "total", "paid", "agrees")
    ]
    rows = [
        (
            group.clearing,
            say(f"receipt.insurance.{group.insurance}"),
            str(group.count),
            str(group.total),
            str(group.fund + group.account),
            say("cli.yes") if group.agrees else say("cli.no"),
        )
        for group in day.groups
    ]
    verdict = "reconcile.agrees" if day.agrees else "reconcile.differs"
    sheet = [
        say(verdict, date=day.day, count=len(day.differences), gap=day.gap),
        table(headings, rows, right=(2, 3, 4)),
    ]
    if day.others:
        sheet.append(say("reconcile.others", count=day.others))
    sheet += [_difference_text(explained, answers) for explained in day.differences]
    return "\n".join(sheet)


def _difference_text(explained: Explained, answers: Answers) -> str:
    say, difference = answers.wording.say, explained.difference
    what = kind_words(difference, answers.wording)
    told = [about_words(difference, answers.wording)]
    told += [moment_words(moment, answers.wording) for moment in explained.story]
    told.append(say("reconcile.proposed", repair=repair_words(difference, answers.wording)))
    head = say("reconcile.difference", id=difference.id, what=what, gap=difference.gap)
    return "\n".join(["", head, *(f"    {line}" for line in told)])
