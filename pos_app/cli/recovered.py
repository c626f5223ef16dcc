"""Says what the start did about what a crash left open, so that nobody has to guess."""

from collections.abc import Iterable

from pos_app.cli.answers import Answers
from pos_app.services.recovery import Recovered
from pos_app.services.refunds import Refunded, RefundPending, Resumed


def tell_recovered(answers: Answers, recovered: Iterable[Recovered]) -> None:
    for done in recovered:
        answers.remark(f"recovered.{done.outcome}", sale=done.intent.sale_no, total=done.intent.total)


def tell_resumed(answers: Answers, resumed: Iterable[Resumed]) -> None:
    for one in resumed:
        match one.end:
            case Refunded(slip):
                answers.remark("cli.refund.finished", refund=slip.refund_no)
            case RefundPending(refund_no):
                answers.remark("cli.refund.pending", refund=refund_no)
            case refusal:
                answers.remark("cli.refund.dropped", why=answers.refusal_text(refusal))
