"""`audit verify`: whether anybody has touched the till's audit log."""

import click

from pos_app.bootstrap import open_back_office
from pos_app.cli.answers import Answers, exit_code_of
from pos_app.cli.context import Run
from pos_app.cli.options import json_option
from pos_app.domain.audit import AuditHead
from pos_app.domain.refusal import Refusal, RefusalCode


@click.group()
def audit() -> None:
    """Look after the audit log."""


@audit.command()
@click.option("--head", "heads", multiple=True, metavar="COUNT:CODE", help="An audit code read off a printed report.")
@json_option
@click.pass_obj
def verify(run: Run, heads: tuple[str, ...], *, as_json: bool) -> None:
    """Check the chain of the audit log; name the first bad row."""
    answers = run.answers(as_json=as_json)
    printed = [_head(text, answers) for text in heads]
    with open_back_office(run.config) as office:
        head, bad = office.audit.verify(office.till_file, *printed)
    document = {
        "ok": bad is None,
        "simulation": True,
        "rows": head.count,
        "head": str(head),
        "first_bad_row": bad.number if bad else None,
    }
    if bad is None:
        answers.tell(document, answers.wording.say("cli.audit.whole", rows=head.count, head=head))
        return
    refusal = Refusal(RefusalCode(f"audit_{bad.damage}"), str(bad.number))
    answers.tell({**document, "refused": answers.refusal_document(refusal)}, answers.refusal_text(refusal))
    raise click.exceptions.Exit(exit_code_of(refusal))


def _head(text: str, answers: Answers) -> AuditHead:
    try:
        return AuditHead.parse(text)
    except ValueError:
        answers.reject("head_not_read", head=text)
