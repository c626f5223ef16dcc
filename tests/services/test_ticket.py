"""A ticket says what was sold and what the platform moved, and nothing in clear."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.money import ZERO, Money
from pos_app.domain.sale import Sale
from pos_app.services.ticket import receipt_of
from tests.doubles.clock import NOON
from tests.doubles.counter import (
    CREAM,
    CREDENTIAL,
    FULL_NAME,
    ID_NUMBER,
    REMEDY,
    SHOP,
    basket,
    cash_draft,
    insured_draft,
    settlement,
)

MSGID = "P51010000001202611211200000001"
SALE_NO = "0126112100001"


def by_insurance(cash: int = 550, balance: Money | None = Money(116_883)) -> Sale:  # noqa: B008  a frozen value
    draft = insured_draft(cash=cash)
    return Sale(SALE_NO, NOON, draft, replace(settlement(draft, MSGID), balance=balance))


def test_a_ticket_carries_the_split_that_was_settled() -> None:
    ticket = receipt_of(by_insurance(), SHOP)
    assert (ticket.total, ticket.account, ticket.customer) == (Money(3550), Money(3000), Money(550))
    assert (ticket.cash_given, ticket.change, ticket.fund, ticket.shared) == (Money(550), ZERO, ZERO, ZERO)
    assert (ticket.sale_no, ticket.sold_at, ticket.pharmacy) == (SALE_NO, NOON, SHOP.name)


def test_a_ticket_names_the_settlement() -> None:
    insurance = receipt_of(by_insurance(), SHOP).insurance
    assert insurance is not None
    assert (insurance.person, insurance.insurance, insurance.area) == ("李**", "310", "510100")
    assert (insurance.msgid, insurance.balance) == (MSGID, Money(116_883))
    assert insurance.settlement_id
    assert insurance.visit_id


def test_a_balance_that_is_not_shown_stays_out() -> None:
    insurance = receipt_of(by_insurance(balance=None), SHOP).insurance
    assert insurance is not None
    assert insurance.balance is None


@given(st.integers(0, 100_000))
def test_a_cash_sale_has_change_and_no_insurance(more: int) -> None:
    draft = cash_draft(given=Money(3550 + more))
    ticket = receipt_of(Sale(SALE_NO, NOON, draft, None), SHOP)
    assert ticket.insurance is None
    assert (ticket.customer, ticket.change) == (Money(3550), Money(more))


def test_each_line_says_what_is_on_the_pack_and_whether_an_account_may_pay() -> None:
    sale = Sale(SALE_NO, NOON, cash_draft(basket((REMEDY, 2), (CREAM, 1))), None)
    remedy, cream = receipt_of(sale, SHOP).lines
    assert (remedy.name, remedy.quantity, remedy.price, remedy.amount) == ("感冒灵颗粒", 2, Money(1280), Money(2560))
    assert (remedy.lot, remedy.expiry, remedy.class_code) == ("2604A17", "2028-03", "01")
    assert (remedy.payable_by_account, cream.payable_by_account) == (True, False)


def test_nothing_on_a_ticket_is_in_clear() -> None:
    shown = repr(receipt_of(by_insurance(), SHOP))
    assert [secret for secret in (FULL_NAME, ID_NUMBER, CREDENTIAL) if secret in shown] == []


def test_a_settlement_that_is_not_of_this_cash_makes_no_ticket() -> None:
    sale = by_insurance(cash=550)
    other = replace(sale, settlement=settlement(insured_draft(cash=551), MSGID))
    with pytest.raises(ValueError, match="less change"):
        receipt_of(other, SHOP)
