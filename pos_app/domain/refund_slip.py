"""The paper of a refund as a value: frozen when the refund is final, never computed again."""

from dataclasses import dataclass
from datetime import datetime

from pos_app.domain.money import Money


@dataclass(frozen=True, slots=True)
class SlipLine:
    """Goods that came back."""

    name: str
    quantity: int
    amount: Money


@dataclass(frozen=True, slots=True)
class RefundSlip:
    """Everything that the paper says; `insured` went back to insurance by cancelling `settlement_id`, empty without."""

    pharmacy: str
    pharmacy_en: str
    pharmacy_code: str
    till: str
    cashier: str
    refund_no: str
    sale_no: str
    refunded_at: datetime
    lines: tuple[SlipLine, ...]
    total: Money
    insured: Money
    cash: Money
    mobile: Money
    card: Money
    settlement_id: str

    def __post_init__(self) -> None:
        if self.insured + self.cash + self.mobile + self.card != self.total:
            raise ValueError("the parts of a refund do not add up to its total")

    @property
    def pieces(self) -> int:
        return sum(line.quantity for line in self.lines)
