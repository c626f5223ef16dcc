"""Two books of one day held against each other: what differs, what it is, and the one repair that fits.

"Here" is the till's book, "there" that of who moved the money. Nothing is repaired by comparing: a repair is a
proposal, and a person confirms it.
"""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TypeAlias

from pos_app.domain.money import ZERO, Money
from pos_app.domain.shanghai import business_day

_TWICE_WITHIN = timedelta(minutes=10)  # the same person and the same sums again: one purchase, sent twice


@dataclass(frozen=True, slots=True)
class Entry:
    """One settlement as a book has it, or, with its sums below zero, the undoing of one.

    `account` is what the accounts pay, the family's included. `settled_at` is the other side's own time, and None in
    a list of theirs, which is of one day and says no more.
    """

    settlement_id: str
    visit_id: str
    person_no: str
    msgid: str
    total: Money
    fund: Money
    account: Money
    is_undoing: bool = False
    settled_at: datetime | None = None
    sale_no: str = ""
    insurance: str = ""
    clearing: str = ""

    @property
    def insured(self) -> Money:
        return self.fund + self.account

    @property
    def sums(self) -> tuple[Money, Money, Money]:
        return self.total, self.fund, self.account


class Fate(StrEnum):
    """What the till's book says of a msgid."""

    FINAL = "final"
    OPEN = "open"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Known:
    """A msgid of which the till has something, though perhaps no entry of the day."""

    sale_no: str
    fate: Fate
    entry: Entry | None = None


@dataclass(frozen=True, slots=True)
class Past:
    """What the other side answers when it is asked for one settlement."""

    settled_at: datetime
    is_undone: bool
    insurance: str = ""


class Kind(StrEnum):
    """What a difference is."""

    MISSING_HERE = "missing_here"
    MISSING_THERE = "missing_there"
    AMOUNT = "amount"
    PERSON = "person"
    DOUBLED = "doubled"
    UNDONE_HERE = "undone_here"
    UNDONE_THERE = "undone_there"
    WRONG_DAY = "wrong_day"
    STILL_OPEN = "still_open"
    UNEXPLAINED = "unexplained"


@dataclass(frozen=True, slots=True)
class Reverse:
    """Reverse the trade by its msgid (2601)."""

    msgid: str
    person_no: str


@dataclass(frozen=True, slots=True)
class Cancel:
    """Cancel the settlement by its number (2103)."""

    settlement_id: str
    visit_id: str
    person_no: str


@dataclass(frozen=True, slots=True)
class ReverseCharge:
    """Reverse the charge at the pay channel by its order number."""

    order_no: str


@dataclass(frozen=True, slots=True)
class FinishTask:
    """Finish what the till has begun and not ended."""

    sale_no: str


@dataclass(frozen=True, slots=True)
class TakeOver:
    """Enter here what is booked there."""

    entry: Entry


@dataclass(frozen=True, slots=True)
class StrikeOut:
    """Enter here that the settlement does not stand there any more."""

    settlement_id: str


@dataclass(frozen=True, slots=True)
class AdoptDay:
    """Enter here at what time it was settled there."""

    settlement_id: str
    settled_at: datetime


@dataclass(frozen=True, slots=True)
class AskAgain:
    """Ask the other side again: it gave no answer."""


@dataclass(frozen=True, slots=True)
class AskPerson:
    """Let a person ask the other side: no message can put this right."""


Repair: TypeAlias = (
    Reverse | Cancel | ReverseCharge | FinishTask | TakeOver | StrikeOut | AdoptDay | AskAgain | AskPerson
)


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference; `sale_no` is the till's, where it has one."""

    kind: Kind
    ours: Entry | None
    theirs: Entry | None
    repair: Repair
    sale_no: str = ""

    @property
    def entry(self) -> Entry:
        entry = self.theirs or self.ours
        if entry is None:
            raise AssertionError("a difference is about something")
        return entry

    @property
    def id(self) -> str:
        """Name the difference: the same one has the same name whenever it is found."""
        text = f"{self.kind} {self.entry.settlement_id} {self.entry.msgid}"
        return hashlib.sha256(text.encode()).hexdigest()[:8]

    @property
    def gap(self) -> Money:
        """By how much insurance has paid more there than here."""
        here = self.ours.insured if self.ours else ZERO
        there = self.theirs.insured if self.theirs else ZERO
        return there - here


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was asked about what only one side has.

    `known` is the till's own word by msgid and by visit; `past` the other side's by settlement: None for one it does
    not know, and no key where it gave no answer.
    """

    known: Mapping[str, Known]
    visits: Mapping[str, Entry]
    past: Mapping[str, Past | None]


def one_sided(ours: Iterable[Entry], theirs: Iterable[Entry]) -> tuple[tuple[Entry, ...], tuple[Entry, ...]]:
    """Give what only we have, and what only they have: of these more must be asked before they can be explained."""
    here, there = {entry.settlement_id: entry for entry in ours}, {entry.settlement_id: entry for entry in theirs}
    only_ours = tuple(entry for number, entry in here.items() if number not in there)
    return only_ours, tuple(entry for number, entry in there.items() if number not in here)


def compare(ours: Sequence[Entry], theirs: Sequence[Entry], evidence: Evidence, day: date) -> tuple[Difference, ...]:
    """Explain every difference of a day, ours first; books that agree give none."""
    only_ours, only_theirs = one_sided(ours, theirs)
    here = {entry.settlement_id: entry for entry in ours}
    agreed = [here[entry.settlement_id] for entry in theirs if entry.settlement_id in here]
    found = [difference for entry in theirs for difference in _differing(here.get(entry.settlement_id), entry)]
    found += [difference for entry in only_ours for difference in _only_ours(entry, evidence, day)]
    twins = _Twins(agreed)
    offset = _offset(only_theirs)
    found += [
        difference
        for entry in only_theirs
        if entry.settlement_id not in offset
        for difference in _only_theirs(entry, evidence, twins)
    ]
    return tuple({difference.id: difference for difference in found}.values())


def uneven(ours: Iterable[Entry], theirs: Iterable[Entry], *, still_open: Collection[str]) -> tuple[Entry, ...]:
    """Give what one side lacks or has with other sums; what is still open is a task, not a difference."""
    here, there = {entry.settlement_id: entry for entry in ours}, {entry.settlement_id: entry for entry in theirs}
    only_ours, only_theirs = one_sided(here.values(), there.values())
    offset = _offset(only_theirs)
    lacking = (entry for entry in (*only_ours, *only_theirs) if entry.settlement_id not in offset)
    differing = (entry for number, entry in here.items() if number in there and entry.sums != there[number].sums)
    return tuple(entry for entry in (*lacking, *differing) if entry.msgid not in still_open)


def _differing(ours: Entry | None, theirs: Entry) -> Iterator[Difference]:
    if ours is None:
        return
    if ours.sums != theirs.sums:
        yield Difference(Kind.AMOUNT, ours, theirs, AskPerson(), ours.sale_no)
    elif (ours.visit_id, ours.person_no) != (theirs.visit_id, theirs.person_no):
        yield Difference(Kind.PERSON, ours, theirs, AskPerson(), ours.sale_no)


def _only_ours(entry: Entry, evidence: Evidence, day: date) -> Iterator[Difference]:
    if entry.settlement_id not in evidence.past:
        yield Difference(Kind.UNEXPLAINED, entry, None, AskAgain(), entry.sale_no)
        return
    past = evidence.past[entry.settlement_id]
    original = evidence.visits.get(entry.visit_id)
    if past is None and entry.is_undoing and original:
        undo = Cancel(original.settlement_id, original.visit_id, original.person_no)
        yield Difference(Kind.UNDONE_HERE, entry, None, undo, entry.sale_no)
    elif past is None:
        yield Difference(Kind.MISSING_THERE, entry, None, AskPerson(), entry.sale_no)
    elif business_day(past.settled_at) != day:
        adopt = AdoptDay(entry.settlement_id, past.settled_at)
        yield Difference(Kind.WRONG_DAY, entry, None, adopt, entry.sale_no)
    elif past.is_undone:
        yield Difference(Kind.UNDONE_THERE, entry, None, StrikeOut(entry.settlement_id), entry.sale_no)
    else:  # it is theirs, stands, and is of this day, and yet is not on their list
        yield Difference(Kind.UNEXPLAINED, entry, None, AskPerson(), entry.sale_no)


def _only_theirs(entry: Entry, evidence: Evidence, twins: "_Twins") -> Iterator[Difference]:
    if entry.is_undoing:
        original = evidence.visits.get(entry.visit_id)
        sale_no = original.sale_no if original else ""
        yield Difference(Kind.UNDONE_THERE, None, entry, TakeOver(entry), sale_no)
        return
    if entry.settlement_id not in evidence.past:
        yield Difference(Kind.UNEXPLAINED, None, entry, AskAgain())
        return
    past, known = evidence.past[entry.settlement_id], evidence.known.get(entry.msgid)
    if past and past.is_undone:  # on a later day: there is nothing left to reverse
        yield Difference(Kind.UNDONE_THERE, None, entry, TakeOver(entry), known.sale_no if known else "")
        return
    yield _standing_there(entry, past, known, twins)


def _standing_there(entry: Entry, past: Past | None, known: Known | None, twins: "_Twins") -> Difference:
    sale_no, reverse = known.sale_no if known else "", Reverse(entry.msgid, entry.person_no)
    match known:
        case Known(fate=Fate.OPEN):
            return Difference(Kind.STILL_OPEN, None, entry, FinishTask(sale_no), sale_no)
        case Known(fate=Fate.DROPPED):
            return Difference(Kind.UNDONE_HERE, None, entry, reverse, sale_no)
        case Known(entry=Entry(settlement_id=number)) if number == entry.settlement_id and past:
            return Difference(Kind.WRONG_DAY, None, entry, AdoptDay(number, past.settled_at), sale_no)
        case Known():  # the trade that we have, posted once more under its own msgid: that would undo both
            undo = Cancel(entry.settlement_id, entry.visit_id, entry.person_no)
            return Difference(Kind.DOUBLED, None, entry, undo, sale_no)
        case None:
            twin = twins.of(entry, past.settled_at if past else None)
            kind = Kind.DOUBLED if twin else Kind.MISSING_HERE
            return Difference(kind, None, entry, reverse, twin.sale_no if twin else "")


def _offset(entries: Iterable[Entry]) -> frozenset[str]:
    """Give what only they have and have undone themselves on the same day: no money, no difference."""
    by_visit: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        by_visit[entry.visit_id].append(entry)
    even = (group for group in by_visit.values() if len(group) > 1 and _is_nothing(group))
    return frozenset(entry.settlement_id for group in even for entry in group)


def _is_nothing(group: Iterable[Entry]) -> bool:
    sums = [[amount.fen for amount in entry.sums] for entry in group]
    return not any(map(sum, zip(*sums, strict=True)))


class _Twins:
    """What both sides have, to be looked up for a purchase that was sent twice."""

    def __init__(self, agreed: Iterable[Entry]) -> None:
        self._agreed: defaultdict[object, list[Entry]] = defaultdict(list)
        for entry in agreed:
            if not entry.is_undoing:
                self._agreed[entry.person_no, entry.sums].append(entry)

    def of(self, entry: Entry, settled_at: datetime | None) -> Entry | None:
        if settled_at is None:
            return None
        others = self._agreed[entry.person_no, entry.sums]
        near = [(abs(other.settled_at - settled_at), other) for other in others if other.settled_at]
        return min((pair for pair in near if pair[0] <= _TWICE_WITHIN), key=lambda pair: pair[0], default=(0, None))[1]
