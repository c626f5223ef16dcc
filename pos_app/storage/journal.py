"""The till's book: what was intended, what became final, what is still open."""

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any, TypeAlias

from pydantic import TypeAdapter
from sqlite_utils import Database

from pos_app.domain.basket import Basket
from pos_app.domain.charge import ChargeEnd, EndedCharge
from pos_app.domain.masking import mask_code
from pos_app.domain.money import ZERO, Money
from pos_app.domain.receipt import Receipt
from pos_app.domain.refusal import RefusalCode
from pos_app.domain.sale import Sale, SaleDraft
from pos_app.domain.settlement import Settlement
from pos_app.domain.shift import DrawerKind
from pos_app.domain.staff import Approval
from pos_app.domain.tender import ChargedTender, MobileTender, charged
from pos_app.services.ports import Cancellation, Intent, OpenCharge, PrintJob
from pos_app.sqlite import SqliteFile, insert
from pos_app.storage.audit import AuditLog
from pos_app.storage.bills import remove_from_counter
from pos_app.storage.numbers import Numbers, order_number
from pos_app.storage.shifts import enter_bill
from pos_app.storage.staff import spend_approval

# CROSS JOIN: SQLite is to begin with the short list; left to itself it looks through a million sales for none.
OPEN_SALES = "SELECT intents.* FROM open_sales CROSS JOIN intents USING (sale_no) ORDER BY frozen_at, intents.sale_no"
UNPRINTED_SALES = "SELECT sale_no, receipt FROM unprinted_sales CROSS JOIN sales USING (sale_no) ORDER BY sale_no"

_RECEIPT = TypeAdapter(Receipt)
_SETTLEMENT = TypeAdapter(Settlement)
Row: TypeAlias = dict[str, Any]

_OPEN_CHARGES = """
SELECT charges.* FROM charges LEFT JOIN charge_ends USING (order_no)
WHERE charges.sale_no = ? AND charge_ends.order_no IS NULL"""


class SqliteJournal:
    """`services.ports.Journal` and `PrintQueue` over the till's file.

    Where its sales are made from the bill at the counter, that bill is let go of in the commit that makes it a sale.
    """

    def __init__(
        self, file: SqliteFile, numbers: Numbers, audit: AuditLog, *, clears_the_counter: bool = False
    ) -> None:
        self._file = file
        self._numbers = numbers
        self._audit = audit
        self._clears_the_counter = clears_the_counter

    def freeze(self, draft: SaleDraft, at: datetime) -> Intent:
        msgid = self._numbers.next_msgid(at) if draft.payer else ""
        wanted = charged(draft.tenders)
        with self._file.write() as database:
            sale_no = self._numbers.next_sale_no(database, at)
            intent = Intent(
                sale_no=sale_no,
                msgid=msgid,
                person_no=draft.payer.insured.person_no if draft.payer else "",
                total=draft.basket.total,
                frozen_at=at,
                order_nos=tuple(order_number(sale_no, number, at) for number in range(1, len(wanted) + 1)),
            )
            insert(database, "intents", _intent_row(intent, draft))
            charges = (
                _charge_row(sale_no, order_no, tender, at)
                for order_no, tender in zip(intent.order_nos, wanted, strict=True)
            )
            insert(database, "charges", *charges)
            shared = f"shared {draft.split.shared.yuan}" if draft.split.shared else ""  # what the customer agreed to
            self._audit.note(database, at, "frozen", sale_no=intent.sale_no, detail=f"{msgid} {shared}".strip())
        return intent

    def begin_charge(self, sale_no: str, tender: ChargedTender, at: datetime) -> str:
        with self._file.write() as database:
            begun = database.execute("SELECT count(*) FROM charges WHERE sale_no = ?", [sale_no]).fetchone()[0]
            order_no = order_number(sale_no, int(begun) + 1, at)
            insert(database, "charges", _charge_row(sale_no, order_no, tender, at))
            self._audit.note(database, at, "charging", sale_no=sale_no, detail=order_no)
        return order_no

    def end_charges(self, ends: Sequence[EndedCharge], at: datetime) -> None:
        with self._file.write() as database:
            insert(database, "charge_ends", *_end_rows(ends, at))

    def open_charges(self, sale_no: str) -> Sequence[OpenCharge]:
        with self._file.read() as database:
            return tuple(
                OpenCharge(row["order_no"], Money(row["amount_fen"]), datetime.fromisoformat(row["begun_at"]))
                for row in database.query(f"{_OPEN_CHARGES} ORDER BY charges.rowid", [sale_no])
            )

    def begin_cancel(self, sale_no: str, settlement: Settlement, at: datetime) -> Cancellation:
        begun = self.open_cancellation(sale_no)
        if begun:
            return begun[0]
        cancellation = Cancellation(self._numbers.next_msgid(at), sale_no)
        row = {
            "sale_no": sale_no,
            "msgid": cancellation.msgid,
            "settlement": _SETTLEMENT.dump_json(settlement).decode(),
            "begun_at": at.isoformat(),
        }
        with self._file.write() as database:
            insert(database, "cancellations", row)
            self._audit.note(database, at, "cancelling", sale_no=sale_no, detail=settlement.settlement_id)
        return cancellation

    def drop(self, sale_no: str, reason: RefusalCode, at: datetime, ends: Sequence[EndedCharge] = ()) -> None:
        with self._file.write() as database:
            insert(database, "charge_ends", *_end_rows(ends, at))
            self._end(database, sale_no, "dropped", reason, at)

    def resolve(self, sale_no: str, why: str, approval: Approval, at: datetime) -> None:
        with self._file.write() as database:
            spend_approval(database, approval, at)
            still_open = [row["order_no"] for row in database.query(_OPEN_CHARGES, [sale_no])]
            code = RefusalCode.RESOLVED_BY_PERSON
            ends = [EndedCharge(order_no, ChargeEnd.RESOLVED, code) for order_no in still_open]
            insert(database, "charge_ends", *_end_rows(ends, at))
            self._end(database, sale_no, "dropped", code, at)
            who = {"actor": approval.request.requester.number, "approver": approval.approver.number}
            self._audit.note(database, at, "resolved", sale_no=sale_no, detail=why, **who)

    def count_try(self, sale_no: str, at: datetime) -> int:
        with self._file.write() as database:
            insert(database, "tries", {"sale_no": sale_no, "at": at.isoformat()})
            return int(database.execute("SELECT count(*) FROM tries WHERE sale_no = ?", [sale_no]).fetchone()[0])

    def record(self, sale: Sale, receipt: Receipt) -> None:
        with self._file.write() as database:
            insert(database, "sales", _sale_row(sale, receipt))
            insert(database, "sale_lines", *_line_rows(sale.sale_no, sale.draft.basket))
            insert(database, "tenders", *_tender_rows(receipt))
            insert(database, "charge_ends", *_paid_rows(sale))
            insert(database, "print_jobs", {"sale_no": sale.sale_no, "queued_at": sale.sold_at.isoformat()})
            cash = {DrawerKind.TAKEN: receipt.cash_given, DrawerKind.CHANGE: receipt.change}
            shift = enter_bill(
                database,
                self._numbers,
                self._audit,
                bill_no=sale.sale_no,
                amount=receipt.total,
                cash=cash,
                at=sale.sold_at,
            )
            self._end(database, sale.sale_no, "final", "", sale.sold_at, actor=shift.cashier)
            if self._clears_the_counter:
                remove_from_counter(database)

    def is_final(self, sale_no: str) -> bool:
        with self._file.read() as database:
            ended = "SELECT 1 FROM endings WHERE sale_no = ? AND kind = 'final'"
            return database.execute(ended, [sale_no]).fetchone() is not None

    def open_intents(self) -> Sequence[Intent]:
        with self._file.read() as database:
            rows = database.query(OPEN_SALES)
            return tuple(intent_of(row) for row in rows)

    def open_cancellation(self, sale_no: str) -> tuple[Cancellation, Settlement] | None:
        with self._file.read() as database:
            for row in database.table("cancellations").rows_where("sale_no = ?", [sale_no]):
                return Cancellation(row["msgid"], sale_no), _SETTLEMENT.validate_json(row["settlement"])
        return None

    def waiting(self) -> Sequence[PrintJob]:
        with self._file.read() as database:
            rows = database.query(UNPRINTED_SALES)
            return tuple(PrintJob(row["sale_no"], _RECEIPT.validate_json(row["receipt"])) for row in rows)

    def printed(self, sale_no: str, at: datetime) -> None:
        with self._file.write() as database:
            insert(database, "prints", {"sale_no": sale_no, "printed_at": at.isoformat()})

    def _end(self, database: Database, sale_no: str, kind: str, reason: str, at: datetime, actor: str = "") -> None:
        row = {"sale_no": sale_no, "kind": kind, "reason": str(reason), "ended_at": at.isoformat()}
        insert(database, "endings", row)
        self._audit.note(database, at, kind, sale_no=sale_no, detail=str(reason), actor=actor)


def _intent_row(intent: Intent, draft: SaleDraft) -> Row:
    """Flatten an intent; the person's credential is left out on purpose."""
    lines = [{"code": line.product.code, "quantity": line.quantity} for line in draft.basket.lines]
    return {
        "sale_no": intent.sale_no,
        "msgid": intent.msgid or None,
        "person_no": intent.person_no,
        "person": draft.payer.insured.masked_name if draft.payer else "",
        "total_fen": intent.total.fen,
        "given_fen": draft.given.fen,
        "lines": json.dumps(lines),
        "frozen_at": intent.frozen_at.isoformat(),
    }


def intent_of(row: Row) -> Intent:
    return Intent(
        sale_no=row["sale_no"],
        msgid=row["msgid"] or "",
        person_no=row["person_no"],
        total=Money(row["total_fen"]),
        frozen_at=datetime.fromisoformat(row["frozen_at"]),
    )


def _sale_row(sale: Sale, receipt: Receipt) -> Row:
    settlement = sale.settlement
    return {
        "sale_no": sale.sale_no,
        "sold_at": sale.sold_at.isoformat(),
        "total_fen": receipt.total.fen,
        "fund_fen": receipt.fund.fen,
        "account_fen": receipt.account.fen,
        "shared_fen": receipt.shared.fen,
        "customer_fen": receipt.customer.fen,
        "given_fen": (receipt.cash_given + receipt.mobile + receipt.card).fen,
        "change_fen": receipt.change.fen,
        "balance_fen": settlement.balance.fen if settlement and settlement.balance is not None else None,
        "person": receipt.insurance.person if receipt.insurance else "",
        "settlement_id": settlement.settlement_id if settlement else None,
        "visit_id": settlement.visit_id if settlement else None,
        "msgid": settlement.msgid if settlement else None,
        "settled_at": settlement.settled_at.astimezone(UTC).isoformat() if settlement else None,
        "insurance": str(sale.draft.payer.insured.insurance) if sale.draft.payer else "",
        "clearing": settlement.clearing if settlement else "",
        "receipt": _RECEIPT.dump_json(receipt).decode(),
    }


def _line_rows(sale_no: str, basket: Basket) -> Iterable[Row]:
    for number, line in enumerate(basket.lines, start=1):
        yield {
            "id": f"{sale_no}-{number:03}",
            "sale_no": sale_no,
            "code": line.product.code,
            "name": line.product.name,
            "quantity": line.quantity,
            "price_fen": line.price.fen,
            "reduction_fen": line.reduction.fen,
            "amount_fen": line.amount.fen,
        }


def _tender_rows(receipt: Receipt) -> Iterable[Row]:
    paid = {
        "fund": receipt.fund,
        "account": receipt.account,
        "shared": receipt.shared,
        "cash": receipt.cash_given - receipt.change,
        "mobile": receipt.mobile,
        "card": receipt.card,
    }
    for kind, amount in paid.items():
        if amount != ZERO or kind == "cash":
            yield {
                "id": f"{receipt.sale_no}-{kind}",
                "sale_no": receipt.sale_no,
                "kind": kind,
                "amount_fen": amount.fen,
            }


def _charge_row(sale_no: str, order_no: str, tender: ChargedTender, at: datetime) -> Row:
    """Flatten a charge; of a pay code only its channel and last digits are kept, for it is as good as cash."""
    is_mobile = isinstance(tender, MobileTender)
    return {
        "order_no": order_no,
        "sale_no": sale_no,
        "kind": "mobile" if is_mobile else "card",
        "channel": str(tender.code.channel) if isinstance(tender, MobileTender) else "",
        "payer": mask_code(tender.code.text) if isinstance(tender, MobileTender) else "",
        "amount_fen": tender.amount.fen,
        "begun_at": at.isoformat(),
    }


def _paid_rows(sale: Sale) -> Iterable[Row]:
    for charge in sale.charges:
        yield {
            "order_no": charge.order.order_no,
            "outcome": str(ChargeEnd.PAID),
            "reason": "",
            "reference": charge.paid.reference,
            "ended_at": sale.sold_at.isoformat(),
        }


def _end_rows(ends: Iterable[EndedCharge], at: datetime) -> Iterable[Row]:
    for ended in ends:
        yield {
            "order_no": ended.order_no,
            "outcome": str(ended.end),
            "reason": str(ended.reason),
            "reference": "",
            "ended_at": at.isoformat(),
        }
