"""The pay channel over the same faulty line as the platform."""

from collections.abc import Callable
from typing import TypeVar, cast

from pos_app.clients.transport import NoReply
from pos_app.domain.charge import ChargeAnswer, ChargeOrder, QueryAnswer
from pos_app.domain.money import Money
from pos_app.domain.refusal import Refusal
from pos_app.domain.settlement import Done, NoAnswer
from pos_app.wallet.channel import PayChannel
from tests.simulation.houses import WalletHouse
from tests.simulation.line import FaultyLine, Message

_Answer = TypeVar("_Answer")


class PayLine:
    """`services.ports.MobilePay`; a question or an answer that was garbled is none."""

    def __init__(self, line: FaultyLine, wallet: WalletHouse) -> None:
        self._line = line
        self._wallet = wallet

    def charge(self, order: ChargeOrder) -> ChargeAnswer:
        text = f"{order.order_no} {order.tender.amount}"
        return self._ask("charge", text, lambda channel: channel.charge(order))

    def query(self, order_no: str) -> QueryAnswer:
        return self._ask("query", order_no, lambda channel: channel.query(order_no))

    def reverse(self, order_no: str) -> Done | Refusal | NoAnswer:
        return self._ask("revoke", order_no, lambda channel: channel.reverse(order_no))

    def refund(self, order_no: str, refund_no: str, amount: Money) -> Done | Refusal | NoAnswer:
        text = f"{order_no} {refund_no} {amount}"
        return self._ask("refund", text, lambda channel: channel.refund(order_no, refund_no, amount))

    def _ask(self, word: str, text: str, question: Callable[[PayChannel], _Answer]) -> _Answer | NoAnswer:
        def arrive(arrived: str) -> object | None:
            return self._wallet.answer(question) if arrived == text else None

        try:
            answer = self._line.send(Message(word, text, arrive))
        except NoReply as silence:
            return NoAnswer(str(silence))
        return NoAnswer("garbled") if isinstance(answer, str) else cast("_Answer", answer)
