"""A cashier's shift from sign-in to Z report: who answers for the drawer, and what is in it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeAlias

from pos_app.domain.audit import AuditHead
from pos_app.domain.money import Money
from pos_app.domain.refusal import Refusal, RefusalCode
from pos_app.domain.settlement import Done, NoAnswer
from pos_app.domain.shift import (
    CashCount,
    Closing,
    DrawerKind,
    DrawerMove,
    Shift,
    ShiftFigures,
    ShiftReport,
    fit_reason,
    refuse_closing,
)
from pos_app.domain.staff import Action, Approval, Credentials, Employee, Request, may
from pos_app.faults import Fault, PrinterFault
from pos_app.services.approvals import Approvals
from pos_app.services.duty import Duty
from pos_app.services.ports import Clock, Paper
from pos_app.services.ticket import Shop

AfterClose: TypeAlias = Callable[[ShiftReport], object]  # a backup, say; a Fault of it is told and undoes nothing


class ShiftBook(Protocol):
    """Every method is one durable commit or a plain read."""

    def current(self) -> Shift | None:
        """Give the running shift; there is one at most."""
        ...

    def open(self, cashier: Employee, float_: Money, at: datetime, *, has_signed_in: bool = True) -> Shift: ...

    def move(self, shift_no: str, move: DrawerMove) -> None:
        """Enter cash that came in or went out without a sale; a yes that it took is used up."""
        ...

    def figures(self, shift_no: str) -> ShiftFigures:
        """Add up what a shift's rows say."""
        ...

    def last_at(self, shift_no: str) -> datetime:
        """Give the latest moment that anything of a shift bears: it cannot have ended before."""
        ...

    def close(self, shift_no: str, closing: Closing) -> ShiftFigures:
        """End a shift with its count, once, and give what it came to under its Z number."""
        ...

    def closed(self, z_no: int | None = None) -> str | None:
        """Give the number of the shift of a Z report, without one of the last; None where there is none."""
        ...

    def print_head(self, at: datetime) -> AuditHead:
        """Give the audit log's head for paper, and keep that it was printed."""
        ...

    def note(self, action: str, detail: str, actor: str, at: datetime, *, approval: Approval | None = None) -> None:
        """Write something into the audit log; a yes that it took is used up."""
        ...


class PlatformSession(Protocol):
    """The till's sign-in with the insurance platform."""

    def sign_in(self, number: str, name: str) -> Done | Refusal | NoAnswer: ...

    def sign_out(self) -> Done | Refusal | NoAnswer: ...


class ReportPrinter(Protocol):
    def print_report(self, report: ShiftReport) -> Paper:
        """Make the paper; PrinterFault when that fails."""
        ...


@dataclass(frozen=True, slots=True)
class Opened:
    """A shift has begun; where the platform did not take the sign-in, the first trade tries again."""

    shift: Shift
    is_signed_in: bool


@dataclass(frozen=True, slots=True)
class DrawerOpened:
    """The drawer was let open without a sale; `approver` is None where the cashier may do so alone."""

    reason: str
    cashier: Employee
    approver: Employee | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Reported:
    report: ShiftReport
    paper: Paper | None


@dataclass(frozen=True, slots=True)
class Closed:
    """A shift has ended for good, whatever the platform, the printer or the backup said afterwards."""

    report: ShiftReport
    paper: Paper | None
    is_signed_out: bool
    faults: tuple[str, ...]


class Shifts:
    """The port that window and command line use. It may block on the disk and the platform."""

    def __init__(  # noqa: PLR0913  one argument a collaborator
        self,
        *,
        book: ShiftBook,
        approvals: Approvals,
        employee: Callable[[str], Employee],
        session: PlatformSession,
        printer: ReportPrinter,
        shop: Shop,
        clock: Clock,
        is_required: bool = False,
        after_close: Sequence[AfterClose] = (),
    ) -> None:
        self._book = book
        self._approvals = approvals
        self._employee = employee
        self._session = session
        self._printer = printer
        self._shop = shop
        self._clock = clock
        self._is_required = is_required
        self._duty = Duty(running=book.current, employee=employee, approvals=approvals, is_required=is_required)
        self._after_close = after_close

    @property
    def is_required(self) -> bool:
        return self._is_required

    @property
    def duty(self) -> Duty:
        return self._duty

    def current(self) -> Shift | None:
        return self._book.current()

    def figures(self) -> ShiftFigures | None:
        """Give what the running shift adds up to, without a report's place in the audit log."""
        shift = self._book.current()
        return self._book.figures(shift.shift_no) if shift else None

    def on_duty(self) -> Employee:
        """Give whoever has the shift; while nobody has, the first of the staff, as a sale's own shift would."""
        return self._duty.on_duty()

    def may_sell(self) -> Refusal | None:
        """Say why nothing can be sold now: where shifts are required, one must be open."""
        if self._is_required and self._book.current() is None:
            return Refusal(RefusalCode.SHIFT_NOT_OPEN)
        return None

    def let_pass(self, action: Action, subject: str, manager: Credentials | None) -> Approval | Refusal | None:
        """Ask for a yes to an act of whoever has the shift; None where they need nobody's."""
        return self._duty.let_pass(action, subject, manager)

    def needs_yes(self, action: Action) -> bool:
        """Say whether `let_pass` would ask for somebody else's PIN now."""
        return self._duty.needs_yes(action)

    def open(self, credentials: Credentials | None, float_: Money) -> Opened | Refusal:
        """Sign the cashier in, then the till with the platform (9001).

        Nobody signs in only where no shift is required; the reports then say so.
        """
        running = self._book.current()
        if running:
            return Refusal(RefusalCode.SHIFT_OPEN_ALREADY, running.shift_no)
        cashier = self._who_opens(credentials)
        if isinstance(cashier, Refusal):
            return cashier
        answer = self._session.sign_in(cashier.number, cashier.name)
        shift = self._book.open(cashier, float_, self._clock.now(), has_signed_in=credentials is not None)
        return Opened(shift, isinstance(answer, Done))

    def move_cash(
        self, kind: DrawerKind, amount: Money, reason: str, manager: Credentials | None = None
    ) -> DrawerMove | Refusal:
        """Put cash into the drawer or take it out; what a cashier may not alone, a manager lets pass."""
        figures, why = self.figures(), fit_reason(reason)
        if figures is None:
            return Refusal(RefusalCode.SHIFT_NOT_OPEN)
        if not why:
            return Refusal(RefusalCode.REASON_NEEDED)
        if kind is DrawerKind.OUT and amount > figures.drawer.expected:
            return Refusal(RefusalCode.DRAWER_SHORT, str(figures.drawer.expected))
        action = Action.CASH_OUT if kind is DrawerKind.OUT else Action.CASH_IN
        cashier = self._employee(figures.shift.cashier)
        approval = self._duty.ask(Request(action, cashier, f"{figures.shift.shift_no} {amount.yuan}"), manager)
        if isinstance(approval, Refusal):
            return approval
        move = DrawerMove(kind, amount, why, self._clock.now(), cashier.number, approval)
        self._book.move(figures.shift.shift_no, move)
        return move

    def open_drawer(self, reason: str, manager: Credentials | None = None) -> DrawerOpened | Refusal:
        """Open the drawer without a sale; no cash moves in the books, and the audit log says who and why."""
        why, cashier, shift = fit_reason(reason), self.on_duty(), self._book.current()
        if not why:
            return Refusal(RefusalCode.REASON_NEEDED)
        subject = f"{shift.shift_no if shift else ''} {why}".strip()
        approval = self._duty.ask(Request(Action.OPEN_DRAWER, cashier, subject), manager)
        if isinstance(approval, Refusal):
            return approval
        now = self._clock.now()
        self._book.note("drawer_opened", subject, cashier.number, now, approval=approval)
        return DrawerOpened(why, cashier, approval.approver if approval else None, now)

    def x_report(self) -> Reported | Refusal:
        """Report on the running shift; nothing is reset by it."""
        figures = self.figures()
        if figures is None:
            return Refusal(RefusalCode.SHIFT_NOT_OPEN)
        now = self._clock.now()
        report = self._report(figures, self._book.print_head(now), now)
        return Reported(report, self._print(report))

    def z_report(self, z_no: int | None = None) -> Reported | Refusal:
        """Make the paper of a closed shift again, from its rows; without a number the last one's."""
        shift_no = self._book.closed(z_no)
        figures = self._book.figures(shift_no) if shift_no else None
        if figures is None or figures.ending is None:
            return Refusal(RefusalCode.SHIFT_NOT_OPEN)
        report = self._report(figures, figures.ending.head, figures.ending.closed_at)
        return Reported(report, self._print(report))

    def close(self, count: CashCount | None, reason: str = "", manager: Credentials | None = None) -> Closed | Refusal:
        """End the shift once: count, difference with its reason and a manager's yes, Z report, 9002.

        Bills set aside and sales with an unknown outcome go over to the next shift; the report says how many.
        """
        figures, why = self.figures(), fit_reason(reason)
        if figures is None:
            return Refusal(RefusalCode.SHIFT_NOT_OPEN)
        shift = figures.shift
        refusal = refuse_closing(figures, count, why, last_at=self._book.last_at(shift.shift_no), at=self._clock.now())
        if refusal or count is None:
            return refusal or Refusal(RefusalCode.COUNT_NEEDED)
        cashier, approval = self._employee(shift.cashier), None
        difference = count.total - figures.drawer.expected
        if difference:
            request = Request(Action.CLOSE_WITH_DIFFERENCE, cashier, f"{shift.shift_no} {difference.yuan}")
            granted = self._duty.sign(request, manager)
            if isinstance(granted, Refusal):
                return granted
            approval = granted
        closing = Closing(count, why, self._clock.now(), cashier.number, approval)
        return self._after(self._book.close(shift.shift_no, closing))

    def _after(self, figures: ShiftFigures) -> Closed:
        """Do what follows a close that is on disk: sign out, print, back up; none of it can undo the close."""
        if figures.ending is None:
            raise AssertionError("a shift that was closed has its ending")
        is_signed_out = isinstance(self._session.sign_out(), Done)
        if not is_signed_out:
            self._book.note("sign_out_unanswered", figures.shift.shift_no, figures.shift.cashier, self._clock.now())
        report = self._report(figures, figures.ending.head, figures.ending.closed_at)
        paper = self._print(report)
        faults = [_fault_of(act, report) for act in self._after_close]
        return Closed(report, paper, is_signed_out, tuple(filter(None, faults)))

    def _who_opens(self, credentials: Credentials | None) -> Employee | Refusal:
        if credentials is None:
            return Refusal(RefusalCode.SHIFT_NOT_OPEN) if self._is_required else self._employee("")
        known = self._approvals.sign_in(credentials)
        if isinstance(known, Employee) and not may(known.role, Action.OPEN_SHIFT):
            self._approvals.deny(Request(Action.OPEN_SHIFT, known))
            return Refusal(RefusalCode.ROLE_MAY_NOT, known.badge)
        return known

    def _report(self, figures: ShiftFigures, head: AuditHead, at: datetime) -> ShiftReport:
        shop = self._shop
        return ShiftReport(shop.name, shop.code, shop.till, at, figures, head)

    def _print(self, report: ShiftReport) -> Paper | None:
        try:
            return self._printer.print_report(report)
        except PrinterFault:
            return None


def _fault_of(act: AfterClose, report: ShiftReport) -> str:
    try:
        act(report)
    except Fault as fault:
        return str(fault)
    return ""
