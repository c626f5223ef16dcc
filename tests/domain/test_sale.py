"""A draft and a ticket that do not add up cannot be made."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.money import Money
from pos_app.domain.sale import SaleDraft
from pos_app.domain.settlement import Identity
from tests.doubles.counter import (
    CREDENTIAL,
    FULL_NAME,
    ID_NUMBER,
    basket,
    by_account,
    cash_draft,
    in_cash,
    insured_draft,
    payer,
    split,
)


def test_a_split_of_another_bill_is_refused() -> None:
    with pytest.raises(ValueError, match="not of this basket"):
        SaleDraft(basket(), payer(split(account=1)), ())


@given(st.integers(0, 3550), st.integers(-5000, 5000))
def test_cash_covers_the_customers_part_and_the_rest_is_change(cash: int, more: int) -> None:
    whole = by_account(basket(), cash)
    if more < 0:
        with pytest.raises(ValueError, match=r"does not cover|at least nothing"):
            SaleDraft(basket(), payer(whole), in_cash(Money(cash + more)))
    else:
        draft = SaleDraft(basket(), payer(whole), in_cash(Money(cash + more)))
        assert draft.change == Money(more)
        assert draft.split == whole


def test_without_a_voucher_the_customer_pays_all() -> None:
    draft = cash_draft(given=Money(5000))
    assert draft.split.cash == draft.basket.total
    assert draft.change == Money(5000 - 3550)


def test_a_person_in_clear_is_in_no_repr() -> None:
    identity = Identity(FULL_NAME, "01", ID_NUMBER, CREDENTIAL)
    shown = f"{identity!r} {identity} {insured_draft()!r}"
    assert [secret for secret in (FULL_NAME, ID_NUMBER, CREDENTIAL) if secret in shown] == []


def test_a_draft_is_the_same_by_value() -> None:
    assert insured_draft(cash=100) == insured_draft(cash=100)
    assert insured_draft(cash=100) != replace(insured_draft(cash=100), tenders=in_cash(Money(101)))
