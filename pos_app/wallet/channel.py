"""The pay channel itself: charges, queries, reversals and refunds over its ledger, as the wallets describe theirs.

An order number is answered from what is known of it. A code pays once. A reversal of an order that never came leaves a
tombstone, so that the delayed charge is refused.
"""

from pos_app.domain.charge import ChargeAnswer, ChargeOrder, OrderUnknown, Paid, QueryAnswer, UserPaying
from pos_app.domain.money import Money
from pos_app.domain.refusal import Refusal, RefusalCode
from pos_app.domain.settlement import Done, NoAnswer
from pos_app.domain.tender import MobileTender
from pos_app.services.ports import Clock
from pos_app.wallet.ledger import Ledger, LedgerWork, MovementKind, Order
from pos_app.wallet.scripts import ASKED_BEFORE_PAID, LOST_REVERSALS, Script, script_of

_CARD = "card"
_CLOSED = {
    "refused": RefusalCode.PAYMENT_REFUSED,
    "short": RefusalCode.WALLET_SHORT,
    "used": RefusalCode.PAY_CODE_USED,
    "reversed": RefusalCode.ORDER_REVERSED,
}
_WAITS_FOR_CUSTOMER = frozenset({Script.USER_PAYING, Script.NEVER_PAYS, Script.REVERSAL_LOST})


class PayChannel:
    """`services.ports.MobilePay`; a reply that is lost on the way is a NoAnswer, as the till would see it."""

    def __init__(self, ledger: Ledger, clock: Clock) -> None:
        self._ledger = ledger
        self._clock = clock
        self._next: list[Script] = []

    def expect(self, *scripts: Script) -> None:
        """Let the next charges go so, and forget what was expected before."""
        self._next = list(scripts)

    def charge(self, order: ChargeOrder) -> ChargeAnswer:
        script = self._script(order)
        if script is Script.UNKNOWN:
            return NoAnswer("the charge was lost")
        with self._ledger.work() as work:
            answer = self._charge(work, order, script)
        return NoAnswer("the reply was lost") if script is Script.REPLY_LOST else answer

    def query(self, order_no: str) -> QueryAnswer:
        with self._ledger.work() as work:
            asked = work.count(order_no, "query", self._clock.now())
            closed = work.closed(order_no)
            if closed:
                return Refusal(_CLOSED[closed])
            order = work.order(order_no)
            if order is None:
                return OrderUnknown()
            if order.script == Script.USER_PAYING and not order.paid_at and asked >= ASKED_BEFORE_PAID:
                self._pay(work, order)
                order = work.order(order_no) or order
            return _state_of(order)

    def reverse(self, order_no: str) -> Done | Refusal | NoAnswer:
        at = self._clock.now()
        with self._ledger.work() as work:
            asked = work.count(order_no, "reverse", at)
            order = work.order(order_no)
            if order is not None and order.returned and not work.closed(order_no):
                return Refusal(RefusalCode.REFUND_TOO_HIGH)
            if not work.closed(order_no):
                work.shut(order_no, "reversed", at)
                if order is not None and order.paid_at:
                    work.move(f"{order_no}-reversed", order_no, MovementKind.REVERSED, order.amount, at)
        if order is not None and order.script == Script.REVERSAL_LOST and asked <= LOST_REVERSALS:
            return NoAnswer("the reply was lost")
        return Done(order_no)

    def refund(self, order_no: str, refund_no: str, amount: Money) -> Done | Refusal | NoAnswer:
        with self._ledger.work() as work:
            known = work.movement(refund_no)
            if known is not None:
                return Done(refund_no) if known == (order_no, amount) else Refusal(RefusalCode.ORDER_CHANGED)
            order = work.order(order_no)
            if order is None or not order.paid_at:
                return Refusal(RefusalCode.ORDER_UNKNOWN)
            if work.closed(order_no):
                return Refusal(RefusalCode.ORDER_REVERSED)
            if not Money(0) < amount <= order.standing:
                return Refusal(RefusalCode.REFUND_TOO_HIGH)
            work.move(refund_no, order_no, MovementKind.REFUNDED, amount, self._clock.now())
            return Done(refund_no)

    def _script(self, order: ChargeOrder) -> Script:
        if self._next:
            return self._next.pop(0)
        tender = order.tender
        return script_of(tender.code.text) if isinstance(tender, MobileTender) else Script.PAYS

    def _charge(self, work: LedgerWork, wanted: ChargeOrder, script: Script) -> ChargeAnswer:
        closed, order = work.closed(wanted.order_no), work.order(wanted.order_no)
        if order is not None and (order.amount != wanted.tender.amount or order.payer != payer_of(wanted)):
            return Refusal(RefusalCode.ORDER_CHANGED)
        if closed:
            return Refusal(_CLOSED[closed])
        if order is not None:
            return _state_of(order)
        code = wanted.tender.code.text if isinstance(wanted.tender, MobileTender) else ""
        if code and work.is_used(code):
            work.shut(wanted.order_no, "used", self._clock.now())
            return Refusal(RefusalCode.PAY_CODE_USED)
        work.take(
            wanted.order_no,
            payer=payer_of(wanted),
            code=code,
            script=script,
            amount=wanted.tender.amount,
            at=self._clock.now(),
        )
        return self._first_answer(work, wanted, script)

    def _first_answer(self, work: LedgerWork, wanted: ChargeOrder, script: Script) -> ChargeAnswer:
        order = work.order(wanted.order_no)
        if order is None:
            raise AssertionError("an order that was just taken is there")
        if script is Script.REFUSED or work.balance(order.payer) < order.amount:
            why = "refused" if script is Script.REFUSED else "short"
            work.shut(order.order_no, why, self._clock.now())
            return Refusal(_CLOSED[why])
        if script in _WAITS_FOR_CUSTOMER:
            return UserPaying()
        self._pay(work, order)
        return _state_of(work.order(wanted.order_no) or order)

    def _pay(self, work: LedgerWork, order: Order) -> None:
        work.move(f"{order.order_no}-paid", order.order_no, MovementKind.PAID, order.amount, self._clock.now())


def payer_of(order: ChargeOrder) -> str:
    """Name whose money it is, as far as the simulation goes: the wallet of four of a code's digits, or the one card."""
    tender = order.tender
    if isinstance(tender, MobileTender):
        return f"{tender.code.channel} {tender.code.text[2:6]}"
    return _CARD


def _state_of(order: Order) -> Paid | UserPaying:
    if order.paid_at is None:
        return UserPaying()
    return Paid(order.order_no, f"SIM{order.order_no}", order.paid_at)
