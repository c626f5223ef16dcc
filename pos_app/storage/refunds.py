"""The till's book of refunds: plans before anything moves, ends with their slips."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from pydantic import TypeAdapter
from sqlite_utils import Database

from pos_app.domain.basket import Basket
from pos_app.domain.money import Money
from pos_app.domain.receipt import Receipt
from pos_app.domain.refund import BackBy, GivenBack, PastSale, Payment, RefundPlan, ReturnedLine, SoldLine
from pos_app.domain.refund_slip import RefundSlip
from pos_app.domain.refusal import Refusal, RefusalCode
from pos_app.domain.settlement import Done, Settlement
from pos_app.domain.shift import DrawerKind
from pos_app.domain.split import Split
from pos_app.domain.staff import Approval
from pos_app.services.refund_ports import PartOrder, RefundIntent
from pos_app.sqlite import SqliteFile, insert
from pos_app.storage.audit import AuditLog
from pos_app.storage.bills import leave_bill, write_bill
from pos_app.storage.numbers import Numbers, order_number
from pos_app.storage.shifts import enter_bill
from pos_app.storage.staff import spend_approval

_RECEIPT = TypeAdapter(Receipt)
_SLIP = TypeAdapter(RefundSlip)

OPEN_REFUNDS = "SELECT refunds.* FROM open_refunds CROSS JOIN refunds USING (refund_no) ORDER BY refunds.rowid"
UNPRINTED_REFUNDS = "SELECT slip FROM unprinted_refunds CROSS JOIN refund_endings USING (refund_no) ORDER BY refund_no"

_LINES = """
SELECT sale_lines.*, (SELECT coalesce(sum(refund_lines.quantity), 0) FROM refund_lines
  JOIN refunds_in_force USING (refund_no) WHERE line_id = sale_lines.id) AS returned
FROM sale_lines WHERE sale_no = ? ORDER BY id"""

_PAYMENTS = """
SELECT kind, order_no, amount_fen, (SELECT coalesce(sum(parts.amount_fen), 0) FROM refund_parts AS parts
  JOIN refunds_in_force USING (refund_no) WHERE refunds_in_force.sale_no = :sale AND parts.kind = paid.kind
  AND parts.order_no IS paid.order_no) AS returned_fen
FROM (
  SELECT kind, NULL AS order_no, amount_fen FROM tenders WHERE sale_no = :sale AND kind = 'cash'
  UNION ALL
  SELECT kind, order_no, amount_fen FROM charges JOIN charge_ends USING (order_no)
  WHERE sale_no = :sale AND outcome = 'paid'
) AS paid"""


class SqliteRefunds:
    """`services.refund_ports.RefundBook` over the till's file."""

    def __init__(self, file: SqliteFile, numbers: Numbers, audit: AuditLog) -> None:
        self._file = file
        self._numbers = numbers
        self._audit = audit

    def find(self, sale_no: str) -> tuple[PastSale, Receipt] | None:
        with self._file.read() as database:
            return _find(database, sale_no)

    def begin(
        self, plan: RefundPlan, at: datetime, *, actor: str, approval: Approval | None, rest: Basket
    ) -> RefundIntent | Refusal:
        msgid = self._numbers.next_msgid(at) if plan.sale.settlement else ""
        with self._file.write() as database:
            found = _find(database, plan.sale.sale_no)
            if found is None or found[0] != plan.sale:  # something went back since the plan was made
                return Refusal(RefusalCode.RETURN_TOO_MANY, plan.sale.sale_no)
            intent = _intent_of(plan, self._numbers.next_refund_no(database, at), msgid, at)
            if approval:
                spend_approval(database, approval, at)
            approver = approval.approver.number if approval else ""
            _insert(database, plan, intent)
            if rest.lines:
                row = {"refund_no": intent.refund_no, "content": write_bill(rest), "total_fen": rest.total.fen}
                insert(database, "refund_rests", row)
            words = {"sale_no": plan.sale.sale_no, "detail": intent.refund_no, "actor": actor, "approver": approver}
            self._audit.note(database, at, "refunding", **words)
        return intent

    def open_refunds(self) -> Sequence[RefundIntent]:
        with self._file.read() as database:
            return tuple(_intent(database, row) for row in database.query(OPEN_REFUNDS))

    def drop(self, refund_no: str, reason: RefusalCode, at: datetime) -> None:
        with self._file.write() as database:
            self._end(database, refund_no, at, {"kind": "dropped", "reason": str(reason), "slip": ""})

    def let_close(self, intent: RefundIntent, why: str, approval: Approval, at: datetime) -> None:
        with self._file.write() as database:
            spend_approval(database, approval, at)
            who = {"actor": approval.request.requester.number, "approver": approval.approver.number}
            detail = f"{intent.refund_no} {why}"
            self._audit.note(database, at, "resolved", sale_no=intent.sale.sale_no, detail=detail, **who)

    def pay_in_cash(self, part_no: str, reason: RefusalCode, at: datetime) -> None:
        with self._file.write() as database:
            row = {"id": part_no, "reason": str(reason), "noted_at": at.isoformat()}
            insert(database, "refund_parts_in_cash", row)

    def parts_in_cash(self, refund_no: str) -> frozenset[str]:
        with self._file.read() as database:
            rows = database.query(
                "SELECT id FROM refund_parts_in_cash JOIN refund_parts USING (id) WHERE refund_no = ?", [refund_no]
            )
            return frozenset(str(row["id"]) for row in rows)

    def finish(self, intent: RefundIntent, slip: RefundSlip, cancelled: Done) -> None:
        ending = {
            "kind": "final",
            "reason": "",
            "slip": _SLIP.dump_json(slip).decode(),
            "undone_by": cancelled.reference or None,
            "undone_at": cancelled.at.astimezone(UTC).isoformat() if cancelled.at else None,
        }
        with self._file.write() as database:
            self._end(database, intent.refund_no, slip.refunded_at, ending)
            self._leave_rest(database, intent.refund_no, slip.refunded_at)
            enter_bill(
                database,
                self._numbers,
                self._audit,
                bill_no=slip.refund_no,
                amount=slip.total,
                cash={DrawerKind.REFUND: slip.cash},
                at=slip.refunded_at,
            )

    def _leave_rest(self, database: Database, refund_no: str, at: datetime) -> None:
        for row in database.query("SELECT * FROM refund_rests WHERE refund_no = ?", [refund_no]):
            leave_bill(database, self._numbers, row["content"], Money(row["total_fen"]), name=refund_no, at=at)

    def unprinted(self) -> Sequence[RefundSlip]:
        with self._file.read() as database:
            rows = database.query(UNPRINTED_REFUNDS)
            return tuple(_SLIP.validate_json(row["slip"]) for row in rows)

    def printed(self, refund_no: str, at: datetime) -> None:
        with self._file.write() as database:
            insert(database, "refund_prints", {"refund_no": refund_no, "printed_at": at.isoformat()})

    def _end(self, database: Database, refund_no: str, at: datetime, ending: Mapping[str, str | None]) -> None:
        insert(database, "refund_endings", {"refund_no": refund_no, **ending, "ended_at": at.isoformat()})
        sale_no = database.execute("SELECT sale_no FROM refunds WHERE refund_no = ?", [refund_no]).fetchone()[0]
        action = "refunded" if ending["kind"] == "final" else "refund_dropped"
        detail = f"{refund_no} {ending['reason']}".strip()
        self._audit.note(database, at, action, sale_no=str(sale_no), detail=detail)


def _intent_of(plan: RefundPlan, refund_no: str, msgid: str, at: datetime) -> RefundIntent:
    parts = tuple(
        PartOrder(order_number(refund_no, number, at), part) for number, part in enumerate(plan.back, start=1)
    )
    return RefundIntent(refund_no, msgid, plan.sale, plan.lines, parts, at)


def _insert(database: Database, plan: RefundPlan, intent: RefundIntent) -> None:
    row = {
        "refund_no": intent.refund_no,
        "sale_no": plan.sale.sale_no,
        "msgid": intent.msgid or None,
        "total_fen": plan.total.fen,
        "insured_fen": plan.insured.fen,
        "begun_at": intent.begun_at.isoformat(),
    }
    insert(database, "refunds", row)
    insert(database, "refund_lines", *(_line_row(intent, line) for line in plan.lines))
    insert(database, "refund_parts", *(_part_row(intent, order) for order in intent.parts))


def _line_row(intent: RefundIntent, line: ReturnedLine) -> dict[str, object]:
    return {
        "id": f"{intent.refund_no}-{line.number:03}",
        "refund_no": intent.refund_no,
        "line_id": f"{intent.sale.sale_no}-{line.number:03}",
        "quantity": line.quantity,
        "amount_fen": line.amount.fen,
    }


def _part_row(intent: RefundIntent, order: PartOrder) -> dict[str, object]:
    return {
        "id": order.part_no,
        "refund_no": intent.refund_no,
        "kind": str(order.part.by),
        "order_no": order.part.order_no or None,
        "amount_fen": order.part.amount.fen,
    }


def _find(database: Database, sale_no: str) -> tuple[PastSale, Receipt] | None:
    query = (
        "SELECT sales.*, person_no FROM sales JOIN intents USING (sale_no) JOIN endings USING (sale_no) "
        "WHERE kind = 'final' AND sale_no = ?"
    )
    for row in database.query(query, [sale_no]):
        lines = (_sold_line(number, line) for number, line in enumerate(database.query(_LINES, [sale_no]), start=1))
        payments = (_payment(paid) for paid in database.query(_PAYMENTS, {"sale": sale_no}))
        sold_at = datetime.fromisoformat(row["sold_at"])
        sale = PastSale(sale_no, sold_at, tuple(lines), tuple(payments), row["person_no"], _settlement(row, sold_at))
        return sale, _RECEIPT.validate_json(row["receipt"])
    return None


def _sold_line(number: int, row: Mapping[str, Any]) -> SoldLine:
    return SoldLine(
        number=number,
        code=row["code"],
        name=row["name"],
        quantity=row["quantity"],
        price=Money(row["price_fen"]),
        amount=Money(row["amount_fen"]),
        returned=row["returned"],
    )


def _payment(row: Mapping[str, Any]) -> Payment:
    return Payment(BackBy(row["kind"]), row["order_no"] or "", Money(row["amount_fen"]), Money(row["returned_fen"]))


def _settlement(row: Mapping[str, Any], settled_at: datetime) -> Settlement | None:
    if row["msgid"] is None:
        return None
    split = Split(*(Money(row[f"{part}_fen"]) for part in ("fund", "account", "shared", "customer")))
    return Settlement(row["msgid"], row["settlement_id"], row["visit_id"], split, None, settled_at)


def _intent(database: Database, row: Mapping[str, Any]) -> RefundIntent:
    found = _find(database, row["sale_no"])
    if found is None:
        raise AssertionError("a refund is of a sale that is final")
    refund_no = row["refund_no"]
    return RefundIntent(
        refund_no=refund_no,
        msgid=row["msgid"] or "",
        sale=found[0],
        lines=tuple(_lines(database, refund_no)),
        parts=tuple(_parts(database, refund_no)),
        begun_at=datetime.fromisoformat(row["begun_at"]),
    )


def _lines(database: Database, refund_no: str) -> Iterable[ReturnedLine]:
    for row in database.query("SELECT * FROM refund_lines WHERE refund_no = ? ORDER BY id", [refund_no]):
        yield ReturnedLine(int(row["line_id"].rpartition("-")[2]), row["quantity"], Money(row["amount_fen"]))


def _parts(database: Database, refund_no: str) -> Iterable[PartOrder]:
    for row in database.query("SELECT * FROM refund_parts WHERE refund_no = ? ORDER BY rowid", [refund_no]):
        part = GivenBack(BackBy(row["kind"]), row["order_no"] or "", Money(row["amount_fen"]))
        yield PartOrder(row["id"], part)
