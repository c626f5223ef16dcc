"""Holds the till's book against a distant platform's, which shows its own by messages alone: 9101, 3202, 9102."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date

from pos_app.clients.insurance import InsuranceClient
from pos_app.clients.reconciliation import CentreClient
from pos_app.clients.transport import Transport
from pos_app.domain.reconciliation import Entry
from pos_app.domain.refusal import Refusal
from pos_app.domain.settlement import NoAnswer
from pos_app.domain.shanghai import business_day
from pos_app.services.checkup import Check, Words, agreement_check
from pos_app.services.ports import Clock
from pos_app.storage.numbers import Numbers
from pos_app.storage.settled import SettledBook
from pos_app.wire.region import RegionProfile


def distant_agreement(
    transport: Transport,
    profile: RegionProfile,
    book: SettledBook,
    numbers: Numbers,
    *,
    still_open: Collection[str],
    clock: Clock,
) -> Check:
    """Compare every day on which the till has sold, and today; what cannot be asked does not hold."""
    client = InsuranceClient(transport=transport, profile=profile, msgids=numbers, clock=clock)
    centre = CentreClient(trades=client, profile=profile)
    ours = book.everything()
    theirs: dict[str, Entry] = {}
    for day in sorted({*_days(ours), business_day(clock.now())}):
        for clearing in centre.clearings:
            own = [entry for entry in book.entries(day) if entry.clearing == clearing]
            told = centre.entries(day, clearing, own)
            if isinstance(told, Refusal | NoAnswer):
                return _unasked(day, told)
            theirs |= {entry.settlement_id: entry for entry in told}
    others = book.of_other_tills(theirs.values())
    mine = tuple(entry for number, entry in theirs.items() if number not in others)
    agreed = agreement_check(ours, mine, still_open, others=len(others))
    return replace(agreed, detail=Words("asked", {"detail": agreed.detail}))


def _days(entries: Collection[Entry]) -> Iterator[date]:
    return (business_day(entry.settled_at) for entry in entries if entry.settled_at)


def _unasked(day: date, told: Refusal | NoAnswer) -> Check:
    said = f"{told.code} {told.detail}" if isinstance(told, Refusal) else told.cause
    detail = Words("asked_for", {"day": day, "said": said})
    return replace(agreement_check((), (), ()), ok=False, detail=detail, fix=Words("fix.journal"))
