"""What the sale screen is derived from: where the sale stands, what a person has open, what is worth saying."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from pos_app.domain.basket import EMPTY, Basket
from pos_app.domain.checkout.states import (
    Agreeing,
    Asking,
    Cancelling,
    Charging,
    Completed,
    Confirming,
    Freezing,
    OnDisk,
    Quoting,
    Refused,
    Retendering,
    Reversing,
    Revoking,
    Selling,
    State,
    Tendering,
    basket_of,
)
from pos_app.domain.money import ZERO, Money
from pos_app.domain.product import Category, Product
from pos_app.domain.refusal import Refusal
from pos_app.domain.sale import Payer, SaleDraft
from pos_app.domain.settlement import Insured
from pos_app.domain.split import Split, all_by_customer
from pos_app.gui.commands import Command
from pos_app.gui.ports import RestoreEnd
from pos_app.gui.view_models.ticket import Ticket
from pos_app.services.last_ticket import LastSale, PrintedAgain
from pos_app.services.ports import ParkedBill
from pos_app.services.tasks import Task, Tried
from pos_app.services.ticket import Shop


class Panel(StrEnum):
    """What a person has opened; one at a time."""

    NONE = "none"
    QUANTITY = "quantity"
    LINE_DISCOUNT = "line_discount"
    BILL_DISCOUNT = "bill_discount"
    LINE_PRICE = "line_price"
    SCAN = "scan"
    TICKET = "ticket"
    TASKS = "tasks"
    PARKED = "parked"


LISTS = frozenset({Panel.TASKS, Panel.PARKED})


class Work(StrEnum):
    """What is being waited for."""

    NONE = "none"
    PICTURE = "picture"
    TILL = "till"


@dataclass(frozen=True, slots=True)
class Added:
    product: Product
    quantity: int


@dataclass(frozen=True, slots=True)
class GoodsClosed:
    """Goods came while the customer's part is being taken."""


@dataclass(frozen=True, slots=True)
class Declined:
    """The counter said no in a moment in which the sale itself takes no such word.

    `said_in` is the kind of state it was said in, where it is no news any more once the sale has gone on.
    """

    refusal: Refusal
    said_in: type[object] | None = None


@dataclass(frozen=True, slots=True)
class ClosingLater:
    """The window was asked to close while money moves."""


@dataclass(frozen=True, slots=True)
class BookFailed:
    """The till's book could not be written; only a new start can tell what holds."""

    cause: str


@dataclass(frozen=True, slots=True)
class RecoveredAtStart:
    report: tuple[Tried, ...]


@dataclass(frozen=True, slots=True)
class BooksRestored:
    """A backup was to be put back before this start."""

    end: RestoreEnd


@dataclass(frozen=True, slots=True)
class SoldBefore:
    """The sale before this start is final."""

    last: LastSale


@dataclass(frozen=True, slots=True)
class TicketPrinted:
    """The last sale's ticket was to be printed once more."""

    end: PrintedAgain


@dataclass(frozen=True, slots=True)
class TaskTried:
    """What came of one try at an open task."""

    tried: Tried


@dataclass(frozen=True, slots=True)
class BillParked:
    """The bill was set aside, and the counter is free."""

    bill: ParkedBill


class Why(StrEnum):
    """Why a key does nothing now; the value is the key of its sentence."""

    BUSY = "busy"
    NO_GOODS = "no_goods"
    PAYING = "paying"
    NOT_PAYING = "not_paying"
    NOTHING_DUE = "nothing_due"
    UNFINISHED = "unfinished"
    DONE = "done"
    NO_TICKET = "no_ticket"
    NOTHING_LISTED = "nothing_listed"
    NOTHING_OPEN = "nothing_open"


@dataclass(frozen=True, slots=True)
class NotNow:
    """A key was pressed that does nothing now; `said_in` is the kind of state it was pressed in."""

    command: Command
    why: Why
    said_in: type[object]


Notice: TypeAlias = (
    Added
    | GoodsClosed
    | Declined
    | ClosingLater
    | BookFailed
    | RecoveredAtStart
    | BooksRestored
    | TaskTried
    | BillParked
    | NotNow
    | SoldBefore
    | TicketPrinted
)


@dataclass(frozen=True, slots=True)
class Desk:
    """What is open and typed at the counter; no money depends on it."""

    panel: Panel = Panel.NONE
    query: str = ""
    found: tuple[Product, ...] = ()
    found_index: int = 0
    selected_code: str = ""
    quantity_text: str = ""
    reduction_text: str = ""
    cash_text: str = ""
    work: Work = Work.NONE
    notice: Notice | None = None
    ticket: Ticket | None = None
    last_ticket: Ticket | None = None
    has_sold: bool = False
    """Whether there is a sale whose ticket can be printed."""
    tasks: tuple[Task, ...] = ()
    task_index: int = 0
    parked: tuple[ParkedBill, ...] = ()

    @property
    def is_waiting(self) -> bool:
        return self.work is not Work.NONE


@dataclass(frozen=True, slots=True)
class SaleInputs:
    state: State
    shop: Shop
    desk: Desk = field(default_factory=Desk)
    camera: str = ""
    """What the camera calls itself; empty where there is none."""
    is_camera_silent: bool = False


def listed_in(desk: Desk) -> int:
    """Say how many rows the list has that is open."""
    return len(desk.parked if desk.panel is Panel.PARKED else desk.tasks)


def draft_of(state: State) -> SaleDraft | None:
    """Give what was agreed, once it was; of a final sale, what was really taken."""
    match state:
        case Confirming() | Freezing():
            return state.draft
        case Completed(sale):
            return sale.draft
        case _:
            return state.deal.draft if isinstance(state, OnDisk) else None


def payer_of(state: State) -> Payer | None:
    if isinstance(state, Agreeing | Tendering):
        return state.payer
    draft = draft_of(state)
    return draft.payer if draft else None


def insured_of(state: State) -> Insured | None:
    if isinstance(state, Quoting):
        return state.insured
    payer = payer_of(state)
    return payer.insured if payer else None


def split_of(state: State) -> Split:
    """Give who pays what as far as it is known: without a quote the customer pays all."""
    match state:
        case Agreeing(_, payer):
            return payer.quote.split
        case Tendering():
            return state.split
        case Completed(sale) if sale.settlement:
            return sale.settlement.split
        case _:
            draft = draft_of(state)
            return draft.split if draft else all_by_customer(basket_of(state).total)


def rest_of(state: State) -> Money:
    """Give what the customer still has to put down now."""
    match state:
        case Tendering():
            return state.rest
        case Retendering():
            return max(state.deal.rest, ZERO)
        case _:
            return ZERO


def edited_basket_of(state: State) -> Basket | None:
    """Give the basket that goods may be added to now; None while they may not."""
    match state:
        case Selling() | Refused():
            return state.basket
        case Completed():
            return EMPTY
        case _:
            return None


def sale_no_of(state: State) -> str:
    """Give the number of the sale that is on disk and on its way; empty where there is none."""
    return state.deal.sale_no if isinstance(state, OnDisk) else ""


def is_given_up(state: State) -> bool:
    return isinstance(state, Asking | Reversing | Revoking | Cancelling) and state.attempts.is_waiting


def is_charge_open(state: State) -> bool:
    """Say whether a charge waits for the customer or the channel, and may be asked about now."""
    return isinstance(state, Charging) and state.due_at is not None


def is_payable(category: Category, shop: Shop) -> bool:
    return category in shop.payable
