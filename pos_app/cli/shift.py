"""`shift open`, `in`, `out`, `x`, `close` and `z`: a cashier's shift from sign-in to Z report."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import NoReturn

import click

from pos_app.bootstrap import Counter, open_counter
from pos_app.bootstrap.keeping import back_up
from pos_app.cli.answers import Answers, iso
from pos_app.cli.context import Run
from pos_app.cli.options import json_option, manager_options
from pos_app.cli.papers import paper_document
from pos_app.cli.recovered import tell_recovered
from pos_app.cli.staff import credentials
from pos_app.domain.money import ZERO, Money
from pos_app.domain.refusal import Refusal, RefusalCode
from pos_app.domain.shift import CashCount, DrawerKind, ShiftReport, read_amount, read_float
from pos_app.services.ports import Paper
from pos_app.services.shifts import Closed, Reported, Shifts

_reason = click.option("--reason", default="", help="Why, in a few words; it stands on the report.")


@click.group()
def shift() -> None:
    """Open and close the cashier's shift, move cash, report."""


@shift.command("open")
@click.option("--cashier", metavar="NUMBER", help="Who takes the drawer; without it the demo cashier, unsigned.")
@click.option("--pin", help="The cashier's PIN; asked for, unseen, when left out.")
@click.option("--float", "float_", metavar="YUAN", default="0", show_default=True, help="Cash put into the drawer.")
@json_option
@click.pass_obj
def open_(run: Run, cashier: str | None, pin: str | None, float_: str, *, as_json: bool) -> None:
    """Sign in, with the platform too, and put the float into the drawer."""
    answers = run.answers(as_json=as_json)
    amount = _float(float_, answers)
    who = credentials(cashier, pin, answers)
    with _shifts(run, answers) as shifts:
        opened = shifts.open(who, amount)
    if isinstance(opened, Refusal):
        answers.refuse(opened)
    if not opened.is_signed_in:
        answers.remark("cli.shift.not_signed_in")
    begun = opened.shift
    document = {
        "shift": begun.shift_no,
        "cashier": begun.badge,
        "unsigned": begun.is_automatic,
        "at": iso(begun.opened_at),
        "float_fen": amount.fen,
        "platform_signed_in": opened.is_signed_in,
    }
    said = answers.wording.say("cli.shift.opened", shift=begun.shift_no, badge=begun.badge, amount=amount)
    answers.tell(document, said)


@shift.command("in")
@click.argument("amount", metavar="AMOUNT")
@_reason
@json_option
@click.pass_obj
def in_(run: Run, amount: str, reason: str, *, as_json: bool) -> None:
    """Put cash into the drawer."""
    _move(run, DrawerKind.IN, amount, reason, as_json=as_json)


@shift.command()
@click.argument("amount", metavar="AMOUNT")
@_reason
@manager_options
@json_option
@click.pass_obj
def out(run: Run, amount: str, reason: str, manager: str | None, manager_pin: str | None, *, as_json: bool) -> None:
    """Take cash out of the drawer; a manager approves."""
    _move(run, DrawerKind.OUT, amount, reason, manager, manager_pin, as_json=as_json)


@shift.command()
@json_option
@click.pass_obj
def x(run: Run, *, as_json: bool) -> None:
    """Report on the running shift; nothing is reset."""
    answers = run.answers(as_json=as_json)
    with _shifts(run, answers) as shifts:
        _tell_report(shifts.x_report(), answers)


@shift.command()
@click.argument("number", type=int, required=False)
@json_option
@click.pass_obj
def z(run: Run, number: int | None, *, as_json: bool) -> None:
    """Show the report of a closed shift again; without NUMBER the last one's."""
    answers = run.answers(as_json=as_json)
    with _shifts(run, answers) as shifts:
        _tell_report(shifts.z_report(number), answers)


@shift.command()
@click.option("--count", metavar="100=3,50=2,…", help="Notes and coins in the drawer; 0 for an empty one.")
@_reason
@manager_options
@json_option
@click.pass_obj
def close(
    run: Run, count: str | None, reason: str, manager: str | None, manager_pin: str | None, *, as_json: bool
) -> None:
    """End the shift: count, difference with a reason and a manager, Z report, sign out, backup."""
    answers = run.answers(as_json=as_json)
    counted = None if count is None else _count(count, answers)
    approver = credentials(manager, manager_pin, answers)
    with _shifts(run, answers) as shifts:
        closed = shifts.close(counted, reason, approver)
    if isinstance(closed, Refusal):
        answers.refuse(closed)
    _tell_closed(closed, answers)


@contextmanager
def _shifts(run: Run, answers: Answers) -> Iterator[Shifts]:
    def keep_copy(_report: ShiftReport) -> None:
        answers.remark("cli.shift.backed_up", path=back_up(run.config).path)

    with open_counter(run.config, after_close=(keep_copy,)) as counter:
        tell_recovered(answers, counter.recovered)
        yield counter.shifts


def refuse_without_shift(counter: Counter, answers: Answers) -> None:
    """End the command where shifts are required and none is open."""
    refusal = counter.shifts.may_sell()
    if refusal:
        answers.refuse(refusal)


def _move(
    run: Run,
    kind: DrawerKind,
    text: str,
    reason: str,
    manager: str | None = None,
    manager_pin: str | None = None,
    *,
    as_json: bool,
) -> None:
    answers = run.answers(as_json=as_json)
    amount = _amount(text, answers)
    approver = credentials(manager, manager_pin, answers)
    with _shifts(run, answers) as shifts:
        moved = shifts.move_cash(kind, amount, reason, approver)
        figures = shifts.figures()
    if isinstance(moved, Refusal):
        answers.refuse(moved)
    expected = figures.drawer.expected if figures else ZERO
    document = {
        "kind": str(kind),
        "amount_fen": amount.fen,
        "reason": moved.reason,
        "at": iso(moved.at),
        "approver": moved.approval.approver.number if moved.approval else None,
        "expected_fen": expected.fen,
    }
    answers.tell(document, answers.wording.say(f"cli.shift.moved_{kind}", amount=amount, expected=expected))


def _tell_report(reported: Reported | Refusal, answers: Answers) -> None:
    if isinstance(reported, Refusal):
        answers.refuse(reported)
    answers.tell(report_document(reported.report, reported.paper), _text(reported.paper, answers))


def _tell_closed(closed: Closed, answers: Answers) -> None:
    if not closed.is_signed_out:
        answers.remark("cli.shift.not_signed_out")
    for fault in closed.faults:
        answers.remark("cli.shift.after_close_failed", what=fault)
    document = {**report_document(closed.report, closed.paper), "platform_signed_out": closed.is_signed_out}
    answers.tell(document, _text(closed.paper, answers))


def report_document(report: ShiftReport, paper: Paper | None) -> Mapping[str, object]:
    """Give an X or Z report as the JSON contract has it."""
    figures, ending = report.figures, report.figures.ending
    takings, shift = figures.takings, figures.shift
    return {
        "simulation": True,
        "number": report.number,
        "shift": shift.shift_no,
        "cashier": shift.badge,
        "unsigned": shift.is_automatic,
        "opened_at": iso(shift.opened_at),
        "at": iso(report.made_at),
        "sales": takings.sales,
        "sold_fen": takings.sold.fen,
        "refunds": takings.refunds,
        "refunded_fen": takings.refunded.fen,
        "tenders": {f"{kind}_fen": amount.fen for kind, amount in takings.tenders.items()},
        "returns": {f"{kind}_fen": amount.fen for kind, amount in takings.returns.items()},
        "drawer": {f"{kind}_fen": amount.fen for kind, amount in figures.drawer.sums.items()},
        "expected_fen": figures.drawer.expected.fen,
        "z_no": ending.z_no if ending else None,
        "count": {str(kind.yuan): pieces for kind, pieces in ending.count.pieces.items()} if ending else None,
        "counted_fen": ending.count.total.fen if ending else None,
        "difference_fen": ending.difference.fen if ending else None,
        "reason": ending.reason if ending else None,
        "approver": ending.approver or None if ending else None,
        "open_sales": takings.open_sales,
        "parked_bills": takings.parked_bills,
        "audit": {"rows": report.head.count, "head": str(report.head)},
        "receipt": paper_document(paper),
    }


def _text(paper: Paper | None, answers: Answers) -> str:
    if paper is None:
        return answers.wording.say("cli.shift.no_paper")
    return f"{paper.txt.read_text('utf-8')}\n{answers.wording.say('cli.shift.paper', png=paper.png)}"


def _amount(text: str, answers: Answers) -> Money:
    return read_amount(text) or _refuse(answers, Refusal(RefusalCode.CASH_NOT_AN_AMOUNT))


def _float(text: str, answers: Answers) -> Money:
    amount = read_float(text)
    if amount is None:
        _refuse(answers, Refusal(RefusalCode.CASH_NOT_AN_AMOUNT))
    return amount


def _count(text: str, answers: Answers) -> CashCount:
    try:
        return CashCount.parse(text)
    except ValueError:
        _refuse(answers, Refusal(RefusalCode.COUNT_NOT_READ, text[:40]))


def _refuse(answers: Answers, refusal: Refusal) -> NoReturn:
    answers.refuse(refusal)
