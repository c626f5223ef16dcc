"""What the use cases need of the world; adapters satisfy these by shape and bootstrap joins them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from pos_app.domain.basket import Basket
from pos_app.domain.charge import ChargeAnswer, ChargeOrder, EndedCharge, QueryAnswer
from pos_app.domain.code import VoucherCode
from pos_app.domain.money import Money
from pos_app.domain.receipt import Receipt
from pos_app.domain.refusal import Refusal, RefusalCode
from pos_app.domain.sale import Sale, SaleDraft
from pos_app.domain.settlement import Done, Insured, NoAnswer, NotSettled, Quote, Settlement
from pos_app.domain.staff import Approval
from pos_app.domain.tender import ChargedTender


class Clock(Protocol):
    def now(self) -> datetime:
        """Give the present moment, aware, in UTC."""
        ...


class Patience(Protocol):
    """Waits for those who have nobody else to keep the time: the command line, and recovery before the first sale."""

    def wait_until(self, moment: datetime) -> None: ...


class InsurancePlatform(Protocol):
    """The till's side of the insurance platform, in the words of the counter."""

    def identify(self, code: VoucherCode) -> Insured | Refusal | NoAnswer:
        """Decode a voucher and ask who it is (decode call, 1101). The code is used up by this."""
        ...

    def quote(self, insured: Insured, basket: Basket) -> Quote | Refusal | NoAnswer:
        """Ask how the bill would be split (2101); nothing changes."""
        ...

    def settle(self, msgid: str, draft: SaleDraft, sale_no: str) -> Settlement | Refusal | NoAnswer:
        """Move the money (2102). The same msgid gives the same answer for ever."""
        ...

    def ask(self, msgid: str, insured: Insured) -> Settlement | NotSettled | Refusal | NoAnswer:
        """Find out what became of the 2102 of this msgid that was sent within the last day; nothing changes.

        A refusal means that this platform cannot be asked, and says nothing of the settlement.
        """
        ...

    def cancel(self, msgid: str, person_no: str, settlement: Settlement) -> Done | Refusal | NoAnswer:
        """Undo a settlement that is known (2103)."""
        ...

    def reverse(self, msgid: str, person_no: str) -> Done | Refusal | NoAnswer:
        """Undo the 2102 of this msgid, whatever became of it (2601)."""
        ...


class MobilePay(Protocol):
    """The channel behind pay codes and the card terminal. An order number is the till's, and on disk before it is sent.

    The same number with the same amount is answered from what is known of it and paid at most once; with another
    amount it is a refusal.
    """

    def charge(self, order: ChargeOrder) -> ChargeAnswer: ...

    def query(self, order_no: str) -> QueryAnswer:
        """Ask what became of an order; a refusal is definite, the order was not and will not be paid."""
        ...

    def reverse(self, order_no: str) -> Done | Refusal | NoAnswer:
        """Undo an order, whatever became of it; one that never came leaves a tombstone."""
        ...

    def refund(self, order_no: str, refund_no: str, amount: Money) -> Done | Refusal | NoAnswer:
        """Give back a part or all of a paid order under a number of its own; the same number gives back once."""
        ...


@dataclass(frozen=True, slots=True)
class Intent:
    """A frozen draft whose end is not known yet; `msgid` is empty for a sale without a voucher.

    `order_nos` number the charges that the draft wants, in its order.
    """

    sale_no: str
    msgid: str
    person_no: str
    total: Money
    frozen_at: datetime
    order_nos: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OpenCharge:
    """A charge that was written down and whose end is not; `begun_at` is no later than it was sent."""

    order_no: str
    amount: Money
    begun_at: datetime


@dataclass(frozen=True, slots=True)
class Cancellation:
    """A 2103 that was begun: its own msgid, and the settlement it undoes."""

    msgid: str
    sale_no: str


class Journal(Protocol):
    """The till's own book. Every method is one durable commit or a plain read."""

    def freeze(self, draft: SaleDraft, at: datetime) -> Intent:
        """Write the draft down before anything is sent, under new numbers: sale, msgid (for insurance), each order."""
        ...

    def begin_charge(self, sale_no: str, tender: ChargedTender, at: datetime) -> str:
        """Write one more charge of a frozen draft down before it is sent; give its order number."""
        ...

    def end_charges(self, ends: Sequence[EndedCharge], at: datetime) -> None:
        """Write down that charges ended without money."""
        ...

    def open_charges(self, sale_no: str) -> Sequence[OpenCharge]:
        """List the charges of an intent whose end is not written down, oldest first."""
        ...

    def begin_cancel(self, sale_no: str, settlement: Settlement, at: datetime) -> Cancellation:
        """Write down that a known settlement is being undone; asked again, it gives the same msgid."""
        ...

    def drop(self, sale_no: str, reason: RefusalCode, at: datetime, ends: Sequence[EndedCharge] = ()) -> None:
        """End an intent that will never be a sale, and these of its charges with it; none may stay open."""
        ...

    def resolve(self, sale_no: str, why: str, approval: Approval, at: datetime) -> None:
        """End an intent, and all its charges, because two people say so and answer for it; the yes is used up."""
        ...

    def record(self, sale: Sale, receipt: Receipt) -> None:
        """Make the sale final: sale, lines, tenders, ends of charges, print job and audit row in one commit."""
        ...

    def open_intents(self) -> Sequence[Intent]:
        """List what was frozen and has neither become a sale nor been dropped, oldest first."""
        ...

    def open_cancellation(self, sale_no: str) -> tuple[Cancellation, Settlement] | None:
        """Give the cancellation that was begun for an open intent, if there is one."""
        ...

    def count_try(self, sale_no: str, at: datetime) -> int:
        """Note one more question about an intent that went unanswered, and give their number."""
        ...


@dataclass(frozen=True, slots=True)
class PrintJob:
    """A ticket that is still to be made."""

    sale_no: str
    receipt: Receipt


@dataclass(frozen=True, slots=True)
class ParkedBill:
    """A bill set aside, as the list shows it."""

    bill_no: str
    name: str
    total: Money
    pieces: int
    parked_at: datetime


class Bills(Protocol):
    """Bills that are not sales yet. Every change is one durable commit, so that no crash loses a keystroke."""

    def keep(self, basket: Basket, at: datetime) -> None:
        """Keep the bill at the counter as it is now."""
        ...

    def at_the_counter(self) -> Basket:
        """Give the bill that was kept, empty where there is none."""
        ...

    def park(self, basket: Basket, name: str, at: datetime) -> ParkedBill:
        """Set a bill aside and clear the counter."""
        ...

    def parked(self) -> Sequence[ParkedBill]:
        """List what is set aside, oldest first."""
        ...

    def resume(self, bill_no: str, at: datetime) -> Basket | None:
        """Bring a bill back to the counter, in place of what is there; None where another till was quicker."""
        ...


class PrintQueue(Protocol):
    def waiting(self) -> Sequence[PrintJob]: ...

    def printed(self, sale_no: str, at: datetime) -> None: ...


@dataclass(frozen=True, slots=True)
class Paper:
    """Where a ticket went."""

    txt: Path
    png: Path
    pdf: Path


class ReceiptPrinter(Protocol):
    def print(self, receipt: Receipt) -> Paper:
        """Make the ticket; PrinterFault when that fails."""
        ...
