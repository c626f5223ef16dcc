"""Discounts: never more than there is, shared out to the fen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.discount import AmountOff, Discount, PercentOff, share_out, taken_off
from pos_app.domain.money import ZERO, Money, total

amounts = st.builds(Money, st.integers(0, 10**9))
discounts = (
    st.none()
    | st.builds(PercentOff, st.integers(1, 99))
    | st.builds(AmountOff, st.builds(Money, st.integers(1, 10**9)))
)


@pytest.mark.parametrize(
    ("discount", "fen", "off"),
    [
        (None, 1280, 0),
        (PercentOff(10), 1280, 128),
        (PercentOff(15), 990, 149),  # 148.5, half up
        (PercentOff(99), 1, 1),
        (AmountOff(Money(300)), 1280, 300),
        (AmountOff(Money(5000)), 1280, 1280),
    ],
)
def test_what_is_taken_off(discount: Discount | None, fen: int, off: int) -> None:
    assert taken_off(discount, Money(fen)) == Money(off)


@pytest.mark.parametrize("percent", [-1, 0, 100])
def test_nothing_and_everything_are_no_discounts(percent: int) -> None:
    with pytest.raises(ValueError, match="percent"):
        PercentOff(percent)
    with pytest.raises(ValueError, match="nothing"):
        AmountOff(ZERO)


@given(discount=discounts, amount=amounts)
def test_no_discount_takes_more_than_there_is(discount: Discount | None, amount: Money) -> None:
    assert ZERO <= taken_off(discount, amount) <= amount


@given(parts=st.lists(amounts, min_size=1, max_size=100), share=st.floats(0, 1))
def test_shares_add_up_to_the_fen_and_none_is_above_its_part(parts: list[Money], share: float) -> None:
    amount = Money(int(total(parts).fen * share))
    shares = share_out(amount, parts)
    assert total(shares) == amount
    assert all(ZERO <= own <= part for own, part in zip(shares, parts, strict=True))
    exact = [amount.fen * part.fen / max(total(parts).fen, 1) for part in parts]
    assert all(abs(own.fen - wanted) < 1.001 for own, wanted in zip(shares, exact, strict=True))


def test_the_fen_left_over_go_to_the_largest_remainders() -> None:
    assert share_out(Money(100), [Money(333), Money(333), Money(334)]) == (Money(33), Money(33), Money(34))
    assert share_out(Money(1), [Money(5), Money(5)]) == (Money(1), ZERO)


def test_more_than_there_is_cannot_be_shared_out() -> None:
    with pytest.raises(ValueError, match="more"):
        share_out(Money(3), [Money(1), Money(1)])
