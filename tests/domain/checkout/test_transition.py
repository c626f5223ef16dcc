"""Every step a sale can take, and that nothing else is one."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.charge import POLL_EVERY, POLL_FOR, REVERSE_AFTER, ChargeEnd, EndedCharge, UserPaying
from pos_app.domain.checkout import effects, events, states, transition
from pos_app.domain.checkout.effects import Effect
from pos_app.domain.checkout.events import Event
from pos_app.domain.checkout.states import AUTOMATIC_TRIES, State, wakes_at
from pos_app.domain.money import ZERO, Money
from pos_app.domain.refusal import Refusal, RefusalCode
from pos_app.domain.sale import SaleDraft
from pos_app.domain.tender import CardTender, CashTender, MobileTender
from tests.domain.checkout.sample import (
    ABANDONED,
    CODE_DEAL,
    EVENTS,
    FRESH,
    GIVEN_AWAY,
    GOODS,
    HALF_PAID,
    MIXED,
    MIXED_DEAL,
    MIXED_TENDERS,
    MSGID,
    NEXT_ORDER,
    NO,
    ORDER,
    PAID,
    PAY_NO,
    PAYER,
    SALE_NO,
    SETTLED,
    SETTLED_MIX,
    STATES,
)
from tests.doubles.clock import NOON
from tests.doubles.counter import pay_code, voucher

TOO_LITTLE = Refusal(RefusalCode.NOTHING_TO_INSURE)
TABLE = Path(__file__).parents[2] / "approvals" / "checkout_steps.txt"


def steps() -> str:
    """Write down every step that changes something: a state, an event, the state after it, what is asked for."""
    lines = []
    for name, state in STATES.items():
        for happening, event in EVENTS.items():
            after, wanted = transition(state, event)
            if (after, wanted) != (state, ()):
                asked = ", ".join(type(effect).__name__ for effect in wanted)
                lines.append(f"{name} | {happening} -> {type(after).__name__}{f' [{asked}]' if asked else ''}")
    return "\n".join(lines) + "\n"


def test_every_step_is_in_the_table_and_no_other_event_changes_anything() -> None:
    assert steps() == TABLE.read_text(encoding="utf-8")


def test_the_samples_have_every_state_event_and_effect() -> None:
    asked = {type(effect) for state in STATES.values() for event in EVENTS.values() for effect in _wanted(state, event)}
    assert {type(state) for state in STATES.values()} == set(get_args(State))
    assert {type(event) for event in EVENTS.values()} == set(get_args(Event))
    assert asked == set(get_args(Effect))


@pytest.mark.parametrize(
    ("name", "after"),
    [
        ("selling at nothing", states.Refused(GIVEN_AWAY, TOO_LITTLE)),
        ("tendering, given away", states.Tendering(GIVEN_AWAY, None, TOO_LITTLE)),
    ],
)
def test_a_bill_of_nothing_uses_no_voucher_up(name: str, after: State) -> None:
    assert transition(STATES[name], events.VoucherScanned(voucher(), 8)) == (after, ())


def test_a_bill_of_nothing_ends_without_a_voucher() -> None:
    given_away = STATES["tendering, given away"]
    after, wanted = transition(given_away, events.CashGiven(ZERO))
    assert isinstance(after, states.Freezing)
    assert wanted == (effects.FreezeDraft(SaleDraft(after.draft.basket, None, ())),)


def test_a_voucher_never_makes_what_was_put_down_disappear() -> None:
    part_taken = STATES["tendering, part taken"]
    after, wanted = transition(part_taken, events.VoucherScanned(voucher(), 8))
    assert wanted == ()
    assert isinstance(part_taken, states.Tendering)
    assert after == replace(part_taken, refusal=Refusal(RefusalCode.TENDER_IN_HAND, "1.00"))


def test_tenders_are_gathered_until_the_part_is_covered() -> None:
    state: State = states.Tendering(GOODS, PAYER)
    for event in (events.CashGiven(Money(100)), events.PayCodeScanned(pay_code(), Money(200))):
        state, wanted = transition(state, event)
        assert wanted == ()
    assert isinstance(state, states.Tendering)
    assert state.rest == Money(250)
    assert transition(state, events.CardChosen()) == (states.Freezing(MIXED), (effects.FreezeDraft(MIXED),))


def test_a_step_back_takes_the_last_tender_off_and_then_leaves() -> None:
    state: State = states.Tendering(GOODS, PAYER, None, MIXED_TENDERS)
    left = []
    while isinstance(state, states.Tendering):
        left.append(len(state.tenders))
        state, _ = transition(state, events.Abandoned())
    assert (left, state) == ([3, 2, 1, 0], states.Selling(GOODS))


def test_notes_on_top_of_notes_are_one_tender() -> None:
    state, _ = transition(states.Tendering(GOODS, PAYER, None, (CashTender(Money(300)),)), events.CashGiven(Money(400)))
    assert isinstance(state, states.Freezing)
    assert (state.draft.tenders, state.draft.change) == ((CashTender(Money(700)),), Money(150))


def test_charges_come_after_the_settlement_one_after_another() -> None:
    state, wanted = transition(states.Settling(MIXED_DEAL), events.SettlementArrived(SETTLED))
    assert wanted == (effects.Charge(MIXED_DEAL.orders[0]),)
    state, wanted = transition(state, EVENTS["charged"])
    assert wanted == (effects.Charge(MIXED_DEAL.orders[1]),)
    state, wanted = transition(state, events.ChargeAnswered(NEXT_ORDER, replace(PAID, order_no=NEXT_ORDER), NOON, NOON))
    assert isinstance(state, states.Recording)
    assert set(state.deal.agreed.tenders) == set(MIXED_TENDERS)
    assert wanted == (effects.RecordSale(state.deal),)


def test_a_failed_charge_leaves_the_settlement_and_ends_the_orders_after_it() -> None:
    state, wanted = transition(states.Charging(SETTLED_MIX), EVENTS["charge refused"])
    assert state == states.Retendering(replace(SETTLED_MIX, orders=()), PAY_NO)
    ends = (
        EndedCharge(ORDER, ChargeEnd.REFUSED, PAY_NO.code),
        EndedCharge(NEXT_ORDER, ChargeEnd.NEVER_SENT, PAY_NO.code),
    )
    assert wanted == (effects.EndCharges(ends),)


def test_cash_in_place_of_a_failed_code_is_what_the_sale_says() -> None:
    refused = states.Retendering(replace(SETTLED_MIX, orders=()), PAY_NO)
    state, _ = transition(refused, events.CashGiven(Money(1000)))
    assert isinstance(state, states.Recording)
    agreed = state.deal.agreed
    assert (agreed.cash_given, agreed.change, agreed.mobile) == (Money(1100), Money(550), ZERO)


def test_giving_up_undoes_the_charges_and_then_the_settlement() -> None:
    state, first = transition(states.Retendering(HALF_PAID, PAY_NO), events.Abandoned())
    assert first == (effects.RevokeCharge(SALE_NO, ORDER, ABANDONED),)
    state, second = transition(state, events.ChargeRevoked(ORDER))
    assert isinstance(state, states.Cancelling)
    assert second == (effects.Cancel(replace(HALF_PAID, paid=()), SETTLED, ABANDONED),)
    assert transition(state, events.CancellationConfirmed(MSGID)) == (states.Refused(GOODS, ABANDONED), ())


@given(st.lists(st.integers(1, 12), max_size=30))
def test_a_customer_who_never_pays_is_waited_for_a_minute_and_reversed_once(gaps: list[int]) -> None:
    """However unevenly the time is told, the reversal comes no earlier than 15 s and right after a query."""
    state: State = states.Charging(CODE_DEAL, NOON, NOON + POLL_EVERY)
    now, asked = NOON, list[tuple[timedelta, Effect]]()
    for gap in [*gaps, *[5] * 13]:
        now += timedelta(seconds=gap)
        state, wanted = transition(state, events.TimePassed(now))
        while wanted and not isinstance(state, states.Revoking):
            asked.extend((now - NOON, effect) for effect in wanted)
            state, wanted = transition(state, events.ChargeFound(ORDER, UserPaying(), now))
        asked.extend((now - NOON, effect) for effect in wanted)
    (when, revoked), (_, query) = asked[-1], asked[-2]
    assert isinstance(revoked, effects.RevokeCharge)
    assert isinstance(query, effects.AskCharge)
    assert when >= POLL_FOR
    assert sum(isinstance(effect, effects.RevokeCharge) for _, effect in asked) == 1


@given(st.integers(0, 30))
def test_a_cashier_who_stops_still_waits_fifteen_seconds(stopped_after: int) -> None:
    state: State = states.Charging(CODE_DEAL, NOON, NOON + POLL_EVERY)
    for second in range(1, 61):
        now = NOON + timedelta(seconds=second)
        if second == stopped_after:
            state, _ = transition(state, events.Abandoned())
        state, wanted = transition(state, events.TimePassed(now))
        if wanted:
            state, wanted = transition(state, events.ChargeFound(ORDER, UserPaying(), now))
        if isinstance(state, states.Revoking):
            assert now - NOON >= REVERSE_AFTER
            assert second < 60 or stopped_after == 0
            break


@given(st.lists(st.sampled_from(tuple(EVENTS.values())), max_size=60))
def test_money_is_asked_for_once_whatever_happens_in_whatever_order(happening: list[Event]) -> None:
    """Whatever is undone or recorded was settled; one draft is frozen before each settlement."""
    state: State = states.Selling(GOODS)
    asked: list[Effect] = []
    for event in happening:
        state, wanted = transition(state, event)
        asked.extend(wanted)
    counts = {kind: sum(isinstance(effect, kind) for effect in asked) for kind in get_args(Effect)}
    assert counts[effects.Settle] <= counts[effects.FreezeDraft]
    assert counts[effects.DropIntent] <= counts[effects.FreezeDraft]
    assert counts[effects.PrintReceipt] <= counts[effects.RecordSale] <= counts[effects.FreezeDraft]
    first = {kind: next((at for at, effect in enumerate(asked) if isinstance(effect, kind)), None) for kind in counts}
    for later, earlier in (
        (effects.Reverse, effects.AskSettlement),
        (effects.AskSettlement, effects.Settle),
        (effects.Cancel, effects.Settle),
        (effects.Charge, effects.FreezeDraft),
        (effects.RevokeCharge, effects.Charge),
    ):
        place, before = first[later], first[earlier]
        assert place is None or (before is not None and before < place)


@given(st.integers(0, AUTOMATIC_TRIES + 3))
def test_silence_asks_a_fixed_number_of_times_and_then_a_person(silences: int) -> None:
    state: State = states.Reversing(FRESH)
    now, asked = NOON, 1
    for _ in range(silences):
        state, _ = transition(state, events.OutcomeUnknown(MSGID, now))
        due = wakes_at(state)
        if due is None:
            break
        assert due > now
        now = due
        state, wanted = transition(state, events.TimePassed(now))
        asked += len(wanted)
    assert isinstance(state, states.Reversing)
    assert asked == min(silences + 1, AUTOMATIC_TRIES)
    assert state.attempts.is_given_up is (silences >= AUTOMATIC_TRIES)


def test_each_silence_is_waited_out_longer_than_the_one_before() -> None:
    state: State = states.Asking(FRESH)
    waits = []
    for _ in range(AUTOMATIC_TRIES - 1):
        state, _ = transition(state, events.OutcomeUnknown(MSGID, NOON))
        due = wakes_at(state)
        assert due is not None
        waits.append((due - NOON).total_seconds())
        state, _ = transition(state, events.TimePassed(due))
    assert waits == sorted(set(waits))


def test_a_definite_no_to_a_reversal_leaves_it_to_a_person_at_once() -> None:
    state, _ = transition(states.Reversing(FRESH), events.UndoRefused(MSGID, NO))
    assert isinstance(state, states.Reversing)
    assert state.attempts.is_given_up
    assert wakes_at(state) is None
    assert transition(state, events.NextCustomer()) == (states.Selling(), ())


@pytest.mark.parametrize("kind", [states.Asking, states.Reversing, states.Revoking, states.Cancelling])
def test_a_second_press_of_ask_again_asks_nothing_more(kind: type[State]) -> None:
    waiting = [state for name, state in STATES.items() if type(state) is kind and "given up" in name]
    for state in waiting:
        after, wanted = transition(state, events.TriedAgain())
        assert len(wanted) == 1
        assert transition(after, events.TriedAgain()) == (after, ())


def test_a_code_or_a_card_never_pays_more_than_the_rest() -> None:
    for event in (events.CardChosen(Money(551)), events.PayCodeScanned(pay_code(), Money(551))):
        state, wanted = transition(states.Tendering(GOODS, PAYER), event)
        assert wanted == ()
        assert state == states.Tendering(GOODS, PAYER, Refusal(RefusalCode.ONLY_CASH_GIVES_CHANGE))
    with pytest.raises(ValueError, match="only cash gives change"):
        SaleDraft(GOODS, PAYER, (CardTender(Money(551)),))


def test_a_pay_code_is_in_no_repr() -> None:
    code = pay_code()
    shown = repr(states.Tendering(GOODS, PAYER, None, (MobileTender(code, Money(1)),))) + repr(SETTLED_MIX)
    assert code.text not in shown


def _wanted(state: State, event: Event) -> tuple[Effect, ...]:
    return transition(state, event)[1]
