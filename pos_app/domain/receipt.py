"""The small ticket as a value: frozen when the sale is final, never computed again."""

from dataclasses import dataclass
from datetime import datetime

from pos_app.domain.money import ZERO, Money


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """One article as it was sold."""

    name: str
    name_en: str
    spec: str
    maker: str
    lot: str
    expiry: str
    quantity: int
    price: Money
    amount: Money
    class_code: str
    is_prescription: bool
    payable_by_account: bool
    reduction: Money = ZERO

    def __post_init__(self) -> None:
        if self.price.fen * self.quantity - self.reduction.fen != self.amount.fen:
            raise ValueError("a line of a receipt does not add up")


@dataclass(frozen=True, slots=True)
class ReceiptInsurance:
    """What the platform said of the settlement; `balance` is None where the region does not show it."""

    person: str
    insurance: str
    area: str
    settlement_id: str
    visit_id: str
    msgid: str
    balance: Money | None


@dataclass(frozen=True, slots=True)
class Receipt:
    """Everything a ticket says, masked already; `sold_at` is in UTC, `insurance` None for a sale without a voucher."""

    pharmacy: str
    pharmacy_en: str
    pharmacy_code: str
    till: str
    cashier: str
    sale_no: str
    sold_at: datetime
    lines: tuple[ReceiptLine, ...]
    total: Money
    fund: Money
    account: Money
    shared: Money
    customer: Money
    cash_given: Money
    change: Money
    insurance: ReceiptInsurance | None
    mobile: Money = ZERO
    card: Money = ZERO

    def __post_init__(self) -> None:
        if self.fund + self.account + self.shared + self.customer != self.total:
            raise ValueError("the parts of a receipt do not add up to its total")
        if self.cash_given + self.mobile + self.card - self.change != self.customer:
            raise ValueError("what was given less change is not what the customer paid")

    @property
    def pieces(self) -> int:
        return sum(line.quantity for line in self.lines)
