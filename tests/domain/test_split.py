"""The parts of a bill are at least nothing and make the whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.money import ZERO, Money
from pos_app.domain.split import all_by_customer
from tests.doubles.counter import split

parts = st.integers(0, 10**12)


@given(parts, parts, parts, parts)
def test_the_parts_make_the_whole(fund: int, account: int, shared: int, cash: int) -> None:
    whole = split(fund, account, shared, cash)
    assert whole.total == Money(fund + account + shared + cash)
    assert whole.insured + whole.cash == whole.total


@pytest.mark.parametrize("part", ["fund", "account", "shared", "cash"])
def test_no_part_is_below_nothing(part: str) -> None:
    with pytest.raises(ValueError, match="below nothing"):
        split(**{part: -1})


@given(parts)
def test_without_insurance_the_customer_pays_all(fen: int) -> None:
    whole = all_by_customer(Money(fen))
    assert (whole.insured, whole.cash, whole.total) == (ZERO, Money(fen), Money(fen))
