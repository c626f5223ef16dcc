"""What can happen to a sale."""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from pos_app.domain.basket import Basket
from pos_app.domain.charge import ChargeAnswer, QueryAnswer
from pos_app.domain.code import PayCode, VoucherCode
from pos_app.domain.money import Money
from pos_app.domain.refusal import Refusal
from pos_app.domain.sale import Sale
from pos_app.domain.settlement import Insured, Quote, Settlement


@dataclass(frozen=True, slots=True)
class BasketChanged:
    basket: Basket


@dataclass(frozen=True, slots=True)
class VoucherScanned:
    code: VoucherCode
    attempt: int


@dataclass(frozen=True, slots=True)
class PersonIdentified:
    attempt: int
    insured: Insured


@dataclass(frozen=True, slots=True)
class QuoteArrived:
    attempt: int
    quote: Quote


@dataclass(frozen=True, slots=True)
class SharedAgreed:
    """The customer lets the family's account pay its part."""


@dataclass(frozen=True, slots=True)
class SharedDeclined:
    """The customer does not; the bill is quoted anew, under a number of its own like any other attempt."""

    attempt: int


@dataclass(frozen=True, slots=True)
class AttemptFailed:
    """Identifying or quoting came to nothing; neither moves money."""

    attempt: int
    refusal: Refusal


@dataclass(frozen=True, slots=True)
class CashChosen:
    """No voucher: the customer pays all."""


@dataclass(frozen=True, slots=True)
class CashGiven:
    """Cash was put down, on top of what lies there."""

    amount: Money


@dataclass(frozen=True, slots=True)
class PayCodeScanned:
    """A wallet's pay code for the rest, or for the part that was named."""

    code: PayCode
    amount: Money | None = None


@dataclass(frozen=True, slots=True)
class CardChosen:
    """The card terminal for the rest, or for the part that was named."""

    amount: Money | None = None


@dataclass(frozen=True, slots=True)
class CustomerConfirmed:
    """The customer has confirmed the payment on the phone, as far as the counter can tell."""


@dataclass(frozen=True, slots=True)
class DraftFrozen:
    """The intent is on disk; `msgid` is empty for a sale without a voucher, each charge has its order number."""

    sale_no: str
    msgid: str
    order_nos: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SettlementArrived:
    settlement: Settlement


@dataclass(frozen=True, slots=True)
class SettlementRefused:
    msgid: str
    refusal: Refusal


@dataclass(frozen=True, slots=True)
class SettlementNotFound:
    """The platform was asked and holds no such settlement, or cannot be asked."""

    msgid: str


@dataclass(frozen=True, slots=True)
class OutcomeUnknown:
    """No usable answer to a settlement, or to a question about it or an undoing of it."""

    msgid: str
    at: datetime


@dataclass(frozen=True, slots=True)
class UndoRefused:
    """A definite no to a reversal or a cancellation of this msgid."""

    msgid: str
    refusal: Refusal


@dataclass(frozen=True, slots=True)
class ReversalConfirmed:
    msgid: str


@dataclass(frozen=True, slots=True)
class CancellationConfirmed:
    msgid: str


@dataclass(frozen=True, slots=True)
class ChargeBegun:
    """One more charge is on disk."""

    order_no: str


@dataclass(frozen=True, slots=True)
class ChargeAnswered:
    order_no: str
    answer: ChargeAnswer
    sent_at: datetime
    at: datetime


@dataclass(frozen=True, slots=True)
class ChargeFound:
    """What the channel said when it was asked about an order."""

    order_no: str
    answer: QueryAnswer
    at: datetime


@dataclass(frozen=True, slots=True)
class ChargeRevoked:
    order_no: str


@dataclass(frozen=True, slots=True)
class RevocationUnknown:
    order_no: str
    at: datetime


@dataclass(frozen=True, slots=True)
class RevocationRefused:
    order_no: str
    refusal: Refusal


@dataclass(frozen=True, slots=True)
class SaleRecorded:
    sale: Sale


@dataclass(frozen=True, slots=True)
class SaidNo:
    """Something at the counter itself was refused, such as a wrong code under the scanner."""

    refusal: Refusal


@dataclass(frozen=True, slots=True)
class Abandoned:
    """One step back, never losing the goods."""


@dataclass(frozen=True, slots=True)
class TriedAgain:
    """A person asks for another try at an unknown outcome, or for a look at a charge, now."""


@dataclass(frozen=True, slots=True)
class TimePassed:
    now: datetime


@dataclass(frozen=True, slots=True)
class NextCustomer:
    """The next sale; one whose outcome is unknown stays behind as a task."""


Event: TypeAlias = (
    BasketChanged
    | VoucherScanned
    | PersonIdentified
    | QuoteArrived
    | SharedAgreed
    | SharedDeclined
    | AttemptFailed
    | CashChosen
    | CashGiven
    | PayCodeScanned
    | CardChosen
    | CustomerConfirmed
    | DraftFrozen
    | SettlementArrived
    | SettlementRefused
    | SettlementNotFound
    | OutcomeUnknown
    | UndoRefused
    | ReversalConfirmed
    | CancellationConfirmed
    | ChargeBegun
    | ChargeAnswered
    | ChargeFound
    | ChargeRevoked
    | RevocationUnknown
    | RevocationRefused
    | SaleRecorded
    | SaidNo
    | Abandoned
    | TriedAgain
    | TimePassed
    | NextCustomer
)
