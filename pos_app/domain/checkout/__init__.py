"""The sale as one pure function: `transition(state, event) -> (state, effects)`.

    Selling ──► Identifying ──► Quoting ──► Tendering ──► Freezing ──► Settling ──► Recording ──► Completed
       ▲             │             │            │                         │
       └── Refused ◄─┴─────────────┴── Esc ─────┘          no answer ◄────┴────► split changed
              ▲                                               │                       │
              └───────────── acknowledged ◄──────────── Reversing                Cancelling ──► Refused

An event out of turn changes nothing. Every answer names what it answers (an attempt, or a msgid), so that a late one
is known for what it is: while we reverse, a late success changes nothing, because the reversal undoes it.
"""

from typing import TypeAlias

from pos_app.domain.basket import EMPTY
from pos_app.domain.checkout.effects import (
    Cancel,
    DropIntent,
    Effect,
    FreezeDraft,
    Identify,
    PrintReceipt,
    RecordSale,
    RequestQuote,
    Reverse,
    Settle,
)
from pos_app.domain.checkout.events import (
    Abandoned,
    AttemptFailed,
    BasketChanged,
    CancellationConfirmed,
    CashChosen,
    CashGiven,
    DraftFrozen,
    Event,
    NextCustomer,
    OutcomeUnknown,
    PersonIdentified,
    QuoteArrived,
    ReversalConfirmed,
    SaidNo,
    SaleRecorded,
    SettlementArrived,
    SettlementRefused,
    TriedAgain,
    VoucherScanned,
)
from pos_app.domain.checkout.states import (
    AUTOMATIC_TRIES,
    Cancelling,
    Completed,
    Freezing,
    Identifying,
    Quoting,
    Recording,
    Refused,
    Reversing,
    Selling,
    Settling,
    State,
    Tendering,
)
from pos_app.domain.refusal import Refusal, RefusalCode
from pos_app.domain.sale import Payer, SaleDraft

Step: TypeAlias = tuple[State, tuple[Effect, ...]]


def transition(state: State, event: Event) -> Step:
    """Give the next state and the effects to run; an event out of turn changes nothing."""
    match state:
        case Selling() | Refused():
            return _from_selling(state, event)
        case Identifying() | Quoting():
            return _from_asking(state, event)
        case Tendering():
            return _from_tendering(state, event)
        case Freezing() | Recording():
            return _from_writing(state, event)
        case Settling():
            return _from_settling(state, event)
        case Reversing() | Cancelling():
            return _from_undoing(state, event)
        case Completed():
            return _from_completed(state, event)


def _from_selling(state: Selling | Refused, event: Event) -> Step:
    match event:
        case BasketChanged(basket):
            return Selling(basket), ()
        case SaidNo(refusal):
            return Refused(state.basket, refusal), ()
        case Abandoned():
            return Selling(state.basket), ()
        case VoucherScanned() | CashChosen() if not state.basket.lines:
            return Refused(state.basket, Refusal(RefusalCode.BASKET_EMPTY)), ()
        case VoucherScanned(code, attempt):
            return Identifying(state.basket, attempt), (Identify(code, attempt),)
        case CashChosen():
            return Tendering(state.basket, None), ()
        case _:
            return state, ()


def _from_asking(state: Identifying | Quoting, event: Event) -> Step:
    match state, event:
        case Identifying(basket, asked), PersonIdentified(attempt, insured) if attempt == asked:
            return Quoting(basket, insured, attempt), (RequestQuote(basket, insured, attempt),)
        case Quoting(basket, insured, asked), QuoteArrived(attempt, quote) if attempt == asked:
            if quote.split.total != basket.total:
                return Refused(basket, Refusal(RefusalCode.TOTALS_DIFFER)), ()
            return Tendering(basket, Payer(insured, quote)), ()
        case _, AttemptFailed(attempt, refusal) if attempt == state.attempt:
            return Refused(state.basket, refusal), ()
        case _, Abandoned():
            return Selling(state.basket), ()
        case _:
            return state, ()


def _from_tendering(state: Tendering, event: Event) -> Step:
    match event:
        case CashGiven(amount) if amount < state.split.cash:
            return Tendering(state.basket, state.payer, Refusal(RefusalCode.CASH_SHORT)), ()
        case CashGiven(amount):
            draft = SaleDraft(state.basket, state.payer, amount)
            return Freezing(draft), (FreezeDraft(draft),)
        case SaidNo(refusal):
            return Tendering(state.basket, state.payer, refusal), ()
        case VoucherScanned(code, attempt):
            return Identifying(state.basket, attempt), (Identify(code, attempt),)
        case Abandoned():
            return Selling(state.basket), ()
        case _:
            return state, ()


def _from_writing(state: Freezing | Recording, event: Event) -> Step:
    match state, event:
        case Freezing(draft), DraftFrozen(sale_no, msgid) if msgid and draft.payer:
            return Settling(draft, sale_no, msgid), (Settle(draft, sale_no, msgid),)
        case Freezing(draft), DraftFrozen(sale_no, msgid) if not msgid and not draft.payer:
            return Recording(draft, sale_no, None), (RecordSale(draft, sale_no, None),)
        case Recording(_, written, _), SaleRecorded(sale) if sale.sale_no == written:
            return Completed(sale), (PrintReceipt(sale),)
        case _:
            return state, ()


def _from_settling(state: Settling, event: Event) -> Step:
    draft, sale_no, asked = state.draft, state.sale_no, state.msgid
    match event:
        case SettlementArrived(settlement) if settlement.msgid == asked:
            if settlement.split != draft.split:
                return Cancelling(draft, sale_no, settlement), (Cancel(draft, sale_no, settlement),)
            return Recording(draft, sale_no, settlement), (RecordSale(draft, sale_no, settlement),)
        case SettlementRefused(msgid, refusal) if msgid == asked:
            return Refused(draft.basket, refusal), (DropIntent(sale_no, refusal),)
        case OutcomeUnknown(msgid) if msgid == asked:
            return Reversing(draft, sale_no, msgid), (Reverse(draft, sale_no, msgid),)
        case _:
            return state, ()


def _from_undoing(state: Reversing | Cancelling, event: Event) -> Step:
    match state, event:
        case Reversing(draft, _, asked, _), ReversalConfirmed(msgid) if msgid == asked:
            return Refused(draft.basket, Refusal(RefusalCode.INTERRUPTED)), ()
        case Cancelling(draft, _, settlement, _), CancellationConfirmed(msgid) if msgid == settlement.msgid:
            return Refused(draft.basket, Refusal(RefusalCode.SPLIT_CHANGED)), ()
        case Reversing(draft, sale_no, asked, tries), OutcomeUnknown(msgid) if msgid == asked and not state.is_given_up:
            again = Reversing(draft, sale_no, asked, tries + 1)
            return again, () if again.is_given_up else (Reverse(draft, sale_no, asked),)
        case Cancelling(draft, sale_no, settlement, tries), OutcomeUnknown(msgid) if (
            msgid == settlement.msgid and not state.is_given_up
        ):
            once_more = Cancelling(draft, sale_no, settlement, tries + 1)
            return once_more, () if once_more.is_given_up else (Cancel(draft, sale_no, settlement),)
        case Reversing(draft, sale_no, asked, _), TriedAgain() if state.is_given_up:
            return Reversing(draft, sale_no, asked, AUTOMATIC_TRIES - 1), (Reverse(draft, sale_no, asked),)
        case Cancelling(draft, sale_no, settlement, _), TriedAgain() if state.is_given_up:
            return Cancelling(draft, sale_no, settlement, AUTOMATIC_TRIES - 1), (Cancel(draft, sale_no, settlement),)
        case _, NextCustomer() if state.is_given_up:
            return Selling(), ()
        case _:
            return state, ()


def _from_completed(state: Completed, event: Event) -> Step:
    match event:
        case NextCustomer() | Abandoned():
            return Selling(), ()
        case BasketChanged(basket):
            return Selling(basket), ()
        case SaidNo(refusal):
            return Refused(EMPTY, refusal), ()
        case _:
            return state, ()
