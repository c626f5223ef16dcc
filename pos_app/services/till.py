"""The till: feeds events into the checkout, runs its effects through the ports, feeds the answers back."""

from collections import deque
from collections.abc import Callable
from typing import assert_never

from pos_app.domain.checkout import effects, events, transition
from pos_app.domain.checkout.effects import Effect
from pos_app.domain.checkout.events import Event
from pos_app.domain.checkout.states import Selling, State
from pos_app.domain.refusal import Refusal, RefusalCode
from pos_app.domain.sale import Sale
from pos_app.domain.settlement import Done, Insured, NoAnswer, Quote, Settlement
from pos_app.faults import PrinterFault
from pos_app.services.bookkeeping import Shop, receipt_of
from pos_app.services.ports import Clock, InsurancePlatform, Journal, Paper, PrintQueue, ReceiptPrinter


class Till:
    """One counter. `handle` may block on the platform and the disk, so it belongs to one worker thread.

    `observe` is told every state in turn, the short-lived ones too. StoreFault passes through: what is on disk is
    then the truth, and recovery settles it at the next start.
    """

    def __init__(
        self,
        *,
        platform: InsurancePlatform,
        journal: Journal,
        print_queue: PrintQueue,
        printer: ReceiptPrinter,
        shop: Shop,
        clock: Clock,
        observe: Callable[[State], None] = lambda _state: None,
    ) -> None:
        self._platform = platform
        self._journal = journal
        self._print_queue = print_queue
        self._printer = printer
        self._shop = shop
        self._clock = clock
        self._observe = observe
        self._paper: Paper | None = None
        self.state: State = Selling()

    @property
    def paper(self) -> Paper | None:
        """The last ticket, or None when it could not be made."""
        return self._paper

    def handle(self, event: Event) -> State:
        """Take one event and everything that follows from it; give the state in which the till comes to rest."""
        waiting = deque([event])
        while waiting:
            self.state, wanted = transition(self.state, waiting.popleft())
            self._observe(self.state)
            waiting.extend(answer for answer in map(self._run, wanted) if answer is not None)
        return self.state

    def _run(self, effect: Effect) -> Event | None:  # noqa: C901  one case an effect
        match effect:
            case effects.Identify(code, attempt):
                return _identified(attempt, self._platform.identify(code))
            case effects.RequestQuote(basket, insured, attempt):
                return _quoted(attempt, self._platform.quote(insured, basket))
            case effects.FreezeDraft(draft):
                intent = self._journal.freeze(draft, self._clock.now())
                return events.DraftFrozen(intent.sale_no, intent.msgid)
            case effects.Settle(draft, sale_no, msgid):
                return _settled(msgid, self._platform.settle(msgid, draft, sale_no))
            case effects.Reverse() | effects.Cancel():
                return self._undo(effect)
            case effects.DropIntent(sale_no, refusal):
                self._journal.drop(sale_no, refusal.code, self._clock.now())
                return None
            case effects.RecordSale():
                return self._record(effect)
            case effects.PrintReceipt(sale):
                self._print(sale)
                return None
            case _:
                assert_never(effect)

    def _undo(self, effect: effects.Reverse | effects.Cancel) -> Event:
        payer = effect.draft.payer
        if payer is None:
            raise AssertionError("nothing was settled, so nothing can be undone")
        person_no = payer.insured.person_no
        match effect:
            case effects.Reverse(_, sale_no, msgid):
                answer = self._platform.reverse(msgid, person_no)
                confirmed: Event = events.ReversalConfirmed(msgid)
                reason = RefusalCode.INTERRUPTED
            case effects.Cancel(_, sale_no, settlement):
                msgid = settlement.msgid
                begun = self._journal.begin_cancel(sale_no, settlement, self._clock.now())
                answer = self._platform.cancel(begun.msgid, person_no, settlement)
                confirmed = events.CancellationConfirmed(msgid)
                reason = RefusalCode.SPLIT_CHANGED
        if not isinstance(answer, Done):
            self._journal.count_try(sale_no, self._clock.now())
            return events.OutcomeUnknown(msgid)
        self._journal.drop(sale_no, reason, self._clock.now())
        return confirmed

    def _record(self, effect: effects.RecordSale) -> Event:
        sale = Sale(effect.sale_no, self._clock.now(), effect.draft, effect.settlement)
        self._journal.record(sale, receipt_of(sale, self._shop))
        return events.SaleRecorded(sale)

    def _print(self, sale: Sale) -> None:
        """Make the ticket after the money is final; whatever happens here changes no money."""
        self._paper = None
        try:
            self._paper = self._printer.print(receipt_of(sale, self._shop))
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


def _settled(msgid: str, answer: Settlement | Refusal | NoAnswer) -> Event:
    match answer:
        case Settlement():
            return events.SettlementArrived(answer)
        case Refusal():
            return events.SettlementRefused(msgid, answer)
        case NoAnswer():
            return events.OutcomeUnknown(msgid)
