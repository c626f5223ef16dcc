"""A line to the platform, or to the pay channel, that loses, delays and repeats what is sent over it."""

from collections import deque
from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import TypeVar

from pos_app.domain.basket import Basket
from pos_app.domain.charge import ChargeAnswer, ChargeOrder, QueryAnswer
from pos_app.domain.code import VoucherCode
from pos_app.domain.money import Money
from pos_app.domain.refusal import Refusal
from pos_app.domain.sale import SaleDraft
from pos_app.domain.settlement import Done, Insured, NoAnswer, NotSettled, Quote, Settlement
from pos_app.services.ports import InsurancePlatform, MobilePay

_Answer = TypeVar("_Answer")


class Trouble(StrEnum):
    """What becomes of one message and its reply."""

    NONE = "none"
    REQUEST_LOST = "request lost"
    REPLY_LOST = "reply lost"
    DELAYED = "arrives after the till gave up waiting"
    REPEATED = "arrives now and once more later"


class _Line:
    """Trouble for the next messages in turn."""

    def __init__(self) -> None:
        self._coming: deque[Trouble] = deque()
        self.under_way: list[Callable[[], object]] = []

    def expect(self, troubles: Iterable[Trouble]) -> None:
        self._coming.extend(troubles)

    def heal(self) -> None:
        self._coming.clear()

    def deliver(self, place: int) -> None:
        """Let one message that was under way arrive at last; nobody waits for its reply."""
        self.under_way.pop(place % len(self.under_way))()

    def _send(self, message: Callable[[], _Answer]) -> _Answer | NoAnswer:
        trouble = self._coming.popleft() if self._coming else Trouble.NONE
        if trouble in {Trouble.DELAYED, Trouble.REPEATED}:
            self.under_way.append(message)
        if trouble in {Trouble.DELAYED, Trouble.REQUEST_LOST}:
            return NoAnswer(trouble)
        answer = message()
        return NoAnswer(trouble) if trouble is Trouble.REPLY_LOST else answer


class LossyLink(_Line):
    """`services.ports.InsurancePlatform` over another one."""

    def __init__(self, platform: InsurancePlatform) -> None:
        super().__init__()
        self._platform = platform

    def identify(self, code: VoucherCode) -> Insured | Refusal | NoAnswer:
        return self._send(lambda: self._platform.identify(code))

    def quote(self, insured: Insured, basket: Basket) -> Quote | Refusal | NoAnswer:
        return self._send(lambda: self._platform.quote(insured, basket))

    def settle(self, msgid: str, draft: SaleDraft, sale_no: str) -> Settlement | Refusal | NoAnswer:
        return self._send(lambda: self._platform.settle(msgid, draft, sale_no))

    def ask(self, msgid: str, insured: Insured) -> Settlement | NotSettled | Refusal | NoAnswer:
        return self._send(lambda: self._platform.ask(msgid, insured))

    def cancel(self, msgid: str, person_no: str, settlement: Settlement) -> Done | Refusal | NoAnswer:
        return self._send(lambda: self._platform.cancel(msgid, person_no, settlement))

    def reverse(self, msgid: str, person_no: str) -> Done | Refusal | NoAnswer:
        return self._send(lambda: self._platform.reverse(msgid, person_no))


class LossyChannel(_Line):
    """`services.ports.MobilePay` over another one."""

    def __init__(self, channel: MobilePay) -> None:
        super().__init__()
        self._channel = channel

    def charge(self, order: ChargeOrder) -> ChargeAnswer:
        return self._send(lambda: self._channel.charge(order))

    def query(self, order_no: str) -> QueryAnswer:
        return self._send(lambda: self._channel.query(order_no))

    def reverse(self, order_no: str) -> Done | Refusal | NoAnswer:
        return self._send(lambda: self._channel.reverse(order_no))

    def refund(self, order_no: str, refund_no: str, amount: Money) -> Done | Refusal | NoAnswer:
        return self._send(lambda: self._channel.refund(order_no, refund_no, amount))
