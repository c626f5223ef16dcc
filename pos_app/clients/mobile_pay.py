"""The till's side of the pay channel: what the channel cannot say is no answer, never a guess."""

from collections.abc import Callable
from typing import TypeVar

from pos_app.domain.charge import ChargeAnswer, ChargeOrder, QueryAnswer
from pos_app.domain.money import Money
from pos_app.domain.refusal import Refusal
from pos_app.domain.settlement import Done, NoAnswer
from pos_app.faults import StoreFault
from pos_app.services.ports import MobilePay

_Answer = TypeVar("_Answer")


class MobilePayClient:
    """`services.ports.MobilePay` over a channel in this very process.

    A channel whose disk fails cannot say whether it has paid: to the till that is silence.
    """

    def __init__(self, channel: MobilePay) -> None:
        self._channel = channel

    def charge(self, order: ChargeOrder) -> ChargeAnswer:
        return _ask(lambda: self._channel.charge(order))

    def query(self, order_no: str) -> QueryAnswer:
        return _ask(lambda: self._channel.query(order_no))

    def reverse(self, order_no: str) -> Done | Refusal | NoAnswer:
        return _ask(lambda: self._channel.reverse(order_no))

    def refund(self, order_no: str, refund_no: str, amount: Money) -> Done | Refusal | NoAnswer:
        return _ask(lambda: self._channel.refund(order_no, refund_no, amount))


def _ask(question: Callable[[], _Answer]) -> _Answer | NoAnswer:
    try:
        return question()
    except StoreFault as fault:
        return NoAnswer(str(fault))
