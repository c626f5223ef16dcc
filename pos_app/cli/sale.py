"""`sell`: one whole sale from the command line, through the same till as the window's."""

import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Unpack

import click

from pos_app.bootstrap import BackOffice, Counter, open_counter, open_pictures
from pos_app.cli.answers import Answers, ExitCode, exit_code_of, fen
from pos_app.cli.context import Run
from pos_app.cli.options import json_option
from pos_app.cli.papers import paper_document
from pos_app.cli.recovered import tell_recovered, tell_resumed
from pos_app.cli.reductions import Reductions, reduced, reduction_options
from pos_app.cli.shift import refuse_without_shift
from pos_app.domain.basket import EMPTY, Basket
from pos_app.domain.cash import parse_cash
from pos_app.domain.checkout import events
from pos_app.domain.checkout.events import Event
from pos_app.domain.checkout.states import (
    Agreeing,
    Asking,
    Cancelling,
    Completed,
    Confirming,
    Refused,
    Retendering,
    Reversing,
    Revoking,
    State,
    Tendering,
    wakes_at,
)
from pos_app.domain.code import PayCode, ScannedCode, classify
from pos_app.domain.money import ZERO, Money
from pos_app.domain.refusal import Refusal, RefusalCode
from pos_app.domain.sale import Sale
from pos_app.faults import StoreFault
from pos_app.services.ports import Paper, Patience
from pos_app.services.scan_router import VoucherPresented, one_code_of, voucher_or_refusal
from pos_app.services.till import Till

_QUANTITY = re.compile(r"0*[1-9]\d{0,8}", re.ASCII)


@click.command()
@click.option("--image", type=click.Path(path_type=Path), help="A picture of the customer's voucher.")
@click.option("--code", "code_text", help="The voucher's text, as a handheld scanner gives it.")
@click.option("--items", required=True, help="CODE=QTY,… by own code or barcode.")
@click.option("--cash", help="Cash on the table, in yuan; without it, exactly the customer's part if that is nothing.")
@click.option("--pay-code", help="A wallet's pay code; it pays what the cash leaves.")
@click.option("--card", is_flag=True, help="The bank card at the simulated terminal pays what the cash leaves.")
@click.option("--no-shared", is_flag=True, help="The customer says no when the family's account would pay a part.")
@click.option("--password", help="The payment password, as the customer types it on the phone where the region asks.")
@click.option("--person", help="Whose phone confirms; without it, the phone of the voucher's person.")
@reduction_options
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="Copy the receipt into this folder.")
@json_option
@click.pass_obj
def sell(  # noqa: PLR0913, PLR0917  one argument an option
    run: Run,
    image: Path | None,
    code_text: str | None,
    items: str,
    cash: str | None,
    pay_code: str | None,
    password: str | None,
    person: str | None,
    out: Path | None,
    *,
    card: bool,
    no_shared: bool,
    as_json: bool,
    **reductions: Unpack[Reductions],
) -> None:
    """Sell goods to one customer; without --image or --code the customer pays all."""
    answers = run.answers(as_json=as_json)
    if image and code_text:
        raise click.UsageError("--image and --code are two ways to say the same; give one")
    if pay_code and card:
        raise click.UsageError("--pay-code and --card both pay the rest; give one")
    tenders = _tenders(_cash(cash, answers), pay_code, answers, card=card)
    _prepare(out)
    with open_counter(run.config) as counter:
        tell_recovered(answers, counter.recovered)
        tell_resumed(answers, counter.refunds_resumed)
        refuse_without_shift(counter, answers)
        if password and not counter.office.profile.password.asked:
            answers.remark("cli.sell.no_password")
        till = counter.open_till(lambda _state: None)
        basket = reduced(_basket(items, counter, answers), reductions, counter, answers)
        voucher = presented_voucher(image, code_text, answers)
        customer = _Customer(counter.office, password, person)
        _begin(till, basket, voucher, tenders, agrees=not no_shared)
        _tell(_wait(till, counter.patience, customer), till, out, answers)


@dataclass(frozen=True, slots=True)
class _Customer:
    """Plays the customer at the phone; without a password, the customer has confirmed already or will not."""

    office: BackOffice
    password: str | None
    person: str | None

    def confirm(self, person_no: str) -> Refusal | None:
        if self.password is None:
            return None
        person = self.person or self.office.person_called_by(person_no)
        if person is None:
            return Refusal(RefusalCode.PASSWORD_NEEDED)
        answer = self.office.phone.confirm_payment(person, self.password)
        return answer if isinstance(answer, Refusal) else None


def _begin(
    till: Till, basket: Basket, voucher: VoucherPresented | None, tenders: Sequence[Event], *, agrees: bool
) -> None:
    till.handle(events.BasketChanged(basket))
    till.handle(events.VoucherScanned(voucher.code, attempt=1) if voucher else events.CashChosen())
    if isinstance(till.state, Agreeing):
        till.handle(events.SharedAgreed() if agrees else events.SharedDeclined(attempt=2))
    for tender in tenders:
        if isinstance(till.state, Tendering):
            till.handle(tender)


def _wait(till: Till, patience: Patience, customer: _Customer) -> State:
    """Keep the time for a till that waits, and be the customer whom it waits for.

    Nobody is here to offer another tender: a charge that failed undoes the sale, and its reason is what is told.
    """
    reason: Refusal | None = None
    while True:
        match till.state:
            case Confirming(draft, None) if draft.payer:
                refused = customer.confirm(draft.payer.insured.person_no)
                till.handle(events.SaidNo(refused) if refused else events.CustomerConfirmed())
            case Retendering(_, refusal):
                reason = refusal
                till.handle(events.Abandoned())
            case Refused(basket) if reason:
                return Refused(basket, reason)
            case state:
                due = wakes_at(state)
                if due is None:
                    return state
                patience.wait_until(due)
                till.tell_time()


def _tenders(cash: Money, pay_code: str | None, answers: Answers, *, card: bool) -> tuple[Event, ...]:
    """Put cash down first, then let the code or the card pay the rest; with neither, cash must be enough."""
    given: tuple[Event, ...] = (events.CashGiven(cash),) if cash or not (pay_code or card) else ()
    if card:
        return (*given, events.CardChosen())
    if pay_code is None:
        return given
    code = classify(pay_code)
    if not isinstance(code, PayCode):
        answers.refuse(Refusal(RefusalCode.NOT_A_PAY_CODE))
    return (*given, events.PayCodeScanned(code))


def _cash(text: str | None, answers: Answers) -> Money:
    if text is None:
        return ZERO
    money = parse_cash(text)
    if money is None:
        answers.refuse(Refusal(RefusalCode.CASH_NOT_AN_AMOUNT))
    return money


def _prepare(out: Path | None) -> None:
    """Make the folder of the copies before the sale, while nothing has happened yet."""
    if out is None:
        return
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreFault(f"{out}: {error.strerror}") from error


def _basket(items: str, counter: Counter, answers: Answers) -> Basket:
    basket = EMPTY
    for item in items.split(","):
        number, equals, quantity = (part.strip() for part in item.partition("="))
        product = counter.office.catalogue.find(number)
        if product is None:
            answers.refuse(Refusal(RefusalCode.GOODS_UNKNOWN, number))
        if equals and not _QUANTITY.fullmatch(quantity):
            answers.reject("quantity_not_whole", item=item.strip())
        try:
            basket = basket.with_item(product, int(quantity or "1"))
        except ValueError:
            answers.refuse(Refusal(RefusalCode.BASKET_FULL))
    return basket


def presented_voucher(image: Path | None, code_text: str | None, answers: Answers) -> VoucherPresented | None:
    """Read the voucher that was handed in, from a picture or as text; None where there is neither."""
    scanned: ScannedCode | Refusal
    if image:
        with open_pictures() as pictures:
            reading = pictures.read_file(image)
        scanned = reading if isinstance(reading, Refusal) else one_code_of(reading)
    elif code_text is not None:
        scanned = classify(code_text)
    else:
        return None
    presented = scanned if isinstance(scanned, Refusal) else voucher_or_refusal(scanned)
    if isinstance(presented, Refusal):
        answers.refuse(presented)
    return presented


def _tell(state: State, till: Till, out: Path | None, answers: Answers) -> None:
    match state:
        case Completed(sale):
            _tell_sale(sale, _copied(till.paper, out, answers), answers)
        case Refused(_, refusal) | Tendering(_, _, Refusal() as refusal):
            answers.refuse(refusal)
        case Tendering():
            answers.refuse(Refusal(RefusalCode.CASH_SHORT))
        case Agreeing():  # asked again by a platform that did not listen
            answers.refuse(Refusal(RefusalCode.TOTALS_DIFFER))
        case Confirming():
            answers.refuse(state.refusal or Refusal(RefusalCode.PASSWORD_NEEDED))
        case Asking(deal) | Reversing(deal) | Revoking(deal) | Cancelling(deal):
            _tell_unknown(deal.sale_no, deal.msgid, answers)
        case _:
            raise AssertionError(f"a sale cannot rest in {state}")


def _tell_unknown(sale_no: str, msgid: str, answers: Answers) -> None:
    refusal = Refusal(RefusalCode.OUTCOME_UNKNOWN, sale_no)
    document = {
        "sale": sale_no,
        "state": "unknown",
        "msgid": msgid or None,
        "refused": answers.refusal_document(refusal),
    }
    answers.tell(document, answers.refusal_text(refusal))
    raise click.exceptions.Exit(ExitCode(exit_code_of(refusal)))


def sale_document(sale: Sale, paper: Paper | None) -> dict[str, object]:
    """Give the JSON of a final sale."""
    settlement, split = sale.settlement, sale.draft.split
    return {
        "sale": sale.sale_no,
        "state": "final",
        "total_fen": split.total.fen,
        "reduction_fen": sale.draft.basket.reduction.fen,
        "fund_fen": split.fund.fen,
        "account_fen": split.account.fen,
        "shared_fen": split.shared.fen,
        "cash_fen": sale.draft.cash.fen,
        "mobile_fen": sale.draft.mobile.fen,
        "card_fen": sale.draft.card.fen,
        "change_fen": sale.draft.change.fen,
        "balance_fen": fen(settlement.balance) if settlement else None,
        "setl_id": settlement.settlement_id if settlement else None,
        "msgid": settlement.msgid if settlement else None,
        "receipt": paper_document(paper),
        "simulation": True,
    }


def _tell_sale(sale: Sale, paper: Paper | None, answers: Answers) -> None:
    split, say = sale.draft.split, answers.wording.say
    reduction = sale.draft.basket.reduction
    lines = [
        say("cli.sell.done", sale=sale.sale_no, total=split.total),
        *((say("cli.sell.reduction", amount=reduction),) if reduction else ()),
        say("cli.sell.split", fund=split.fund, account=split.account, shared=split.shared, cash=split.cash),
        say("cli.sell.change", change=sale.draft.change),
        say("cli.sell.receipt", png=paper.png) if paper else say("cli.sell.no_receipt"),
    ]
    answers.tell(sale_document(sale, paper), "\n".join(lines))


def _copied(paper: Paper | None, out: Path | None, answers: Answers) -> Paper | None:
    """Copy the ticket where the caller wants it; the till keeps its own, and the sale is final either way."""
    if paper is None or out is None:
        return paper
    try:
        return Paper(*(Path(shutil.copy(face, out)) for face in (paper.txt, paper.png, paper.pdf)))
    except OSError as error:
        answers.remark("cli.sell.no_copy", out=out, what=error.strerror)
        return paper
