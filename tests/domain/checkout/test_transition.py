"""Every step a sale can take, and that nothing else is one."""

from dataclasses import replace
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.basket import EMPTY
from pos_app.domain.checkout import Step, effects, events, states, transition
from pos_app.domain.checkout.events import Event
from pos_app.domain.checkout.states import AUTOMATIC_TRIES, State
from pos_app.domain.money import Money
from pos_app.domain.refusal import Refusal, RefusalCode
from pos_app.domain.sale import Payer, Sale, SaleDraft
from pos_app.domain.settlement import Quote
from tests.doubles.clock import NOON
from tests.doubles.counter import REMEDY, basket, by_account, insured, settlement, split, voucher

GOODS = basket()
OTHER_GOODS = basket((REMEDY, 9))
INSURED = insured()
QUOTE = Quote(by_account(GOODS, cash=550))
PAYER = Payer(INSURED, QUOTE)
GIVEN = GOODS.total  # enough for either tender
BY_CASH = SaleDraft(GOODS, None, GIVEN)
BY_INSURANCE = SaleDraft(GOODS, PAYER, GIVEN)
SALE_NO = "0126112100001"
MSGID = "P51010000001202611211200000001"
LATE = "P51010000001202611211159590000"
SETTLED = settlement(BY_INSURANCE, MSGID)
SETTLED_OTHERWISE = replace(SETTLED, split=by_account(GOODS, cash=551))
CASH_SALE = Sale(SALE_NO, NOON, BY_CASH, None)
NO = Refusal(RefusalCode.ACCOUNT_FROZEN)
EARLIER_NO = Refusal(RefusalCode.NO_CODE)
LAST = AUTOMATIC_TRIES - 1

STATES: dict[str, State] = {
    "selling, empty": states.Selling(),
    "selling": states.Selling(GOODS),
    "refused, empty": states.Refused(EMPTY, EARLIER_NO),
    "refused": states.Refused(GOODS, EARLIER_NO),
    "identifying": states.Identifying(GOODS, 7),
    "quoting": states.Quoting(GOODS, INSURED, 7),
    "tendering cash": states.Tendering(GOODS, None),
    "tendering": states.Tendering(GOODS, PAYER),
    "freezing cash": states.Freezing(BY_CASH),
    "freezing": states.Freezing(BY_INSURANCE),
    "settling": states.Settling(BY_INSURANCE, SALE_NO, MSGID),
    "reversing": states.Reversing(BY_INSURANCE, SALE_NO, MSGID),
    "reversing, last try": states.Reversing(BY_INSURANCE, SALE_NO, MSGID, LAST),
    "reversing, given up": states.Reversing(BY_INSURANCE, SALE_NO, MSGID, AUTOMATIC_TRIES),
    "cancelling": states.Cancelling(BY_INSURANCE, SALE_NO, SETTLED_OTHERWISE),
    "cancelling, last try": states.Cancelling(BY_INSURANCE, SALE_NO, SETTLED_OTHERWISE, LAST),
    "cancelling, given up": states.Cancelling(BY_INSURANCE, SALE_NO, SETTLED_OTHERWISE, AUTOMATIC_TRIES),
    "recording cash": states.Recording(BY_CASH, SALE_NO, None),
    "recording": states.Recording(BY_INSURANCE, SALE_NO, SETTLED),
    "completed": states.Completed(CASH_SALE),
}

EVENTS: dict[str, Event] = {
    "goods": events.BasketChanged(OTHER_GOODS),
    "voucher": events.VoucherScanned(voucher(), 8),
    "identified": events.PersonIdentified(7, INSURED),
    "identified, another attempt": events.PersonIdentified(6, INSURED),
    "quoted": events.QuoteArrived(7, QUOTE),
    "quoted, another attempt": events.QuoteArrived(6, QUOTE),
    "quoted, another total": events.QuoteArrived(7, Quote(split(account=1))),
    "failed": events.AttemptFailed(7, NO),
    "failed, another attempt": events.AttemptFailed(6, NO),
    "cash chosen": events.CashChosen(),
    "cash": events.CashGiven(GIVEN),
    "cash, short": events.CashGiven(Money(549)),
    "frozen": events.DraftFrozen(SALE_NO, MSGID),
    "frozen, no msgid": events.DraftFrozen(SALE_NO, ""),
    "settled": events.SettlementArrived(SETTLED),
    "settled, another split": events.SettlementArrived(SETTLED_OTHERWISE),
    "settled, another msgid": events.SettlementArrived(replace(SETTLED, msgid=LATE)),
    "settle refused": events.SettlementRefused(MSGID, NO),
    "settle refused, another msgid": events.SettlementRefused(LATE, NO),
    "unknown": events.OutcomeUnknown(MSGID),
    "unknown, another msgid": events.OutcomeUnknown(LATE),
    "reversed": events.ReversalConfirmed(MSGID),
    "reversed, another msgid": events.ReversalConfirmed(LATE),
    "cancelled": events.CancellationConfirmed(MSGID),
    "cancelled, another msgid": events.CancellationConfirmed(LATE),
    "recorded": events.SaleRecorded(CASH_SALE),
    "recorded, another sale": events.SaleRecorded(replace(CASH_SALE, sale_no="0126112100002")),
    "said no": events.SaidNo(NO),
    "abandoned": events.Abandoned(),
    "tried again": events.TriedAgain(),
    "next": events.NextCustomer(),
}


def refused(code: RefusalCode) -> State:
    return states.Refused(GOODS, Refusal(code))


IDENTIFY_ANEW: Step = (states.Identifying(GOODS, 8), (effects.Identify(voucher(), 8),))
NOTHING_TO_SELL: Step = (states.Refused(EMPTY, Refusal(RefusalCode.BASKET_EMPTY)), ())
CLEARED: Step = (states.Selling(), ())
KEPT: Step = (states.Selling(GOODS), ())
REVERSE = effects.Reverse(BY_INSURANCE, SALE_NO, MSGID)
CANCEL = effects.Cancel(BY_INSURANCE, SALE_NO, SETTLED_OTHERWISE)
INTERRUPTED: Step = (refused(RefusalCode.INTERRUPTED), ())
SPLIT_CHANGED: Step = (refused(RefusalCode.SPLIT_CHANGED), ())
RECORD_BY_CASH: Step = (states.Recording(BY_CASH, SALE_NO, None), (effects.RecordSale(BY_CASH, SALE_NO, None),))
RECORDED: Step = (states.Completed(CASH_SALE), (effects.PrintReceipt(CASH_SALE),))


def reversing(tries: int, *wanted: effects.Effect) -> Step:
    return states.Reversing(BY_INSURANCE, SALE_NO, MSGID, tries), wanted


def cancelling(tries: int, *wanted: effects.Effect) -> Step:
    return states.Cancelling(BY_INSURANCE, SALE_NO, SETTLED_OTHERWISE, tries), wanted


EDGES: dict[tuple[str, str], Step] = {
    ("selling, empty", "goods"): (states.Selling(OTHER_GOODS), ()),
    ("selling, empty", "voucher"): NOTHING_TO_SELL,
    ("selling, empty", "cash chosen"): NOTHING_TO_SELL,
    ("selling, empty", "said no"): (states.Refused(EMPTY, NO), ()),
    ("selling", "goods"): (states.Selling(OTHER_GOODS), ()),
    ("selling", "voucher"): IDENTIFY_ANEW,
    ("selling", "cash chosen"): (states.Tendering(GOODS, None), ()),
    ("selling", "said no"): (states.Refused(GOODS, NO), ()),
    ("refused, empty", "goods"): (states.Selling(OTHER_GOODS), ()),
    ("refused, empty", "voucher"): NOTHING_TO_SELL,
    ("refused, empty", "cash chosen"): NOTHING_TO_SELL,
    ("refused, empty", "said no"): (states.Refused(EMPTY, NO), ()),
    ("refused, empty", "abandoned"): CLEARED,
    ("refused", "goods"): (states.Selling(OTHER_GOODS), ()),
    ("refused", "voucher"): IDENTIFY_ANEW,
    ("refused", "cash chosen"): (states.Tendering(GOODS, None), ()),
    ("refused", "said no"): (states.Refused(GOODS, NO), ()),
    ("refused", "abandoned"): KEPT,
    ("identifying", "identified"): (
        states.Quoting(GOODS, INSURED, 7),
        (effects.RequestQuote(GOODS, INSURED, 7),),
    ),
    ("identifying", "failed"): (states.Refused(GOODS, NO), ()),
    ("identifying", "abandoned"): KEPT,
    ("quoting", "quoted"): (states.Tendering(GOODS, PAYER), ()),
    ("quoting", "quoted, another total"): (refused(RefusalCode.TOTALS_DIFFER), ()),
    ("quoting", "failed"): (states.Refused(GOODS, NO), ()),
    ("quoting", "abandoned"): KEPT,
    ("tendering cash", "voucher"): IDENTIFY_ANEW,
    ("tendering cash", "cash"): (states.Freezing(BY_CASH), (effects.FreezeDraft(BY_CASH),)),
    ("tendering cash", "cash, short"): (states.Tendering(GOODS, None, Refusal(RefusalCode.CASH_SHORT)), ()),
    ("tendering cash", "said no"): (states.Tendering(GOODS, None, NO), ()),
    ("tendering cash", "abandoned"): KEPT,
    ("tendering", "voucher"): IDENTIFY_ANEW,
    ("tendering", "cash"): (states.Freezing(BY_INSURANCE), (effects.FreezeDraft(BY_INSURANCE),)),
    ("tendering", "cash, short"): (states.Tendering(GOODS, PAYER, Refusal(RefusalCode.CASH_SHORT)), ()),
    ("tendering", "said no"): (states.Tendering(GOODS, PAYER, NO), ()),
    ("tendering", "abandoned"): KEPT,
    ("freezing cash", "frozen, no msgid"): RECORD_BY_CASH,
    ("freezing", "frozen"): (
        states.Settling(BY_INSURANCE, SALE_NO, MSGID),
        (effects.Settle(BY_INSURANCE, SALE_NO, MSGID),),
    ),
    ("settling", "settled"): (
        states.Recording(BY_INSURANCE, SALE_NO, SETTLED),
        (effects.RecordSale(BY_INSURANCE, SALE_NO, SETTLED),),
    ),
    ("settling", "settled, another split"): cancelling(0, CANCEL),
    ("settling", "settle refused"): (states.Refused(GOODS, NO), (effects.DropIntent(SALE_NO, NO),)),
    ("settling", "unknown"): reversing(0, REVERSE),
    ("reversing", "reversed"): INTERRUPTED,
    ("reversing", "unknown"): reversing(1, REVERSE),
    ("reversing, last try", "reversed"): INTERRUPTED,
    ("reversing, last try", "unknown"): reversing(AUTOMATIC_TRIES),
    ("reversing, given up", "reversed"): INTERRUPTED,
    ("reversing, given up", "tried again"): reversing(LAST, REVERSE),
    ("reversing, given up", "next"): CLEARED,
    ("cancelling", "cancelled"): SPLIT_CHANGED,
    ("cancelling", "unknown"): cancelling(1, CANCEL),
    ("cancelling, last try", "cancelled"): SPLIT_CHANGED,
    ("cancelling, last try", "unknown"): cancelling(AUTOMATIC_TRIES),
    ("cancelling, given up", "cancelled"): SPLIT_CHANGED,
    ("cancelling, given up", "tried again"): cancelling(LAST, CANCEL),
    ("cancelling, given up", "next"): CLEARED,
    ("recording cash", "recorded"): RECORDED,
    ("recording", "recorded"): RECORDED,
    ("completed", "goods"): (states.Selling(OTHER_GOODS), ()),
    ("completed", "said no"): (states.Refused(EMPTY, NO), ()),
    ("completed", "abandoned"): CLEARED,
    ("completed", "next"): CLEARED,
}


@pytest.mark.parametrize(("state", "event"), EDGES)
def test_a_step_goes_where_the_table_says(state: str, event: str) -> None:
    assert transition(STATES[state], EVENTS[event]) == EDGES[state, event]


@pytest.mark.parametrize("state", STATES)
def test_an_event_out_of_turn_changes_nothing(state: str) -> None:
    out_of_turn = {name: event for name, event in EVENTS.items() if (state, name) not in EDGES}
    moved = [name for name, event in out_of_turn.items() if transition(STATES[state], event) != (STATES[state], ())]
    assert moved == []


def test_the_table_has_every_state_event_and_effect() -> None:
    assert {type(state) for state in STATES.values()} == set(get_args(State))
    assert {type(event) for event in EVENTS.values()} == set(get_args(Event))
    assert {type(effect) for _, wanted in EDGES.values() for effect in wanted} == set(get_args(effects.Effect))


def test_every_edge_is_one() -> None:
    assert [edge for edge, step in EDGES.items() if step == (STATES[edge[0]], ())] == []


@given(st.lists(st.sampled_from(tuple(EVENTS.values())), max_size=40))
def test_money_is_asked_for_once_whatever_happens_in_whatever_order(happening: list[Event]) -> None:
    """Whatever is undone or recorded was settled; one draft is frozen before each settlement."""
    state: State = states.Selling(GOODS)
    asked: list[effects.Effect] = []
    for event in happening:
        state, wanted = transition(state, event)
        asked.extend(wanted)
    counts = {kind: sum(isinstance(effect, kind) for effect in asked) for kind in get_args(effects.Effect)}
    assert counts[effects.Settle] <= counts[effects.FreezeDraft]
    assert counts[effects.DropIntent] <= counts[effects.Settle]
    assert counts[effects.PrintReceipt] <= counts[effects.RecordSale] <= counts[effects.FreezeDraft]
    first = {
        kind: next((place for place, effect in enumerate(asked) if isinstance(effect, kind)), None) for kind in counts
    }
    for later in (effects.Reverse, effects.Cancel, effects.DropIntent):
        place, settled = first[later], first[effects.Settle]
        assert place is None or (settled is not None and settled < place)


@given(st.integers(0, AUTOMATIC_TRIES + 3))
def test_silence_asks_a_fixed_number_of_times_and_then_a_person(silences: int) -> None:
    state: State = states.Settling(BY_INSURANCE, SALE_NO, MSGID)
    asked = 0
    for _ in range(silences):
        state, wanted = transition(state, events.OutcomeUnknown(MSGID))
        asked += len(wanted)
    assert asked == min(silences, AUTOMATIC_TRIES)
    assert isinstance(state, states.Settling) is (silences == 0)
    assert (isinstance(state, states.Reversing) and state.is_given_up) is (silences > AUTOMATIC_TRIES)
