"""Joins shifts to the till's file, the platform's sign-in, the printer, and what follows a close."""

from collections.abc import Sequence

from pos_app.bootstrap.staff import Staff
from pos_app.clients.insurance import InsuranceClient
from pos_app.clients.transport import Transport
from pos_app.config import Config
from pos_app.services.duty import Duty
from pos_app.services.ports import Clock
from pos_app.services.shifts import AfterClose, ReportPrinter, Shifts
from pos_app.services.ticket import Shop
from pos_app.sqlite import SqliteFile
from pos_app.storage.audit import AuditLog
from pos_app.storage.numbers import Numbers
from pos_app.storage.shifts import SqliteSessions, SqliteShifts
from pos_app.wire.region import RegionProfile


def open_platform_client(
    *,
    transport: Transport,
    profile: RegionProfile,
    numbers: Numbers,
    file: SqliteFile,
    book: SqliteShifts,
    staff: Staff,
    clock: Clock,
) -> InsuranceClient:
    """Speak to the platform as whoever has the shift, in the session that an earlier process may have begun."""
    shift = book.current()
    operator = staff.known(shift.cashier if shift else "")
    return InsuranceClient(
        transport=transport,
        profile=profile,
        msgids=numbers,
        clock=clock,
        operator=(operator.number, operator.name),
        sessions=SqliteSessions(file),
    )


def open_duty(config: Config, file: SqliteFile, numbers: Numbers, audit: AuditLog, staff: Staff) -> Duty:
    """Tell who has the shift, for what asks a manager without a counter."""
    return Duty(
        running=SqliteShifts(file, numbers, audit).current,
        employee=staff.known,
        approvals=staff.approvals,
        is_required=config.shift_required,
    )


def open_shifts(
    config: Config,
    book: SqliteShifts,
    staff: Staff,
    session: InsuranceClient,
    shop: Shop,
    *,
    printer: ReportPrinter,
    clock: Clock,
    after_close: Sequence[AfterClose] = (),
) -> Shifts:
    return Shifts(
        book=book,
        approvals=staff.approvals,
        employee=staff.known,
        session=session,
        printer=printer,
        shop=shop,
        clock=clock,
        is_required=config.shift_required,
        after_close=after_close,
    )
