"""Splitting a bill: the identities hold for every bill that can be made."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.money import ZERO, Money, line_amount, total
from pos_app.domain.product import Category, ChargeClass
from pos_app.verifier.rules import CatalogueItem, Claim, LineCut, Purse, check_claims, cut_line, divide

PAYABLE = frozenset({Category.DRUG, Category.DEVICE})
RATIOS = {ChargeClass.FULL: Decimal(0), ChargeClass.PARTIAL: Decimal("0.0500"), ChargeClass.OWN: Decimal(1)}

prices = st.decimals(min_value=0, max_value=10_000, places=6)
counts = st.decimals(min_value="0.0001", max_value=999, places=4)
items = st.none() | st.builds(
    CatalogueItem,
    name=st.just("药"),
    category=st.sampled_from(Category),
    charge_class=st.sampled_from(ChargeClass),
    price_cap=st.decimals(min_value=0, max_value=10_000, places=6),
)


@st.composite
def bills(draw: st.DrawFn) -> list[LineCut]:
    cuts = []
    for number in range(draw(st.integers(1, 8))):
        price, count, item = draw(prices), draw(counts), draw(items)
        claim = Claim(str(number), "X", "1", price, count, line_amount(price, count))
        ratio = RATIOS[item.charge_class] if item else Decimal(1)
        cuts.append(cut_line(claim, item, ratio=ratio, payable=PAYABLE))
    return cuts


purses = st.lists(st.integers(0, 2_000_000), max_size=4).map(
    lambda fens: [Purse(str(number), Money(fen)) for number, fen in enumerate(fens)]
)


@given(bills(), purses)
def test_who_pays_makes_up_the_bill(cuts: list[LineCut], family: list[Purse]) -> None:
    division = divide(cuts, family, psn_no="0")
    sums = division.sums
    bill = total(cut.claim.amount for cut in cuts)
    assert sums.total == bill == sums.fund + sums.account + sums.shared + sums.cash
    assert sums.own_pay + sums.over_cap + sums.first_self_pay + sums.in_scope == bill
    assert min(sums.account, sums.shared, sums.cash, sums.in_scope, sums.first_self_pay, sums.over_cap) >= ZERO
    assert total(draw.amount for draw in division.draws) == sums.account + sums.shared


@given(bills(), purses)
def test_accounts_pay_all_they_may_and_no_more_and_the_own_one_first(cuts: list[LineCut], family: list[Purse]) -> None:
    division = divide(cuts, family, psn_no="0")
    payable = total(cut.claim.amount for cut in cuts if cut.is_payable)
    assert division.sums.account + division.sums.shared == min(payable, total(purse.balance for purse in family))
    held = {purse.psn_no: purse.balance for purse in family}
    assert all(ZERO < draw.amount <= held[draw.psn_no] for draw in division.draws)
    if division.sums.shared:
        assert division.sums.account == held["0"]


@given(bills())
def test_turning_a_bill_round_twice_changes_nothing(cuts: list[LineCut]) -> None:
    sums = divide(cuts, [], psn_no="0").sums
    opposite = -sums
    assert -opposite == sums


@given(st.lists(st.tuples(prices, counts), min_size=1, max_size=6))
def test_a_bill_by_the_rule_is_accepted_unless_it_is_nothing(lines: list[tuple[Decimal, Decimal]]) -> None:
    claims = [
        Claim(str(n), "X", "1", price, count, line_amount(price, count)) for n, (price, count) in enumerate(lines)
    ]
    bill = total(claim.amount for claim in claims)
    assert (check_claims(bill, claims) is None) == (bill > ZERO)
    assert check_claims(bill + Money(1), claims) is not None
