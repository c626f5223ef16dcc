"""Charging a pay code or a card: the order under its own number, what can be answered, and how long is waited."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TypeAlias

from pos_app.domain.refusal import Refusal, RefusalCode
from pos_app.domain.settlement import NoAnswer
from pos_app.domain.tender import ChargedTender

POLL_EVERY = timedelta(seconds=5)
POLL_FOR = timedelta(seconds=60)  # then the charge is reversed, right after the last query
REVERSE_AFTER = timedelta(seconds=15)  # earlier, the charge may still be under way: the wallets' own rule


@dataclass(frozen=True, slots=True)
class ChargeOrder:
    """A charge under the number that is on disk before it is sent; the same number is paid at most once."""

    order_no: str
    tender: ChargedTender


@dataclass(frozen=True, slots=True)
class Paid:
    """The channel has the money."""

    order_no: str
    reference: str
    paid_at: datetime


@dataclass(frozen=True, slots=True)
class UserPaying:
    """The customer is asked on the phone; nothing has moved yet."""


@dataclass(frozen=True, slots=True)
class OrderUnknown:
    """The channel has not heard of this order; it may still be under way."""


ChargeAnswer: TypeAlias = Paid | UserPaying | Refusal | NoAnswer
QueryAnswer: TypeAlias = Paid | UserPaying | OrderUnknown | Refusal | NoAnswer


@dataclass(frozen=True, slots=True)
class PaidCharge:
    order: ChargeOrder
    paid: Paid


class ChargeEnd(StrEnum):
    """How a charge that was written down ended; the values stand in the till's book."""

    PAID = "paid"
    REFUSED = "refused"
    REVERSED = "reversed"
    NEVER_SENT = "never_sent"
    RESOLVED = "resolved"
    """A person took it upon themselves."""


@dataclass(frozen=True, slots=True)
class EndedCharge:
    """An order that ended without money, and why."""

    order_no: str
    end: ChargeEnd
    reason: RefusalCode
