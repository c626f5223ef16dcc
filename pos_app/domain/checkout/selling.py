"""Before money moves: goods, who pays, the split, the customer's part."""

from dataclasses import replace
from typing import TypeAlias

from pos_app.domain.basket import EMPTY
from pos_app.domain.charge import ChargeOrder
from pos_app.domain.checkout.effects import Charge, Effect, FreezeDraft, Identify, RecordSale, RequestQuote, Settle
from pos_app.domain.checkout.events import (
    Abandoned,
    AttemptFailed,
    BasketChanged,
    CardChosen,
    CashChosen,
    CashGiven,
    CustomerConfirmed,
    DraftFrozen,
    Event,
    NextCustomer,
    PayCodeScanned,
    PersonIdentified,
    QuoteArrived,
    SaidNo,
    SharedAgreed,
    SharedDeclined,
    VoucherScanned,
)
from pos_app.domain.checkout.states import (
    Agreeing,
    Charging,
    Completed,
    Confirming,
    Freezing,
    Identifying,
    Quoting,
    Recording,
    Refused,
    Selling,
    Settling,
    State,
    Tendering,
)
from pos_app.domain.money import ZERO, Money
from pos_app.domain.refusal import Refusal, RefusalCode
from pos_app.domain.sale import Deal, Payer, SaleDraft
from pos_app.domain.tender import CardTender, ChargedTender, MobileTender, charged, given, with_cash

Step: TypeAlias = tuple[State, tuple[Effect, ...]]


def from_selling(state: Selling | Refused, event: Event) -> Step:
    match event:
        case BasketChanged(basket):
            return Selling(basket), ()
        case SaidNo(refusal):
            return Refused(state.basket, refusal), ()
        case Abandoned():
            return Selling(state.basket), ()
        case VoucherScanned() | CashChosen() if not state.basket.lines:
            return Refused(state.basket, Refusal(RefusalCode.BASKET_EMPTY)), ()
        case VoucherScanned() if not state.basket.total:
            return Refused(state.basket, Refusal(RefusalCode.NOTHING_TO_INSURE)), ()
        case VoucherScanned(code, attempt):
            return Identifying(state.basket, attempt), (Identify(code, attempt),)
        case CashChosen():
            return Tendering(state.basket, None), ()
        case _:
            return state, ()


def from_identifying(state: Identifying | Quoting, event: Event) -> Step:
    match state, event:
        case Identifying(basket, asked), PersonIdentified(attempt, insured) if attempt == asked:
            return Quoting(basket, insured, attempt), (RequestQuote(basket, insured, attempt),)
        case Quoting(basket, insured, asked), QuoteArrived(attempt, quote) if attempt == asked:
            if quote.split.total != basket.total:
                return Refused(basket, Refusal(RefusalCode.TOTALS_DIFFER)), ()
            payer = Payer(insured, quote)
            return (Agreeing if quote.split.shared else Tendering)(basket, payer), ()
        case _, AttemptFailed(attempt, refusal) if attempt == state.attempt:
            return Refused(state.basket, refusal), ()
        case _, Abandoned():
            return Selling(state.basket), ()
        case _:
            return state, ()


def from_agreeing(state: Agreeing, event: Event) -> Step:
    match event:
        case SharedAgreed():
            return Tendering(state.basket, state.payer), ()
        case SharedDeclined(attempt):
            insured = replace(state.payer.insured, wants_shared=False)
            return Quoting(state.basket, insured, attempt), (RequestQuote(state.basket, insured, attempt),)
        case VoucherScanned(code, attempt):
            return Identifying(state.basket, attempt), (Identify(code, attempt),)
        case Abandoned():
            return Selling(state.basket), ()
        case _:
            return state, ()


def from_tendering(state: Tendering, event: Event) -> Step:
    match event:
        case CashGiven() | PayCodeScanned() | CardChosen():
            return _take(state, event)
        case SaidNo(refusal):
            return replace(state, refusal=refusal), ()
        case VoucherScanned() if not state.basket.total:
            return replace(state, refusal=Refusal(RefusalCode.NOTHING_TO_INSURE)), ()
        case VoucherScanned() if state.tenders:
            return replace(state, refusal=Refusal(RefusalCode.TENDER_IN_HAND, str(given(state.tenders)))), ()
        case VoucherScanned(code, attempt):
            return Identifying(state.basket, attempt), (Identify(code, attempt),)
        case Abandoned() if state.tenders:
            return replace(state, refusal=None, tenders=state.tenders[:-1]), ()
        case Abandoned():
            return Selling(state.basket), ()
        case _:
            return state, ()


def from_confirming(state: Confirming, event: Event) -> Step:
    draft = state.draft
    match event:
        case CustomerConfirmed():
            return Freezing(draft), (FreezeDraft(draft),)
        case SaidNo(refusal):
            return Confirming(draft, refusal), ()
        case Abandoned():
            return Tendering(draft.basket, draft.payer, None, draft.tenders[:-1]), ()
        case _:
            return state, ()


def from_freezing(state: Freezing, event: Event) -> Step:
    draft = state.draft
    match event:
        case DraftFrozen(sale_no, msgid, order_nos) if _fits(draft, msgid, order_nos):
            orders = tuple(map(ChargeOrder, order_nos, charged(draft.tenders)))
            deal = Deal(draft, sale_no, msgid, draft.cash_given, orders)
            return (Settling(deal), (Settle(deal),)) if draft.payer else take_the_rest(deal)
        case _:
            return state, ()


def from_completed(state: Completed, event: Event) -> Step:
    match event:
        case NextCustomer() | Abandoned():
            return Selling(), ()
        case BasketChanged(basket):
            return Selling(basket), ()
        case SaidNo(refusal):
            return Refused(EMPTY, refusal), ()
        case _:
            return state, ()


def take_the_rest(deal: Deal) -> Step:
    """Charge what is to be charged, one order after another; when all is in, write the sale down."""
    if deal.orders:
        return Charging(deal), (Charge(deal.orders[0]),)
    return Recording(deal), (RecordSale(deal),)


def chosen_tender(event: PayCodeScanned | CardChosen, rest: Money) -> ChargedTender | Refusal:
    """Let a code or a card pay the rest or a named part of it, never more: only cash gives change."""
    if rest <= ZERO:
        return Refusal(RefusalCode.NOTHING_TO_PAY)
    amount = rest if event.amount is None else event.amount
    if not ZERO < amount <= rest:
        return Refusal(RefusalCode.ONLY_CASH_GIVES_CHANGE)
    return MobileTender(event.code, amount) if isinstance(event, PayCodeScanned) else CardTender(amount)


def _take(state: Tendering, event: CashGiven | PayCodeScanned | CardChosen) -> Step:
    match event:
        case CashGiven(amount) if state.rest and not amount:
            return replace(state, refusal=Refusal(RefusalCode.CASH_SHORT)), ()
        case CashGiven(amount):
            return _put_down(Tendering(state.basket, state.payer, None, with_cash(state.tenders, amount)))
        case _:
            chosen = chosen_tender(event, state.rest)
            if isinstance(chosen, Refusal):
                return replace(state, refusal=chosen), ()
            return _put_down(Tendering(state.basket, state.payer, None, (*state.tenders, chosen)))


def _put_down(state: Tendering) -> Step:
    """Go on once the tenders cover the customer's part; where the account pays, the customer may have to confirm."""
    if state.rest > ZERO:
        return state, ()
    draft = SaleDraft(state.basket, state.payer, state.tenders)
    if state.payer is not None and state.payer.quote.asks_password:
        return Confirming(draft), ()
    return Freezing(draft), (FreezeDraft(draft),)


def _fits(draft: SaleDraft, msgid: str, order_nos: tuple[str, ...]) -> bool:
    return bool(msgid) == bool(draft.payer) and len(order_nos) == len(charged(draft.tenders))
