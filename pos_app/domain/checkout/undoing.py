"""Money whose whereabouts nobody knows, and money on its way back.

An unanswered settlement is asked about first. What is not found is reversed until that is acknowledged; what is known
is cancelled, charge by charge and then the settlement. Each question that stays unanswered is asked again, later each
time; after six a person decides, or leaves the sale behind as a task. From the first reversal on there is no way back:
a success that arrives later changes nothing, because the reversal undoes it.
"""

from dataclasses import replace

from pos_app.domain.checkout.effects import AskSettlement, Cancel, DropIntent, Effect, Reverse, RevokeCharge
from pos_app.domain.checkout.events import (
    CancellationConfirmed,
    ChargeRevoked,
    Event,
    NextCustomer,
    OutcomeUnknown,
    ReversalConfirmed,
    RevocationRefused,
    RevocationUnknown,
    SettlementArrived,
    SettlementNotFound,
    SettlementRefused,
    TimePassed,
    TriedAgain,
    UndoRefused,
)
from pos_app.domain.checkout.selling import Step, take_the_rest
from pos_app.domain.checkout.states import (
    Asking,
    Attempts,
    Cancelling,
    Confirming,
    Refused,
    Reversing,
    Revoking,
    Selling,
    Settling,
    Unknown,
)
from pos_app.domain.refusal import Refusal, RefusalCode
from pos_app.domain.sale import Deal
from pos_app.domain.settlement import Settlement


def from_settling(state: Settling, event: Event) -> Step:
    deal = state.deal
    match event:
        case SettlementArrived(settlement) if settlement.msgid == deal.msgid:
            return _settled(deal, settlement)
        case SettlementRefused(msgid, refusal) if msgid == deal.msgid:
            dropped = (DropIntent(deal, refusal),)
            if refusal.code is RefusalCode.PASSWORD_NEEDED:
                return Confirming(deal.draft, refusal), dropped
            return Refused(deal.draft.basket, refusal), dropped
        case OutcomeUnknown(msgid) if msgid == deal.msgid:
            return Asking(deal), (AskSettlement(deal),)
        case _:
            return state, ()


def from_unknown(state: Unknown, event: Event) -> Step:
    """Keep the time of the tries, then do what each state alone knows."""
    attempts = state.attempts
    match event:
        case TimePassed(now) if attempts.is_due(now):
            return replace(state, attempts=Attempts(attempts.unanswered)), (_question(state),)
        case TriedAgain() if attempts.is_waiting:
            return replace(state, attempts=attempts.going()), (_question(state),)
        case NextCustomer() if attempts.is_waiting:
            return Selling(), ()
        case _ if attempts.is_waiting:
            return state, ()
        case OutcomeUnknown(subject, at) | RevocationUnknown(subject, at) if subject == _subject(state):
            return replace(state, attempts=attempts.failed(at)), ()
        case UndoRefused(subject, refusal) | RevocationRefused(subject, refusal) if subject == _subject(state):
            return replace(state, attempts=attempts.refused(refusal)), ()
        case _:
            return _on_answer(state, event)


def undo_next(deal: Deal, reason: Refusal) -> Step:
    """Undo what moved last; when all has come back, the sale is over."""
    state = Cancelling(deal, reason)
    if deal.paid or deal.settlement:
        return state, (_question(state),)
    return Refused(deal.draft.basket, reason), (DropIntent(deal, reason),)


def _on_answer(state: Unknown, event: Event) -> Step:
    basket = state.deal.draft.basket
    match state, event:
        case Asking(deal), SettlementArrived(settlement) if settlement.msgid == deal.msgid:
            return _settled(deal, settlement)
        case Asking(deal), SettlementNotFound(msgid) if msgid == deal.msgid:
            return Reversing(deal), (Reverse(deal),)
        case Reversing(deal), ReversalConfirmed(msgid) if msgid == deal.msgid:
            return Refused(basket, Refusal(RefusalCode.INTERRUPTED)), ()
        case Cancelling(deal, reason), ChargeRevoked(order_no) if order_no == _subject(state):
            return undo_next(replace(deal, paid=deal.paid[:-1]), reason)
        case Cancelling(_, reason), CancellationConfirmed(msgid) if msgid == _subject(state):
            return Refused(basket, reason), ()
        case _:
            return state, ()


def _settled(deal: Deal, settlement: Settlement) -> Step:
    known = replace(deal, settlement=settlement)
    if settlement.split != deal.draft.split:
        return undo_next(known, Refusal(RefusalCode.SPLIT_CHANGED))
    return take_the_rest(known)


def _subject(state: Unknown) -> str:
    """Give the number that the next answer will name."""
    match state:
        case Revoking():
            return state.order.order_no
        case Cancelling(deal) if deal.paid:
            return deal.paid[-1].order.order_no
        case _:
            return state.deal.msgid


def _question(state: Unknown) -> Effect:
    deal = state.deal
    match state:
        case Asking():
            return AskSettlement(deal)
        case Reversing():
            return Reverse(deal)
        case Revoking(_, reason):
            return RevokeCharge(deal.sale_no, state.order.order_no, reason)
        case Cancelling(_, reason) if deal.paid:
            return RevokeCharge(deal.sale_no, deal.paid[-1].order.order_no, reason)
        case Cancelling(_, reason):
            if deal.settlement is None:
                raise AssertionError("nothing is left to cancel")
            return Cancel(deal, deal.settlement, reason)
