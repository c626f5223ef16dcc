"""`doctor`: every check of the environment and of both books."""

import click

from pos_app.bootstrap.checkup import examine
from pos_app.cli.answers import ExitCode, table
from pos_app.cli.context import Run
from pos_app.cli.options import json_option


@click.command()
@json_option
@click.pass_obj
def doctor(run: Run, *, as_json: bool) -> None:
    """Check the environment and every invariant over both databases; 0 only if all hold."""
    answers = run.answers(as_json=as_json)
    words = answers.wording
    checks = examine(run.config)
    is_well = all(check.ok for check in checks)
    document = {
        "ok": is_well,
        "simulation": True,
        "checks": [
            {
                "id": check.id,
                "name": check.name.said(words),
                "ok": check.ok,
                "detail": check.detail.said(words),
                "fix": check.fix.said(words) if check.fix else None,
            }
            for check in checks
        ],
    }
    lines = [("✓" if check.ok else "×", check.name.said(words), check.detail.said(words)) for check in checks]
    say = words.say
    sheet = [table(("", say("cli.doctor.check"), say("cli.doctor.detail")), lines), ""]
    sheet += [
        say("cli.doctor.to_do", check=check.name.said(words), fix=check.fix.said(words))
        for check in checks
        if check.fix
    ]
    sheet.append(say("cli.doctor.well") if is_well else say("cli.doctor.ill"))
    answers.tell(document, "\n".join(sheet))
    if not is_well:
        raise click.exceptions.Exit(ExitCode.ENVIRONMENT)
