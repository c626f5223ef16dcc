"""After the insurance part: charging codes and cards, waiting for the customer, another tender when one fails.

A charge without a definite result is asked about every five seconds. Once fifteen seconds have passed since it was
sent it may be reversed: when a minute is over, when the channel has never heard of it, or when the cashier stops; and
then right after a query, never instead of one.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from pos_app.domain.charge import (
    POLL_EVERY,
    POLL_FOR,
    REVERSE_AFTER,
    ChargeAnswer,
    ChargeEnd,
    ChargeOrder,
    EndedCharge,
    OrderUnknown,
    Paid,
    PaidCharge,
    QueryAnswer,
)
from pos_app.domain.checkout.effects import AskCharge, BeginCharge, EndCharges, RevokeCharge
from pos_app.domain.checkout.events import (
    Abandoned,
    CardChosen,
    CashGiven,
    ChargeAnswered,
    ChargeBegun,
    ChargeFound,
    Event,
    PayCodeScanned,
    SaidNo,
    TimePassed,
    TriedAgain,
)
from pos_app.domain.checkout.selling import Step, chosen_tender, take_the_rest
from pos_app.domain.checkout.states import Charging, Ordering, Retendering, Revoking
from pos_app.domain.checkout.undoing import undo_next
from pos_app.domain.money import ZERO
from pos_app.domain.refusal import Refusal, RefusalCode
from pos_app.domain.sale import Deal
from pos_app.domain.settlement import NoAnswer


def from_charging(state: Charging, event: Event) -> Step:
    asked = state.order.order_no
    match event:
        case ChargeAnswered(order_no, answer, sent_at, at) if order_no == asked and state.sent_at is None:
            return _answered(replace(state, sent_at=sent_at), answer, at)
        case ChargeFound(order_no, answer, at) if order_no == asked and state.sent_at and state.due_at is None:
            return _found(state, answer, at, waited=at - state.sent_at)
        case TimePassed(now) if state.due_at and now >= state.due_at:
            return replace(state, due_at=None), (AskCharge(asked),)
        case TriedAgain() if state.due_at:
            return replace(state, due_at=None), (AskCharge(asked),)
        case Abandoned():
            return replace(state, is_stopping=True), ()
        case _:
            return state, ()


def from_retendering(state: Retendering, event: Event) -> Step:
    deal = state.deal
    match event:
        case CashGiven(amount) if not amount:
            return Retendering(deal, Refusal(RefusalCode.CASH_SHORT)), ()
        case CashGiven(amount):
            fuller = replace(deal, cash=deal.cash + amount)
            return _retender(fuller, Refusal(RefusalCode.CASH_SHORT)) if fuller.rest > ZERO else take_the_rest(fuller)
        case PayCodeScanned() | CardChosen():
            chosen = chosen_tender(event, deal.rest)
            if isinstance(chosen, Refusal):
                return Retendering(deal, chosen), ()
            return Ordering(deal, chosen), (BeginCharge(deal.sale_no, chosen),)
        case SaidNo(refusal):
            return Retendering(deal, refusal), ()
        case Abandoned():
            return undo_next(deal, Refusal(RefusalCode.SALE_ABANDONED))
        case _:
            return state, ()


def from_ordering(state: Ordering, event: Event) -> Step:
    match event:
        case ChargeBegun(order_no):
            return take_the_rest(replace(state.deal, orders=(ChargeOrder(order_no, state.tender),)))
        case _:
            return state, ()


def retender_after(deal: Deal, reason: Refusal, *ended: EndedCharge) -> Step:
    """Ask for another tender; the orders that were still to come are ended unsent, for they would not fit any more."""
    unsent = tuple(EndedCharge(order.order_no, ChargeEnd.NEVER_SENT, reason.code) for order in deal.orders[1:])
    ends = (*ended, *unsent)
    return Retendering(replace(deal, orders=()), reason), (EndCharges(ends),) if ends else ()


def _answered(state: Charging, answer: ChargeAnswer, at: datetime) -> Step:
    match answer:
        case Paid():
            return _paid(state, answer)
        case Refusal():
            return _failed(state, answer)
        case NoAnswer():
            return state, (AskCharge(state.order.order_no),)
        case _:
            return replace(state, due_at=at + POLL_EVERY), ()


def _found(state: Charging, answer: QueryAnswer, at: datetime, *, waited: timedelta) -> Step:
    match answer:
        case Paid():
            return _paid(state, answer)
        case Refusal():
            return _failed(state, answer)
        case _ if waited < REVERSE_AFTER or not _is_hopeless(state, answer, waited):
            return replace(state, due_at=at + POLL_EVERY), ()
        case _:
            code = RefusalCode.PAYMENT_STOPPED if state.is_stopping else RefusalCode.PAYMENT_TIMED_OUT
            reason = Refusal(code)
            return Revoking(state.deal, reason), (RevokeCharge(state.deal.sale_no, state.order.order_no, reason),)


def _is_hopeless(state: Charging, answer: QueryAnswer, waited: timedelta) -> bool:
    return waited >= POLL_FOR or state.is_stopping or isinstance(answer, OrderUnknown)


def _paid(state: Charging, paid: Paid) -> Step:
    deal = state.deal
    charge = PaidCharge(state.order, paid)
    onward = replace(deal, orders=deal.orders[1:], paid=(*deal.paid, charge))
    if onward.rest > ZERO:
        return _retender(onward, Refusal(RefusalCode.REST_TO_PAY))
    return take_the_rest(onward)


def _failed(state: Charging, refusal: Refusal) -> Step:
    return retender_after(state.deal, refusal, EndedCharge(state.order.order_no, ChargeEnd.REFUSED, refusal.code))


def _retender(deal: Deal, refusal: Refusal) -> Step:
    return Retendering(deal, refusal), ()
