"""Who works here, in the till's file: their PINs' digests, their wrong tries, and approvals with their one use."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from sqlite_utils import Database

from pos_app.domain.password import PasswordGuard
from pos_app.domain.refusal import RefusalCode
from pos_app.domain.staff import Approval, Employee, Request, Role
from pos_app.faults import ConfigFault
from pos_app.services.ports import Clock
from pos_app.sqlite import SqliteFile, insert
from pos_app.storage.audit import AuditLog
from pos_app.storage.numbers import count_up


class Listed(BaseModel):
    """An employee as the shipped list has them; `demo_pin` is public and good until another one is set."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    number: str = Field(pattern=r"^[0-9]{4}$")
    name: str = Field(min_length=2, max_length=8)
    role: Role
    demo_pin: str = Field(pattern=r"^[0-9]{6}$", repr=False)


class _List(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    employee: tuple[Listed, ...] = Field(min_length=1)


def read_staff(path: Path) -> tuple[Listed, ...]:
    """Read the list of staff; ConfigFault names what is wrong with it."""
    try:
        return _List.model_validate(tomllib.loads(path.read_text("utf-8"))).employee
    except OSError as error:
        raise ConfigFault(f"{path.name}: {error.strerror}") from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigFault(f"{path.name}: {error}") from error
    except ValidationError as error:
        first = error.errors(include_input=False)[0]
        raise ConfigFault(f"{path.name}: {'.'.join(map(str, first['loc']))}: {first['msg']}") from error


class SqliteStaff:
    """`services.approvals.StaffBook` over the till's file."""

    def __init__(self, file: SqliteFile, audit: AuditLog) -> None:
        self._file = file
        self._audit = audit

    def enrol(self, listed: Sequence[Listed]) -> None:
        """Take over whoever is on the list and not in the book yet."""
        known = {employee.number for employee in self.employees()}
        fresh = [one for one in listed if one.number not in known]
        if fresh:
            with self._file.write() as database:
                rows = ({"number": one.number, "name": one.name, "role": str(one.role)} for one in fresh)
                insert(database, "staff", *rows)

    def employees(self) -> tuple[Employee, ...]:
        with self._file.read() as database:
            return tuple(map(_employee, database.query("SELECT * FROM staff ORDER BY number")))

    def employee(self, number: str) -> Employee | None:
        with self._file.read() as database:
            return next(map(_employee, database.query("SELECT * FROM staff WHERE number = ?", [number])), None)

    def count_try(self, number: str, at: datetime) -> tuple[PasswordGuard, bool]:
        with self._file.write() as database:
            guard = _guard(database, number)
            if guard.is_locked(at):
                return guard, False
            counted = guard.counted(at)
            _save_guard(database, number, counted)
        return counted, True

    def admit(self, employee: Employee, action: str, at: datetime) -> None:
        with self._file.write() as database:
            _save_guard(database, employee.number, PasswordGuard())
            self._audit.note(database, at, action, actor=employee.number)

    def turn_away(self, reason: RefusalCode, request: Request | None, number: str, at: datetime) -> None:
        with self._file.write() as database:
            if request is None:
                self._audit.note(database, at, "sign_in_refused", detail=str(reason), actor=number)
            else:
                detail = " ".join(filter(None, (str(reason), str(request.action), request.subject)))
                requester = request.requester.number
                self._audit.note(database, at, "approval_refused", detail=detail, actor=requester, approver=number)

    def grant(self, request: Request, approver: Employee, at: datetime) -> Approval:
        with self._file.write() as database:
            _save_guard(database, approver.number, PasswordGuard())
            approval = Approval(f"A{count_up(database, 'approval'):08}", request, approver, at)
            insert(database, "approvals", _approval_row(approval))
            detail = " ".join(filter(None, (str(request.action), request.subject)))
            self._audit.note(
                database, at, "approved", detail=detail, actor=request.requester.number, approver=approver.number
            )
        return approval

    def spend(self, approval: Approval, at: datetime) -> bool:
        with self._file.write() as database:
            known = "SELECT count(*) FROM approval_uses WHERE approval_no = ?"
            if database.execute(known, [approval.approval_no]).fetchone()[0]:
                return False
            spend_approval(database, approval, at)
        return True

    def pin_digest(self, number: str) -> str:
        """Give the digest of the PIN that is in force, empty while it is the one of the list."""
        with self._file.read() as database:
            query = "SELECT digest FROM pins WHERE number = ? ORDER BY id DESC LIMIT 1"
            row = database.execute(query, [number]).fetchone()
        return str(row[0]) if row else ""

    def keep_pin(self, number: str, digest: str, at: datetime) -> None:
        with self._file.write() as database:
            insert(database, "pins", {"number": number, "digest": digest, "set_at": at.isoformat()})


def spend_approval(database: Database, approval: Approval, at: datetime) -> None:
    """Use an approval up within the commit of its act; the database refuses a second use and one that comes late."""
    row = {"approval_no": approval.approval_no, "used_at": at.isoformat()}
    insert(database, "approval_uses", row)


class Hasher(Protocol):
    def digest(self, owner: str, password: str) -> str: ...

    def fits(self, owner: str, password: str, digest: str) -> bool: ...


@dataclass(frozen=True, slots=True)
class KeptPins:
    """`services.approvals.Pins`: the PIN of the list is hashed when it is first asked for, so that a start is quick."""

    book: SqliteStaff
    hasher: Hasher
    clock: Clock
    listed: Sequence[Listed]

    def fits(self, employee: Employee, pin: str) -> bool:
        digest = self.book.pin_digest(employee.number)
        if not digest:
            self._keep_listed(employee)
            digest = self.book.pin_digest(employee.number)
        return bool(digest) and self.hasher.fits(_owner(employee), pin, digest)

    def change(self, employee: Employee, pin: str, at: datetime) -> None:
        self.book.keep_pin(employee.number, self.hasher.digest(_owner(employee), pin), at)

    def _keep_listed(self, employee: Employee) -> None:
        for one in self.listed:
            if one.number == employee.number:
                self.change(employee, one.demo_pin, self.clock.now())


def _owner(employee: Employee) -> str:
    return f"staff {employee.number}"


def _employee(row: Mapping[str, Any]) -> Employee:
    return Employee(row["number"], row["name"], Role(row["role"]))


def _approval_row(approval: Approval) -> dict[str, str]:
    request = approval.request
    return {
        "approval_no": approval.approval_no,
        "action": str(request.action),
        "subject": request.subject,
        "requester": request.requester.number,
        "approver": approval.approver.number,
        "granted_at": approval.granted_at.isoformat(),
        "expires_at": approval.expires_at.isoformat(),
    }


def _guard(database: Database, number: str) -> PasswordGuard:
    for row in database.query("SELECT wrong, locks, locked_until FROM pin_guards WHERE number = ?", [number]):
        until = row["locked_until"]
        return PasswordGuard(row["wrong"], row["locks"], datetime.fromisoformat(until) if until else None)
    return PasswordGuard()


def _save_guard(database: Database, number: str, guard: PasswordGuard) -> None:
    until = guard.locked_until.isoformat() if guard.locked_until else None
    database.execute(
        "INSERT INTO pin_guards VALUES (?, ?, ?, ?) ON CONFLICT (number) DO UPDATE "
        "SET wrong = excluded.wrong, locks = excluded.locks, locked_until = excluded.locked_until",
        [number, guard.wrong, guard.locks, until],
    )
