"""The pay channel's door over HTTP, beside the insurance platform's: `pos-app serve` keeps one book for all its tills.

An answer that the channel loses is no answer here either: status 504. A book that cannot be written is 503.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeVar

from fastapi import APIRouter, HTTPException

from pos_app.domain.charge import ChargeOrder
from pos_app.domain.code import PayCode, classify
from pos_app.domain.money import Money
from pos_app.domain.refusal import Refusal, RefusalCode
from pos_app.domain.settlement import NoAnswer
from pos_app.domain.tender import CardTender, MobileTender
from pos_app.faults import StoreFault
from pos_app.wallet.channel import PayChannel
from pos_app.wallet.ledger import Ledger
from pos_app.wire import pay
from pos_app.wire.pay import ActTold, ChargeAsked, RefundAsked, StatementAsked, StatementTold, StoryTold, Told, told_of

_Kept = TypeVar("_Kept")
_EVER = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)


def pay_routes(channel: PayChannel, ledger: Ledger) -> APIRouter:
    """Serve a channel and what its book says; the functions block, so they run on threads of their own."""
    router = APIRouter(prefix=pay.PATH, tags=["pay channel"])

    @router.post("/orders")
    def charge(asked: ChargeAsked) -> Told:
        """Charge a pay code, or without one the card at the terminal. The same number is paid once."""
        order = _order(asked)
        return told_of(order) if isinstance(order, Refusal) else _told(lambda: channel.charge(order))

    @router.post("/orders/{order_no}/query")
    def query(order_no: str) -> Told:
        """Ask what became of an order; the channel counts how often it is asked."""
        return _told(lambda: channel.query(order_no))

    @router.post("/orders/{order_no}/reversal")
    def reverse(order_no: str) -> Told:
        """Undo an order whatever became of it; one that never came is refused from then on."""
        return _told(lambda: channel.reverse(order_no))

    @router.post("/orders/{order_no}/refunds")
    def refund(order_no: str, asked: RefundAsked) -> Told:
        """Give back a part or all; the same refund number gives back once."""
        return _told(lambda: channel.refund(order_no, asked.refund_no, Money(asked.amount_fen)))

    @router.get("/orders/{order_no}")
    def story(order_no: str) -> StoryTold:
        """Tell what has happened to an order."""
        return StoryTold(acts=tuple(ActTold(at=at, act=act) for at, act in _kept(lambda: ledger.story(order_no))))

    @router.post("/statement")
    def statement(asked: StatementAsked) -> StatementTold:
        """Give what the shop has of each order, as a wallet's daily statement tells it."""
        begin, end = asked.begin or _EVER[0], asked.end or _EVER[1]
        standing = _kept(lambda: ledger.statement(begin, end, asked.also))
        return StatementTold(standing_fen={order_no: amount.fen for order_no, amount in standing.items()})

    return router


def _order(asked: ChargeAsked) -> ChargeOrder | Refusal:
    amount = Money(asked.amount_fen)
    if not asked.code:
        return ChargeOrder(asked.order_no, CardTender(amount))
    code = classify(asked.code)
    if not isinstance(code, PayCode):
        return Refusal(RefusalCode.NOT_A_PAY_CODE)
    return ChargeOrder(asked.order_no, MobileTender(code, amount))


def _told(ask: Callable[[], pay.Answer | NoAnswer]) -> Told:
    answer = _kept(ask)
    if isinstance(answer, NoAnswer):
        raise HTTPException(504, answer.cause)
    return told_of(answer)


def _kept(ask: Callable[[], _Kept]) -> _Kept:
    try:
        return ask()
    except StoreFault as fault:
        raise HTTPException(503, "the channel's book cannot be written") from fault
