"""Goods that went over the counter, as the platform keeps them: trace codes, sales and returns, files."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class TraceUse:
    """A trace code in a settlement. An opened box, sold in parts, is met again and again; a virtual code, too."""

    serial: str
    code: str
    is_split: bool
    is_virtual: bool = False

    @property
    def is_used_up(self) -> bool:
        return not (self.is_split or self.is_virtual)


class MoveKind(StrEnum):
    """Which way goods went."""

    SALE = "sale"
    RETURN = "return"


@dataclass(frozen=True, slots=True)
class GoodsMove:
    """One row of 3505 or 3506; `facts` is the row as it came, and `fingerprint` makes the same row the same."""

    move_no: str
    kind: MoveKind
    pharmacy: str
    visit: str
    setl_id: str
    psn_no: str
    catalogue_code: str
    own_code: str
    batch: str
    fingerprint: str
    moved_at: datetime
    facts: str
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MoveFilter:
    """What is asked of the sales and returns of one pharmacy; what is empty is not asked."""

    pharmacy: str
    own_code: str = ""
    batch: str = ""
    catalogue_code: str = ""
    visit: str = ""
    psn_no: str = ""
    code: str = ""
    since: datetime | None = None
    until: datetime | None = None
    limit: int = 1000


@dataclass(frozen=True, slots=True)
class VirtualGoods:
    """Goods without a trace code of their own: one batch of one article at one pharmacy."""

    pharmacy: str
    catalogue_code: str
    own_code: str
    batch: str


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file of 9101, or one that the platform made; it can be fetched until `until`."""

    file_no: str
    pharmacy: str
    name: str
    content: bytes
    until: datetime
