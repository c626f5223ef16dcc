"""What a sale asks the world to do."""

from dataclasses import dataclass
from typing import TypeAlias

from pos_app.domain.basket import Basket
from pos_app.domain.code import VoucherCode
from pos_app.domain.refusal import Refusal
from pos_app.domain.sale import Sale, SaleDraft
from pos_app.domain.settlement import Insured, Settlement


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
    draft: SaleDraft
    sale_no: str
    msgid: str


@dataclass(frozen=True, slots=True)
class Reverse:
    draft: SaleDraft
    sale_no: str
    msgid: str


@dataclass(frozen=True, slots=True)
class Cancel:
    draft: SaleDraft
    sale_no: str
    settlement: Settlement


@dataclass(frozen=True, slots=True)
class DropIntent:
    """The platform said a definite no: the frozen draft will never be a sale."""

    sale_no: str
    refusal: Refusal


@dataclass(frozen=True, slots=True)
class RecordSale:
    draft: SaleDraft
    sale_no: str
    settlement: Settlement | None


@dataclass(frozen=True, slots=True)
class PrintReceipt:
    sale: Sale


Effect: TypeAlias = (
    Identify | RequestQuote | FreezeDraft | Settle | Reverse | Cancel | DropIntent | RecordSale | PrintReceipt
)
