"""The laws of double entry."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.ledger import AccountKind, AccountRef, JournalEntry, Posting, Unbalanced, balances, counter_entry
from pos_app.domain.money import ZERO, Money, total

NOW = datetime(2026, 11, 22, tzinfo=UTC)
ACCOUNTS = [AccountRef(AccountKind.PERSON, str(number)) for number in range(6)]
OWED = AccountRef(AccountKind.PHARMACY, "P")


@st.composite
def entries(draw: st.DrawFn) -> JournalEntry:
    amounts = draw(st.lists(st.integers(1, 10**9), min_size=1, max_size=len(ACCOUNTS)))
    legs = [Posting(account, Money(-fen)) for account, fen in zip(ACCOUNTS, amounts, strict=False)]
    return JournalEntry("e", NOW, (*legs, Posting(OWED, Money(sum(amounts)))))


@given(st.lists(entries()))
def test_all_balances_together_are_nothing(book: list[JournalEntry]) -> None:
    assert total(balances(book).values()) == ZERO


@given(entries())
def test_a_counter_entry_undoes_an_entry(entry: JournalEntry) -> None:
    counter = counter_entry(entry, entry_id="c", booked_at=NOW)
    assert set(balances([entry, counter]).values()) == {ZERO}
    assert counter_entry(counter, entry_id="e", booked_at=NOW) == entry


@given(st.lists(st.integers(-5, 5).filter(bool), max_size=5).filter(lambda amounts: sum(amounts) != 0))
def test_what_does_not_add_up_is_no_entry(amounts: list[int]) -> None:
    with pytest.raises(Unbalanced):
        JournalEntry("e", NOW, tuple(Posting(ACCOUNTS[n], Money(fen)) for n, fen in enumerate(amounts)))


def test_nothing_and_one_account_twice_are_no_entries() -> None:
    for postings in ((), (Posting(OWED, ZERO), Posting(ACCOUNTS[0], ZERO))):
        with pytest.raises(Unbalanced):
            JournalEntry("e", NOW, postings)
    with pytest.raises(ValueError, match="twice"):
        JournalEntry("e", NOW, (Posting(OWED, Money(1)), Posting(OWED, Money(-1))))


def test_only_personal_accounts_may_not_be_overdrawn() -> None:
    assert [kind for kind in AccountKind if not AccountRef(kind, "x").may_be_overdrawn] == [AccountKind.PERSON]
