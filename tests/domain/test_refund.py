"""A refund never gives back more than was sold, and its parts add up to the fen."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.money import ZERO, Money, total
from pos_app.domain.refund import BackBy, GivenBack, Kept, PastSale, Payment, RefundPlan, SoldLine, plan_refund
from pos_app.domain.refusal import Refusal, RefusalCode
from pos_app.domain.settlement import Settlement
from tests.doubles.clock import NOON
from tests.doubles.counter import split

TWO_LINES = (
    SoldLine(1, "100001", "感冒灵颗粒", 3, Money(350), Money(1000)),
    SoldLine(2, "100002", "阿莫西林胶囊", 1, Money(990), Money(990)),
)
BY_CASH = PastSale("0126112100001", NOON, TWO_LINES, (Payment(BackBy.CASH, "", Money(1990)),), "", None)
MIXED = replace(
    BY_CASH, payments=(Payment(BackBy.CASH, "", Money(490)), Payment(BackBy.MOBILE, "0126112100001-1", Money(1500)))
)
INSURED = replace(
    BY_CASH,
    payments=(Payment(BackBy.CASH, "", Money(790)),),
    person_no="51010000000001",
    settlement=Settlement("m", "S1", "V1", split(account=1200, cash=790), None, NOON),
)


def planned(sale: PastSale, wanted: dict[int, int]) -> RefundPlan:
    plan = plan_refund(sale, wanted)
    assert isinstance(plan, RefundPlan)
    return plan


def test_without_a_choice_everything_goes_back() -> None:
    plan = planned(BY_CASH, {})
    assert [(line.number, line.quantity) for line in plan.lines] == [(1, 3), (2, 1)]
    assert plan.back == (GivenBack(BackBy.CASH, "", Money(1990)),)


def test_none_of_a_line_means_all_that_is_left_of_it() -> None:
    assert [(line.number, line.quantity) for line in planned(BY_CASH, {1: 0}).lines] == [(1, 3)]


def test_one_pack_of_three_is_rounded_so_that_all_three_are_the_line() -> None:
    line, parts = TWO_LINES[0], []
    for _ in range(3):
        parts.append(line.part(1))
        line = replace(line, returned=line.returned + 1)
    assert parts == [Money(333), Money(333), Money(334)]


def test_codes_and_cards_get_their_money_before_the_drawer_is_opened() -> None:
    assert planned(MIXED, {2: 1}).back == (GivenBack(BackBy.MOBILE, "0126112100001-1", Money(990)),)
    assert planned(MIXED, {}).back == (
        GivenBack(BackBy.MOBILE, "0126112100001-1", Money(1500)),
        GivenBack(BackBy.CASH, "", Money(490)),
    )


def test_what_insurance_paid_goes_back_whole_and_the_rest_is_sold_anew() -> None:
    plan = planned(INSURED, {1: 1})
    assert plan.total == Money(1990)
    assert plan.insured == Money(1200)
    assert plan.back == (GivenBack(BackBy.CASH, "", Money(790)),)
    assert plan.kept == (Kept("100001", 2, Money(350), Money(667)), Kept("100002", 1, Money(990), Money(990)))
    assert planned(INSURED, {}).kept == ()


@pytest.mark.parametrize("wanted", [{1: 4}, {1: -1}, {3: 1}, {3: 0}, {1: 1, 2: 2}])
def test_more_than_was_sold_is_refused(wanted: dict[int, int]) -> None:
    for sale in (BY_CASH, INSURED):
        assert plan_refund(sale, wanted) == Refusal(RefusalCode.RETURN_TOO_MANY, sale.sale_no)


def test_what_went_back_cannot_go_back_again() -> None:
    gone = replace(BY_CASH, lines=tuple(replace(line, returned=line.quantity) for line in TWO_LINES))
    assert plan_refund(gone, {}) == Refusal(RefusalCode.ALL_RETURNED, gone.sale_no)


@st.composite
def sales(draw: st.DrawFn) -> PastSale:
    lines = tuple(
        SoldLine(number, f"{number}", "", draw(st.integers(1, 50)), ZERO, Money(draw(st.integers(0, 10**7))))
        for number in range(1, draw(st.integers(1, 5)) + 1)
    )
    owed = total(line.amount for line in lines)
    cut = sorted(draw(st.lists(st.integers(0, owed.fen), min_size=2, max_size=2)))
    payments = (
        Payment(BackBy.CASH, "", Money(cut[0])),
        Payment(BackBy.MOBILE, "a", Money(cut[1] - cut[0])),
        Payment(BackBy.CARD, "b", owed - Money(cut[1])),
    )
    return PastSale("s", NOON, lines, payments, "", None)


@given(sale=sales(), data=st.data())
def test_however_a_sale_comes_back_piece_by_piece_it_comes_back_once(sale: PastSale, data: st.DataObject) -> None:
    paid = {payment.order_no: payment.amount for payment in sale.payments}
    back: dict[str, Money] = dict.fromkeys(paid, ZERO)
    while sale.left:
        line = data.draw(st.sampled_from(sale.left))
        plan = planned(sale, {line.number: data.draw(st.integers(1, line.left))})
        assert plan.total == total(part.amount for part in plan.back)
        for part in plan.back:
            back[part.order_no] += part.amount
        sale = _after(sale, plan)
    assert back == paid


def _after(sale: PastSale, plan: RefundPlan) -> PastSale:
    quantities = {line.number: line.quantity for line in plan.lines}
    amounts = {part.order_no: part.amount for part in plan.back}
    return replace(
        sale,
        lines=tuple(replace(line, returned=line.returned + quantities.get(line.number, 0)) for line in sale.lines),
        payments=tuple(
            replace(payment, returned=payment.returned + amounts.get(payment.order_no, ZERO))
            for payment in sale.payments
        ),
    )
