"""What a crash left unfinished is finished before the first sale."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from pos_app.domain.checkout.states import AUTOMATIC_TRIES
from pos_app.domain.refusal import RefusalCode
from pos_app.domain.settlement import Done
from pos_app.faults import PrinterFault
from pos_app.services.ports import (
    Clock,
    InsurancePlatform,
    Intent,
    Journal,
    PrintQueue,
    ReceiptPrinter,
)


class Outcome(StrEnum):
    """What became of an interrupted sale."""

    NEVER_SENT = "never_sent"
    REVERSED = "reversed"
    CANCELLED = "cancelled"
    STILL_UNKNOWN = "still_unknown"


@dataclass(frozen=True, slots=True)
class Recovered:
    intent: Intent
    outcome: Outcome


class Recovery:
    """Undoes what was frozen and never became a sale.

    The customer has no ticket of such a sale, so it is undone rather than finished: the platform is told to reverse
    the msgid (2601), which it acknowledges whether it ever saw the settlement or not.
    """

    def __init__(self, *, platform: InsurancePlatform, journal: Journal, clock: Clock) -> None:
        self._platform = platform
        self._journal = journal
        self._clock = clock

    def open_tasks(self) -> Sequence[Intent]:
        return self._journal.open_intents()

    def run(self) -> tuple[Recovered, ...]:
        """Resolve every open intent, oldest first; at most `AUTOMATIC_TRIES` tries each."""
        return tuple(self.resolve(intent) for intent in self._journal.open_intents())

    def resolve(self, intent: Intent, tries: int = AUTOMATIC_TRIES) -> Recovered:
        """Undo one intent; `STILL_UNKNOWN` leaves it open for a person."""
        if not intent.msgid:
            self._drop(intent, RefusalCode.INTERRUPTED)
            return Recovered(intent, Outcome.NEVER_SENT)
        undo, reason, outcome = self._way_back(intent)
        for _ in range(tries):
            if undo():
                self._drop(intent, reason)
                return Recovered(intent, outcome)
            self._journal.count_try(intent.sale_no, self._clock.now())
        return Recovered(intent, Outcome.STILL_UNKNOWN)

    def _way_back(self, intent: Intent) -> tuple[Callable[[], bool], RefusalCode, Outcome]:
        begun = self._journal.open_cancellation(intent.sale_no)
        if begun is None:
            return lambda: self._reverse(intent), RefusalCode.INTERRUPTED, Outcome.REVERSED
        cancellation, settlement = begun

        def cancel() -> bool:
            answer = self._platform.cancel(cancellation.msgid, intent.person_no, settlement)
            return isinstance(answer, Done)

        return cancel, RefusalCode.SPLIT_CHANGED, Outcome.CANCELLED

    def _reverse(self, intent: Intent) -> bool:
        return isinstance(self._platform.reverse(intent.msgid, intent.person_no), Done)

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
