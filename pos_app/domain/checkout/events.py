"""What can happen to a sale."""

from dataclasses import dataclass
from typing import TypeAlias

from pos_app.domain.basket import Basket
from pos_app.domain.code import VoucherCode
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
class AttemptFailed:
    """Identifying or quoting came to nothing; neither moves money."""

    attempt: int
    refusal: Refusal


@dataclass(frozen=True, slots=True)
class CashChosen:
    """No voucher: the customer pays all."""


@dataclass(frozen=True, slots=True)
class CashGiven:
    amount: Money


@dataclass(frozen=True, slots=True)
class DraftFrozen:
    """The intent is on disk; `msgid` is empty for a sale without a voucher."""

    sale_no: str
    msgid: str


@dataclass(frozen=True, slots=True)
class SettlementArrived:
    settlement: Settlement


@dataclass(frozen=True, slots=True)
class SettlementRefused:
    msgid: str
    refusal: Refusal


@dataclass(frozen=True, slots=True)
class OutcomeUnknown:
    """No usable answer to a settlement, a reversal or a cancellation of this msgid."""

    msgid: str


@dataclass(frozen=True, slots=True)
class ReversalConfirmed:
    msgid: str


@dataclass(frozen=True, slots=True)
class CancellationConfirmed:
    msgid: str


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
    """A person asks for another try at an unknown outcome."""


@dataclass(frozen=True, slots=True)
class NextCustomer:
    pass


Event: TypeAlias = (
    BasketChanged
    | VoucherScanned
    | PersonIdentified
    | QuoteArrived
    | AttemptFailed
    | CashChosen
    | CashGiven
    | DraftFrozen
    | SettlementArrived
    | SettlementRefused
    | OutcomeUnknown
    | ReversalConfirmed
    | CancellationConfirmed
    | SaleRecorded
    | SaidNo
    | Abandoned
    | TriedAgain
    | NextCustomer
)
