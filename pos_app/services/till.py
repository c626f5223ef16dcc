"""The till: feeds events into the checkout, runs its effects through the ports, feeds the answers back."""

from collections import deque
from collections.abc import Callable
from dataclasses import replace
from typing import TypeAlias

from pos_app.domain.basket import EMPTY
from pos_app.domain.charge import ChargeEnd, EndedCharge
from pos_app.domain.checkout import effects, events, transition
from pos_app.domain.checkout.effects import Effect
from pos_app.domain.checkout.events import Event
from pos_app.domain.checkout.states import Completed, Refused, Selling, State, basket_of, sale_no_of
from pos_app.domain.receipt import Receipt
from pos_app.domain.refusal import Refusal, RefusalCode
from pos_app.domain.sale import Deal, Sale
from pos_app.domain.settlement import Done, Insured, NoAnswer, NotSettled, Quote, Settlement
from pos_app.faults import PrinterFault, StoreFault
from pos_app.services.ports import (
    Clock,
    InsurancePlatform,
    Journal,
    MobilePay,
    Paper,
    PrintQueue,
    ReceiptPrinter,
)
from pos_app.services.ticket import Shop, receipt_of

ALREADY_UNDONE = frozenset({RefusalCode.SETTLEMENT_CANCELLED, RefusalCode.TRADE_REVERSED})
"""Refusals of an undoing that say its goal is reached."""

_Insuring: TypeAlias = effects.Settle | effects.AskSettlement | effects.Reverse | effects.Cancel
_Charging: TypeAlias = (
    effects.BeginCharge
    | effects.Charge
    | effects.AskCharge
    | effects.RevokeCharge
    | effects.EndCharges
    | effects.DropIntent
)


class Till:
    """One counter. `handle` may block on the platform and the disk, so it belongs to one worker thread.

    `cashier` names whoever has the shift, for the ticket. `observe` is told every state in turn, the short-lived ones
    too.

    Where the book cannot be written the till stops: what is on disk is then the truth. Each further event first tries
    to `go_on`, which reads the book again, undoes what was cut off, and says whether a sale of that number has become
    final all the same. Without `go_on` the StoreFault passes through, and the next start does it.
    """

    def __init__(  # noqa: PLR0913  one argument a port
        self,
        *,
        platform: InsurancePlatform,
        mobile_pay: MobilePay,
        journal: Journal,
        print_queue: PrintQueue,
        printer: ReceiptPrinter,
        shop: Shop,
        clock: Clock,
        cashier: Callable[[], str] | None = None,
        go_on: Callable[[str], bool] | None = None,
        observe: Callable[[State], None] = lambda _state: None,
    ) -> None:
        self._platform = platform
        self._mobile_pay = mobile_pay
        self._journal = journal
        self._print_queue = print_queue
        self._printer = printer
        self._shop = shop
        self._clock = clock
        self._cashier = cashier
        self._go_on = go_on
        self._is_stopped = False
        self._cut_off = ""
        self._observe = observe
        self._receipt: Receipt | None = None
        self._paper: Paper | None = None
        self.state: State = Selling()

    @property
    def paper(self) -> Paper | None:
        """The last ticket, or None when it could not be made."""
        return self._paper

    def handle(self, event: Event) -> State:
        """Take one event and everything that follows from it; give the state in which the till comes to rest."""
        try:
            if not self._is_stopped or self._may_go_on():
                self._follow(event)
        except StoreFault as fault:
            if self._go_on is None:
                raise
            self._stop(fault)
        return self.state

    def tell_time(self) -> State:
        """Let what is due happen; whoever keeps the time calls this when `wakes_at` of the state has come."""
        return self.handle(events.TimePassed(self._clock.now()))

    def _follow(self, event: Event) -> None:
        waiting = deque([event])
        while waiting:
            self.state, wanted = transition(self.state, waiting.popleft())
            self._observe(self.state)
            waiting.extend(answer for answer in map(self._run, wanted) if answer is not None)

    def _stop(self, fault: StoreFault) -> None:
        """Take no more payments; a sale that is final stays so, whatever came after it."""
        self._is_stopped = True
        if not isinstance(self.state, Completed):
            self._cut_off = sale_no_of(self.state) or self._cut_off
            self.state = Refused(basket_of(self.state), Refusal(RefusalCode.BOOK_STOPPED, str(fault)))
        self._observe(self.state)

    def _may_go_on(self) -> bool:
        """Read the book again; False where the person has to be told first that the sale stands in it."""
        if self._go_on is None:
            raise AssertionError("a till stops only where it can go on")
        stands, sale_no = self._go_on(self._cut_off), self._cut_off
        self._is_stopped, self._cut_off = False, ""
        if not stands:
            return True
        self.state = Refused(EMPTY, Refusal(RefusalCode.SALE_STANDS, sale_no))
        self._observe(self.state)
        return False

    def _run(self, effect: Effect) -> Event | None:
        match effect:
            case effects.Identify(code, attempt):
                return _identified(attempt, self._platform.identify(code))
            case effects.RequestQuote(basket, insured, attempt):
                return _quoted(attempt, self._platform.quote(insured, basket))
            case effects.FreezeDraft(draft):
                intent = self._journal.freeze(draft, self._clock.now())
                return events.DraftFrozen(intent.sale_no, intent.msgid, intent.order_nos)
            case effects.RecordSale(deal):
                return self._record(deal)
            case effects.PrintReceipt(sale):
                self._print(sale)
                return None
            case effects.Settle() | effects.AskSettlement() | effects.Reverse() | effects.Cancel():
                return self._insure(effect)
            case _:
                return self._charge(effect)

    def _insure(self, effect: _Insuring) -> Event:
        deal = effect.deal
        payer = deal.draft.payer
        if payer is None:
            raise AssertionError("a sale without a voucher has nothing to settle or to undo")
        match effect:
            case effects.Settle():
                return self._settled(deal, self._platform.settle(deal.msgid, deal.draft, deal.sale_no))
            case effects.AskSettlement():
                return self._asked(deal, self._platform.ask(deal.msgid, payer.insured))
            case effects.Reverse():
                answer = self._platform.reverse(deal.msgid, deal.person_no)
                return self._undone(effect, answer, Refusal(RefusalCode.INTERRUPTED))
            case effects.Cancel(_, settlement, reason):
                begun = self._journal.begin_cancel(deal.sale_no, settlement, self._clock.now())
                answer = self._platform.cancel(begun.msgid, deal.person_no, settlement)
                return self._undone(effect, answer, reason)

    def _settled(self, deal: Deal, answer: Settlement | Refusal | NoAnswer) -> Event:
        match answer:
            case Settlement():
                return events.SettlementArrived(answer)
            case Refusal():
                return events.SettlementRefused(deal.msgid, answer)
            case NoAnswer():
                return events.OutcomeUnknown(deal.msgid, self._clock.now())

    def _asked(self, deal: Deal, answer: Settlement | NotSettled | Refusal | NoAnswer) -> Event:
        match answer:
            case Settlement():
                return events.SettlementArrived(answer)
            case NotSettled() | Refusal():
                return events.SettlementNotFound(deal.msgid)
            case NoAnswer():
                return self._unanswered(deal)

    def _undone(
        self, effect: effects.Reverse | effects.Cancel, answer: Done | Refusal | NoAnswer, reason: Refusal
    ) -> Event:
        deal = effect.deal
        match answer:
            case NoAnswer():
                return self._unanswered(deal)
            case Refusal(code) if code not in ALREADY_UNDONE:
                self._journal.count_try(deal.sale_no, self._clock.now())
                return events.UndoRefused(deal.msgid, answer)
            case _:
                self._journal.drop(deal.sale_no, reason.code, self._clock.now(), _unsent(deal, reason))
        if isinstance(effect, effects.Reverse):
            return events.ReversalConfirmed(deal.msgid)
        return events.CancellationConfirmed(deal.msgid)

    def _unanswered(self, deal: Deal) -> Event:
        at = self._clock.now()
        self._journal.count_try(deal.sale_no, at)
        return events.OutcomeUnknown(deal.msgid, at)

    def _charge(self, effect: _Charging) -> Event | None:
        match effect:
            case effects.BeginCharge(sale_no, tender):
                return events.ChargeBegun(self._journal.begin_charge(sale_no, tender, self._clock.now()))
            case effects.Charge(order):
                sent_at = self._clock.now()
                answer = self._mobile_pay.charge(order)
                return events.ChargeAnswered(order.order_no, answer, sent_at, self._clock.now())
            case effects.AskCharge(order_no):
                return events.ChargeFound(order_no, self._mobile_pay.query(order_no), self._clock.now())
            case effects.RevokeCharge():
                return self._revoke(effect)
            case effects.EndCharges(ends):
                self._journal.end_charges(ends, self._clock.now())
                return None
            case effects.DropIntent(deal, refusal):
                self._journal.drop(deal.sale_no, refusal.code, self._clock.now(), _unsent(deal, refusal))
                return None

    def _revoke(self, effect: effects.RevokeCharge) -> Event:
        answer, at = self._mobile_pay.reverse(effect.order_no), self._clock.now()
        match answer:
            case Done():
                ended = EndedCharge(effect.order_no, ChargeEnd.REVERSED, effect.reason.code)
                self._journal.end_charges((ended,), at)
                return events.ChargeRevoked(effect.order_no)
            case Refusal():
                self._journal.count_try(effect.sale_no, at)
                return events.RevocationRefused(effect.order_no, answer)
            case NoAnswer():
                self._journal.count_try(effect.sale_no, at)
                return events.RevocationUnknown(effect.order_no, at)

    def _record(self, deal: Deal) -> Event:
        sale = Sale(deal.sale_no, self._clock.now(), deal.agreed, deal.settlement, deal.paid)
        self._receipt = self._receipt_of(sale)
        self._journal.record(sale, self._receipt)
        return events.SaleRecorded(sale)

    def _receipt_of(self, sale: Sale) -> Receipt:
        """Give the ticket, with the name of whoever has the shift."""
        return receipt_of(sale, replace(self._shop, cashier=self._cashier()) if self._cashier else self._shop)

    def _print(self, sale: Sale) -> None:
        """Make the ticket after the money is final; whatever happens here changes no money."""
        self._paper = None
        if self._receipt is None:
            raise AssertionError("a ticket is printed of a sale that was just recorded")
        try:
            self._paper = self._printer.print(self._receipt)
        except PrinterFault:
            return
        self._print_queue.printed(sale.sale_no, self._clock.now())


def _identified(attempt: int, answer: Insured | Refusal | NoAnswer) -> Event:
    match answer:
        case Insured():
            return events.PersonIdentified(attempt, answer)
        case Refusal():
            return events.AttemptFailed(attempt, answer)
        case NoAnswer():
            return events.AttemptFailed(attempt, Refusal(RefusalCode.PLATFORM_SILENT, answer.cause))


def _quoted(attempt: int, answer: Quote | Refusal | NoAnswer) -> Event:
    match answer:
        case Quote():
            return events.QuoteArrived(attempt, answer)
        case Refusal():
            return events.AttemptFailed(attempt, answer)
        case NoAnswer():
            return events.AttemptFailed(attempt, Refusal(RefusalCode.PLATFORM_SILENT, answer.cause))


def _unsent(deal: Deal, reason: Refusal) -> tuple[EndedCharge, ...]:
    """Give the ends of the orders that were never sent, for they come after everything that moves."""
    return tuple(EndedCharge(order.order_no, ChargeEnd.NEVER_SENT, reason.code) for order in deal.orders)
