"""Codes and cards at the till, over the real book and the real channel: no money moves twice, none is forgotten."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest

from pos_app.domain.charge import REVERSE_AFTER, ChargeAnswer, ChargeOrder, QueryAnswer
from pos_app.domain.checkout import events, states
from pos_app.domain.checkout.states import AUTOMATIC_TRIES, State
from pos_app.domain.money import ZERO, Money
from pos_app.domain.refusal import Refusal, RefusalCode
from pos_app.domain.settlement import Done, NoAnswer
from pos_app.domain.tender import MobileTender
from pos_app.services.recovery import Outcome
from pos_app.services.tasks import Task, Tasks, Tried
from pos_app.wallet.scripts import Script
from tests.doubles.clock import FixedClock
from tests.doubles.counter import basket, insured, pay_code, voucher
from tests.doubles.crash import CrashNow
from tests.doubles.desk import Desk
from tests.doubles.link import Trouble
from tests.doubles.staff import CASHIER, MANAGER, SECOND, credentials, open_approvals

PERSON = insured().person_no
DUE = Money(550)
BY_CODE = events.PayCodeScanned(pay_code())
BY_CODE_TENDER = MobileTender(pay_code(), DUE)


def tender(desk: Desk) -> State:
    """Bring a sale to where the account pays 30.00 and the customer 5.50."""
    desk.platform.issue(PERSON, voucher())
    desk.till.handle(events.BasketChanged(basket()))
    state = desk.till.handle(events.VoucherScanned(voucher(), 1))
    assert isinstance(state, states.Tendering)
    assert state.rest == DUE
    return state


def assert_nothing_moved(desk: Desk) -> None:
    assert desk.platform.standing() == {}
    assert desk.wallet.standing() == {}
    assert desk.platform.balance_of(PERSON) == Money(3000)
    assert desk.recovery.open_tasks() == ()
    assert not any(desk.books.broken().values())


@pytest.mark.parametrize(
    ("given", "parts"),
    [
        ((BY_CODE,), (0, 550, 0)),
        ((events.CardChosen(),), (0, 0, 550)),
        ((events.CashGiven(Money(200)), BY_CODE), (200, 350, 0)),
        (
            (
                events.PayCodeScanned(pay_code(), Money(100)),
                events.CardChosen(Money(150)),
                events.CashGiven(Money(500)),
            ),
            (300, 100, 150),
        ),
    ],
)
def test_any_mix_pays_the_customers_part(desk: Desk, given: tuple[events.Event, ...], parts: tuple[int, ...]) -> None:
    tender(desk)
    for event in given:
        state = desk.handle(event)
    assert isinstance(state, states.Completed)
    draft = state.sale.draft
    assert (draft.cash.fen, draft.mobile.fen, draft.card.fen) == parts
    (booked,) = desk.books.sales()
    assert (booked.cash.fen, booked.mobile.fen, booked.card.fen) == parts
    assert desk.books.charged() == desk.wallet.standing()
    assert not any(desk.books.broken().values())
    (ticket,) = desk.tray.tickets
    assert (ticket.mobile.fen, ticket.card.fen) == parts[1:]


def test_insurance_settles_before_the_code_is_charged(desk: Desk) -> None:
    tender(desk)
    desk.handle(BY_CODE)
    seen = [type(state).__name__ for state in desk.seen]
    assert seen[seen.index("Freezing") :] == ["Freezing", "Settling", "Charging", "Recording", "Completed"]


def test_a_refused_code_leaves_the_settlement_and_cash_ends_the_sale(desk: Desk) -> None:
    tender(desk)
    desk.channel.expect(Script.REFUSED)
    state = desk.handle(BY_CODE)
    assert isinstance(state, states.Retendering)
    assert len(desk.platform.standing()) == 1
    state = desk.handle(events.CashGiven(Money(600)))
    assert isinstance(state, states.Completed)
    assert (state.sale.draft.cash_given, state.sale.draft.change) == (Money(600), Money(50))
    assert desk.wallet.standing() == {}
    assert not any(desk.books.broken().values())


def test_a_second_code_has_an_order_number_of_its_own(desk: Desk) -> None:
    tender(desk)
    desk.channel.expect(Script.REFUSED)
    desk.handle(BY_CODE)
    state = desk.handle(events.PayCodeScanned(pay_code(2)))
    assert isinstance(state, states.Completed)
    assert list(desk.wallet.standing()) == list(desk.books.charged())
    (order_no,) = desk.books.charged()
    assert order_no.endswith("02")


def test_a_sale_that_is_given_up_after_a_refused_code_is_undone_whole(desk: Desk) -> None:
    tender(desk)
    desk.handle(events.PayCodeScanned(pay_code(), Money(100)))
    desk.channel.expect(Script.PAYS, Script.REFUSED)
    state = desk.handle(events.CardChosen())
    assert isinstance(state, states.Retendering)
    assert list(desk.wallet.standing().values()) == [Money(100)]
    assert desk.handle(events.Abandoned()) == states.Refused(basket(), Refusal(RefusalCode.SALE_ABANDONED))
    assert [sale.reason for sale in desk.books.sales()] == ["sale_abandoned"]
    assert_nothing_moved(desk)


@pytest.mark.parametrize("script", [Script.USER_PAYING, Script.REPLY_LOST])
def test_a_charge_that_is_only_slow_to_be_known_completes_the_sale(desk: Desk, script: Script) -> None:
    tender(desk)
    desk.channel.expect(script)
    assert isinstance(desk.handle(BY_CODE), states.Completed)
    assert list(desk.wallet.standing().values()) == [DUE]


@dataclass
class Watched:
    """`services.ports.MobilePay` that notes when a charge was sent and when it was reversed, over a silent channel."""

    clock: FixedClock
    sent: list[datetime] = field(default_factory=list)
    reversed: list[datetime] = field(default_factory=list)

    def charge(self, order: ChargeOrder) -> ChargeAnswer:  # noqa: ARG002  says nothing
        self.sent.append(self.clock.now())
        return NoAnswer("silence")

    def query(self, order_no: str) -> QueryAnswer:  # noqa: ARG002  says nothing
        return NoAnswer("silence")

    def reverse(self, order_no: str) -> Done | Refusal | NoAnswer:
        self.reversed.append(self.clock.now())
        return Done(order_no)

    def refund(self, order_no: str, refund_no: str, amount: Money) -> Done | Refusal | NoAnswer:
        raise AssertionError((order_no, refund_no, amount))


@pytest.mark.parametrize("act", [lambda _desk: None, lambda desk: desk.till.handle(events.Abandoned())])
def test_no_charge_is_reversed_before_fifteen_seconds(desk: Desk, act: Callable[[Desk], None]) -> None:
    tender(desk)
    watched = Watched(desk.clock)
    desk.till._mobile_pay = watched
    desk.till.handle(BY_CODE)
    act(desk)
    assert isinstance(desk.wait(), states.Retendering)
    (sent,), (back,) = watched.sent, watched.reversed
    assert REVERSE_AFTER <= back - sent <= timedelta(seconds=65)


def test_a_customer_who_never_pays_is_let_go_and_another_tender_taken(desk: Desk) -> None:
    tender(desk)
    desk.channel.expect(Script.NEVER_PAYS)
    state = desk.handle(BY_CODE)
    assert isinstance(state, states.Retendering)
    assert state.refusal.code is RefusalCode.PAYMENT_TIMED_OUT
    assert isinstance(desk.handle(events.CardChosen()), states.Completed)
    assert list(desk.wallet.standing().values()) == [DUE]


def test_a_charge_that_arrives_after_its_reversal_moves_nothing(desk: Desk) -> None:
    tender(desk)
    desk.pay_line.expect([Trouble.DELAYED])
    assert isinstance(desk.handle(BY_CODE), states.Retendering)
    desk.pay_line.deliver(0)
    assert desk.wallet.standing() == {}
    desk.handle(events.Abandoned())
    assert_nothing_moved(desk)


def test_a_silent_channel_is_a_task_and_the_next_customer_is_served(desk: Desk) -> None:
    tender(desk)
    desk.pay_line.expect([Trouble.REQUEST_LOST] * 100)
    state = desk.handle(BY_CODE)
    assert isinstance(state, states.Revoking)
    assert state.attempts.is_given_up
    assert [sale.tries for sale in desk.books.sales()] == [AUTOMATIC_TRIES]
    assert desk.handle(events.NextCustomer()) == states.Selling()
    desk.handle(events.BasketChanged(basket()))
    desk.handle(events.CashChosen())
    assert isinstance(desk.handle(events.CashGiven(Money(5000))), states.Completed)
    desk.pay_line.heal()
    assert [done.outcome for done in desk.recover()] == [Outcome.REVERSED]
    assert_nothing_moved_but_cash(desk)


def assert_nothing_moved_but_cash(desk: Desk) -> None:
    assert desk.platform.standing() == {}
    assert desk.wallet.standing() == {}
    assert desk.recovery.open_tasks() == ()
    assert [sale.state for sale in desk.books.sales()] == ["dropped", "final"]


@pytest.mark.parametrize("moment", range(12))
@pytest.mark.parametrize("script", [Script.PAYS, Script.REPLY_LOST, Script.USER_PAYING])
def test_a_crash_at_any_moment_leaves_a_sale_or_nothing(desk: Desk, moment: int, script: Script) -> None:
    tender(desk)
    desk.channel.expect(script)
    desk.fuse.burn_after(moment)
    try:
        desk.handle(BY_CODE)
    except CrashNow:
        desk.stop()
        desk.start()
    desk.fuse.heal()
    desk.recover()
    finals = [sale for sale in desk.books.sales() if sale.state == "final"]
    if finals:
        assert desk.books.charged() == desk.wallet.standing()
        assert len(desk.platform.standing()) == 1
        assert desk.recovery.open_tasks() == ()
    else:
        assert_nothing_moved(desk)


def test_recovery_asks_before_it_reverses_and_waits_for_what_may_be_under_way(desk: Desk) -> None:
    tender(desk)
    desk.channel.expect(Script.UNKNOWN)
    desk.fuse.burn_after(5)  # freeze, settle, charge: the process dies before it hears of the charge
    with pytest.raises(CrashNow):
        desk.handle(BY_CODE)
    desk.stop()
    desk.start()
    begun = desk.clock.now()
    assert [done.outcome for done in desk.recover()] == [Outcome.REVERSED]
    assert desk.clock.now() - begun >= REVERSE_AFTER - timedelta(seconds=1)
    assert_nothing_moved(desk)


def test_a_refused_undoing_stays_open_until_a_person_closes_it(desk: Desk) -> None:
    tender(desk)
    desk.fuse.burn_after(5)
    with pytest.raises(CrashNow):
        desk.handle(BY_CODE)
    desk.stop()
    desk.start()
    (order,) = desk.journal.open_charges(desk.books.sales()[0].sale_no)
    desk.channel.charge(ChargeOrder(order.order_no, BY_CODE_TENDER))
    desk.channel.refund(order.order_no, "refund-1", Money(1))
    (done,) = desk.recover()
    assert (done.outcome, done.is_open) == (Outcome.REFUSED, True)
    assert done.refusal == Refusal(RefusalCode.REFUND_TOO_HIGH)
    approvals = open_approvals(desk.file, desk.clock)
    tasks = Tasks(recovery=desk.recovery, refunds=desk.refunds, approvals=approvals, on_duty=lambda: CASHIER)
    assert tasks.close(Task(done.intent), "  ", credentials(MANAGER)) == Refusal(RefusalCode.REASON_NEEDED)
    assert tasks.close(Task(done.intent), "given back", None) == Refusal(RefusalCode.APPROVAL_NEEDED)
    may_not = tasks.close(Task(done.intent), "given back", credentials(SECOND))
    assert may_not == Refusal(RefusalCode.APPROVER_MAY_NOT, SECOND.badge)
    assert desk.recovery.open_tasks() == (done.intent,)
    closed = tasks.close(Task(done.intent), "given back by hand, see 2026-11-21", credentials(MANAGER))
    assert closed == Tried(Task(done.intent), Outcome.RESOLVED)
    assert desk.recovery.open_tasks() == ()
    assert [sale.reason for sale in desk.books.sales()] == ["resolved_by_person"]
    assert not any(desk.books.broken().values())


def test_a_customer_without_anything_due_needs_no_tender(desk: Desk) -> None:
    desk.platform.pay_in(PERSON, Money(5000))
    desk.platform.issue(PERSON, voucher())
    desk.till.handle(events.BasketChanged(basket()))
    desk.till.handle(events.VoucherScanned(voucher(), 1))
    state = desk.handle(BY_CODE)
    assert isinstance(state, states.Tendering)
    assert state.refusal == Refusal(RefusalCode.NOTHING_TO_PAY)
    assert isinstance(desk.handle(events.CashGiven(ZERO)), states.Completed)
