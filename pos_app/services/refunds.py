"""Giving back: plan, write down, cancel with the platform, give the money back, write the end.

Forward only: once begun, a refund is finished and never undone. Every step carries a number that makes it happen once
however often it is asked for, so after a crash, or after an answer that never came, the whole is run again.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from pos_app.domain.basket import EMPTY, Basket
from pos_app.domain.checkout.states import AUTOMATIC_TRIES
from pos_app.domain.discount import AmountOff
from pos_app.domain.money import Money, total
from pos_app.domain.product import Product
from pos_app.domain.receipt import Receipt
from pos_app.domain.refund import BackBy, PastSale, RefundPlan, plan_refund
from pos_app.domain.refund_slip import RefundSlip, SlipLine
from pos_app.domain.refusal import Refusal, RefusalCode
from pos_app.domain.settlement import Done, NoAnswer
from pos_app.domain.staff import Approval, Employee
from pos_app.faults import PrinterFault
from pos_app.services.ports import Clock, InsurancePlatform, MobilePay, Paper
from pos_app.services.refund_ports import PartOrder, RefundBook, RefundIntent, SlipPrinter
from pos_app.services.ticket import Shop
from pos_app.services.till import ALREADY_UNDONE

_REFUND_NUMBER = "R"


@dataclass(frozen=True, slots=True)
class Refunded:
    """A refund that is final; `paper` is None when the slip could not be made yet."""

    slip: RefundSlip
    paper: Paper | None


@dataclass(frozen=True, slots=True)
class RefundPending:
    """Begun, and an answer is missing: asked again at the next start, or by a person."""

    refund_no: str
    sale_no: str


RefundEnd: TypeAlias = Refunded | RefundPending | Refusal
"""A refusal is the end, too: nothing goes back, because the platform or a person says so."""


@dataclass(frozen=True, slots=True)
class Resumed:
    """What came of carrying on with a refund that was open."""

    intent: RefundIntent
    end: RefundEnd


class Refunds:
    """One counter's refunds; like the till it may block and belongs to the till's worker.

    `cashier` names whoever has the shift.
    """

    def __init__(
        self,
        *,
        book: RefundBook,
        platform: InsurancePlatform,
        mobile_pay: MobilePay,
        printer: SlipPrinter,
        shop: Shop,
        clock: Clock,
        cashier: Callable[[], Employee],
    ) -> None:
        self._book = book
        self._platform = platform
        self._mobile_pay = mobile_pay
        self._printer = printer
        self._shop = shop
        self._clock = clock
        self._cashier = cashier

    def find(self, sale_no: str) -> PastSale | Refusal:
        """Look an original sale up; a refund is none."""
        if sale_no.startswith(_REFUND_NUMBER):
            return Refusal(RefusalCode.NOT_A_SALE, sale_no)
        found = self._book.find(sale_no)
        return found[0] if found else Refusal(RefusalCode.SALE_UNKNOWN, sale_no)

    def plan(self, sale_no: str, wanted: Mapping[int, int]) -> RefundPlan | Refusal:
        """Say what would go back; nothing is written."""
        sale = self.find(sale_no)
        return sale if isinstance(sale, Refusal) else plan_refund(sale, wanted)

    def run(self, plan: RefundPlan, approval: Approval | None = None, rest: Basket = EMPTY) -> RefundEnd:
        """Give back; `rest` is what is to be sold anew, and stands at the counter from the end of this on."""
        actor = self._cashier().number
        intent = self._book.begin(plan, self._clock.now(), actor=actor, approval=approval, rest=rest)
        return intent if isinstance(intent, Refusal) else self.carry_on(intent)

    def open_refunds(self) -> Sequence[RefundIntent]:
        return self._book.open_refunds()

    def resume(self) -> tuple[Resumed, ...]:
        """Finish what a crash or a missing answer left open, oldest first."""
        return tuple(Resumed(intent, self.carry_on(intent)) for intent in self._book.open_refunds())

    def close(self, intent: RefundIntent, why: str, approval: Approval) -> RefundEnd:
        """End a refund that nobody answers, because two people say so.

        Where the platform has cancelled and only a channel is silent, its part goes back in cash and the refund is
        final. Where the platform is silent the till gives nothing back; what was returned stays returned, so that it
        cannot go back twice, and reconciling tells what the platform did.
        """
        self._book.let_close(intent, why, approval, self._clock.now())
        return self.carry_on(intent, 1, is_closing=True)

    def print_waiting(self) -> None:
        """Make the slips that a crash or a dead printer left waiting."""
        for slip in self._book.unprinted():
            if self._print(slip) is None:
                return

    def carry_on(self, intent: RefundIntent, tries: int = AUTOMATIC_TRIES, *, is_closing: bool = False) -> RefundEnd:
        """Do every step of a refund, those that were done before included: each happens once."""
        match self._cancel(intent, tries):
            case Refusal() as refusal:
                self._book.drop(intent.refund_no, refusal.code, self._clock.now())
                return refusal
            case NoAnswer() if is_closing:
                self._book.drop(intent.refund_no, RefusalCode.RESOLVED_BY_PERSON, self._clock.now())
                return Refusal(RefusalCode.RESOLVED_BY_PERSON)
            case NoAnswer():
                return RefundPending(intent.refund_no, intent.sale.sale_no)
            case Done() as cancelled:
                pass
        in_cash = self._book.parts_in_cash(intent.refund_no)
        for order in intent.parts:
            if order.part_no in in_cash or self._give_back(order, tries):
                continue
            if not is_closing:
                return RefundPending(intent.refund_no, intent.sale.sale_no)
            self._book.pay_in_cash(order.part_no, RefusalCode.RESOLVED_BY_PERSON, self._clock.now())
        slip = self._slip(intent)
        self._book.finish(intent, slip, cancelled)
        return Refunded(slip, self._print(slip))

    def _cancel(self, intent: RefundIntent, tries: int) -> Done | Refusal | NoAnswer:
        if intent.sale.settlement is None:
            return Done()
        answer: Done | Refusal | NoAnswer = NoAnswer("")
        for _ in range(tries):
            answer = self._platform.cancel(intent.msgid, intent.sale.person_no, intent.sale.settlement)
            if isinstance(answer, Refusal) and answer.code in ALREADY_UNDONE:
                return Done()
            if not isinstance(answer, NoAnswer):
                return answer
        return answer

    def _give_back(self, order: PartOrder, tries: int) -> bool:
        """Send one part back where it came from; where its channel says no, the drawer pays it."""
        if order.part.by is BackBy.CASH:
            return True
        for _ in range(tries):
            answer = self._mobile_pay.refund(order.part.order_no, order.part_no, order.part.amount)
            match answer:
                case Done():
                    return True
                case Refusal(code):
                    self._book.pay_in_cash(order.part_no, code, self._clock.now())
                    return True
                case NoAnswer():
                    continue
        return False

    def _slip(self, intent: RefundIntent) -> RefundSlip:
        found = self._book.find(intent.sale.sale_no)
        if found is None:
            raise AssertionError("a refund is of a sale that is final")
        in_cash = self._book.parts_in_cash(intent.refund_no)

        def paid_by(way: BackBy) -> Money:
            return total(
                order.part.amount
                for order in intent.parts
                if way is (BackBy.CASH if order.part_no in in_cash else order.part.by)
            )

        shop, settlement = self._shop, intent.sale.settlement
        return RefundSlip(
            pharmacy=shop.name,
            pharmacy_en=shop.name_en,
            pharmacy_code=shop.code,
            till=shop.till,
            cashier=self._cashier().badge,
            refund_no=intent.refund_no,
            sale_no=intent.sale.sale_no,
            refunded_at=self._clock.now(),
            lines=_slip_lines(intent, found[1]),
            total=total(line.amount for line in intent.lines),
            insured=settlement.split.insured if settlement else Money(0),
            cash=paid_by(BackBy.CASH),
            mobile=paid_by(BackBy.MOBILE),
            card=paid_by(BackBy.CARD),
            settlement_id=settlement.settlement_id if settlement else "",
        )

    def _print(self, slip: RefundSlip) -> Paper | None:
        try:
            paper = self._printer.print_slip(slip)
        except PrinterFault:
            return None
        self._book.printed(slip.refund_no, self._clock.now())
        return paper


def rest_of(plan: RefundPlan, find: Callable[[str], Product | None]) -> Basket | Refusal:
    """Give what the customer keeps as a bill on the old terms, to be sold anew; empty where nothing is."""
    basket = EMPTY
    for kept in plan.kept:
        product = find(kept.code)
        if product is None:
            return Refusal(RefusalCode.GOODS_UNKNOWN, kept.code)
        basket = basket.with_item(product, kept.quantity).with_price(
            kept.code, None if product.price == kept.price else kept.price
        )
        line = basket.line_of(kept.code)
        if line is not None and line.gross > kept.amount:
            basket = basket.with_line_discount(kept.code, AmountOff(line.gross - kept.amount))
    return basket


def _slip_lines(intent: RefundIntent, ticket: Receipt) -> tuple[SlipLine, ...]:
    return tuple(
        SlipLine(
            f"{ticket.lines[line.number - 1].name} {ticket.lines[line.number - 1].spec}", line.quantity, line.amount
        )
        for line in intent.lines
    )
