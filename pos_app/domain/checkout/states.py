"""Where a sale can stand."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeAlias

from pos_app.domain.basket import EMPTY, Basket
from pos_app.domain.charge import ChargeOrder
from pos_app.domain.money import Money
from pos_app.domain.refusal import Refusal
from pos_app.domain.sale import Deal, Payer, Sale, SaleDraft
from pos_app.domain.settlement import Insured
from pos_app.domain.split import Split, all_by_customer
from pos_app.domain.tender import ChargedTender, Tender, given

AUTOMATIC_TRIES = 6  # then a person decides: six tries of a reversal, then a human, as card terminals do it
_BACKOFF_S = (1, 2, 4, 8, 15)  # between one try and the next


@dataclass(frozen=True, slots=True)
class Attempts:
    """How often the same question went unanswered, when it is asked again, and what was answered instead of done.

    `due_at` is None while an answer is awaited, and once a person has to decide.
    """

    unanswered: int = 0
    due_at: datetime | None = None
    refusal: Refusal | None = None

    @property
    def is_given_up(self) -> bool:
        return self.unanswered >= AUTOMATIC_TRIES or self.refusal is not None

    @property
    def is_waiting(self) -> bool:
        """Say whether nothing is under way now: the next try is due later, or a person has to decide."""
        return self.due_at is not None or self.is_given_up

    def failed(self, at: datetime) -> "Attempts":
        """Count one more; the last one leaves the rest to a person."""
        unanswered = self.unanswered + 1
        if unanswered >= AUTOMATIC_TRIES:
            return Attempts(unanswered)
        return Attempts(unanswered, at + timedelta(seconds=_BACKOFF_S[min(unanswered, len(_BACKOFF_S)) - 1]))

    def refused(self, refusal: Refusal) -> "Attempts":
        """Take a definite no: asking again would bring the same, so a person decides."""
        return Attempts(self.unanswered, None, refusal)

    def is_due(self, now: datetime) -> bool:
        return self.due_at is not None and now >= self.due_at

    def going(self) -> "Attempts":
        """Ask once more now."""
        return Attempts(min(self.unanswered, AUTOMATIC_TRIES - 1))


FIRST = Attempts()


@dataclass(frozen=True, slots=True)
class Selling:
    basket: Basket = EMPTY


@dataclass(frozen=True, slots=True)
class Refused:
    """Like `Selling`, with the reason of the last no on the screen."""

    basket: Basket
    refusal: Refusal


@dataclass(frozen=True, slots=True)
class Identifying:
    basket: Basket
    attempt: int


@dataclass(frozen=True, slots=True)
class Quoting:
    basket: Basket
    insured: Insured
    attempt: int


@dataclass(frozen=True, slots=True)
class Agreeing:
    """The family's account would pay a part: the customer is asked whether it may, before anything is paid."""

    basket: Basket
    payer: Payer


@dataclass(frozen=True, slots=True)
class Tendering:
    """The split is on the screen and the customer's part is being taken; `refusal` says why the last try was not."""

    basket: Basket
    payer: Payer | None
    refusal: Refusal | None = None
    tenders: tuple[Tender, ...] = ()

    @property
    def split(self) -> Split:
        return self.payer.quote.split if self.payer else all_by_customer(self.basket.total)

    @property
    def rest(self) -> Money:
        """What the customer still has to put down."""
        return self.split.cash - given(self.tenders)


@dataclass(frozen=True, slots=True)
class Confirming:
    """The customer confirms on the phone that the account pays; the till never sees the password."""

    draft: SaleDraft
    refusal: Refusal | None = None


@dataclass(frozen=True, slots=True)
class Freezing:
    """The draft is being written down; nothing was sent."""

    draft: SaleDraft


@dataclass(frozen=True, slots=True)
class Settling:
    deal: Deal


@dataclass(frozen=True, slots=True)
class Asking:
    """No usable answer to the settlement: the platform is asked what became of it."""

    deal: Deal
    attempts: Attempts = FIRST


@dataclass(frozen=True, slots=True)
class Reversing:
    """The settlement is not known to have happened and is being undone, whatever became of it."""

    deal: Deal
    attempts: Attempts = FIRST


@dataclass(frozen=True, slots=True)
class Charging:
    """The first of the deal's orders is being charged. Before the first answer, `sent_at` is None.

    `due_at` is when the channel is asked next, None while an answer is awaited; `is_stopping` once the cashier has
    given up waiting for the customer.
    """

    deal: Deal
    sent_at: datetime | None = None
    due_at: datetime | None = None
    is_stopping: bool = False

    @property
    def order(self) -> ChargeOrder:
        return self.deal.orders[0]


@dataclass(frozen=True, slots=True)
class Revoking:
    """The first of the deal's orders has no definite result in time and is being reversed."""

    deal: Deal
    reason: Refusal
    attempts: Attempts = FIRST

    @property
    def order(self) -> ChargeOrder:
        return self.deal.orders[0]


@dataclass(frozen=True, slots=True)
class Retendering:
    """A charge failed; the insurance part stands. Another tender for the rest, or everything is undone."""

    deal: Deal
    refusal: Refusal


@dataclass(frozen=True, slots=True)
class Ordering:
    """Another charge is being written down under a number of its own; nothing was sent."""

    deal: Deal
    tender: ChargedTender


@dataclass(frozen=True, slots=True)
class Cancelling:
    """What has moved is being undone, the latest first: each charge, then the known settlement."""

    deal: Deal
    reason: Refusal
    attempts: Attempts = FIRST


@dataclass(frozen=True, slots=True)
class Recording:
    """Everything is agreed; the one commit that makes the sale final is being written."""

    deal: Deal


@dataclass(frozen=True, slots=True)
class Completed:
    sale: Sale


Unknown: TypeAlias = Asking | Reversing | Revoking | Cancelling
"""Money whose whereabouts nobody knows, or that is on its way back: the sale may be parked as a task."""

OnDisk: TypeAlias = Settling | Charging | Retendering | Ordering | Recording | Unknown
"""A frozen sale on its way."""

InMemory: TypeAlias = Selling | Refused | Identifying | Quoting | Agreeing | Tendering | Confirming | Freezing
"""Nothing has been sent that moves money."""

State: TypeAlias = InMemory | OnDisk | Completed


def basket_of(state: State) -> Basket:
    match state:
        case Selling() | Refused() | Identifying() | Quoting() | Agreeing() | Tendering():
            return state.basket
        case Confirming() | Freezing():
            return state.draft.basket
        case Completed(sale):
            return sale.draft.basket
        case _:
            return state.deal.draft.basket


def sale_no_of(state: State) -> str:
    """Give the number of the sale that is on disk, or nothing before that."""
    if isinstance(state, OnDisk):
        return state.deal.sale_no
    return state.sale.sale_no if isinstance(state, Completed) else ""


def wakes_at(state: State) -> datetime | None:
    """Give the moment at which the till wants to be told the time; None where it waits for something else."""
    match state:
        case Asking() | Reversing() | Revoking() | Cancelling():
            return state.attempts.due_at
        case Charging():
            return state.due_at
        case _:
            return None
