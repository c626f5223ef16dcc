"""`journal`, `ledger` and `tasks`: what the till wrote, what the platform wrote, what is still open."""

from collections.abc import Sequence
from datetime import datetime

import click

from pos_app.bootstrap import finish_open_sales, open_back_office, open_counter
from pos_app.cli.answers import Answers, ExitCode, clock_time, fen, iso, table
from pos_app.cli.context import Run
from pos_app.cli.options import json_option, manager_options
from pos_app.cli.recovered import tell_recovered, tell_resumed
from pos_app.cli.staff import credentials
from pos_app.domain.money import Money
from pos_app.domain.refusal import Refusal
from pos_app.services.recovery import Outcome
from pos_app.services.tasks import Tried
from pos_app.storage.books import BookedSale
from pos_app.verifier.ledger_view import AccountLine, PostingLine, SettlementLine


@click.command()
@json_option
@click.pass_obj
def journal(run: Run, *, as_json: bool) -> None:
    """List the till's sales and their states."""
    answers = run.answers(as_json=as_json)
    tell_recovered(answers, finish_open_sales(run.config))
    with open_back_office(run.config) as office:
        sales = office.books.sales()
    say = answers.wording.say
    headings = tuple(say(f"cli.journal.{name}") for name in ("sale", "state", "at", "total", "insured", "cash"))
    lines = [
        (
            sale.sale_no,
            say(f"cli.journal.state_{sale.state}"),
            clock_time(sale.at),
            str(sale.total),
            str(sale.fund + sale.account + sale.shared),
            str(sale.cash),
        )
        for sale in sales
    ]
    answers.tell(
        [_booked(sale) for sale in sales], table(headings, lines, right=(3, 4, 5)) if lines else say("cli.journal.none")
    )


def _booked(sale: BookedSale) -> dict[str, object]:
    return {
        "sale": sale.sale_no,
        "state": sale.state,
        "reason": sale.reason or None,
        "at": iso(sale.at),
        "person": sale.person or None,
        "total_fen": sale.total.fen,
        "fund_fen": sale.fund.fen,
        "account_fen": sale.account.fen,
        "shared_fen": sale.shared.fen,
        "cash_fen": sale.cash.fen,
        "mobile_fen": sale.mobile.fen,
        "card_fen": sale.card.fen,
        "change_fen": sale.change.fen,
        "balance_fen": fen(sale.balance),
        "setl_id": sale.settlement_id or None,
        "msgid": sale.msgid or None,
    }


@click.group(invoke_without_command=True)
@json_option
@click.pass_context
def tasks(context: click.Context, *, as_json: bool) -> None:
    """List what has an unknown outcome; `tasks resolve ID` tries again now."""
    if context.invoked_subcommand is not None:
        return
    run: Run = context.obj
    answers = run.answers(as_json=as_json)
    tell_recovered(answers, finish_open_sales(run.config))
    with open_back_office(run.config) as office:
        sales = [sale for sale in office.books.sales() if sale.state == "open"]
        refunds = office.books.open_refunds()
    rows = [
        *({"kind": "sale", **_task(sale.sale_no, sale.msgid, sale.total, sale.at, tries=sale.tries)} for sale in sales),
        *({"kind": "refund", **_task(one.refund_no, one.msgid, one.total, one.begun_at)} for one in refunds),
    ]
    say = answers.wording.say
    lines = [
        *((sale.sale_no, clock_time(sale.at), str(sale.total), str(sale.tries)) for sale in sales),
        *((refund.refund_no, clock_time(refund.begun_at), str(refund.total), "") for refund in refunds),
    ]
    headings = tuple(say(f"cli.tasks.{name}") for name in ("id", "since", "total", "tries"))
    answers.tell(rows, table(headings, lines, right=(2, 3)) if lines else say("cli.tasks.none"))


def _task(number: str, msgid: str, total: Money, since: datetime, *, tries: int = 0) -> dict[str, object]:
    return {"id": number, "msgid": msgid or None, "total_fen": total.fen, "since": iso(since), "tries": tries}


@tasks.command()
@click.argument("number", metavar="ID")
@click.option("--reason", help="Close it although it is refused or unanswered; a manager answers for it.")
@manager_options
@json_option
@click.pass_obj
def resolve(
    run: Run, number: str, reason: str | None, manager: str | None, manager_pin: str | None, *, as_json: bool
) -> None:
    """Try one task again now; with a reason and a manager, close it where that does not help."""
    answers = run.answers(as_json=as_json)
    approver = credentials(manager, manager_pin, answers)
    with open_counter(run.config) as counter:
        tell_recovered(answers, counter.recovered)
        tell_resumed(answers, counter.refunds_resumed)
        done = next((one for one in counter.finished_at_start if one.task.number == number), None)
        if done and done.is_open and reason and reason.strip():
            closed = counter.tasks.close(done.task, reason, approver)
            done = answers.refuse(closed) if isinstance(closed, Refusal) else closed
    if done is None:
        answers.reject("task_unknown", id=number)
    _tell_tried(done, answers)


def _tell_tried(done: Tried, answers: Answers) -> None:
    number, outcome = done.task.number, done.outcome
    document: dict[str, object] = {"id": number, "outcome": str(outcome)}
    if done.refusal:
        document["refused"] = answers.refusal_document(done.refusal)
    answers.tell(document, answers.wording.say(f"cli.tasks.outcome_{outcome}", id=number))
    if outcome is Outcome.STILL_UNKNOWN:
        raise click.exceptions.Exit(ExitCode.UNKNOWN_OUTCOME)
    if done.refusal:
        raise click.exceptions.Exit(ExitCode.REFUSED)


@click.command()
@json_option
@click.pass_obj
def ledger(run: Run, *, as_json: bool) -> None:
    """Show the platform's accounts, settlements and postings, masked."""
    answers = run.answers(as_json=as_json)
    if run.config.verifier:
        answers.reject("ledger_elsewhere", address=run.config.verifier)
    tell_recovered(answers, finish_open_sales(run.config))
    with open_back_office(run.config) as office:
        view = office.platform.ledger
        accounts, settlements, entries = view.accounts(), view.settlements(), view.entries()
    document = {
        "simulation": True,
        "accounts": [_account(account) for account in accounts],
        "settlements": [_settlement(settlement) for settlement in settlements],
        "postings": [
            {"entry": entry.entry_id, "at": iso(entry.booked_at), **_posting(posting)}
            for entry in entries
            for posting in entry.postings
        ],
    }
    answers.tell(document, _ledger_text(answers, accounts, settlements))


def _account(account: AccountLine) -> dict[str, object]:
    return {"kind": str(account.kind), "holder": account.holder, "balance_fen": account.balance.fen}


def _posting(posting: PostingLine) -> dict[str, object]:
    return {"kind": str(posting.kind), "holder": posting.holder, "amount_fen": posting.amount.fen}


def _settlement(line: SettlementLine) -> dict[str, object]:
    return {
        "setl_id": line.setl_id,
        "mdtrt_id": line.mdtrt_id,
        "kind": str(line.kind),
        "stands": line.stands,
        "undoes": line.undoes,
        "msgid": line.msgid,
        "person_no": line.person_no,
        "at": iso(line.settled_at),
        "total_fen": line.sums.total.fen,
        "fund_fen": line.sums.fund.fen,
        "account_fen": line.sums.account.fen,
        "shared_fen": line.sums.shared.fen,
        "cash_fen": line.sums.cash.fen,
    }


def _ledger_text(answers: Answers, accounts: Sequence[AccountLine], settlements: Sequence[SettlementLine]) -> str:
    say = answers.wording.say
    held = [(say(f"cli.ledger.kind_{account.kind}"), account.holder, str(account.balance)) for account in accounts]
    settled = [
        (
            line.setl_id,
            say(f"cli.ledger.bill_{line.kind}"),
            line.person_no,
            clock_time(line.settled_at),
            str(line.sums.total),
            str(line.sums.fund + line.sums.account + line.sums.shared),
            say("cli.yes") if line.stands else say("cli.no"),
        )
        for line in settlements
    ]
    account_headings = tuple(say(f"cli.ledger.{name}") for name in ("kind", "holder", "balance"))
    settlement_headings = tuple(
        say(f"cli.ledger.{name}") for name in ("setl_id", "bill", "person", "at", "total", "insured", "stands")
    )
    sheets = (
        say("cli.ledger.title"),
        "",
        say("cli.ledger.accounts"),
        table(account_headings, held, right=(2,)),
        "",
        say("cli.ledger.settlements"),
        table(settlement_headings, settled, right=(4, 5)) if settled else say("cli.ledger.none"),
    )
    return "\n".join(sheets)
