"""Says what recovery did, so that nobody has to guess about an interrupted sale."""

from collections.abc import Iterable

from pos_app.cli.answers import Answers
from pos_app.services.recovery import Recovered


def tell_recovered(answers: Answers, recovered: Iterable[Recovered]) -> None:
    for done in recovered:
        answers.remark(f"recovered.{done.outcome}", sale=done.intent.sale_no, total=done.intent.total)
