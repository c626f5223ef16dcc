"""Signing in by number and PIN, and one person's yes to one act of another."""

from datetime import datetime
from typing import Protocol

from pos_app.domain.password import PasswordGuard, is_fit_password
from pos_app.domain.refusal import Refusal, RefusalCode
from pos_app.domain.shanghai import local
from pos_app.domain.staff import Approval, Credentials, Employee, Request, may
from pos_app.services.ports import Clock


class Pins(Protocol):
    """How PINs are kept: slow to guess, never in clear."""

    def fits(self, employee: Employee, pin: str) -> bool: ...

    def change(self, employee: Employee, pin: str, at: datetime) -> None: ...


class StaffBook(Protocol):
    """Who works here, their wrong tries, and what was let pass. Every method is one durable commit or a plain read."""

    def employee(self, number: str) -> Employee | None: ...

    def count_try(self, number: str, at: datetime) -> tuple[PasswordGuard, bool]:
        """Count a try as wrong before it is looked at; give the guard and whether the PIN may be looked at."""
        ...

    def admit(self, employee: Employee, action: str, at: datetime) -> None:
        """Forget the wrong tries, and note in the audit log what the right PIN was for."""
        ...

    def turn_away(self, reason: RefusalCode, request: Request | None, number: str, at: datetime) -> None:
        """Note in the audit log that somebody was not let do something."""
        ...

    def grant(self, request: Request, approver: Employee, at: datetime) -> Approval:
        """Write down that somebody let one act of another pass, and forget the approver's wrong tries."""
        ...

    def spend(self, approval: Approval, at: datetime) -> bool:
        """Use an approval up in a commit of its own; False where it was used already."""
        ...


class Approvals:
    """The port that other features use: `approve` asks for the PIN, the act itself uses the approval up."""

    def __init__(self, *, book: StaffBook, pins: Pins, clock: Clock) -> None:
        self._book = book
        self._pins = pins
        self._clock = clock

    def sign_in(self, credentials: Credentials) -> Employee | Refusal:
        known = self._recognise(credentials, None)
        if isinstance(known, Employee):
            self._book.admit(known, "signed_in", self._clock.now())
        return known

    def change_pin(self, credentials: Credentials, pin: str) -> Employee | Refusal:
        """Set somebody's PIN, who knows the one of today."""
        if not is_fit_password(pin):
            return Refusal(RefusalCode.PIN_UNFIT)
        known = self._recognise(credentials, None)
        if isinstance(known, Employee):
            now = self._clock.now()
            self._pins.change(known, pin, now)
            self._book.admit(known, "pin_changed", now)
        return known

    def approve(self, request: Request, credentials: Credentials) -> Approval | Refusal:
        """Ask whoever types number and PIN to let one act of another pass.

        The PIN is looked at before the role: a rule that no PIN can satisfy would look like a wrong one.
        """
        known = self._recognise(credentials, request)
        if isinstance(known, Refusal):
            return known
        now = self._clock.now()
        if not may(known.role, request.action):
            self._book.admit(known, "pin_right", now)
            self._book.turn_away(RefusalCode.APPROVER_MAY_NOT, request, known.number, now)
            return Refusal(RefusalCode.APPROVER_MAY_NOT, known.badge)
        return self._book.grant(request, known, now)

    def spend(self, approval: Approval, request: Request) -> Refusal | None:
        """Use an approval up for an act that has no commit of its own; acts that have one spend it in theirs."""
        now = self._clock.now()
        if approval.covers(request, now) and self._book.spend(approval, now):
            return None
        self._book.turn_away(RefusalCode.APPROVAL_SPENT, request, approval.approver.number, now)
        return Refusal(RefusalCode.APPROVAL_SPENT)

    def deny(self, request: Request) -> Refusal:
        """Note that somebody tried what their role may not do, without anybody's yes."""
        self._book.turn_away(RefusalCode.APPROVAL_NEEDED, request, "", self._clock.now())
        return Refusal(RefusalCode.APPROVAL_NEEDED)

    def _recognise(self, credentials: Credentials, request: Request | None) -> Employee | Refusal:
        now = self._clock.now()
        employee = self._book.employee(credentials.number)
        if employee is None:  # what was typed is not noted: it may be a PIN in the wrong field
            self._book.turn_away(RefusalCode.STAFF_UNKNOWN, request, "", now)
            return Refusal(RefusalCode.STAFF_UNKNOWN)
        guard, may_look = self._book.count_try(employee.number, now)
        if may_look and self._pins.fits(employee, credentials.pin):
            return employee
        refusal = _locked(guard) if guard.is_locked(now) else Refusal(RefusalCode.PIN_WRONG, str(guard.left))
        self._book.turn_away(refusal.code, request, employee.number, now)
        return refusal


def _locked(guard: PasswordGuard) -> Refusal:
    until = guard.locked_until
    return Refusal(RefusalCode.PIN_LOCKED, f"{local(until):%Y-%m-%d %H:%M}" if until else "")
