"""What a cashier may take off alone, and that no way around the limit is open."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.basket import Basket
from pos_app.domain.discount import AmountOff, Discount, PercentOff, parse_discount
from pos_app.domain.money import Money
from pos_app.domain.price_cut import OWN_LIMIT, cut_of, goes_beyond
from tests.doubles.counter import ANTIBIOTIC, REMEDY, basket

ODD = basket((REMEDY, 3), (ANTIBIOTIC, 1))  # 38.40 + 9.90
CODE = REMEDY.code


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("10%", PercentOff(10)),
        (" 5 % ", PercentOff(5)),
        ("05%", PercentOff(5)),
        ("8％", PercentOff(8)),
        ("99%", PercentOff(99)),
        ("5", AmountOff(Money(500))),
        ("5.", AmountOff(Money(500))),
        ("0.05", AmountOff(Money(5))),
        *((text, None) for text in ("", "0%", "100%", "0", "0.00", "-5", "10.5%", "5.005", "１0%", "%", "ten", "1e1")),
    ],
)
def test_a_discount_is_read_as_it_is_typed(text: str, meant: Discount | None) -> None:
    assert parse_discount(text) == meant


@pytest.mark.parametrize(
    ("after", "is_beyond"),
    [
        (ODD.with_line_discount(CODE, PercentOff(10)), False),
        (ODD.with_line_discount(CODE, PercentOff(11)), True),
        (ODD.with_line_discount(CODE, AmountOff(Money(384))), False),
        (ODD.with_line_discount(CODE, AmountOff(Money(385))), True),
        (ODD.with_discount(PercentOff(10)), False),
        (ODD.with_discount(AmountOff(Money(483))), False),
        (ODD.with_discount(AmountOff(Money(484))), True),
        (ODD.with_line_discount(CODE, PercentOff(6)).with_discount(PercentOff(6)), True),
        (ODD.with_price(CODE, Money(1279)), True),
        (ODD.with_price(CODE, Money(1281)), True),
        (ODD.with_price(CODE, REMEDY.price), False),
        (ODD.with_quantity(CODE, 900), False),
    ],
)
def test_what_goes_beyond_the_limit(after: Basket, *, is_beyond: bool) -> None:
    assert goes_beyond(ODD, after) is is_beyond


def test_what_was_let_pass_stays_so_and_lets_nothing_else_pass() -> None:
    granted = ODD.with_line_discount(CODE, PercentOff(50)).with_price(ANTIBIOTIC.code, Money(500))
    assert not goes_beyond(granted, granted.with_quantity(CODE, 1))
    assert not goes_beyond(granted, granted.with_line_discount(CODE, PercentOff(40)))
    assert not goes_beyond(granted, granted.with_price(ANTIBIOTIC.code, None))
    assert goes_beyond(granted, granted.with_price(ANTIBIOTIC.code, Money(499)))
    assert goes_beyond(granted, granted.with_discount(PercentOff(1)))


def test_a_sum_off_a_bill_whose_goods_are_taken_out_again_is_a_cut() -> None:
    cheap = ODD.with_discount(AmountOff(Money(400)))
    assert not goes_beyond(ODD, cheap)
    assert goes_beyond(cheap, cheap.without_item(CODE)), "4.00 off 9.90"


@given(st.integers(1, 10), st.integers(1, 999), st.integers(1, 999))
def test_ten_percent_is_never_beyond_whatever_the_fen_are_rounded_to(percent: int, one: int, other: int) -> None:
    goods = basket((REMEDY, one), (ANTIBIOTIC, other))
    for changed in (goods.with_discount(PercentOff(percent)), goods.with_line_discount(CODE, PercentOff(percent))):
        assert not goes_beyond(goods, changed)


@given(st.lists(st.tuples(st.sampled_from(("line", "bill", "quantity")), st.integers(1, 2000)), max_size=8))
def test_no_row_of_changes_without_a_yes_comes_below_the_limit(steps: list[tuple[str, int]]) -> None:
    goods = ODD
    for kind, number in steps:
        match kind:
            case "line":
                after = goods.with_line_discount(CODE, AmountOff(Money(number)))
            case "bill":
                after = goods.with_discount(AmountOff(Money(number)))
            case _:
                after = goods.with_quantity(CODE, number % 9 + 1)
        goods = goods if goes_beyond(goods, after) else after
    assert all(cut_of(line, goods) <= OWN_LIMIT for line in goods.lines)
    assert cut_of(goods.lines[0], goods.with_price(CODE, Money(2000))) <= Fraction(1)
