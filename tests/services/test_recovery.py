"""What a crash left open is undone at the next start, or stays open for a person."""

import pytest

from pos_app.domain.checkout import events, states
from pos_app.domain.checkout.states import AUTOMATIC_TRIES
from pos_app.domain.money import Money
from pos_app.services.recovery import Outcome, print_waiting
from tests.doubles.counter import basket, insured, voucher
from tests.doubles.crash import CrashNow
from tests.doubles.desk import Desk
from tests.doubles.link import Trouble

PERSON = insured().person_no

BEFORE_FREEZING, AFTER_FREEZING = 0, 1
BEFORE_SENDING, AFTER_SENDING = 2, 3
BEFORE_RECORDING, AFTER_RECORDING = 4, 5
BEFORE_PRINTING, AFTER_PRINTING = 6, 7


def crash_while_selling(desk: Desk, moment: int, *, by_cash: bool = False) -> None:
    """Take a sale to the cash and let the process die at a moment of what follows, then start it again."""
    desk.platform.issue(PERSON, voucher())
    desk.handle(events.BasketChanged(basket()))
    desk.handle(events.CashChosen() if by_cash else events.VoucherScanned(voucher(), 1))
    desk.fuse.burn_after(moment)
    with pytest.raises(CrashNow):
        desk.handle(events.CashGiven(basket().total))
    desk.stop()
    desk.start()


@pytest.mark.parametrize(
    ("moment", "outcomes"),
    [
        (BEFORE_FREEZING, []),
        (AFTER_FREEZING, [Outcome.REVERSED]),
        (BEFORE_SENDING, [Outcome.REVERSED]),
        (AFTER_SENDING, [Outcome.REVERSED]),
        (BEFORE_RECORDING, [Outcome.REVERSED]),
        (AFTER_RECORDING, []),
        (BEFORE_PRINTING, []),
        (AFTER_PRINTING, []),
    ],
)
def test_a_crash_is_resolved_whenever_it_came(desk: Desk, moment: int, outcomes: list[Outcome]) -> None:
    crash_while_selling(desk, moment)
    assert [recovered.outcome for recovered in desk.recover()] == outcomes
    assert desk.recovery.open_tasks() == ()
    is_final = moment >= AFTER_RECORDING
    assert len(desk.platform.standing()) == len(desk.books.settled()) == int(is_final)
    assert desk.platform.balance_of(PERSON) == (Money(0) if is_final else Money(3000))
    assert len(desk.journal.waiting()) == 0
    assert {ticket.sale_no for ticket in desk.tray.tickets} == {sale.sale_no for sale in desk.books.sales() if is_final}


def test_a_cash_sale_that_was_only_frozen_is_dropped(desk: Desk) -> None:
    crash_while_selling(desk, AFTER_FREEZING, by_cash=True)
    desk.link.expect([Trouble.REQUEST_LOST] * 9)
    assert [recovered.outcome for recovered in desk.recover()] == [Outcome.NEVER_SENT]
    assert [sale.reason for sale in desk.books.sales()] == ["interrupted"]


def test_a_cancellation_that_was_begun_is_finished_as_one(desk: Desk) -> None:
    desk.platform.issue(PERSON, voucher())
    desk.handle(events.BasketChanged(basket()))
    desk.handle(events.VoucherScanned(voucher(), 1))
    desk.platform.spend_elsewhere(PERSON, Money(1000))
    desk.fuse.burn_after(7)  # freeze, settle, begin the cancellation, cancel: after that, before its answer is noted
    with pytest.raises(CrashNow):
        desk.handle(events.CashGiven(basket().total))
    desk.stop()
    desk.start()
    assert [recovered.outcome for recovered in desk.recover()] == [Outcome.CANCELLED]
    assert [sale.reason for sale in desk.books.sales()] == ["split_changed"]
    assert desk.platform.balance_of(PERSON) == Money(2000)


def test_a_platform_that_stays_silent_leaves_a_task(desk: Desk) -> None:
    crash_while_selling(desk, AFTER_SENDING)
    desk.link.expect([Trouble.REQUEST_LOST] * AUTOMATIC_TRIES)
    assert [recovered.outcome for recovered in desk.recover()] == [Outcome.STILL_UNKNOWN]
    (task,) = desk.recovery.open_tasks()
    assert [sale.tries for sale in desk.books.sales()] == [AUTOMATIC_TRIES]
    assert desk.recovery.resolve(task, tries=1).outcome is Outcome.REVERSED
    assert desk.recovery.open_tasks() == ()


def test_a_lost_reply_to_a_reversal_is_asked_again(desk: Desk) -> None:
    crash_while_selling(desk, AFTER_SENDING)
    desk.link.expect([Trouble.REPLY_LOST] * (AUTOMATIC_TRIES - 1))
    assert [recovered.outcome for recovered in desk.recover()] == [Outcome.REVERSED]
    assert desk.platform.balance_of(PERSON) == Money(3000)


def test_one_silence_does_not_stop_the_others(desk: Desk) -> None:
    crash_while_selling(desk, AFTER_SENDING)
    desk.handle(events.BasketChanged(basket()))
    desk.handle(events.CashChosen())
    desk.fuse.burn_after(AFTER_FREEZING)
    with pytest.raises(CrashNow):
        desk.handle(events.CashGiven(basket().total))
    desk.link.expect([Trouble.REQUEST_LOST] * AUTOMATIC_TRIES)
    assert [recovered.outcome for recovered in desk.recover()] == [Outcome.STILL_UNKNOWN, Outcome.NEVER_SENT]


def test_recovery_itself_may_crash(desk: Desk) -> None:
    crash_while_selling(desk, AFTER_SENDING)
    for moment in range(6):
        desk.fuse.burn_after(moment)
        try:
            desk.recover()
        except CrashNow:
            desk.stop()
            desk.start()
    desk.fuse.heal()
    desk.recover()
    assert desk.recovery.open_tasks() == ()
    assert desk.platform.balance_of(PERSON) == Money(3000)


def test_tickets_that_wait_are_made_oldest_first_and_once(desk: Desk) -> None:
    desk.tray.is_broken = True
    for _ in range(3):
        desk.handle(events.BasketChanged(basket()))
        desk.handle(events.CashChosen())
        assert isinstance(desk.handle(events.CashGiven(basket().total)), states.Completed)
    desk.tray.attempts = 0
    assert print_waiting(desk.journal, desk.tray, desk.clock) == ()
    assert desk.tray.attempts == 1, "a dead printer is not tried for each ticket"
    desk.tray.is_broken = False
    made = print_waiting(desk.journal, desk.tray, desk.clock)
    assert list(made) == sorted(sale.sale_no for sale in desk.books.sales())
    assert [ticket.sale_no for ticket in desk.tray.tickets] == list(made)
    assert print_waiting(desk.journal, desk.tray, desk.clock) == ()
