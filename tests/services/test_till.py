"""The till over the real journal: what a sale leaves in the book, at the platform and on paper."""

import pytest

from pos_app.domain.checkout import events, states
from pos_app.domain.checkout.states import AUTOMATIC_TRIES, State
from pos_app.domain.money import ZERO, Money
from pos_app.domain.refusal import Refusal, RefusalCode
from pos_app.services.ticket import receipt_of
from tests.doubles.counter import SHOP, basket, insured, split, voucher
from tests.doubles.crash import CrashNow
from tests.doubles.desk import Desk
from tests.doubles.link import Trouble

PERSON = insured().person_no
# identify and quote are answered, the settlement is lost, the question about it is answered
SILENCE = [Trouble.NONE, Trouble.NONE, Trouble.REQUEST_LOST, Trouble.NONE]


def present_voucher(desk: Desk, number: int = 1) -> State:
    desk.platform.issue(PERSON, voucher(number))
    desk.handle(events.BasketChanged(basket()))
    return desk.handle(events.VoucherScanned(voucher(number), number))


def sell(desk: Desk, number: int = 1) -> State:
    state = present_voucher(desk, number)
    assert isinstance(state, states.Tendering)
    return desk.handle(events.CashGiven(state.split.cash))


def reasons(desk: Desk) -> list[tuple[str, str]]:
    return [(sale.state, sale.reason) for sale in desk.books.sales()]


def test_the_account_pays_what_it_has_and_cash_the_rest(desk: Desk) -> None:
    state = sell(desk)
    assert isinstance(state, states.Completed)
    assert state.sale.settlement is not None
    assert state.sale.settlement.split == split(account=3000, cash=550)
    assert desk.platform.balance_of(PERSON) == ZERO
    assert desk.books.settled() == {state.sale.settlement.msgid: Money(3000)}
    assert desk.tray.tickets == [receipt_of(state.sale, SHOP)]
    assert desk.till.paper is not None
    assert desk.journal.waiting() == ()


def test_a_cash_sale_never_asks_the_platform(desk: Desk) -> None:
    desk.link.expect([Trouble.REQUEST_LOST] * 9)
    desk.handle(events.BasketChanged(basket()))
    desk.handle(events.CashChosen())
    state = desk.handle(events.CashGiven(Money(5000)))
    assert isinstance(state, states.Completed)
    assert (state.sale.settlement, state.sale.draft.change) == (None, Money(1450))
    assert desk.platform.standing() == {}
    assert reasons(desk) == [("final", "")]


def test_every_state_is_told_in_turn(desk: Desk) -> None:
    sell(desk)
    assert [type(state).__name__ for state in desk.seen] == [
        *("Selling", "Identifying", "Quoting", "Tendering", "Freezing", "Settling", "Recording", "Completed"),
    ]


def test_the_intent_is_on_disk_before_the_platform_hears_of_it(desk: Desk) -> None:
    present_voucher(desk)
    desk.fuse.burn_after(2)  # before and after the freezing; the next moment is the sending
    with pytest.raises(CrashNow):
        desk.handle(events.CashGiven(Money(550)))
    assert [intent.total for intent in desk.journal.open_intents()] == [Money(3550)]
    assert desk.platform.standing() == {}


@pytest.mark.parametrize(
    ("troubles", "code"),
    [
        ([Trouble.REQUEST_LOST], RefusalCode.PLATFORM_SILENT),
        ([Trouble.NONE, Trouble.REPLY_LOST], RefusalCode.PLATFORM_SILENT),
    ],
)
def test_silence_before_money_moves_is_only_a_refusal(desk: Desk, troubles: list[Trouble], code: RefusalCode) -> None:
    desk.link.expect(troubles)
    state = present_voucher(desk)
    assert isinstance(state, states.Refused)
    assert (state.refusal.code, state.basket) == (code, basket())
    assert reasons(desk) == []


def test_a_used_code_is_refused_in_the_platforms_words(desk: Desk) -> None:
    desk.platform.identify(desk.platform.issue(PERSON, voucher()))
    desk.handle(events.BasketChanged(basket()))
    state = desk.handle(events.VoucherScanned(voucher(), 1))
    assert state == states.Refused(basket(), Refusal(RefusalCode.CODE_USED))


def test_a_refused_quote_leaves_no_intent(desk: Desk) -> None:
    desk.platform.refuse_next = RefusalCode.INSURANCE_PAUSED
    assert present_voucher(desk) == states.Refused(basket(), Refusal(RefusalCode.INSURANCE_PAUSED))
    assert reasons(desk) == []


def test_a_refused_settlement_drops_the_intent(desk: Desk) -> None:
    present_voucher(desk)
    desk.platform.refuse_next = RefusalCode.ACCOUNT_FROZEN
    state = desk.handle(events.CashGiven(Money(550)))
    assert state == states.Refused(basket(), Refusal(RefusalCode.ACCOUNT_FROZEN))
    assert reasons(desk) == [("dropped", "account_frozen")]


def test_a_lost_reply_is_found_and_the_sale_goes_on(desk: Desk) -> None:
    desk.link.expect([Trouble.NONE, Trouble.NONE, Trouble.REPLY_LOST])
    state = sell(desk)
    assert isinstance(state, states.Completed)
    assert "Asking" in {type(seen).__name__ for seen in desk.seen}
    assert list(desk.platform.standing()) == list(desk.books.settled())
    assert desk.platform.balance_of(PERSON) == ZERO


def test_what_the_platform_does_not_have_is_reversed(desk: Desk) -> None:
    desk.link.expect([Trouble.NONE, Trouble.NONE, Trouble.REQUEST_LOST])
    assert sell(desk) == states.Refused(basket(), Refusal(RefusalCode.INTERRUPTED))
    assert reasons(desk) == [("dropped", "interrupted")]
    assert desk.platform.standing() == {}
    assert desk.platform.balance_of(PERSON) == Money(3000)


def test_a_settlement_that_comes_after_its_reversal_moves_nothing(desk: Desk) -> None:
    desk.link.expect([Trouble.NONE, Trouble.NONE, Trouble.DELAYED])
    sell(desk)
    desk.link.deliver(0)
    assert desk.platform.standing() == {}
    assert desk.platform.balance_of(PERSON) == Money(3000)


def test_six_silent_reversals_are_a_task_for_a_person(desk: Desk) -> None:
    desk.link.expect(SILENCE + [Trouble.REQUEST_LOST] * AUTOMATIC_TRIES)
    state = sell(desk)
    assert isinstance(state, states.Reversing)
    assert state.attempts.is_given_up
    assert [sale.tries for sale in desk.books.sales()] == [AUTOMATIC_TRIES]
    assert desk.handle(events.TriedAgain()) == states.Refused(basket(), Refusal(RefusalCode.INTERRUPTED))
    assert reasons(desk) == [("dropped", "interrupted")]


def test_the_next_customer_need_not_wait_for_an_unknown_outcome(desk: Desk) -> None:
    desk.link.expect(SILENCE + [Trouble.REQUEST_LOST] * AUTOMATIC_TRIES)
    sell(desk)
    desk.platform.insure(PERSON, Money(3000))
    assert desk.handle(events.NextCustomer()) == states.Selling()
    assert isinstance(sell(desk, 2), states.Completed)
    assert reasons(desk) == [("open", ""), ("final", "")]


def test_another_split_than_was_quoted_is_cancelled(desk: Desk) -> None:
    present_voucher(desk)
    desk.platform.spend_elsewhere(PERSON, Money(1000))
    state = desk.handle(events.CashGiven(Money(550)))
    assert state == states.Refused(basket(), Refusal(RefusalCode.SPLIT_CHANGED))
    assert reasons(desk) == [("dropped", "split_changed")]
    assert desk.platform.standing() == {}
    assert desk.platform.balance_of(PERSON) == Money(2000)


def test_a_cancellation_without_an_answer_is_repeated_under_its_own_msgid(desk: Desk) -> None:
    present_voucher(desk)
    desk.platform.spend_elsewhere(PERSON, Money(1000))
    desk.link.expect([Trouble.NONE, Trouble.REPLY_LOST, Trouble.REPLY_LOST])
    state = desk.handle(events.CashGiven(Money(550)))
    assert state == states.Refused(basket(), Refusal(RefusalCode.SPLIT_CHANGED))
    assert desk.platform.balance_of(PERSON) == Money(2000)
    assert [sale.tries for sale in desk.books.sales()] == [2]


def test_money_does_not_depend_on_the_printer(desk: Desk) -> None:
    desk.tray.is_broken = True
    state = sell(desk)
    assert isinstance(state, states.Completed)
    assert desk.till.paper is None
    assert [job.receipt for job in desk.journal.waiting()] == [receipt_of(state.sale, SHOP)]


def test_the_paper_of_the_last_customer_is_not_this_ones(desk: Desk) -> None:
    sell(desk)
    desk.tray.is_broken = True
    desk.platform.insure(PERSON, Money(3000))
    sell(desk, 2)
    assert desk.till.paper is None
