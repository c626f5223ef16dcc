"""The platform's books for reading: accounts, settlements and postings, every person's number masked."""

from dataclasses import dataclass
from datetime import datetime

from pos_app.domain.ledger import AccountKind, AccountRef
from pos_app.domain.masking import mask_number
from pos_app.domain.money import Money
from pos_app.verifier.accounts import masked_reference
from pos_app.verifier.records import BillKind
from pos_app.verifier.rules import BillSums
from pos_app.verifier.store.protocol import Store


@dataclass(frozen=True, slots=True)
class AccountLine:
    kind: AccountKind
    holder: str
    balance: Money


@dataclass(frozen=True, slots=True)
class SettlementLine:
    """One settlement; `stands` is False once another has undone it."""

    setl_id: str
    mdtrt_id: str
    kind: BillKind
    undoes: str | None
    stands: bool
    msgid: str
    person_no: str
    settled_at: datetime
    sums: BillSums


@dataclass(frozen=True, slots=True)
class PostingLine:
    kind: AccountKind
    holder: str
    amount: Money


@dataclass(frozen=True, slots=True)
class EntryLine:
    entry_id: str
    booked_at: datetime
    postings: tuple[PostingLine, ...]


class LedgerView:
    """Questions to the books; nothing here changes them."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def accounts(self) -> tuple[AccountLine, ...]:
        with self._store.read() as books:
            return tuple(AccountLine(ref.kind, _holder(ref), balance) for ref, balance in books.accounts())

    def settlements(self) -> tuple[SettlementLine, ...]:
        """List all settlements as they were posted, oldest first."""
        with self._store.read() as books:
            undone = books.undone()
            return tuple(
                SettlementLine(
                    setl_id=bill.setl_id,
                    mdtrt_id=bill.mdtrt_id,
                    kind=bill.kind,
                    undoes=bill.undoes,
                    stands=bill.setl_id not in undone,
                    msgid=bill.key.msgid,
                    person_no=mask_number(bill.psn_no),
                    settled_at=bill.settled_at,
                    sums=bill.sums,
                )
                for bill in books.bills()
            )

    def cleared(self) -> tuple[SettlementLine, ...]:
        """List what is cleared: a settlement that was reversed has never been, and its reversal neither."""
        lines = self.settlements()
        reversed_ = {line.undoes for line in lines if line.kind is BillKind.REVERSE}
        return tuple(line for line in lines if line.kind is not BillKind.REVERSE and line.setl_id not in reversed_)

    def entries(self) -> tuple[EntryLine, ...]:
        with self._store.read() as books:
            return tuple(
                EntryLine(
                    masked_reference(entry.entry_id),
                    entry.booked_at,
                    tuple(PostingLine(p.account.kind, _holder(p.account), p.amount) for p in entry.postings),
                )
                for entry in books.entries()
            )

    def settled(self) -> dict[str, Money]:
        """Give what insurance paid of every purchase that stands, by the till's msgid."""
        with self._store.read() as books:
            return books.settled()


def _holder(account: AccountRef) -> str:
    return mask_number(account.holder) if account.kind is AccountKind.PERSON else account.holder
