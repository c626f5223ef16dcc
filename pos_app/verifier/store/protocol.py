"""What the platform needs of a store.

A race is decided by the store, not by a look beforehand: methods that may lose one say so by returning False. One
`write()` is one durable transaction; an exception inside it undoes all of it.
"""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol

from pos_app.domain.ledger import AccountRef, JournalEntry
from pos_app.domain.money import Money
from pos_app.domain.voucher import Channel, CodeKind
from pos_app.verifier.invariants import Invariant
from pos_app.verifier.people import Person
from pos_app.verifier.records import KeptTrade, Session, SettledBill, Token, TradeKey, Voucher
from pos_app.verifier.store.goods_protocol import ClearingBooks, GoodsBooks, GoodsLedger
from pos_app.verifier.store.people_protocol import PeopleBooks, PeopleLedger


class Reader(ClearingBooks, GoodsBooks, PeopleBooks, Protocol):
    """Questions; all answers of one reader are of one moment."""

    def people(self) -> tuple[Person, ...]:
        """List the personas in their order; generated people are not listed."""
        ...

    def person(self, psn_no: str) -> Person | None: ...

    def person_called(self, person_id: str) -> Person | None: ...

    def person_with_card(self, card_no: str) -> Person | None: ...

    def person_with_id_number(self, certno: str) -> Person | None: ...

    def sharers_with(self, person_id: str) -> tuple[Person, ...]:
        """List those on whose accounts a person may draw, in the order they were listed."""
        ...

    def balance(self, account: AccountRef) -> Money: ...

    def voucher(self, digest: str) -> Voucher | None: ...

    def token(self, digest: str) -> Token | None: ...

    def is_signed_in(self, *, pharmacy: str, operator: str, sign_no: str) -> bool:
        """Say whether a session is open: the one named, or any of the operator's where none is named."""
        ...

    def kept_trade(self, key: TradeKey) -> KeptTrade | None: ...

    def bill(self, setl_id: str) -> SettledBill | None: ...

    def bill_of(self, key: TradeKey) -> SettledBill | None:
        """Give the settlement that a trade posted, if it posted one."""
        ...

    def is_undone(self, setl_id: str) -> bool: ...

    def entry(self, entry_id: str) -> JournalEntry | None: ...

    def accounts(self) -> tuple[tuple[AccountRef, Money], ...]: ...

    def purchases_of(self, psn_no: str, *, begin: datetime, end: datetime) -> tuple[SettledBill, ...]:
        """List a person's purchases, those cancelled included and those reversed not, the oldest first."""
        ...

    def bills(self) -> tuple[SettledBill, ...]: ...

    def settled(self) -> dict[str, Money]:
        """Give what insurance paid of every purchase that stands, by the till's msgid."""
        ...

    def entries(self) -> tuple[JournalEntry, ...]: ...

    def undone(self) -> frozenset[str]: ...

    def violations(self, invariant: Invariant) -> tuple[str, ...]:
        """Give the ids of what breaks an invariant."""
        ...


class Writer(Reader, GoodsLedger, PeopleLedger, Protocol):
    """Changes within one transaction."""

    def add_people(self, people: Sequence[Person]) -> None: ...

    def add_voucher(self, voucher: Voucher) -> None: ...

    def revoke_vouchers(self, psn_no: str, kind: CodeKind, channel: Channel) -> None:
        """Revoke what is neither used nor revoked of a person's codes of one kind and channel."""
        ...

    def forget_codes(self, ended_before: datetime, *, at_most: int) -> None:
        """Forget some vouchers and some tokens whose life ended before a moment, used or not."""
        ...

    def use_voucher(self, digest: str, *, used_for: str, at: datetime) -> bool:
        """Use up a voucher that is unused, standing and within its life; False if it is not."""
        ...

    def add_token(self, token: Token) -> None: ...

    def use_token(self, digest: str, *, key: TradeKey, at: datetime) -> bool:
        """Use a token that is unused and within its life; False if it is not."""
        ...

    def release_token(self, key: TradeKey, *, at: datetime) -> None:
        """Give a token back whose settlement was reversed, if it still lives."""
        ...

    def open_session(self, session: Session) -> None: ...

    def close_session(self, *, pharmacy: str, sign_no: str, at: datetime) -> bool: ...

    def keep_trade(self, trade: KeptTrade) -> None: ...

    def post(self, entry: JournalEntry) -> None: ...

    def add_bill(self, bill: SettledBill) -> None: ...

    def mark_undone(self, setl_id: str, *, by: str) -> bool:
        """Mark a settlement as undone by another; False if it already is."""
        ...

    def mark_standing(self, setl_id: str) -> None:
        """Take the mark off again, when what undid it was itself reversed."""
        ...


class Store(Protocol):
    """A place that keeps what it acknowledged."""

    def read(self) -> AbstractContextManager[Reader]: ...

    def write(self) -> AbstractContextManager[Writer]: ...

    def batch(self) -> AbstractContextManager[None]:
        """Let the writes of this thread share one commit; nothing of it may be acknowledged before its end."""
        ...

    def close(self) -> None: ...
