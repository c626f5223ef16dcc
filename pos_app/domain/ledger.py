"""Double-entry bookkeeping: entries whose postings add up to nothing, and balances that follow from them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from pos_app.domain.money import ZERO, Money, total


class Unbalanced(ValueError):
    """Postings that do not add up to nothing are no entry."""


class AccountKind(StrEnum):
    """What stands behind an account of the platform's ledger."""

    PERSON = "person"  # 个人账户
    FUND = "fund"  # 统筹基金
    PHARMACY = "pharmacy"  # what the platform owes a pharmacy until it is cleared
    CONTRIBUTIONS = "contributions"  # where the money of personal accounts comes from


@dataclass(frozen=True, slots=True, order=True)
class AccountRef:
    """One account: its kind, and the number of the person, fund, pharmacy or area it belongs to."""

    kind: AccountKind
    holder: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.holder}"

    @property
    def may_be_overdrawn(self) -> bool:
        return self.kind is not AccountKind.PERSON


@dataclass(frozen=True, slots=True)
class Posting:
    """One leg of an entry; an amount above nothing raises the account's balance."""

    account: AccountRef
    amount: Money


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """Postings that belong together and add up to nothing, at most one an account."""

    entry_id: str
    booked_at: datetime
    postings: tuple[Posting, ...]

    def __post_init__(self) -> None:
        if total(posting.amount for posting in self.postings):
            raise Unbalanced(f"the postings of {self.entry_id} do not add up to nothing")
        if len(self.postings) < 2 or not all(posting.amount for posting in self.postings):
            raise Unbalanced(f"{self.entry_id} moves nothing")
        if len({posting.account for posting in self.postings}) != len(self.postings):
            raise ValueError(f"{self.entry_id} posts twice to one account")


def counter_entry(entry: JournalEntry, *, entry_id: str, booked_at: datetime) -> JournalEntry:
    """Give the entry that undoes another: the same accounts, every amount turned round."""
    postings = tuple(Posting(posting.account, -posting.amount) for posting in entry.postings)
    return JournalEntry(entry_id, booked_at, postings)


def balances(entries: Iterable[JournalEntry]) -> dict[AccountRef, Money]:
    """Derive every account's balance."""
    found: defaultdict[AccountRef, Money] = defaultdict(lambda: ZERO)
    for entry in entries:
        for posting in entry.postings:
            found[posting.account] += posting.amount
    return dict(found)
