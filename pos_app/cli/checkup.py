"""`doctor`: every check of the environment and of both books."""

import click

from pos_app.bootstrap import examine
from pos_app.cli.answers import ExitCode, table
from pos_app.cli.context import Run
from pos_app.cli.options import json_option


@click.command()
@json_option
@click.pass_obj
def doctor(run: Run, *, as_json: bool) -> None:
    """Check the environment and every invariant over both databases; 0 only if all hold."""
    answers = run.answers(as_json=as_json)
    checks = examine(run.config)
    is_well = all(check.ok for check in checks)
    document = {
        "ok": is_well,
        "simulation": True,
        "checks": [
            {"name": check.name, "ok": check.ok, "detail": check.detail, "fix": check.fix or None} for check in checks
        ],
    }
    lines = [("✓" if check.ok else "✗", check.name, check.detail, check.fix) for check in checks]
    say = answers.wording.say
    headings = ("", say("cli.doctor.check"), say("cli.doctor.detail"), say("cli.doctor.fix"))
    answers.tell(document, table(headings, lines))
    if not is_well:
        raise click.exceptions.Exit(ExitCode.ENVIRONMENT)
