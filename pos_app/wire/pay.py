"""What a till and a distant pay channel of this simulation say to each other: JSON, money in fen, times with offset.

One answer for every question; a channel that cannot say what became of an order gives no answer at all.
"""

from enum import StrEnum
from typing import Annotated, TypeAlias

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from pos_app.domain.charge import ChargeOrder, OrderUnknown, Paid, UserPaying
from pos_app.domain.refusal import Refusal, RefusalCode
from pos_app.domain.settlement import Done
from pos_app.domain.tender import MobileTender

PATH = "/pay"
_FROZEN = ConfigDict(frozen=True, extra="forbid")

_Number = Annotated[str, Field(min_length=1, max_length=64)]
_Fen = Annotated[int, Field(strict=True, gt=0, lt=10**12)]

Answer: TypeAlias = Paid | UserPaying | OrderUnknown | Done | Refusal


class ChargeAsked(BaseModel):
    """An order to be charged; `code` is the wallet's, empty for the card at the terminal."""

    model_config = _FROZEN

    order_no: _Number
    amount_fen: _Fen
    code: Annotated[str, Field(max_length=64, repr=False)] = ""


class RefundAsked(BaseModel):
    model_config = _FROZEN

    refund_no: _Number
    amount_fen: _Fen


class StatementAsked(BaseModel):
    """Orders that came in a span of time, and those that are named; without a span, all of them."""

    model_config = _FROZEN

    begin: AwareDatetime | None = None
    end: AwareDatetime | None = None
    also: tuple[_Number, ...] = ()


class State(StrEnum):
    PAID = "paid"
    USER_PAYING = "user_paying"
    ORDER_UNKNOWN = "order_unknown"
    DONE = "done"
    REFUSED = "refused"


class Told(BaseModel):
    """The answer to a charge, a query, a reversal or a refund; what does not belong to its state is None."""

    model_config = _FROZEN

    state: State
    number: str = ""
    reference: str = ""
    paid_at: AwareDatetime | None = None
    code: RefusalCode | None = None


class StatementTold(BaseModel):
    """What the shop has of each order."""

    model_config = _FROZEN

    standing_fen: dict[str, int]


class ActTold(BaseModel):
    model_config = _FROZEN

    at: AwareDatetime
    act: str


class StoryTold(BaseModel):
    """What has happened to an order, in the channel's own words."""

    model_config = _FROZEN

    acts: tuple[ActTold, ...]


def charge_asked(order: ChargeOrder) -> ChargeAsked:
    tender = order.tender
    code = tender.code.text if isinstance(tender, MobileTender) else ""
    return ChargeAsked(order_no=order.order_no, amount_fen=tender.amount.fen, code=code)


def told_of(answer: Answer) -> Told:
    match answer:
        case Paid(order_no, reference, paid_at):
            return Told(state=State.PAID, number=order_no, reference=reference, paid_at=paid_at)
        case UserPaying():
            return Told(state=State.USER_PAYING)
        case OrderUnknown():
            return Told(state=State.ORDER_UNKNOWN)
        case Done(reference):
            return Told(state=State.DONE, number=reference)
        case Refusal(code):
            return Told(state=State.REFUSED, code=code)


def answer_of(told: Told) -> Answer | None:
    """Read an answer; None for one that lacks what its state needs."""
    match told:
        case Told(state=State.PAID) if told.paid_at:
            return Paid(told.number, told.reference, told.paid_at)
        case Told(state=State.USER_PAYING):
            return UserPaying()
        case Told(state=State.ORDER_UNKNOWN):
            return OrderUnknown()
        case Told(state=State.DONE):
            return Done(told.number)
        case Told(state=State.REFUSED) if told.code:
            return Refusal(told.code)
        case _:
            return None
