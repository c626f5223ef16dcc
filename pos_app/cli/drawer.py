"""`drawer open`: the cash drawer without a sale."""

import click

from pos_app.bootstrap import open_counter
from pos_app.cli.answers import iso
from pos_app.cli.context import Run
from pos_app.cli.options import json_option, manager_options
from pos_app.cli.recovered import tell_recovered
from pos_app.cli.staff import credentials
from pos_app.domain.refusal import Refusal


@click.group()
def drawer() -> None:
    """Open the cash drawer without a sale."""


@drawer.command("open")
@click.option("--reason", default="", help="Why, in a few words; it stands in the audit log.")
@manager_options
@json_option
@click.pass_obj
def open_(run: Run, reason: str, manager: str | None, manager_pin: str | None, *, as_json: bool) -> None:
    """Open it, with a reason; a manager approves, and the audit log says who."""
    answers = run.answers(as_json=as_json)
    approver = credentials(manager, manager_pin, answers)
    with open_counter(run.config) as counter:
        tell_recovered(answers, counter.recovered)
        opened = counter.shifts.open_drawer(reason, approver)
    if isinstance(opened, Refusal):
        answers.refuse(opened)
    document = {
        "simulation": True,
        "at": iso(opened.at),
        "reason": opened.reason,
        "cashier": opened.cashier.number,
        "approver": opened.approver.number if opened.approver else None,
    }
    answers.tell(document, answers.wording.say("cli.drawer.opened", reason=opened.reason))
