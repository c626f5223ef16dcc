"""What the platform keeps of vouchers, sessions, trades and settlements."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from pos_app.domain.money import Money
from pos_app.domain.voucher import Channel, CodeKind
from pos_app.verifier.rules import BillSums


@dataclass(frozen=True, slots=True)
class Voucher:
    """A code that a phone was given, known by its keyed digest only. `used_for` names the scan that used it up."""

    digest: str
    psn_no: str
    kind: CodeKind
    channel: Channel
    issued_at: datetime
    expires_at: datetime
    used_for: str | None = None
    is_revoked: bool = False


@dataclass(frozen=True, slots=True)
class Token:
    """An ecToken handed out by the decode call, known by its keyed digest only; one settlement may use it.

    `scan` is the keyed digest of the scan that it answered, which is told the same token when it is repeated.
    """

    digest: str
    psn_no: str
    issued_at: datetime
    expires_at: datetime
    used_by: str | None = None
    scan: str = ""


@dataclass(frozen=True, slots=True)
class FamilyTie:
    """A place in somebody's family account; `relation` is empty where the personas' own words are shown."""

    holder_id: str
    member_id: str
    relation: str = ""


@dataclass(frozen=True, slots=True)
class Session:
    """A till's sign-in (9001)."""

    sign_no: str
    pharmacy: str
    operator: str
    signed_in_at: datetime


@dataclass(frozen=True, slots=True)
class TradeKey:
    """What makes a trade the same trade: the pharmacy's msgid."""

    pharmacy: str
    msgid: str

    def __str__(self) -> str:
        return f"{self.pharmacy} {self.msgid}"


@dataclass(frozen=True, slots=True)
class KeptTrade:
    """An answer that is given again for ever.

    A tombstone has `content` None: it refuses a trade that arrives after its own reversal.
    """

    key: TradeKey
    infno: str
    content: str | None
    answer: str
    answered_at: datetime


class BillKind(StrEnum):
    """What a settlement row is: a purchase, or the row that undoes another."""

    SETTLE = "settle"
    CANCEL = "cancel"
    REVERSE = "reverse"


@dataclass(frozen=True, slots=True)
class SettledLine:
    """One line of a settled bill, kept for queries about it."""

    serial: str
    catalogue_code: str
    own_code: str
    price: Decimal
    count: Decimal
    amount: Money
    charge_class: str
    occurred_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SettledBill:
    """One settlement; a row that undoes another has its amounts below zero.

    `balance` is the person's own account after it. `insurance` and `clearing` are what 3201 sums up by.
    """

    setl_id: str
    mdtrt_id: str
    kind: BillKind
    undoes: str | None
    key: TradeKey
    psn_no: str
    cert_type: str
    area: str
    settled_at: datetime
    sums: BillSums
    balance: Money
    lines: tuple[SettledLine, ...] = ()
    insurance: str = ""
    clearing: str = ""
    purchase: str = ""
    invoice: str = ""

    @property
    def moves_money(self) -> bool:
        return bool(self.sums.fund or self.sums.account or self.sums.shared)
