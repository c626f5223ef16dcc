"""Where a sale can stand."""

from dataclasses import dataclass
from typing import TypeAlias

from pos_app.domain.basket import EMPTY, Basket
from pos_app.domain.refusal import Refusal
from pos_app.domain.sale import Payer, Sale, SaleDraft
from pos_app.domain.settlement import Insured, Settlement
from pos_app.domain.split import Split, all_by_customer

AUTOMATIC_TRIES = 6  # then a person decides: six tries of a reversal, then a human, as card terminals do it


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
class Tendering:
    """The split is on the screen and the customer's part is being taken; `refusal` says why the last try was not."""

    basket: Basket
    payer: Payer | None
    refusal: Refusal | None = None

    @property
    def split(self) -> Split:
        return self.payer.quote.split if self.payer else all_by_customer(self.basket.total)


@dataclass(frozen=True, slots=True)
class Freezing:
    """The draft is being written down; nothing was sent."""

    draft: SaleDraft


@dataclass(frozen=True, slots=True)
class Settling:
    draft: SaleDraft
    sale_no: str
    msgid: str


@dataclass(frozen=True, slots=True)
class Reversing:
    """The outcome of `msgid` is unknown; `tries` reversals had no answer. After the last try a person decides."""

    draft: SaleDraft
    sale_no: str
    msgid: str
    tries: int = 0

    @property
    def is_given_up(self) -> bool:
        return self.tries >= AUTOMATIC_TRIES


@dataclass(frozen=True, slots=True)
class Cancelling:
    """The platform split the bill in another way than it had quoted: its known settlement is being undone."""

    draft: SaleDraft
    sale_no: str
    settlement: Settlement
    tries: int = 0

    @property
    def is_given_up(self) -> bool:
        return self.tries >= AUTOMATIC_TRIES


@dataclass(frozen=True, slots=True)
class Recording:
    """Everything is agreed; the one commit that makes the sale final is being written."""

    draft: SaleDraft
    sale_no: str
    settlement: Settlement | None


@dataclass(frozen=True, slots=True)
class Completed:
    sale: Sale


State: TypeAlias = (
    Selling
    | Refused
    | Identifying
    | Quoting
    | Tendering
    | Freezing
    | Settling
    | Reversing
    | Cancelling
    | Recording
    | Completed
)
