"""What reconciling needs of the world: the centre's books, the till's, the pay channel's, and what each has noted."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from pos_app.domain.charge_reconciliation import OwnCharge
from pos_app.domain.money import Money
from pos_app.domain.reconciliation import AdoptDay, Difference, Entry, Known, Past, StrikeOut, TakeOver
from pos_app.domain.refusal import Refusal
from pos_app.domain.settlement import NoAnswer
from pos_app.services.ports import Intent, MobilePay


class CentreBooks(Protocol):
    """What the centre says of its own books."""

    clearings: Sequence[str]
    insurances: Sequence[str]

    def agrees(self, day: date, clearing: str, insurance: str, entries: Sequence[Entry]) -> bool | Refusal | NoAnswer:
        """Say whether the sums of our entries are the centre's (3201)."""
        ...

    def entries(self, day: date, clearing: str, entries: Sequence[Entry]) -> tuple[Entry, ...] | Refusal | NoAnswer:
        """Show our entries, and be told the centre's (3202)."""
        ...

    def past(self, entry: Entry) -> Past | NoAnswer | None:
        """Ask for one settlement (5203); None where the centre does not know it."""
        ...


class OwnBook(Protocol):
    """The till's book, as far as it is reconciled."""

    def entries(self, day: date) -> tuple[Entry, ...]:
        """List what the centre should have of a day, by its own time, corrections included."""
        ...

    def known(self, msgids: Iterable[str]) -> Mapping[str, Known]: ...

    def visits(self, visit_ids: Iterable[str]) -> Mapping[str, Entry]:
        """Give the purchase of each visit that the till has."""
        ...

    def of_other_tills(self, theirs: Iterable[Entry]) -> frozenset[str]:
        """Give by number what other tills that sell under the same pharmacy code have settled."""
        ...

    def begin_repair(self, difference: Difference, at: datetime, by: str) -> str:
        """Write a repair down before it is sent, and give its msgid: for one difference always the same."""
        ...

    def correct(self, repair: TakeOver | StrikeOut | AdoptDay, difference: Difference, at: datetime, by: str) -> None:
        """Enter a correction; entered again it changes nothing."""
        ...

    def end_repair(self, difference: Difference, at: datetime, by: str) -> None: ...

    def open_intent(self, sale_no: str) -> Intent | None: ...


class OwnCharges(Protocol):
    """The till's book of codes and cards."""

    def charges(self, day: date, also: Iterable[str] = ()) -> tuple[OwnCharge, ...]:
        """List the charges that were begun on a day, and those that are named."""
        ...


class PayStatement(Protocol):
    """What the pay channel says of its own book."""

    def standing(self, day: date, also: Iterable[str] = ()) -> Mapping[str, Money] | NoAnswer:
        """Give what the shop has of each order that came on a day, and of those that are named."""
        ...


@dataclass(frozen=True, slots=True)
class PayBooks:
    """The third ledger, and the way to put it right."""

    own: OwnCharges
    statement: PayStatement
    channel: MobilePay


class Side(StrEnum):
    TILL = "till"
    PLATFORM = "platform"
    CHANNEL = "channel"


@dataclass(frozen=True, slots=True)
class Moment:
    """One thing that one of the two journals says; `act` is its own word for it, nothing of a person is in it."""

    at: datetime
    side: Side
    act: str
    detail: str = ""


class Story(Protocol):
    """One of the two journals."""

    def of(self, *, msgid: str, sale_no: str) -> Iterable[Moment]:
        """Give what it says of a message and of the sale that it belonged to."""
        ...
