"""Reconciliation of a day: the till against the centre, each difference with its story and one repair to confirm.

Totals first (3201); rows (3202) only where totals differ; one settlement (5203) only where one side alone has it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import product
from typing import TypeAlias, assert_never

from pos_app.domain.charge_reconciliation import compare_charges
from pos_app.domain.money import Money, total
from pos_app.domain.reconciliation import (
    AdoptDay,
    AskAgain,
    AskPerson,
    Cancel,
    Difference,
    Entry,
    Evidence,
    FinishTask,
    Past,
    Repair,
    Reverse,
    ReverseCharge,
    StrikeOut,
    TakeOver,
    compare,
    one_sided,
)
from pos_app.domain.refusal import Refusal
from pos_app.domain.settlement import Done, NoAnswer, Settlement
from pos_app.domain.shanghai import begin_of
from pos_app.domain.split import Split
from pos_app.services.ports import Clock, InsurancePlatform
from pos_app.services.reconciliation_ports import CentreBooks, Moment, OwnBook, PayBooks, Story
from pos_app.services.recovery import Outcome, Recovery


@dataclass(frozen=True, slots=True)
class Group:
    """What 3201 was asked for one kind of clearing and one kind of insurance."""

    clearing: str
    insurance: str
    count: int
    total: Money
    fund: Money
    account: Money
    agrees: bool


@dataclass(frozen=True, slots=True)
class Explained:
    difference: Difference
    story: tuple[Moment, ...]


@dataclass(frozen=True, slots=True)
class Reconciled:
    """What a day's books came to; `compared` is False where the centre's totals were enough.

    `charges` counts the orders that were held against the pay channel's own book, `others` what other tills settled.
    """

    day: date
    groups: tuple[Group, ...]
    compared: bool
    differences: tuple[Explained, ...]
    charges: int = 0
    others: int = 0

    @property
    def agrees(self) -> bool:
        return not self.differences

    @property
    def gap(self) -> Money:
        """By how much more has been paid there than here."""
        return total(explained.difference.gap for explained in self.differences)


@dataclass(frozen=True, slots=True)
class Repaired:
    difference: Difference


@dataclass(frozen=True, slots=True)
class ForPerson:
    """No message can put this right."""

    difference: Difference


@dataclass(frozen=True, slots=True)
class StillUnknown:
    """The repair was sent and not acknowledged; sent again, it is the same repair."""

    difference: Difference
    cause: str


RepairOutcome: TypeAlias = Repaired | ForPerson | StillUnknown | Refusal


class Reconciliation:
    """Compares, explains and, when told to, repairs."""

    def __init__(
        self,
        *,
        centre: CentreBooks,
        own: OwnBook,
        pay: PayBooks,
        stories: Sequence[Story],
        platform: InsurancePlatform,
        recovery: Recovery,
        clock: Clock,
    ) -> None:
        self._centre = centre
        self._own = own
        self._pay = pay
        self._stories = stories
        self._platform = platform
        self._recovery = recovery
        self._clock = clock

    def run(self, day: date, *, rows: bool = False) -> Reconciled | Refusal | NoAnswer:
        """Reconcile a day; nothing is changed by it. With `rows` also where the totals agree, for errors may cancel."""
        ours = self._own.entries(day)
        groups = self._groups(day, ours)
        if isinstance(groups, Refusal | NoAnswer):
            return groups
        asked = sorted({group.clearing for group in groups if rows or not group.agrees})
        found: list[Difference] = []
        others = 0
        for clearing in asked:
            mine = tuple(entry for entry in ours if entry.clearing == clearing)
            theirs = self._centre.entries(day, clearing, mine)
            if isinstance(theirs, Refusal | NoAnswer):
                return theirs
            not_ours = self._own.of_other_tills(theirs)
            others += len(not_ours)
            theirs = tuple(replace(one, clearing=clearing) for one in theirs if one.settlement_id not in not_ours)
            found += compare(mine, theirs, self._evidence(mine, theirs), day)
        charged = self._charges(day)
        if isinstance(charged, NoAnswer):
            return charged
        count, of_charges = charged
        explained = tuple(Explained(one, self._story(one)) for one in (*found, *of_charges))
        return Reconciled(day, groups, compared=bool(asked), differences=explained, charges=count, others=others)

    def repair(self, difference: Difference, *, day: date, by: str) -> RepairOutcome:
        """Do what was proposed, once a person has confirmed it. Done again, it changes nothing more."""
        now = self._clock.now()
        match difference.repair:
            case AskPerson() | AskAgain():
                return ForPerson(difference)
            case TakeOver(entry):
                self._own.correct(TakeOver(self._dated(entry, day)), difference, now, by)
                return Repaired(difference)
            case StrikeOut() | AdoptDay() as repair:
                self._own.correct(repair, difference, now, by)
                return Repaired(difference)
            case Reverse() | Cancel() | ReverseCharge() | FinishTask() as repair:
                return self._ended(self._send(repair, self._own.begin_repair(difference, now, by)), difference, by)
            case repair:
                assert_never(repair)

    def _ended(self, answer: Done | Refusal | NoAnswer, difference: Difference, by: str) -> RepairOutcome:
        match answer:
            case Done():
                self._own.end_repair(difference, self._clock.now(), by)
                return Repaired(difference)
            case NoAnswer(cause):
                return StillUnknown(difference, cause)
            case Refusal():
                return answer

    def _charges(self, day: date) -> tuple[int, tuple[Difference, ...]] | NoAnswer:
        """Compare the charges of a day; what one side has of it is asked of the other, whenever it happened there."""
        ours = self._pay.own.charges(day)
        theirs = self._pay.statement.standing(day, (charge.order_no for charge in ours))
        if isinstance(theirs, NoAnswer):
            return theirs
        ours = self._pay.own.charges(day, theirs)
        return len({*theirs, *(charge.order_no for charge in ours)}), compare_charges(ours, theirs)

    def _groups(self, day: date, ours: Sequence[Entry]) -> tuple[Group, ...] | Refusal | NoAnswer:
        groups: list[Group] = []
        for clearing, insurance in product(self._centre.clearings, self._centre.insurances):
            mine = [entry for entry in ours if (entry.clearing, entry.insurance) == (clearing, insurance)]
            agrees = self._centre.agrees(day, clearing, insurance, mine)
            if isinstance(agrees, Refusal | NoAnswer):
                return agrees
            groups.append(
                Group(
                    clearing=clearing,
                    insurance=insurance,
                    count=len(mine),
                    total=total(entry.total for entry in mine),
                    fund=total(entry.fund for entry in mine),
                    account=total(entry.account for entry in mine),
                    agrees=agrees,
                )
            )
        return tuple(groups)

    def _evidence(self, ours: Sequence[Entry], theirs: Sequence[Entry]) -> Evidence:
        only_ours, only_theirs = one_sided(ours, theirs)
        lone = (*only_ours, *only_theirs)
        asked = ((entry.settlement_id, self._centre.past(entry)) for entry in lone)
        return Evidence(
            known=self._own.known(entry.msgid for entry in only_theirs),
            visits=self._own.visits(entry.visit_id for entry in lone),
            past={number: past for number, past in asked if not isinstance(past, NoAnswer)},
        )

    def _story(self, difference: Difference) -> tuple[Moment, ...]:
        entry = difference.ours or difference.entry
        moments = (
            moment
            for story in self._stories
            for moment in story.of(msgid=difference.entry.msgid or entry.msgid, sale_no=difference.sale_no)
        )
        return tuple(sorted(moments, key=lambda moment: moment.at))

    def _send(self, repair: Reverse | Cancel | ReverseCharge | FinishTask, msgid: str) -> Done | Refusal | NoAnswer:
        match repair:
            case Reverse(original, person_no):
                return self._platform.reverse(original, person_no)
            case Cancel(settlement_id, visit_id, person_no):
                return self._platform.cancel(msgid, person_no, _named(settlement_id, visit_id, self._clock.now()))
            case ReverseCharge(order_no):
                return self._pay.channel.reverse(order_no)
            case FinishTask(sale_no):
                intent = self._own.open_intent(sale_no)
                is_open = intent and self._recovery.resolve(intent).outcome is Outcome.STILL_UNKNOWN
                return NoAnswer(sale_no) if is_open else Done(sale_no)

    def _dated(self, entry: Entry, day: date) -> Entry:
        """Give an entry of theirs its time, which their list does not tell."""
        past = self._centre.past(entry)
        if isinstance(past, Past):
            return replace(entry, settled_at=past.settled_at, insurance=past.insurance)
        return replace(entry, settled_at=begin_of(day))


def _named(settlement_id: str, visit_id: str, at: datetime) -> Settlement:
    """Name a settlement to be cancelled; the platform looks at nothing but its numbers."""
    nothing = Money(0)
    return Settlement("", settlement_id, visit_id, Split(nothing, nothing, nothing, nothing), None, at)


def repairs_itself(repair: Repair) -> bool:
    """Say whether the program can do a repair, or only a person."""
    return not isinstance(repair, AskPerson | AskAgain)
