"""`staff`: who works here; `staff pin`: somebody sets a PIN of their own."""

import click

from pos_app.bootstrap import open_back_office
from pos_app.cli.answers import Answers, table
from pos_app.cli.context import Run
from pos_app.cli.options import json_option
from pos_app.domain.refusal import Refusal
from pos_app.domain.staff import Credentials


@click.group(invoke_without_command=True)
@json_option
@click.pass_context
def staff(context: click.Context, *, as_json: bool) -> None:
    """List who works here; `staff pin NUMBER` sets a PIN."""
    if context.invoked_subcommand is not None:
        return
    run: Run = context.obj
    answers = run.answers(as_json=as_json)
    with open_back_office(run.config) as office:
        employees = office.staff.book.employees()
    say = answers.wording.say
    rows = [{"number": one.number, "name": one.masked_name, "role": str(one.role)} for one in employees]
    lines = [(one.number, one.masked_name, say(f"staff.role.{one.role}")) for one in employees]
    headings = tuple(say(f"cli.staff.{name}") for name in ("number", "name", "role"))
    answers.tell(rows, table(headings, lines))


@staff.command()
@click.argument("number")
@click.option("--pin", prompt="PIN", hide_input=True, help="The PIN of today; asked for, unseen, when left out.")
@click.option("--new-pin", prompt="New PIN", hide_input=True, confirmation_prompt=True, help="The PIN from now on.")
@json_option
@click.pass_obj
def pin(run: Run, number: str, pin: str, new_pin: str, *, as_json: bool) -> None:
    """Set a PIN of one's own, with the one of today."""
    answers = run.answers(as_json=as_json)
    with open_back_office(run.config) as office:
        changed = office.staff.approvals.change_pin(Credentials(number, pin), new_pin)
    if isinstance(changed, Refusal):
        answers.refuse(changed)
    answers.tell(
        {"number": changed.number, "changed": True}, answers.wording.say("cli.staff.changed", who=changed.badge)
    )


def credentials(number: str | None, pin: str | None, answers: Answers) -> Credentials | None:
    """Join a number and its PIN; a PIN that was left out is asked for where nobody sees it and no history keeps it."""
    if number is None:
        return None
    asked = answers.wording.say("cli.staff.ask_pin", number=number)
    return Credentials(number, pin if pin is not None else click.prompt(asked, hide_input=True, err=True))
