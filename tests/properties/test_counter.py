"""No money moves without its sale and no sale is lost, whatever the link and the power do.

The second half plants defects: a law that no defect breaks says nothing.
"""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined]  # the driver that sqlite-utils chose

from pos_app.domain.charge import ChargeEnd, EndedCharge, OrderUnknown, Paid
from pos_app.domain.checkout import effects, events
from pos_app.domain.checkout.effects import Effect
from pos_app.domain.checkout.events import Event
from pos_app.domain.refusal import Refusal, RefusalCode
from pos_app.domain.sale import Deal, Sale, SaleDraft
from pos_app.domain.settlement import Done, NoAnswer, Settlement
from pos_app.faults import PrinterFault
from pos_app.services.ports import Intent
from pos_app.services.ticket import receipt_of
from pos_app.services.till import Till
from pos_app.sqlite import SqliteFile
from pos_app.storage.audit import AuditLog
from pos_app.storage.journal import SqliteJournal
from pos_app.storage.numbers import Numbers
from tests.doubles.insurance import HonestPlatform
from tests.properties.counter_machine import CounterMachine

TestCounter = CounterMachine.TestCase
TestCounter.settings = settings(max_examples=60, stateful_step_count=25, suppress_health_check=list(HealthCheck))


class NoTombstones(HonestPlatform):
    """A platform that acknowledges the reversal of a msgid it does not know, and forgets it."""

    def reverse(self, msgid: str, person_no: str) -> Done | Refusal | NoAnswer:
        answer = super().reverse(msgid, person_no)
        self._tombstones.clear()
        return answer


class NoMemory(HonestPlatform):
    """A platform that moves the money again when a msgid comes again."""

    def settle(self, msgid: str, draft: SaleDraft, sale_no: str) -> Settlement | Refusal | NoAnswer:
        self._answered.pop(msgid, None)
        return super().settle(msgid, draft, sale_no)


class Careless(Till):
    """A till that closes its book without knowing."""

    def _give_up(self, deal: Deal, reason: RefusalCode) -> None:
        ends = [EndedCharge(order.order_no, ChargeEnd.NEVER_SENT, reason) for order in deal.orders]
        self._journal.drop(deal.sale_no, reason, self._clock.now(), ends)


class DropsTheUnknown(Careless):
    """A till that takes silence for a no."""

    def _run(self, effect: Effect) -> Event | None:
        if isinstance(effect, effects.Reverse):
            self._give_up(effect.deal, RefusalCode.PLATFORM_SILENT)
            return events.ReversalConfirmed(effect.deal.msgid)
        return super()._run(effect)


class TrustsAnySplit(Careless):
    """A till that drops a sale whose split changed, and does not cancel what was settled."""

    def _run(self, effect: Effect) -> Event | None:
        if isinstance(effect, effects.Cancel):
            self._give_up(effect.deal, RefusalCode.SPLIT_CHANGED)
            return events.CancellationConfirmed(effect.settlement.msgid)
        return super()._run(effect)


class RecordsTwice(Till):
    """A till that writes a sale down once more for safety."""

    def _record(self, deal: Deal) -> Event:
        super()._record(deal)
        return super()._record(deal)


class PrintsBeforeItRecords(Till):
    """A till that hands out the ticket of a sale that a crash can still undo."""

    def _run(self, effect: Effect) -> Event | None:
        if isinstance(effect, effects.RecordSale):
            deal = effect.deal
            sale = Sale(deal.sale_no, self._clock.now(), deal.agreed, deal.settlement, deal.paid)
            with suppress(PrinterFault):
                self._printer.print(receipt_of(sale, self._shop))
        return super()._run(effect)


class TakesAnUnansweredChargeForPaid(Till):
    """A till that hands the goods out when the channel says nothing."""

    def _run(self, effect: Effect) -> Event | None:
        event = super()._run(effect)
        match event:
            case events.ChargeFound(order_no, NoAnswer() | OrderUnknown(), at):
                return events.ChargeFound(order_no, Paid(order_no, "", at), at)
            case _:
                return event


class RevokesOnlyInTheBook(Till):
    """A till that writes a charge off and does not tell the channel."""

    def _revoke(self, effect: effects.RevokeCharge) -> Event:
        ended = EndedCharge(effect.order_no, ChargeEnd.REVERSED, effect.reason.code)
        self._journal.end_charges((ended,), self._clock.now())
        return events.ChargeRevoked(effect.order_no)


class WritesIntentsLate(SqliteJournal):
    """A journal whose intents a crash takes away, as if they were written only after the sending."""

    def __init__(self, file: SqliteFile, numbers: Numbers, audit: AuditLog) -> None:
        super().__init__(file, numbers, audit)
        self._in_memory: set[str] = set()

    def freeze(self, draft: SaleDraft, at: datetime) -> Intent:
        intent = super().freeze(draft, at)
        self._in_memory.add(intent.sale_no)
        return intent

    def open_intents(self) -> Sequence[Intent]:
        return tuple(intent for intent in super().open_intents() if intent.sale_no in self._in_memory)


@pytest.mark.long
@pytest.mark.parametrize(
    "broken",
    [
        *(NoTombstones, NoMemory),
        *(DropsTheUnknown, TrustsAnySplit, RecordsTwice, PrintsBeforeItRecords),
        *(TakesAnUnansweredChargeForPaid, RevokesOnlyInTheBook),
        WritesIntentsLate,
    ],
)
def test_a_defect_breaks_the_law(broken: type[HonestPlatform] | type[Till] | type[SqliteJournal]) -> None:
    class Broken(CounterMachine):
        platform_class = broken if issubclass(broken, HonestPlatform) else HonestPlatform
        till_class = broken if issubclass(broken, Till) else Till
        journal_class = broken if issubclass(broken, SqliteJournal) else SqliteJournal

    until_it_fails = settings(
        TestCounter.settings, max_examples=500, phases=[Phase.generate], database=None, report_multiple_bugs=False
    )
    with pytest.raises((AssertionError, sqlite3.IntegrityError)):
        run_state_machine_as_test(Broken, settings=until_it_fails)
