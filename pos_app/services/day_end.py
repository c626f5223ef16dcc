"""What closes a day beside the shift: backups by name, a manager's word before books are put back, the audit log."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pos_app.domain.audit import AuditHead, BadRow
from pos_app.domain.staff import Employee

AUDIT_PAGE = 40  # rows of the audit log that are shown at once


@dataclass(frozen=True, slots=True)
class Backup:
    """A file among the backups, as its folder has it; nobody has looked into it yet."""

    path: Path
    kept_at: datetime
    size_bytes: int


@dataclass(frozen=True, slots=True)
class CheckedBackup:
    """A backup that holds what it says: every book of it keeps its laws."""

    path: Path
    made_at: datetime
    program: str
    sales: int


@dataclass(frozen=True, slots=True)
class RestoreOrder:
    """That a checked backup takes the place of the books as soon as the till has let go of them."""

    backup: CheckedBackup
    requester: Employee
    approver: Employee


@dataclass(frozen=True, slots=True)
class AuditChecked:
    """What walking the audit log came to; `bad` is the first row that somebody touched."""

    head: AuditHead
    bad: BadRow | None
