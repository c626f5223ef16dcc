"""What the sale screen is derived from: where the sale stands, what a person has open, what is worth saying."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from pos_app.domain.basket import EMPTY, Basket
from pos_app.domain.checkout.states import (
    Cancelling,
    Completed,
    Freezing,
    Identifying,
    Quoting,
    Recording,
    Refused,
    Reversing,
    Selling,
    Settling,
    State,
    Tendering,
)
from pos_app.domain.product import Category, Product
from pos_app.domain.refusal import Refusal
from pos_app.domain.sale import Payer
from pos_app.domain.settlement import Insured
from pos_app.domain.split import Split, all_by_customer
from pos_app.gui.view_models.sale.view import Ticket
from pos_app.services.bookkeeping import Shop
from pos_app.services.recovery import Recovered


class Panel(StrEnum):
    """What a person has opened; one at a time."""

    NONE = "none"
    QUANTITY = "quantity"
    SCAN = "scan"
    TICKET = "ticket"


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
    """The counter said no in a moment in which the sale itself takes no such word."""

    refusal: Refusal


@dataclass(frozen=True, slots=True)
class ClosingLater:
    """The window was asked to close while money moves."""


@dataclass(frozen=True, slots=True)
class BookFailed:
    """The till's book could not be written; only a new start can tell what holds."""

    cause: str


@dataclass(frozen=True, slots=True)
class RecoveredAtStart:
    report: tuple[Recovered, ...]


Notice: TypeAlias = Added | GoodsClosed | Declined | ClosingLater | BookFailed | RecoveredAtStart


@dataclass(frozen=True, slots=True)
class Desk:
    """What is open and typed at the counter; no money depends on it."""

    panel: Panel = Panel.NONE
    query: str = ""
    found: tuple[Product, ...] = ()
    found_index: int = 0
    selected_code: str = ""
    quantity_text: str = ""
    cash_text: str = ""
    work: Work = Work.NONE
    notice: Notice | None = None
    ticket: Ticket | None = None
    last_ticket: Ticket | None = None

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


def basket_of(state: State) -> Basket:
    match state:
        case Selling() | Refused() | Identifying() | Quoting() | Tendering():
            return state.basket
        case Freezing() | Settling() | Reversing() | Cancelling() | Recording():
            return state.draft.basket
        case Completed(sale):
            return sale.draft.basket


def payer_of(state: State) -> Payer | None:
    match state:
        case Tendering():
            return state.payer
        case Freezing() | Settling() | Reversing() | Cancelling() | Recording():
            return state.draft.payer
        case Completed(sale):
            return sale.draft.payer
        case Selling() | Refused() | Identifying() | Quoting():
            return None


def insured_of(state: State) -> Insured | None:
    if isinstance(state, Quoting):
        return state.insured
    payer = payer_of(state)
    return payer.insured if payer else None


def split_of(state: State) -> Split:
    """Give who pays what as far as it is known: without a quote the customer pays all."""
    match state:
        case Tendering():
            return state.split
        case Freezing() | Settling() | Reversing() | Cancelling() | Recording():
            return state.draft.split
        case Completed(sale):
            return sale.settlement.split if sale.settlement else sale.draft.split
        case Selling() | Refused() | Identifying() | Quoting():
            return all_by_customer(state.basket.total)


def edited_basket_of(state: State) -> Basket | None:
    """Give the basket that goods may be added to now; None while they may not."""
    match state:
        case Selling() | Refused():
            return state.basket
        case Completed():
            return EMPTY
        case _:
            return None


def is_given_up(state: State) -> bool:
    return isinstance(state, Reversing | Cancelling) and state.is_given_up


def is_payable(category: Category, shop: Shop) -> bool:
    return category in shop.payable
