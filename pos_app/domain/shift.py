"""A shift at the till: what must be in the drawer as a sum of what was put in and taken out, and what was counted."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from pos_app.domain.audit import AuditHead
from pos_app.domain.cash import parse_cash
from pos_app.domain.money import ZERO, Money, total
from pos_app.domain.refusal import Refusal, RefusalCode
from pos_app.domain.shanghai import local
from pos_app.domain.staff import Approval

_FEN = (100_00, 50_00, 20_00, 10_00, 5_00, 1_00, 50, 10, 5, 2, 1)
DENOMINATIONS = tuple(map(Money, _FEN))  # notes and coins of the fifth series that are legal tender, fen included
PIECES_LIMIT = 100_000
REASON_LIMIT = 80  # characters: it stands on paper

_COUNTED = re.compile(r"(\d{1,3}(?:\.\d{1,2})?)=(\d{1,6})", re.ASCII)


class DrawerKind(StrEnum):
    """Why cash went into the drawer or out of it; the value stands in the till's file."""

    FLOAT = "float"
    TAKEN = "taken"
    CHANGE = "change"
    IN = "in"
    OUT = "out"
    REFUND = "refund"


_OUTWARD = frozenset({DrawerKind.CHANGE, DrawerKind.OUT, DrawerKind.REFUND})


@dataclass(frozen=True, slots=True)
class Drawer:
    """The cash of a shift by why it moved; none of the sums is below nothing."""

    sums: Mapping[DrawerKind, Money]

    @classmethod
    def of_rows(cls, rows: Iterable[tuple[DrawerKind, Money]]) -> "Drawer":
        sums = dict.fromkeys(DrawerKind, ZERO)
        for kind, amount in rows:
            if amount < ZERO:
                raise ValueError("cash moves one way or the other, its amount is not below nothing")
            sums[kind] += amount
        return cls(MappingProxyType(sums))

    @property
    def expected(self) -> Money:
        """Float and cash taken, less change, with what was put in and less what was taken out and refunded."""
        return total(-amount if kind in _OUTWARD else amount for kind, amount in self.sums.items())


@dataclass(frozen=True, slots=True)
class CashCount:
    """How many of each note and coin lie in the drawer, the largest first; none of a kind is left out."""

    pieces: Mapping[Money, int]

    def __post_init__(self) -> None:
        known = all(kind in DENOMINATIONS for kind in self.pieces)
        if not known or not all(0 < count <= PIECES_LIMIT for count in self.pieces.values()):
            raise ValueError("a drawer holds notes and coins that exist, in numbers that can be counted")

    @classmethod
    def of(cls, counted: Mapping[Money, int]) -> "CashCount":
        kinds = [kind for kind in DENOMINATIONS if counted.get(kind)]
        if set(counted) - set(DENOMINATIONS):
            raise ValueError("no such note or coin")
        return cls(MappingProxyType({kind: counted[kind] for kind in kinds}))

    @classmethod
    def parse(cls, text: str) -> "CashCount":
        """Read `100=3,50=2,0.5=4`, and `0` for an empty drawer; ValueError for anything else."""
        if text.strip() == "0":
            return cls.of({})
        counted: dict[Money, int] = {}
        for part in text.split(","):
            found = _COUNTED.fullmatch(part.strip())
            kind = Money.of_yuan(found[1]) if found else ZERO
            if not found or kind in counted:
                raise ValueError(f"not a count by denomination: {part!r}")
            counted[kind] = int(found[2])
        return cls.of(counted)

    @property
    def total(self) -> Money:
        return total(Money(kind.fen * count) for kind, count in self.pieces.items())


@dataclass(frozen=True, slots=True)
class Shift:
    """Who answers for the drawer, from when on; `is_automatic` where nobody has signed in for it."""

    shift_no: str
    cashier: str
    badge: str
    opened_at: datetime
    is_automatic: bool


@dataclass(frozen=True, slots=True)
class DrawerMove:
    """Cash that somebody puts into the drawer or takes out of it, without a bill."""

    kind: DrawerKind
    amount: Money
    reason: str
    at: datetime
    actor: str
    approval: Approval | None = None


@dataclass(frozen=True, slots=True)
class Closing:
    """What is known when a shift is ended; the book itself works out what should be in the drawer."""

    count: CashCount
    reason: str
    at: datetime
    closer: str
    approval: Approval | None


@dataclass(frozen=True, slots=True)
class Takings:
    """What a shift's bills add up to; what is not final yet is in no sum and goes over to the next shift.

    `tenders` are of its sales, `returns` of its refunds: what went back to each kind of tender.
    """

    sales: int
    sold: Money
    refunds: int
    refunded: Money
    tenders: Mapping[str, Money]
    returns: Mapping[str, Money]
    open_sales: int
    parked_bills: int


@dataclass(frozen=True, slots=True)
class Ending:
    """How a shift ended: the Z number is given once, and the count stands beside what should have been there."""

    z_no: int
    closed_at: datetime
    count: CashCount
    difference: Money
    reason: str
    approver: str
    head: AuditHead


@dataclass(frozen=True, slots=True)
class ShiftFigures:
    """Everything the till's file says of one shift; `ending` is None while it runs."""

    shift: Shift
    drawer: Drawer
    takings: Takings
    ending: Ending | None

    def __post_init__(self) -> None:
        if self.ending and self.ending.count.total - self.drawer.expected != self.ending.difference:
            raise ValueError("the difference is what was counted less what should have been there")


@dataclass(frozen=True, slots=True)
class ShiftReport:
    """An X report of a running shift or the Z report of a closed one, ready for paper."""

    pharmacy: str
    pharmacy_code: str
    till: str
    made_at: datetime
    figures: ShiftFigures
    head: AuditHead

    @property
    def number(self) -> str:
        """`Z000012`, or for an X the shift and the second."""
        ending = self.figures.ending
        return f"Z{ending.z_no:06}" if ending else f"X{self.figures.shift.shift_no}-{local(self.made_at):%H%M%S}"


def refuse_closing(
    figures: ShiftFigures, count: CashCount | None, reason: str, *, last_at: datetime, at: datetime
) -> Refusal | None:
    """Say why a shift cannot end here and now; a difference alone never stops it, but wants a reason."""
    if at < last_at:
        return Refusal(RefusalCode.CLOCK_BEHIND)
    if count is None:
        return Refusal(RefusalCode.COUNT_NEEDED)
    difference = count.total - figures.drawer.expected
    if difference and not reason:
        return Refusal(RefusalCode.DIFFERENCE_NEEDS_REASON, f"{difference.yuan:+,.2f}")
    return None


def fit_reason(text: str) -> str:
    """Give a reason as it may stand on paper: one line, no longer than it may be."""
    return " ".join(text.split())[:REASON_LIMIT]


def read_amount(text: str) -> Money | None:
    """Read yuan as somebody types them for the drawer; None for anything that is no amount above nothing."""
    return parse_cash(text) or None


def read_float(text: str) -> Money | None:
    """Read what a drawer begins with: nothing typed is nothing put in."""
    return parse_cash(text) if text.strip() else ZERO
