"""What a sale asks the world to do."""

from dataclasses import dataclass
from typing import TypeAlias

from pos_app.domain.basket import Basket
from pos_app.domain.charge import ChargeOrder, EndedCharge
from pos_app.domain.code import VoucherCode
from pos_app.domain.refusal import Refusal
from pos_app.domain.sale import Deal, Sale, SaleDraft
from pos_app.domain.settlement import Insured, Settlement
from pos_app.domain.tender import ChargedTender


@dataclass(frozen=True, slots=True)
class Identify:
    code: VoucherCode
    attempt: int


@dataclass(frozen=True, slots=True)
class RequestQuote:
    basket: Basket
    insured: Insured
    attempt: int


@dataclass(frozen=True, slots=True)
class FreezeDraft:
    draft: SaleDraft


@dataclass(frozen=True, slots=True)
class Settle:
    deal: Deal


@dataclass(frozen=True, slots=True)
class AskSettlement:
    """Ask what became of a settlement that was not answered."""

    deal: Deal


@dataclass(frozen=True, slots=True)
class Reverse:
    """Undo a settlement that is not known to have happened, and end its intent."""

    deal: Deal


@dataclass(frozen=True, slots=True)
class Cancel:
    """Undo a settlement that is known, and end its intent."""

    deal: Deal
    settlement: Settlement
    reason: Refusal


@dataclass(frozen=True, slots=True)
class BeginCharge:
    """Give one more charge a number on disk."""

    sale_no: str
    tender: ChargedTender


@dataclass(frozen=True, slots=True)
class Charge:
    order: ChargeOrder


@dataclass(frozen=True, slots=True)
class AskCharge:
    order_no: str


@dataclass(frozen=True, slots=True)
class RevokeCharge:
    """Undo a charge, whatever became of it, and write down that it ended."""

    sale_no: str
    order_no: str
    reason: Refusal


@dataclass(frozen=True, slots=True)
class EndCharges:
    """Write down that these orders ended without money."""

    ends: tuple[EndedCharge, ...]


@dataclass(frozen=True, slots=True)
class DropIntent:
    """The frozen draft will never be a sale: nothing has moved, or all of it has come back."""

    deal: Deal
    refusal: Refusal


@dataclass(frozen=True, slots=True)
class RecordSale:
    deal: Deal


@dataclass(frozen=True, slots=True)
class PrintReceipt:
    sale: Sale


Effect: TypeAlias = (
    Identify
    | RequestQuote
    | FreezeDraft
    | Settle
    | AskSettlement
    | Reverse
    | Cancel
    | BeginCharge
    | Charge
    | AskCharge
    | RevokeCharge
    | EndCharges
    | DropIntent
    | RecordSale
    | PrintReceipt
)
