"""Shifts in the till's file: opened once, added to by every final bill in that bill's own commit, ended once."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from pos_app.domain.audit import AuditHead
from pos_app.domain.money import ZERO, Money
from pos_app.domain.shanghai import business_day
from pos_app.domain.shift import (
    CashCount,
    Closing,
    Drawer,
    DrawerKind,
    DrawerMove,
    Ending,
    Shift,
    ShiftFigures,
    Takings,
)
from pos_app.domain.staff import Approval, Employee
from pos_app.sqlite import SqliteFile, insert
from pos_app.storage.audit import AuditLog
from pos_app.storage.migrations.shifts import DRAWER_SUM
from pos_app.storage.numbers import Numbers, count_up
from pos_app.storage.staff import spend_approval

_NOBODY = ("", "—")
_SHIFT = "shift_no, cashier, badge, opened_at, is_automatic"
_OPEN_SHIFT = f"""
SELECT {_SHIFT} FROM shifts WHERE rowid = (SELECT max(rowid) FROM shifts)
AND NOT EXISTS (SELECT 1 FROM shift_ends WHERE shift_ends.shift_no = shifts.shift_no)"""  # noqa: S608  columns of ours

# What insurance paid goes back whole; a part whose channel said no is cash out of the drawer.
_RETURNS = """
SELECT kind, sum(amount_fen) FROM (
  SELECT tenders.kind, tenders.amount_fen FROM shift_bills JOIN refunds ON refund_no = bill_no
  JOIN tenders USING (sale_no)
  WHERE shift_no = :shift AND refunds.msgid IS NOT NULL AND tenders.kind IN ('fund', 'account', 'shared')
  UNION ALL
  SELECT iif(refund_parts_in_cash.id IS NULL, refund_parts.kind, 'cash'), refund_parts.amount_fen
  FROM shift_bills JOIN refund_parts ON refund_no = bill_no LEFT JOIN refund_parts_in_cash USING (id)
  WHERE shift_no = :shift
) GROUP BY kind ORDER BY kind"""


class SqliteShifts:
    """`services.shifts.ShiftBook` over the till's file."""

    def __init__(self, file: SqliteFile, numbers: Numbers, audit: AuditLog) -> None:
        self._file = file
        self._numbers = numbers
        self._audit = audit

    def current(self) -> Shift | None:
        with self._file.read() as database:
            return open_shift(database)

    def open(self, cashier: Employee, float_: Money, at: datetime, *, has_signed_in: bool = True) -> Shift:
        """Open a shift; the database refuses a second one."""
        with self._file.write() as database:
            shift_no = self._numbers.next_shift_no(database, at)
            shift = Shift(shift_no, cashier.number, cashier.badge, at, is_automatic=not has_signed_in)
            _insert_shift(database, shift)
            if float_:
                _insert_move(database, shift_no, DrawerMove(DrawerKind.FLOAT, float_, "", at, cashier.number))
            action = "shift_opened" if has_signed_in else "shift_opened_unsigned"
            self._audit.note(database, at, action, detail=f"{shift_no} {float_.yuan}", actor=cashier.number)
        return shift

    def move(self, shift_no: str, move: DrawerMove) -> None:
        with self._file.write() as database:
            if move.approval:
                spend_approval(database, move.approval, move.at)
            _insert_move(database, shift_no, move)
            approver = move.approval.approver.number if move.approval else ""
            detail = f"{shift_no} {move.amount.yuan} {move.reason}"
            self._audit.note(database, move.at, f"cash_{move.kind}", detail=detail, actor=move.actor, approver=approver)

    def figures(self, shift_no: str) -> ShiftFigures:
        with self._file.read() as database:
            return _figures(database, shift_no)

    def last_at(self, shift_no: str) -> datetime:
        """Give the latest moment that anything of a shift bears."""
        with self._file.read() as database:
            row = database.execute(
                "SELECT at FROM (SELECT opened_at AS at FROM shifts WHERE shift_no = :no "
                "UNION ALL SELECT at FROM drawer WHERE shift_no = :no "
                "UNION ALL SELECT at FROM shift_bills WHERE shift_no = :no) ORDER BY julianday(at) DESC LIMIT 1",
                {"no": shift_no},
            ).fetchone()
            return datetime.fromisoformat(row[0])

    def close(self, shift_no: str, closing: Closing) -> ShiftFigures:
        """End a shift: count, sums, Z number and audit row in one commit; the database refuses a second end."""
        with self._file.write() as database:
            if closing.approval:
                spend_approval(database, closing.approval, closing.at)
            z_no = count_up(database, "z")
            for kind, pieces in closing.count.pieces.items():
                row = {"id": f"{shift_no}-{kind.fen}", "denomination_fen": kind.fen, "pieces": pieces}
                insert(database, "shift_counts", {**row, "shift_no": shift_no})
            head = self._note_end(database, shift_no, z_no, closing)
            insert(database, "shift_ends", _end_row(database, shift_no, z_no, closing, head))
            return _figures(database, shift_no)

    def print_head(self, at: datetime) -> AuditHead:
        """Give the audit log's head for paper, and keep that it was printed."""
        with self._file.write() as database:
            return self._audit.print_head(database, at)

    def closed(self, z_no: int | None = None) -> str | None:
        """Give the shift of a Z number, without one the last that ended; None where there is none."""
        with self._file.read() as database:
            query = "SELECT shift_no FROM shift_ends WHERE z_no = coalesce(?, (SELECT max(z_no) FROM shift_ends))"
            row = database.execute(query, [z_no]).fetchone()
            return str(row[0]) if row else None

    def note(self, action: str, detail: str, actor: str, at: datetime, *, approval: Approval | None = None) -> None:
        """Add a row to the audit log for something of a shift that changes no money; a yes is used up with it."""
        with self._file.write() as database:
            if approval:
                spend_approval(database, approval, at)
            approver = approval.approver.number if approval else ""
            self._audit.note(database, at, action, detail=detail, actor=actor, approver=approver)

    def _note_end(self, database: Database, shift_no: str, z_no: int, closing: Closing) -> AuditHead:
        expected = _expected(database, shift_no)
        detail = f"{shift_no} Z{z_no} {expected.yuan} {closing.count.total.yuan} {closing.reason}".rstrip()
        approver = closing.approval.approver.number if closing.approval else ""
        self._audit.note(database, closing.at, "shift_closed", detail=detail, actor=closing.closer, approver=approver)
        return self._audit.print_head(database, closing.at)


class SqliteSessions:
    """`clients.insurance.Sessions`: the sign-in with the platform outlives the process, so that 9002 can end it."""

    def __init__(self, file: SqliteFile) -> None:
        self._file = file

    def load(self, operator: str) -> str:
        with self._file.read() as database:
            row = database.execute(
                "SELECT operator, sign_no FROM platform_sessions ORDER BY id DESC LIMIT 1"
            ).fetchone()
        return str(row[1]) if row and row[0] == operator else ""

    def keep(self, operator: str, sign_no: str, at: datetime) -> None:
        with self._file.write() as database:
            row = {"operator": operator, "sign_no": sign_no, "at": at.isoformat()}
            insert(database, "platform_sessions", row)


def open_shift(database: Database) -> Shift | None:
    """Give the shift that is open: the newest, unless it has ended."""
    row = database.execute(_OPEN_SHIFT).fetchone()
    return _shift(*row) if row else None


def enter_bill(
    database: Database,
    numbers: Numbers,
    audit: AuditLog,
    *,
    bill_no: str,
    amount: Money,
    cash: Mapping[DrawerKind, Money],
    at: datetime,
) -> Shift:
    """Put a final bill into the open shift, within the commit that makes it final.

    Where nobody has opened one, a shift opens by itself with the first of the staff and an empty drawer; a sale that
    is paid must never fail for want of a shift.
    """
    shift = open_shift(database) or _open_automatically(database, numbers, audit, at)
    kind = "refund" if DrawerKind.REFUND in cash else "sale"
    row = {"bill_no": bill_no, "shift_no": shift.shift_no, "kind": kind, "amount_fen": amount.fen, "at": at.isoformat()}
    insert(database, "shift_bills", row)
    for why, sum_ in cash.items():
        if sum_:
            _insert_move(database, shift.shift_no, DrawerMove(why, sum_, "", at, shift.cashier), bill_no)
    return shift


def _open_automatically(database: Database, numbers: Numbers, audit: AuditLog, at: datetime) -> Shift:
    query = "SELECT number, name, role FROM staff ORDER BY number LIMIT 1"
    first = next((Employee(*row) for row in database.execute(query)), None)
    number, badge = (first.number, first.badge) if first else _NOBODY
    shift = Shift(numbers.next_shift_no(database, at), number, badge, at, is_automatic=True)
    _insert_shift(database, shift)
    audit.note(database, at, "shift_opened_by_itself", detail=shift.shift_no, actor=number)
    return shift


def _insert_shift(database: Database, shift: Shift) -> None:
    row = {
        "shift_no": shift.shift_no,
        "cashier": shift.cashier,
        "badge": shift.badge,
        "opened_at": shift.opened_at.isoformat(),
        "business_day": business_day(shift.opened_at).isoformat(),
        "is_automatic": int(shift.is_automatic),
    }
    insert(database, "shifts", row)


def _insert_move(database: Database, shift_no: str, move: DrawerMove, bill_no: str | None = None) -> None:
    row = {
        "shift_no": shift_no,
        "kind": str(move.kind),
        "amount_fen": move.amount.fen,
        "bill_no": bill_no,
        "reason": move.reason,
        "at": move.at.isoformat(),
        "actor": move.actor,
        "approval_no": move.approval.approval_no if move.approval else None,
    }
    insert(database, "drawer", row)


def _end_row(database: Database, shift_no: str, z_no: int, closing: Closing, head: AuditHead) -> dict[str, Any]:
    expected, counted = _expected(database, shift_no), closing.count.total
    bills = database.execute("SELECT count(*) FROM shift_bills WHERE shift_no = ?", [shift_no]).fetchone()[0]
    return {
        "shift_no": shift_no,
        "z_no": z_no,
        "closed_at": closing.at.isoformat(),
        "bills": bills,
        "expected_fen": expected.fen,
        "counted_fen": counted.fen,
        "difference_fen": (counted - expected).fen,
        "reason": closing.reason,
        "closer": closing.closer,
        "approver": closing.approval.approver.badge if closing.approval else "",
        "approval_no": closing.approval.approval_no if closing.approval else None,
        "audit_count": head.count,
        "audit_code": head.code,
        **_carried(database),
    }


def _expected(database: Database, shift_no: str) -> Money:
    query = f"SELECT {DRAWER_SUM} FROM drawer WHERE shift_no = ?"  # noqa: S608  a sum of ours
    return Money(database.execute(query, [shift_no]).fetchone()[0])


def _figures(database: Database, shift_no: str) -> ShiftFigures:
    row = database.execute(f"SELECT {_SHIFT} FROM shifts WHERE shift_no = ?", [shift_no]).fetchone()  # noqa: S608  columns of ours
    moved = database.execute("SELECT kind, sum(amount_fen) FROM drawer WHERE shift_no = ? GROUP BY kind", [shift_no])
    return ShiftFigures(
        shift=_shift(*row),
        drawer=Drawer.of_rows((DrawerKind(kind), Money(amount)) for kind, amount in moved),
        takings=_takings(database, shift_no),
        ending=_ending(database, shift_no),
    )


def _takings(database: Database, shift_no: str) -> Takings:
    bills = {
        str(kind): (int(count), Money(amount))
        for kind, count, amount in database.execute(
            "SELECT kind, count(*), sum(amount_fen) FROM shift_bills WHERE shift_no = ? GROUP BY kind", [shift_no]
        )
    }
    tenders = database.execute(
        "SELECT tenders.kind, sum(tenders.amount_fen) FROM shift_bills JOIN tenders ON tenders.sale_no = bill_no "
        "WHERE shift_no = ? GROUP BY tenders.kind ORDER BY tenders.kind",
        [shift_no],
    )
    returns = database.execute(_RETURNS, {"shift": shift_no})
    sales, refunds = bills.get("sale", (0, ZERO)), bills.get("refund", (0, ZERO))
    return Takings(
        sales=sales[0],
        sold=sales[1],
        refunds=refunds[0],
        refunded=refunds[1],
        tenders={str(kind): Money(amount) for kind, amount in tenders},
        returns={str(kind): Money(amount) for kind, amount in returns},
        **_carried(database, shift_no),
    )


def _ending(database: Database, shift_no: str) -> Ending | None:
    for row in database.query("SELECT * FROM shift_ends WHERE shift_no = ?", [shift_no]):
        counted = database.execute("SELECT denomination_fen, pieces FROM shift_counts WHERE shift_no = ?", [shift_no])
        return Ending(
            z_no=row["z_no"],
            closed_at=datetime.fromisoformat(row["closed_at"]),
            count=CashCount.of({Money(kind): pieces for kind, pieces in counted}),
            difference=Money(row["difference_fen"]),
            reason=row["reason"],
            approver=row["approver"],
            head=AuditHead(row["audit_count"], row["audit_code"]),
        )
    return None


def _carried(database: Database, shift_no: str = "") -> dict[str, int]:
    """Count what is open now, or what was when the shift ended: it is in no sum and goes over to the next shift."""
    kept = "SELECT open_sales, parked_bills FROM shift_ends WHERE shift_no = ?"
    now = "SELECT (SELECT count(*) FROM open_sales), (SELECT count(*) FROM bills WHERE id <> 'counter')"
    open_sales, parked_bills = database.execute(kept, [shift_no]).fetchone() or database.execute(now).fetchone()
    return {"open_sales": int(open_sales), "parked_bills": int(parked_bills)}


def _shift(shift_no: str, cashier: str, badge: str, opened_at: str, is_automatic: int) -> Shift:
    return Shift(shift_no, cashier, badge, datetime.fromisoformat(opened_at), is_automatic=bool(is_automatic))
