"""What a crash left unfinished is finished before the first sale."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial

from pos_app.domain.charge import REVERSE_AFTER, ChargeEnd, EndedCharge, Paid
from pos_app.domain.checkout.states import AUTOMATIC_TRIES
from pos_app.domain.refusal import Refusal, RefusalCode
from pos_app.domain.settlement import Done, NoAnswer
from pos_app.domain.staff import Approval
from pos_app.faults import PrinterFault
from pos_app.services.ports import (
    Clock,
    InsurancePlatform,
    Intent,
    Journal,
    MobilePay,
    OpenCharge,
    Patience,
    PrintQueue,
    ReceiptPrinter,
)
from pos_app.services.till import ALREADY_UNDONE


class Outcome(StrEnum):
    """What became of a sale or a refund that was cut off."""

    NEVER_SENT = "never_sent"
    REVERSED = "reversed"
    CANCELLED = "cancelled"
    STILL_UNKNOWN = "still_unknown"
    REFUSED = "refused"
    """A definite no to its undoing: asking again brings the same, so only a person can close it."""
    RESOLVED = "resolved"
    """A person took it upon themselves."""
    REFUNDED = "refunded"
    NOT_REFUNDED = "not_refunded"
    """A definite no to giving back: nothing moved, and the refund is over."""


@dataclass(frozen=True, slots=True)
class Recovered:
    """What was done about an intent; `refusal` says why its undoing was refused."""

    intent: Intent
    outcome: Outcome
    refusal: Refusal | None = None

    @property
    def is_open(self) -> bool:
        return self.outcome in {Outcome.STILL_UNKNOWN, Outcome.REFUSED}


class Recovery:
    """Undoes what was frozen and never became a sale: each charge, the latest first, then the settlement.

    The customer has no ticket of such a sale, so it is undone rather than finished. The platform is told to reverse
    the msgid (2601), which it acknowledges whether it ever saw the settlement or not; the pay channel likewise, by
    order number. A charge younger than fifteen seconds that has no definite result is waited for first.
    """

    def __init__(
        self,
        *,
        platform: InsurancePlatform,
        mobile_pay: MobilePay,
        journal: Journal,
        clock: Clock,
        patience: Patience,
    ) -> None:
        self._platform = platform
        self._mobile_pay = mobile_pay
        self._journal = journal
        self._clock = clock
        self._patience = patience

    def open_tasks(self) -> Sequence[Intent]:
        return self._journal.open_intents()

    def run(self) -> tuple[Recovered, ...]:
        """Resolve every open intent, oldest first; at most `AUTOMATIC_TRIES` tries each."""
        return tuple(self.resolve(intent) for intent in self._journal.open_intents())

    def resolve(self, intent: Intent, tries: int = AUTOMATIC_TRIES) -> Recovered:
        """Undo one intent; where that was not possible it stays open for a person."""
        charges = self._journal.open_charges(intent.sale_no)
        for charge in reversed(charges):
            refusal = self._until_answered(intent, tries, partial(self._revoke, charge))
            if not isinstance(refusal, Done):
                return _left_open(intent, refusal)
        if not intent.msgid:
            self._drop(intent, RefusalCode.INTERRUPTED)
            return Recovered(intent, Outcome.REVERSED if charges else Outcome.NEVER_SENT)
        undo, reason, outcome = self._way_back(intent)
        answer = self._until_answered(intent, tries, undo)
        if isinstance(answer, NoAnswer) or (isinstance(answer, Refusal) and answer.code not in ALREADY_UNDONE):
            return _left_open(intent, answer)
        self._drop(intent, reason)
        return Recovered(intent, outcome)

    def close(self, intent: Intent, why: str, approval: Approval) -> Recovered:
        """End an intent because two people say so; what then differs between the books is for reconciliation."""
        self._journal.resolve(intent.sale_no, why, approval, self._clock.now())
        return Recovered(intent, Outcome.RESOLVED)

    def _until_answered(
        self, intent: Intent, tries: int, undo: Callable[[], Done | Refusal | NoAnswer]
    ) -> Done | Refusal | NoAnswer:
        answer: Done | Refusal | NoAnswer = NoAnswer("not tried")
        for _ in range(tries):
            answer = undo()
            if isinstance(answer, Done):
                return answer
            self._journal.count_try(intent.sale_no, self._clock.now())
            if isinstance(answer, Refusal):
                return answer
        return answer

    def _revoke(self, charge: OpenCharge) -> Done | Refusal | NoAnswer:
        """Query first; then reverse, and write down that it is undone."""
        found = self._mobile_pay.query(charge.order_no)
        if isinstance(found, Refusal):
            self._end(charge, ChargeEnd.REFUSED, found.code)
            return Done(charge.order_no)
        if not isinstance(found, Paid):
            self._patience.wait_until(charge.begun_at + REVERSE_AFTER)
        answer = self._mobile_pay.reverse(charge.order_no)
        if isinstance(answer, Done):
            self._end(charge, ChargeEnd.REVERSED, RefusalCode.INTERRUPTED)
        return answer

    def _way_back(self, intent: Intent) -> tuple[Callable[[], Done | Refusal | NoAnswer], RefusalCode, Outcome]:
        begun = self._journal.open_cancellation(intent.sale_no)
        if begun is None:
            return (
                lambda: self._platform.reverse(intent.msgid, intent.person_no),
                RefusalCode.INTERRUPTED,
                Outcome.REVERSED,
            )
        cancellation, settlement = begun
        return (
            lambda: self._platform.cancel(cancellation.msgid, intent.person_no, settlement),
            RefusalCode.SPLIT_CHANGED,
            Outcome.CANCELLED,
        )

    def _end(self, charge: OpenCharge, end: ChargeEnd, reason: RefusalCode) -> None:
        self._journal.end_charges((EndedCharge(charge.order_no, end, reason),), self._clock.now())

    def _drop(self, intent: Intent, reason: RefusalCode) -> None:
        self._journal.drop(intent.sale_no, reason, self._clock.now())


def print_waiting(queue: PrintQueue, printer: ReceiptPrinter, clock: Clock) -> tuple[str, ...]:
    """Make the tickets that a crash or a dead printer left waiting; give their sale numbers."""
    made: list[str] = []
    for job in queue.waiting():
        try:
            printer.print(job.receipt)
        except PrinterFault:
            break
        queue.printed(job.sale_no, clock.now())
        made.append(job.sale_no)
    return tuple(made)


def _left_open(intent: Intent, answer: Done | Refusal | NoAnswer) -> Recovered:
    if isinstance(answer, Refusal):
        return Recovered(intent, Outcome.REFUSED, answer)
    return Recovered(intent, Outcome.STILL_UNKNOWN)
