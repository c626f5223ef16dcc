"""Double entry: every entry adds up to nothing, so the ledger does, and what is undone leaves no trace."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.ledger import (
    AccountKind,
    AccountRef,
    JournalEntry,
    Posting,
    Unbalanced,
    balances,
    counter_entry,
)
from pos_app.domain.money import ZERO, Money, total
from tests.doubles.clock import NOON

PERSON = AccountRef(AccountKind.PERSON, "51010000000001")
FUND = AccountRef(AccountKind.FUND, "510100")
PHARMACY = AccountRef(AccountKind.PHARMACY, "P51010000001")


def entry(*legs: tuple[AccountRef, int], entry_id: str = "1") -> JournalEntry:
    return JournalEntry(entry_id, NOON, tuple(Posting(account, Money(fen)) for account, fen in legs))


entries = st.builds(
    lambda own, pooled: entry((PERSON, -own), (FUND, -pooled), (PHARMACY, own + pooled)),
    st.integers(1, 10**9),
    st.integers(1, 10**9),
)


@pytest.mark.parametrize(
    "legs",
    [
        ((PERSON, -100), (PHARMACY, 99)),
        ((PERSON, 100), (PHARMACY, 100)),
        (),
        ((PERSON, 0), (PHARMACY, 0)),
        ((PERSON, -100), (PHARMACY, 100), (FUND, 0)),
    ],
)
def test_what_moves_nothing_or_does_not_balance_is_no_entry(legs: tuple[tuple[AccountRef, int], ...]) -> None:
    with pytest.raises(Unbalanced):
        entry(*legs)


def test_an_entry_posts_once_to_an_account() -> None:
    with pytest.raises(ValueError, match="twice"):
        entry((PERSON, -100), (PERSON, -100), (PHARMACY, 200))


@given(st.lists(entries))
def test_the_ledger_adds_up_to_nothing(booked: list[JournalEntry]) -> None:
    assert total(balances(booked).values()) == ZERO


@given(st.lists(entries), entries)
def test_an_entry_and_its_counter_entry_change_nothing(booked: list[JournalEntry], undone: JournalEntry) -> None:
    counter = counter_entry(undone, entry_id="2", booked_at=NOON)
    before = {account: amount for account, amount in balances(booked).items() if amount}
    after = {account: amount for account, amount in balances([*booked, undone, counter]).items() if amount}
    assert after == before
    assert counter_entry(counter, entry_id="1", booked_at=NOON) == undone


def test_only_a_persons_account_has_a_bottom() -> None:
    assert [kind for kind in AccountKind if not AccountRef(kind, "1").may_be_overdrawn] == [AccountKind.PERSON]
