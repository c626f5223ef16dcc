"""What giving back needs of the world."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from pos_app.domain.basket import Basket
from pos_app.domain.receipt import Receipt
from pos_app.domain.refund import GivenBack, PastSale, RefundPlan, ReturnedLine
from pos_app.domain.refund_slip import RefundSlip
from pos_app.domain.refusal import Refusal, RefusalCode
from pos_app.domain.settlement import Done
from pos_app.domain.staff import Approval
from pos_app.services.ports import Paper


@dataclass(frozen=True, slots=True)
class PartOrder:
    """A part of the money under the number by which its channel gives it back once."""

    part_no: str
    part: GivenBack


@dataclass(frozen=True, slots=True)
class RefundIntent:
    """A refund that is written down; `msgid` is the cancellation's, empty without insurance."""

    refund_no: str
    msgid: str
    sale: PastSale
    lines: tuple[ReturnedLine, ...]
    parts: tuple[PartOrder, ...]
    begun_at: datetime


class RefundBook(Protocol):
    """The till's book of refunds. Every method is one durable commit or a plain read."""

    def find(self, sale_no: str) -> tuple[PastSale, Receipt] | None:
        """Give a final sale with what went back of it already, and its ticket."""
        ...

    def begin(
        self, plan: RefundPlan, at: datetime, *, actor: str, approval: Approval | None, rest: Basket
    ) -> RefundIntent | Refusal:
        """Write a plan down before anything moves, and use its approval up; a refusal where another was quicker.

        `rest` is what the customer keeps, to be sold anew: the bill at the counter once the refund is final.
        """
        ...

    def open_refunds(self) -> Sequence[RefundIntent]:
        """List what was begun and has no end, oldest first."""
        ...

    def drop(self, refund_no: str, reason: RefusalCode, at: datetime) -> None:
        """End a refund of which nothing moved, or of which a person says so: then its lines stay returned."""
        ...

    def let_close(self, intent: RefundIntent, why: str, approval: Approval, at: datetime) -> None:
        """Write down that two people close a refund and answer for it; the yes is used up."""
        ...

    def pay_in_cash(self, part_no: str, reason: RefusalCode, at: datetime) -> None:
        """Write down that a part goes back in cash, because its channel said no."""
        ...

    def parts_in_cash(self, refund_no: str) -> frozenset[str]:
        """Give the part numbers that go back in cash instead."""
        ...

    def finish(self, intent: RefundIntent, slip: RefundSlip, cancelled: Done) -> None:
        """Make the refund final with its slip and what the platform said of the cancellation, in one commit."""
        ...

    def unprinted(self) -> Sequence[RefundSlip]:
        """List slips that are still to be made."""
        ...

    def printed(self, refund_no: str, at: datetime) -> None: ...


class SlipPrinter(Protocol):
    def print_slip(self, slip: RefundSlip) -> Paper:
        """Make the paper of a refund; PrinterFault when that fails."""
        ...
