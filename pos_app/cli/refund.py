"""`refund`: goods and money back from an original sale; what the customer keeps of an insured one is sold anew."""

from pathlib import Path

import click

from pos_app.bootstrap import Counter, open_counter
from pos_app.cli.answers import Answers, ExitCode
from pos_app.cli.context import Run
from pos_app.cli.options import json_option, manager_options
from pos_app.cli.papers import paper_document
from pos_app.cli.recovered import tell_recovered, tell_resumed
from pos_app.cli.sale import presented_voucher, sale_document
from pos_app.cli.staff import credentials
from pos_app.domain.basket import Basket
from pos_app.domain.checkout import events
from pos_app.domain.checkout.states import Agreeing, Completed, State, Tendering
from pos_app.domain.code import ReceiptCode, classify
from pos_app.domain.refund import RefundPlan
from pos_app.domain.refusal import Refusal, RefusalCode
from pos_app.domain.staff import Action, Credentials
from pos_app.services.refunds import Refunded, RefundPending, rest_of
from pos_app.services.scan_router import VoucherPresented
from pos_app.services.till import Till


@click.command()
@click.argument("sale_no", metavar="SALE")
@click.option("--line", "lines", multiple=True, metavar="N[=QTY]", help="A line, or so many of it; without, all.")
@click.option("--image", type=click.Path(path_type=Path), help="The customer's voucher, where a part is sold anew.")
@click.option("--code", "code_text", help="The voucher's text, where a part is sold anew.")
@manager_options
@json_option
@click.pass_obj
def refund(
    run: Run,
    sale_no: str,
    lines: tuple[str, ...],
    image: Path | None,
    code_text: str | None,
    manager: str | None,
    manager_pin: str | None,
    *,
    as_json: bool,
) -> None:
    """Give a sale back, or lines of it; SALE is its number or the code at the foot of its ticket."""
    answers = run.answers(as_json=as_json)
    if image and code_text:
        raise click.UsageError("--image and --code are two ways to say the same; give one")
    wanted = _wanted(lines, answers)
    approver = credentials(manager, manager_pin, answers)
    with open_counter(run.config, keeps_bill=True) as counter:
        tell_recovered(answers, counter.recovered)
        tell_resumed(answers, counter.refunds_resumed)
        plan = counter.refunds.plan(_number(sale_no), wanted)
        if isinstance(plan, Refusal):
            answers.refuse(plan)
        rest = rest_of(plan, counter.office.catalogue.find)
        if isinstance(rest, Refusal):
            answers.refuse(rest)
        voucher = _voucher_for(rest, image, code_text, plan, answers)
        till = counter.open_till(lambda _state: None)
        if voucher:
            counter.bills.park(till)  # the rest wants the counter for itself
        done = _run(counter, plan, approver, rest, answers)
        shares = plan.sale.settlement is not None and bool(plan.sale.settlement.split.shared)
        anew = _sell_anew(till, rest, voucher, shares=shares) if voucher else None
        _tell(done, anew, answers)


def _number(text: str) -> str:
    code = classify(text)
    return code.sale_no if isinstance(code, ReceiptCode) else text.strip()


def _wanted(lines: tuple[str, ...], answers: Answers) -> dict[int, int]:
    """Read `2` or `2=1`; a line without a quantity is one whole line, written as none."""
    wanted: dict[int, int] = {}
    for text in lines:
        number, equals, quantity = (part.strip() for part in text.partition("="))
        if not _is_count(number) or (equals and not _is_count(quantity)) or int(number) in wanted:
            answers.reject("line_not_understood", line=text)
        wanted[int(number)] = int(quantity) if equals else 0
    return wanted


def _is_count(text: str) -> bool:
    return text.isascii() and text.isdigit() and 0 < int(text) < 10**6


def _voucher_for(
    rest: Basket, image: Path | None, code_text: str | None, plan: RefundPlan, answers: Answers
) -> VoucherPresented | None:
    if not rest.lines:
        return None
    voucher = presented_voucher(image, code_text, answers)
    if voucher is None:
        answers.refuse(Refusal(RefusalCode.VOUCHER_FOR_THE_REST, plan.sale.sale_no))
    return voucher


def _run(counter: Counter, plan: RefundPlan, approver: Credentials | None, rest: Basket, answers: Answers) -> Refunded:
    approval = counter.shifts.let_pass(Action.REFUND, plan.sale.sale_no, approver)
    if isinstance(approval, Refusal):
        answers.refuse(approval)
    done = counter.refunds.run(plan, approval, rest)
    if isinstance(done, Refusal):
        answers.refuse(done)
    if isinstance(done, RefundPending):
        answers.remark("cli.refund.pending", refund=done.refund_no)
        answers.tell({"refund": done.refund_no, "sale": done.sale_no, "state": "unknown"}, done.refund_no)
        raise click.exceptions.Exit(ExitCode.UNKNOWN_OUTCOME)
    return done


def _sell_anew(till: Till, rest: Basket, voucher: VoucherPresented, *, shares: bool) -> State:
    """Sell what the customer keeps; their part of it is what they have just been given, to the fen.

    Whether the family's account pays was agreed when it was first sold.
    """
    till.handle(events.BasketChanged(rest))
    state = till.handle(events.VoucherScanned(voucher.code, attempt=1))
    if isinstance(state, Agreeing):
        state = till.handle(events.SharedAgreed() if shares else events.SharedDeclined(attempt=2))
    return till.handle(events.CashGiven(state.split.cash)) if isinstance(state, Tendering) else state


def _tell(done: Refunded, anew: State | None, answers: Answers) -> None:
    slip, paper, say = done.slip, done.paper, answers.wording.say
    document: dict[str, object] = {
        "refund": slip.refund_no,
        "sale": slip.sale_no,
        "state": "final",
        "total_fen": slip.total.fen,
        "insured_fen": slip.insured.fen,
        "cash_fen": slip.cash.fen,
        "mobile_fen": slip.mobile.fen,
        "card_fen": slip.card.fen,
        "receipt": paper_document(paper),
        "simulation": True,
    }
    text = [say("cli.refund.done", refund=slip.refund_no, sale=slip.sale_no, total=slip.total)]
    text.append(say("cli.refund.back", insured=slip.insured, cash=slip.cash, mobile=slip.mobile, card=slip.card))
    match anew:
        case None:
            answers.tell(document, "\n".join(text))
        case Completed(sale):
            text.append(say("cli.refund.anew", sale=sale.sale_no, total=sale.draft.split.total, cash=sale.draft.cash))
            answers.tell({**document, "anew": sale_document(sale, None)}, "\n".join(text))
        case _:
            refusal = getattr(anew, "refusal", None) or Refusal(RefusalCode.OUTCOME_UNKNOWN)
            text.append(answers.refusal_text(refusal))
            answers.tell({**document, "refused": answers.refusal_document(refusal)}, "\n".join(text))
            raise click.exceptions.Exit(ExitCode.REFUSED)
