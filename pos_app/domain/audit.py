"""The audit log as a chain: each row carries a code made of itself and of the row before it, under a key."""

import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

CodeOf: TypeAlias = Callable[[bytes], str]  # hexadecimal digits that only the key makes
SHORTEST_HEAD = 16  # digits of a code that paper shows
_ENCODER = json.JSONEncoder(ensure_ascii=True, separators=(",", ":"))
_HEAD = re.compile(rf"\d{{1,18}}:[0-9a-f]{{{SHORTEST_HEAD},64}}", re.ASCII)


@dataclass(frozen=True, slots=True)
class AuditRow:
    """One line of the log; `actor` asked or did it, `approver` let it pass, both empty where nobody was needed."""

    number: int
    at: str
    action: str
    sale_no: str
    detail: str
    actor: str
    approver: str


@dataclass(frozen=True, slots=True)
class AuditHead:
    """How long the log was and the code of its last row: what a Z report prints, so that a cut tail is seen."""

    count: int
    code: str

    @classmethod
    def parse(cls, text: str) -> "AuditHead":
        """Read `128:3f9a…` as paper shows it; ValueError for anything else."""
        count, _, code = text.strip().partition(":")
        if not _HEAD.fullmatch(text.strip()):
            raise ValueError(f"not the head of an audit log: {text!r}")
        return cls(int(count), code)

    def __str__(self) -> str:
        return f"{self.count}:{self.code[:SHORTEST_HEAD]}"


class Damage(StrEnum):
    """What is wrong with the first bad row."""

    CHANGED = "changed"
    MISSING = "missing"
    CUT = "cut"
    REBUILT = "rebuilt"


@dataclass(frozen=True, slots=True)
class BadRow:
    number: int
    damage: Damage


def chained(before: str, row: AuditRow, code_of: CodeOf) -> str:
    """Give the code of a row that follows the one with the code `before`."""
    fields = (row.number, row.at, row.action, row.sale_no, row.detail, row.actor, row.approver)
    return code_of(f"{before}\n{_ENCODER.encode(fields)}".encode("ascii"))


def first_code(start: int, code_of: CodeOf) -> str:
    """Give what the first row follows; rows up to `start` were written before there was a chain."""
    return code_of(f"audit log from row {start + 1}".encode("ascii"))


def first_bad_row(
    rows: Iterable[tuple[AuditRow, str]], *, start: int, printed: Sequence[AuditHead], code_of: CodeOf
) -> BadRow | None:
    """Walk the chain from its start and hold it against the heads that were printed; None where all of it is whole."""
    number, before = start, first_code(start, code_of)
    wanted = {head.count for head in printed}
    known = {start: before}
    for row, code in rows:
        if row.number != number + 1:
            return BadRow(number + 1, Damage.MISSING)
        if chained(before, row, code_of) != code:
            return BadRow(row.number, Damage.CHANGED)
        number, before = row.number, code
        if number in wanted:
            known[number] = code
    return _against(printed, known, last=number)


def _against(printed: Sequence[AuditHead], known: dict[int, str], *, last: int) -> BadRow | None:
    for head in sorted(printed, key=lambda head: head.count):
        if head.count > last:
            return BadRow(last + 1, Damage.CUT)
        if head.count not in known or not known[head.count].startswith(head.code):
            return BadRow(head.count, Damage.REBUILT)
    return None
