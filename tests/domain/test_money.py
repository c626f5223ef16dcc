"""Money is whole fen; what cannot be is refused; rounding is half up, once."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.money import ZERO, Money, line_amount, total

LARGEST_FEN = 10**16 - 1
fens = st.integers(-LARGEST_FEN, LARGEST_FEN)
small_fens = st.integers(-(10**12), 10**12)


@pytest.mark.parametrize("fen", [1.0, True, "12", None, Decimal(1), 10**16, -(10**16)])
def test_only_a_whole_number_of_fen_is_money(fen: object) -> None:
    with pytest.raises(ValueError, match="not an amount"):
        Money(fen)  # type: ignore[arg-type]  # what an untyped caller could hand in


@pytest.mark.parametrize(
    ("yuan", "fen"),
    [
        ("29.80", 2980),
        ("29.8", 2980),
        ("0", 0),
        ("-0.00", 0),
        ("-3.50", -350),
        ("1E+2", 10_000),
        ("29.800000", 2980),
        (" 12 ", 1200),
        ("99999999999999.99", LARGEST_FEN),
        (Decimal("0.01"), 1),
    ],
)
def test_yuan_are_read_exactly(yuan: str | Decimal, fen: int) -> None:
    assert Money.of_yuan(yuan) == Money(fen)


@pytest.mark.parametrize(
    "yuan",
    [
        *("", "abc", "1,20", "--1", "0x10", "1.2.3", "NaN", "sNaN", "Infinity", "-Infinity"),
        *("0.001", "29.805", "1.000000000000000000000000000000001", "1E-1000030"),
        *("100000000000000", "1E+14", "1E+999990", "1E+999999", "9" * 5000),
    ],
)
def test_what_is_no_amount_of_yuan_is_refused(yuan: str) -> None:
    with pytest.raises(ValueError, match="not an amount"):
        Money.of_yuan(yuan)


@given(st.text() | st.decimals(allow_nan=True, allow_infinity=True))
def test_reading_yuan_gives_the_same_value_or_a_value_error(yuan: str | Decimal) -> None:
    try:
        money = Money.of_yuan(yuan)
    except ValueError:
        return
    assert Fraction(Decimal(yuan)) * 100 == money.fen


@given(fens)
def test_yuan_and_back_is_the_same_money(fen: int) -> None:
    assert Money.of_yuan(Money(fen).yuan) == Money(fen)
    assert Money.of_yuan(str(Money(fen)).replace(",", "")) == Money(fen)


@given(small_fens, small_fens)
def test_sums_are_sums_of_fen(one: int, other: int) -> None:
    assert Money(one) + Money(other) == Money(one + other)
    assert Money(one) - Money(other) == Money(one - other)
    assert Money(one) + -Money(one) == ZERO
    assert (Money(one) < Money(other)) is (one < other)
    assert total([Money(one), Money(other)]) == Money(one + other)
    assert bool(Money(one)) is (one != 0)


def test_a_sum_past_the_limit_is_refused() -> None:
    with pytest.raises(ValueError, match="not an amount"):
        Money(LARGEST_FEN) + Money(1)


@pytest.mark.parametrize(
    ("fen", "text"), [(120_433, "1,204.33"), (5, "0.05"), (-5, "-0.05"), (0, "0.00"), (123_456_789, "1,234,567.89")]
)
def test_money_is_written_with_two_places_and_thousands_marks(fen: int, text: str) -> None:
    assert str(Money(fen)) == text


@pytest.mark.parametrize(
    ("price", "quantity", "fen"),
    [
        ("0.125", "1", 13),  # banker's rounding and cutting off would say 12
        ("0.135", "1", 14),
        ("0.005", "1", 1),
        ("0.0049", "1", 0),
        ("12.345678", "1.5", 1852),
        ("3.333333", "3", 1000),
        ("-0.125", "1", -13),
    ],
)
def test_a_line_is_rounded_half_up(price: str, quantity: str, fen: int) -> None:
    assert line_amount(Decimal(price), Decimal(quantity)) == Money(fen)


@given(
    st.decimals("0", "9999999999.999999", places=6),
    st.decimals("0", "9999.9999", places=4),
)
def test_a_line_is_the_exact_product_rounded_once(price: Decimal, quantity: Decimal) -> None:
    exact = Fraction(price) * Fraction(quantity) * 100
    oracle = int((exact + Fraction(1, 2)) // 1)
    assert line_amount(price, quantity) == Money(oracle)
    assert Decimal(oracle) == (Decimal(exact.numerator) / exact.denominator).quantize(Decimal(1), ROUND_HALF_UP)
