"""A ticket whose sums do not hold cannot be made."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.money import Money
from pos_app.domain.sale import Sale
from pos_app.services.ticket import receipt_of
from tests.doubles.clock import NOON
from tests.doubles.counter import SHOP, cash_draft

TICKET = receipt_of(Sale("0126112100001", NOON, cash_draft(given=Money(4000)), None), SHOP)


@pytest.mark.parametrize("part", ["fund", "account", "shared", "customer", "total"])
@given(wrong=st.integers(-100, 100).filter(bool))
def test_parts_that_do_not_make_the_total_are_refused(part: str, wrong: int) -> None:
    amount: Money = getattr(TICKET, part)
    changed: dict[str, Any] = {part: amount + Money(wrong)}
    with pytest.raises(ValueError, match="do not add up"):
        replace(TICKET, **changed)


@pytest.mark.parametrize("part", ["cash_given", "change"])
@given(wrong=st.integers(-100, 100).filter(bool))
def test_change_that_does_not_fit_is_refused(part: str, wrong: int) -> None:
    amount: Money = getattr(TICKET, part)
    changed: dict[str, Any] = {part: amount + Money(wrong)}
    with pytest.raises(ValueError, match="less change"):
        replace(TICKET, **changed)


def test_pieces_are_counted_over_all_lines() -> None:
    assert TICKET.pieces == 3
