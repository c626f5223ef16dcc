"""Cash as a cashier types and counts it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.cash import format_cash, parse_cash, quick_amounts, stepped
from pos_app.domain.money import ZERO, Money


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("50", 5000),
        (" 50 ", 5000),
        ("29.8", 2980),
        ("29.80", 2980),
        ("29.", 2900),
        ("0", 0),
        ("999999.99", 99_999_999),
        ("", None),
        ("-5", None),
        ("1e3", None),
        ("29.801", None),
        ("1000000", None),
        ("1,204.33", None),
        ("５０", None),
        ("fifty", None),
        ("NaN", None),
    ],
)
def test_only_plain_yuan_are_an_amount(text: str, fen: int | None) -> None:
    assert parse_cash(text) == (None if fen is None else Money(fen))


@given(st.integers(0, 99_999_999).map(Money))
def test_an_amount_survives_being_written_and_read(amount: Money) -> None:
    assert parse_cash(format_cash(amount)) == amount


@pytest.mark.parametrize(
    ("due", "offered"),
    [
        (2980, [2980, 3000, 5000, 10000]),
        (1280, [1280, 1500, 2000, 5000, 10000]),
        (5000, [5000, 10000]),
        (10000, [10000]),
        (35760, [35760, 36000, 40000]),
        (1, [1, 500, 1000, 5000, 10000]),
        (0, []),
    ],
)
def test_the_exact_sum_and_the_next_notes_are_offered(due: int, offered: list[int]) -> None:
    assert quick_amounts(Money(due)) == tuple(map(Money, offered))


@given(st.integers(1, 10_000_000).map(Money))
def test_every_sum_that_is_offered_is_enough_and_offered_once(due: Money) -> None:
    offered = quick_amounts(due)
    assert offered[0] == due
    assert list(offered) == sorted(set(offered))
    assert len(offered) <= 5
    assert all(amount - due < Money(10000) for amount in offered)
    assert ZERO not in offered


@pytest.mark.parametrize(
    ("given", "step", "comes"),
    [
        (None, 1, 2980),
        (2980, 1, 3000),
        (3100, 1, 5000),
        (10000, 1, 10000),
        (99999, 1, 10000),
        (None, -1, 2980),
        (5000, -1, 3000),
        (2980, -1, 2980),
        (99999, -1, 10000),
    ],
)
def test_arrow_keys_go_through_the_offered_sums(given: int | None, step: int, comes: int) -> None:
    assert stepped(Money(2980), None if given is None else Money(given), step) == Money(comes)
