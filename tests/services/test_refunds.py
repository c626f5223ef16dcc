"""Refunds over the real journal: what comes back, what never comes back twice, and that a crash loses none."""

from contextlib import suppress

import pytest

from pos_app.domain.basket import EMPTY
from pos_app.domain.checkout import events, states
from pos_app.domain.code import PayCode
from pos_app.domain.discount import PercentOff
from pos_app.domain.money import ZERO, Money, total
from pos_app.domain.refund import RefundPlan
from pos_app.domain.refusal import Refusal, RefusalCode
from pos_app.domain.sale import Sale
from pos_app.services.recovery import Outcome
from pos_app.services.refunds import Refunded, RefundPending, rest_of
from pos_app.services.tasks import Tasks, Tried
from pos_app.storage.numbers import Numbers
from pos_app.storage.shifts import SqliteShifts
from tests.doubles.counter import (
    ANTIBIOTIC,
    AUDIT,
    PHARMACY_CODE,
    REMEDY,
    TILL,
    basket,
    insured,
    pay_code,
    voucher,
)
from tests.doubles.crash import CrashNow
from tests.doubles.desk import Desk
from tests.doubles.link import LossyChannel, LossyLink, Trouble
from tests.doubles.staff import CASHIER, MANAGER, credentials, open_approvals

PERSON = insured().person_no
SHELF = {goods.code: goods for goods in (REMEDY, ANTIBIOTIC)}
MOMENTS_OF_A_REFUND = range(24)  # two a call: the last ones lie after the end


def sold_by_cash(desk: Desk) -> Sale:
    desk.handle(events.BasketChanged(basket()))
    desk.handle(events.CashChosen())
    return completed(desk.handle(events.CashGiven(Money(5000))))


def sold_by_code(desk: Desk, code: PayCode) -> Sale:
    desk.handle(events.BasketChanged(basket()))
    desk.handle(events.CashChosen())
    return completed(desk.handle(events.PayCodeScanned(code)))


def sold_by_account(desk: Desk) -> Sale:
    desk.platform.issue(PERSON, voucher())
    desk.handle(events.BasketChanged(basket()))
    desk.handle(events.VoucherScanned(voucher(), 1))
    return completed(desk.handle(events.CashGiven(Money(550))))


def completed(state: states.State) -> Sale:
    assert isinstance(state, states.Completed)
    return state.sale


def planned(desk: Desk, sale: Sale, wanted: dict[int, int] | None = None) -> RefundPlan:
    plan = desk.refunds.plan(sale.sale_no, wanted or {})
    assert isinstance(plan, RefundPlan)
    return plan


def refunded(desk: Desk, sale: Sale, wanted: dict[int, int] | None = None) -> Refunded:
    done = desk.refunds.run(planned(desk, sale, wanted))
    assert isinstance(done, Refunded)
    return done


def test_one_pack_of_a_cash_sale_comes_back_in_cash(desk: Desk) -> None:
    sale = sold_by_cash(desk)
    slip = refunded(desk, sale, {1: 1}).slip
    assert (slip.total, slip.cash, slip.insured) == (Money(1280), Money(1280), ZERO)
    assert desk.tray.slips == [slip]
    assert desk.books.broken() == dict.fromkeys(desk.books.broken(), ())


def test_all_of_an_account_sale_cancels_the_settlement_and_gives_the_cash_back(desk: Desk) -> None:
    sale = sold_by_account(desk)
    slip = refunded(desk, sale).slip
    assert (slip.insured, slip.cash) == (Money(3000), Money(550))
    assert desk.platform.balance_of(PERSON) == Money(3000)
    assert desk.platform.standing() == {}


def test_a_part_of_an_account_sale_leaves_the_rest_to_be_sold_anew(desk: Desk) -> None:
    plan = planned(desk, sold_by_account(desk), {2: 1})
    assert plan.insured == Money(3000)
    assert rest_of(plan, SHELF.get) == basket((REMEDY, 2))


def test_the_rest_is_sold_anew_on_the_old_terms(desk: Desk) -> None:
    reduced = basket().with_line_discount(REMEDY.code, PercentOff(10))
    desk.platform.issue(PERSON, voucher())
    desk.handle(events.BasketChanged(reduced))
    desk.handle(events.VoucherScanned(voucher(), 1))
    sale = completed(desk.handle(events.CashGiven(Money(550))))
    rest = rest_of(planned(desk, sale, {2: 1}), SHELF.get)
    assert not isinstance(rest, Refusal)
    assert rest.total == Money(2304)


@pytest.mark.parametrize("moment", MOMENTS_OF_A_REFUND)
def test_a_crash_at_any_moment_leaves_the_rest_as_the_bill_at_the_counter(desk: Desk, moment: int) -> None:
    """From the commit that ends the refund on, and beside another bill it is set aside."""
    sale = sold_by_account(desk)
    plan = planned(desk, sale, {2: 1})
    rest = rest_of(plan, SHELF.get)
    assert not isinstance(rest, Refusal)
    desk.fuse.burn_after(moment)
    with suppress(CrashNow):
        desk.refunds.run(plan, None, rest)
    desk.fuse.heal()
    desk.stop()
    desk.keeps_bill = True
    desk.start()
    desk.refunds.resume()
    is_refunded = isinstance(desk.refunds.plan(sale.sale_no, {}), Refusal)
    desk.stop()
    desk.start()
    assert states.basket_of(desk.till.state) == (rest if is_refunded else EMPTY)


def test_the_rest_never_takes_the_place_of_an_open_bill(desk: Desk) -> None:
    plan = planned(desk, sold_by_account(desk), {2: 1})
    rest = rest_of(plan, SHELF.get)
    assert not isinstance(rest, Refusal)
    desk.keeps_bill = True
    desk.stop()
    desk.start()
    desk.handle(events.BasketChanged(basket((ANTIBIOTIC, 3))))
    assert isinstance(desk.refunds.run(plan, None, rest), Refunded)
    (bill,) = desk.bills.parked()
    assert bill.total == rest.total
    desk.stop()
    desk.start()
    assert states.basket_of(desk.till.state) == basket((ANTIBIOTIC, 3))


def test_what_a_code_paid_goes_back_to_the_code(desk: Desk) -> None:
    sale = sold_by_code(desk, pay_code())
    refunded(desk, sale, {1: 1})
    assert desk.wallet.standing() == {sale.charges[0].order.order_no: Money(3550 - 1280)}
    assert desk.books.charged() == desk.wallet.standing()
    refunded(desk, sale)
    assert desk.wallet.standing() == desk.books.charged() == {}


def test_a_sale_comes_back_once(desk: Desk) -> None:
    sale = sold_by_account(desk)
    refunded(desk, sale)
    assert desk.refunds.plan(sale.sale_no, {}) == Refusal(RefusalCode.ALL_RETURNED, sale.sale_no)


def test_a_plan_that_another_refund_overtook_moves_nothing(desk: Desk) -> None:
    """A double click: both have seen the same plan."""
    sale = sold_by_cash(desk)
    plan = planned(desk, sale)
    assert isinstance(desk.refunds.run(plan), Refunded)
    assert desk.refunds.run(plan) == Refusal(RefusalCode.RETURN_TOO_MANY, sale.sale_no)
    assert len(desk.tray.slips) == 1


@pytest.mark.parametrize(
    ("number", "code"), [("0199010100001", RefusalCode.SALE_UNKNOWN), ("R0126112100001", RefusalCode.NOT_A_SALE)]
)
def test_only_an_original_sale_can_come_back(desk: Desk, number: str, code: RefusalCode) -> None:
    assert desk.refunds.plan(number, {}) == Refusal(code, number)


def test_a_refund_that_nobody_answers_waits_and_is_finished_later(desk: Desk) -> None:
    sale = sold_by_account(desk)
    desk.link.expect([Trouble.REPLY_LOST] * 6)
    assert isinstance(desk.refunds.run(planned(desk, sale)), RefundPending)
    assert desk.tray.slips == []
    desk.link.heal()
    (resumed,) = desk.refunds.resume()
    done = resumed.end
    assert isinstance(done, Refunded)
    assert desk.platform.balance_of(PERSON) == Money(3000)
    assert desk.refunds.resume() == ()


def test_what_the_platform_will_not_cancel_does_not_come_back(desk: Desk) -> None:
    sale = sold_by_account(desk)
    desk.platform.refuse_cancelling = RefusalCode.SETTLEMENT_UNKNOWN
    assert desk.refunds.run(planned(desk, sale)) == Refusal(RefusalCode.SETTLEMENT_UNKNOWN)
    assert desk.tray.slips == []
    assert planned(desk, sale).total == Money(3550), "a refund that was dropped takes nothing from what is left"


def test_a_broken_printer_changes_no_money_and_the_slip_is_made_later(desk: Desk) -> None:
    sale = sold_by_cash(desk)
    desk.tray.is_broken = True
    done = refunded(desk, sale)
    assert done.paper is None
    desk.tray.is_broken = False
    desk.refunds.print_waiting()
    assert desk.tray.slips == [done.slip]
    desk.refunds.print_waiting()
    assert len(desk.tray.slips) == 1


@pytest.mark.parametrize("moment", MOMENTS_OF_A_REFUND)
@pytest.mark.parametrize("tender", ["account", "code"])
def test_a_crash_at_any_moment_of_a_refund_gives_the_money_back_once(desk: Desk, tender: str, moment: int) -> None:
    sale = sold_by_account(desk) if tender == "account" else sold_by_code(desk, pay_code())
    plan = planned(desk, sale)
    desk.fuse.burn_after(moment)
    try:
        desk.refunds.run(plan)
    except CrashNow:
        desk.stop()
        desk.start()
    desk.fuse.heal()
    desk.refunds.resume()
    again = desk.refunds.plan(sale.sale_no, {})
    if isinstance(again, RefundPlan):  # it died before anything was written down
        refunded(desk, sale)
    desk.refunds.print_waiting()
    assert desk.platform.balance_of(PERSON) == Money(3000)
    assert desk.wallet.standing() == desk.books.charged() == {}
    assert {slip.total for slip in desk.tray.slips} == {Money(3550)}
    assert {law: rows for law, rows in desk.books.broken().items() if rows} == {}


def test_a_report_says_by_tender_what_went_back(desk: Desk) -> None:
    """To the account by the cancellation, to the code, and in cash where the channel said no."""
    by_account, by_code, by_refused_code = sold_by_account(desk), sold_by_code(desk, pay_code()), _charged_back(desk)
    for sale in (by_account, by_code, by_refused_code):
        refunded(desk, sale)
    book = SqliteShifts(desk.file, Numbers(desk.file, pharmacy_code=PHARMACY_CODE, till=TILL), AUDIT)
    shift = book.current()
    assert shift
    takings = book.figures(shift.shift_no).takings
    assert takings.returns == {"account": Money(3000), "cash": Money(550 + 3550), "mobile": Money(3550)}
    assert total(takings.returns.values()) == takings.refunded
    assert total(takings.tenders.values()) == takings.sold


def _charged_back(desk: Desk) -> Sale:
    """Sell by a code whose channel takes the money back by itself: it will refuse the refund."""
    sale = sold_by_code(desk, pay_code(2))
    desk.channel.reverse(sale.charges[0].order.order_no)
    return sale


def closed_by_hand(desk: Desk, trouble: list[Trouble], line: LossyLink | LossyChannel) -> Tried | Refusal:
    """Let a manager close the one open refund while nobody answers."""
    approvals = open_approvals(desk.file, desk.clock)
    tasks = Tasks(recovery=desk.recovery, refunds=desk.refunds, approvals=approvals, on_duty=lambda: CASHIER)
    (task,) = tasks.open_tasks()
    assert task.is_refund
    line.expect(trouble)
    assert tasks.close(task, "nobody answers", None) == Refusal(RefusalCode.APPROVAL_NEEDED)
    line.expect(trouble)
    return tasks.close(task, "nobody answers", credentials(MANAGER))


def test_a_refund_that_the_platform_never_answers_is_closed_and_goes_back_no_more(desk: Desk) -> None:
    sale = sold_by_account(desk)
    desk.link.expect([Trouble.REQUEST_LOST] * 6)
    assert isinstance(desk.refunds.run(planned(desk, sale)), RefundPending)
    tried = closed_by_hand(desk, [Trouble.REQUEST_LOST] * 2, desk.link)
    assert isinstance(tried, Tried)
    assert (tried.outcome, tried.is_open) == (Outcome.RESOLVED, False)
    desk.link.heal()
    assert desk.refunds.open_refunds() == ()
    assert desk.tray.slips == []
    assert desk.refunds.plan(sale.sale_no, {}) == Refusal(RefusalCode.ALL_RETURNED, sale.sale_no)
    assert not any(desk.books.broken().values())


def test_where_only_the_channel_is_silent_a_manager_lets_its_part_go_back_in_cash(desk: Desk) -> None:
    sale = sold_by_code(desk, pay_code())
    desk.pay_line.expect([Trouble.REQUEST_LOST] * 6)
    assert isinstance(desk.refunds.run(planned(desk, sale)), RefundPending)
    tried = closed_by_hand(desk, [Trouble.REQUEST_LOST] * 2, desk.pay_line)
    assert isinstance(tried, Tried)
    assert tried.outcome is Outcome.REFUNDED
    (slip,) = desk.tray.slips
    assert (slip.total, slip.cash, slip.mobile) == (Money(3550), Money(3550), ZERO)
    assert not any(desk.books.broken().values())


def test_a_refund_that_is_answered_after_all_is_not_closed_by_hand(desk: Desk) -> None:
    sale = sold_by_account(desk)
    desk.link.expect([Trouble.REPLY_LOST] * 6)
    desk.refunds.run(planned(desk, sale))
    desk.link.heal()
    approvals = open_approvals(desk.file, desk.clock)
    tasks = Tasks(recovery=desk.recovery, refunds=desk.refunds, approvals=approvals, on_duty=lambda: CASHIER)
    (task,) = tasks.open_tasks()
    assert tasks.close(task, "no need", None) == Tried(task, Outcome.REFUNDED)
    assert tasks.open_tasks() == ()
