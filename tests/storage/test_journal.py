"""The till's book on a real file: what it keeps, what it refuses, what it never holds."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined]  # the driver that sqlite-utils chose

from pos_app.domain.charge import ChargeEnd, EndedCharge
from pos_app.domain.money import Money
from pos_app.domain.reconciliation import Difference, Entry, Kind, TakeOver
from pos_app.domain.refund import RefundPlan, plan_refund
from pos_app.domain.refusal import RefusalCode
from pos_app.domain.sale import Payer, Sale, SaleDraft
from pos_app.domain.settlement import Done, Quote
from pos_app.domain.shift import CashCount, Closing
from pos_app.domain.staff import Action, Approval, Request
from pos_app.domain.tender import MobileTender
from pos_app.faults import StoreFault
from pos_app.services.ports import Intent
from pos_app.services.refund_ports import RefundIntent
from pos_app.services.ticket import receipt_of
from pos_app.sqlite import SqliteFile
from pos_app.storage.books import Books
from pos_app.storage.journal import OPEN_SALES, UNPRINTED_SALES, SqliteJournal
from pos_app.storage.migrations import MIGRATIONS
from pos_app.storage.numbers import Numbers
from pos_app.storage.refunds import OPEN_REFUNDS, UNPRINTED_REFUNDS, SqliteRefunds
from pos_app.storage.settled import SettledBook
from pos_app.storage.shifts import SqliteSessions, SqliteShifts
from tests.doubles.clock import NOON, FixedClock
from tests.doubles.counter import (
    AUDIT,
    CREDENTIAL,
    FULL_NAME,
    ID_NUMBER,
    PHARMACY_CODE,
    REMEDY,
    SHOP,
    TILL,
    basket,
    cash_draft,
    in_cash,
    insured,
    insured_draft,
    pay_code,
    product,
    settlement,
    split,
)
from tests.doubles.staff import CASHIER, MANAGER, credentials, open_approvals
from tests.receipts.samples import SLIP

TABLES = (
    *("intents", "cancellations", "tries", "sales", "sale_lines", "tenders", "print_jobs", "prints", "endings"),
    *("audit", "audit_start", "audit_heads", "pins", "approvals", "approval_uses"),
    *("repairs", "repair_ends", "corrections"),
    *("charges", "charge_ends"),
    *("shifts", "shift_bills", "drawer", "shift_counts", "shift_ends", "platform_sessions"),
    *(
        "refunds",
        "refund_lines",
        "refund_parts",
        "refund_endings",
        "refund_parts_in_cash",
        "refund_prints",
        "refund_rests",
    ),
)

NO_MONEY = (
    "counters",
    "staff",
    "pin_guards",
    "bills",
    "open_sales",
    "unprinted_sales",
    "open_refunds",
    "unprinted_refunds",
)


@dataclass(frozen=True, slots=True)
class Desk:
    """A journal and the file under it."""

    path: Path
    file: SqliteFile
    journal: SqliteJournal

    def rows(self, table: str) -> list[dict[str, object]]:
        with self.file.read() as database:
            return list(database.query(f"SELECT * FROM {table}"))  # noqa: S608  a table of ours

    def execute(self, statement: str) -> None:
        with self.file.write() as database:
            database.execute(statement)

    def freeze(self, draft: SaleDraft) -> Intent:
        return self.journal.freeze(draft, NOON)

    def sell(self, draft: SaleDraft) -> Sale:
        intent = self.freeze(draft)
        sale = Sale(intent.sale_no, NOON, draft, settlement(draft, intent.msgid) if intent.msgid else None)
        self.journal.record(sale, receipt_of(sale, SHOP))
        return sale


def open_desk(path: Path) -> Desk:
    file = SqliteFile(path, MIGRATIONS)
    return Desk(path, file, SqliteJournal(file, Numbers(file, pharmacy_code=PHARMACY_CODE, till=TILL), AUDIT))


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    opened = open_desk(tmp_path / "till.db")
    yield opened
    opened.file.close()


@pytest.fixture
def reopened() -> Iterator[Callable[[Desk], Desk]]:
    """Close a desk as a crash does, and open its file again."""
    again: list[Desk] = []

    def reopen(desk: Desk) -> Desk:
        desk.file.close()
        again.append(open_desk(desk.path))
        return again[-1]

    yield reopen
    for opened in again:
        opened.file.close()


def test_a_frozen_draft_is_an_open_intent_after_a_restart(desk: Desk, reopened: Callable[[Desk], Desk]) -> None:
    first = desk.freeze(insured_draft(cash=550))
    second = desk.freeze(cash_draft())
    assert first.msgid.startswith(PHARMACY_CODE)
    assert (first.person_no, first.total) == (insured().person_no, basket().total)
    assert (second.msgid, second.person_no) == ("", "")
    assert reopened(desk).journal.open_intents() == (first, second)


def test_open_intents_are_listed_oldest_first(desk: Desk) -> None:
    later = desk.journal.freeze(cash_draft(), NOON + timedelta(microseconds=1))
    earlier = desk.journal.freeze(cash_draft(), NOON)
    assert desk.journal.open_intents() == (earlier, later)


def test_a_sale_is_final_with_its_lines_tenders_print_job_and_audit(desk: Desk) -> None:
    sale = desk.sell(insured_draft(cash=550))
    assert desk.journal.open_intents() == ()
    assert [(row["code"], row["quantity"], row["amount_fen"]) for row in desk.rows("sale_lines")] == [
        ("100001", 2, 2560),
        ("100002", 1, 990),
    ]
    assert {row["kind"]: row["amount_fen"] for row in desk.rows("tenders")} == {"account": 3000, "cash": 550}
    assert [row["sale_no"] for row in desk.rows("print_jobs")] == [sale.sale_no]
    assert [row["kind"] for row in desk.rows("endings")] == ["final"]
    assert [row["action"] for row in desk.rows("audit")] == ["frozen", "shift_opened_by_itself", "final"]


GIFT = cash_draft(basket((product(9, fen=0), 1)))


@given(draft=st.sampled_from((insured_draft(), insured_draft(cash=550), insured_draft(cash=3550), cash_draft(), GIFT)))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=10)
def test_a_ticket_comes_back_as_it_was_made(desk: Desk, draft: SaleDraft) -> None:
    sale = desk.sell(draft)
    waiting = {job.sale_no: job.receipt for job in desk.journal.waiting()}
    assert waiting[sale.sale_no] == receipt_of(sale, SHOP)


def test_a_printed_ticket_waits_no_longer(desk: Desk) -> None:
    one, other = desk.sell(cash_draft()), desk.sell(cash_draft())
    desk.journal.printed(one.sale_no, NOON)
    assert [job.sale_no for job in desk.journal.waiting()] == [other.sale_no]


def test_a_sale_is_recorded_once(desk: Desk) -> None:
    sale = desk.sell(insured_draft())
    before = {table: desk.rows(table) for table in TABLES}
    with pytest.raises(sqlite3.IntegrityError):
        desk.journal.record(sale, receipt_of(sale, SHOP))
    assert {table: desk.rows(table) for table in TABLES} == before


def test_a_sale_that_was_not_frozen_is_not_recorded(desk: Desk) -> None:
    stray = Sale("0126112199999", NOON, cash_draft(), None)
    with pytest.raises(sqlite3.IntegrityError):
        desk.journal.record(stray, receipt_of(stray, SHOP))
    assert desk.rows("sales") == []


def test_a_dropped_intent_is_closed_for_ever(desk: Desk) -> None:
    intent = desk.freeze(insured_draft())
    desk.journal.drop(intent.sale_no, RefusalCode.ACCOUNT_FROZEN, NOON)
    assert desk.journal.open_intents() == ()
    assert [(row["kind"], row["reason"]) for row in desk.rows("endings")] == [("dropped", "account_frozen")]
    sale = Sale(intent.sale_no, NOON, insured_draft(), settlement(insured_draft(), intent.msgid))
    with pytest.raises(sqlite3.IntegrityError):
        desk.journal.record(sale, receipt_of(sale, SHOP))
    assert desk.rows("sales") == []


def test_a_final_sale_is_not_dropped(desk: Desk) -> None:
    sale = desk.sell(cash_draft())
    with pytest.raises(sqlite3.IntegrityError):
        desk.journal.drop(sale.sale_no, RefusalCode.INTERRUPTED, NOON)
    assert [row["kind"] for row in desk.rows("endings")] == ["final"]


def test_a_cancellation_keeps_its_msgid_over_a_restart(desk: Desk, reopened: Callable[[Desk], Desk]) -> None:
    intent = desk.freeze(insured_draft())
    known = settlement(insured_draft(), intent.msgid, whole=split(fund=50, account=3500))
    begun = desk.journal.begin_cancel(intent.sale_no, known, NOON)
    assert begun.msgid != intent.msgid
    assert desk.journal.begin_cancel(intent.sale_no, known, NOON + timedelta(minutes=1)) == begun
    assert reopened(desk).journal.open_cancellation(intent.sale_no) == (begun, known)


def test_nothing_is_being_cancelled_at_first(desk: Desk) -> None:
    assert desk.journal.open_cancellation(desk.freeze(insured_draft()).sale_no) is None


def test_tries_are_counted_for_each_intent(desk: Desk) -> None:
    one, other = desk.freeze(insured_draft()), desk.freeze(insured_draft())
    assert [desk.journal.count_try(one.sale_no, NOON) for _ in range(3)] == [1, 2, 3]
    assert desk.journal.count_try(other.sale_no, NOON) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"basket": basket((REMEDY, 1))},
        {"tenders": in_cash(Money(5001))},
        {"payer": Payer(insured(), Quote(split(account=3000, cash=550)))},
    ],
    ids=["other goods", "other cash", "insured after all"],
)
def test_a_sale_that_is_not_what_was_frozen_is_refused(desk: Desk, wrong: dict[str, object]) -> None:
    intent = desk.freeze(cash_draft(given=Money(5000)))
    draft = replace(cash_draft(given=Money(5000)), **wrong)  # type: ignore[arg-type]  # one field of the table above
    settled = settlement(draft, f"{PHARMACY_CODE}202611211200009999") if draft.payer else None
    sale = Sale(intent.sale_no, NOON, draft, settled)
    with pytest.raises(sqlite3.IntegrityError, match="add up"):
        desk.journal.record(sale, receipt_of(sale, SHOP))
    assert desk.rows("sales") == []
    assert desk.journal.open_intents() == (intent,)


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO tenders VALUES ('x', '{sale_no}', 'cash', 1)",
        "INSERT INTO sale_lines VALUES ('x', '{sale_no}', '1', 'x', 1, 1, 0, 1)",
        "INSERT OR REPLACE INTO tenders VALUES ('{sale_no}-cash', '{sale_no}', 'cash', 1)",
        "UPDATE tenders SET amount_fen = amount_fen + 1",
        "UPDATE sales SET customer_fen = customer_fen + 1, account_fen = account_fen - 1, change_fen = change_fen - 1",
        "DELETE FROM sale_lines",
    ],
)
def test_a_final_sale_cannot_be_made_wrong(desk: Desk, statement: str) -> None:
    sale = desk.sell(insured_draft(cash=550))
    with pytest.raises(sqlite3.IntegrityError):
        desk.execute(statement.format(sale_no=sale.sale_no))
    assert not any(Books(desk.file).broken().values())


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("change", ["UPDATE {table} SET {key} = {key}", "DELETE FROM {table}", "REPLACE"])
def test_every_table_of_the_book_is_append_only(desk: Desk, table: str, change: str) -> None:
    _fill(desk)
    before = desk.rows(table)
    assert before
    replace_all = f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}"  # noqa: S608  a table of ours
    with pytest.raises(sqlite3.IntegrityError, match=r"append-only|has ended|follows the last|is open already"):
        desk.execute(replace_all if change == "REPLACE" else change.format(table=table, key=next(iter(before[0]))))
    assert desk.rows(table) == before


@pytest.mark.parametrize("table", TABLES)
def test_every_unique_column_is_guarded(desk: Desk, table: str) -> None:
    """REPLACE by a column that the guard does not know would take a row away on a connection that is not ours."""
    with desk.file.read() as database:
        indexes = [index.columns for index in database.table(table).indexes if index.unique]
        unique = {*database.table(table).pks, *(column for columns in indexes for column in columns)}
        (guard,) = database.execute(
            "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = ?", [f"{table}_no_replace"]
        ).fetchone()
    assert [column for column in unique if f" {column} = NEW.{column}" not in guard] == []


def test_the_book_has_no_other_tables(desk: Desk) -> None:
    """A table that is added must be added to the test above, or be no money."""
    with desk.file.read() as database:
        assert set(database.table_names()) == {*TABLES, *NO_MONEY}


@pytest.mark.parametrize("amount", ["2.5", "'12x'", "-1", "10000000000000000", "NULL", "X'00'"])
def test_what_is_no_amount_is_not_stored(desk: Desk, amount: str) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        desk.execute(f"INSERT INTO intents VALUES ('1', NULL, '', '', {amount}, 0, '[]', '')")  # noqa: S608  the table above


def test_the_largest_amount_is_stored(desk: Desk) -> None:
    largest = Money(10**16 - 1)
    assert desk.freeze(cash_draft(given=largest)).total == basket().total
    assert desk.rows("intents")[0]["given_fen"] == largest.fen


def test_a_person_in_clear_is_nowhere_in_the_file(desk: Desk) -> None:
    _fill(desk)
    desk.freeze(insured_draft())
    with_log = b"".join(part.read_bytes() for part in desk.path.parent.glob("till.db*"))
    desk.file.close()
    content = with_log + desk.path.read_bytes()
    assert insured().masked_name.encode() in content
    assert [secret for secret in (CREDENTIAL, ID_NUMBER, FULL_NAME) if secret.encode() in content] == []
    assert pay_code().text.encode() not in content


def test_a_full_disk_while_recording_leaves_the_intent_open(desk: Desk) -> None:
    intent = desk.freeze(insured_draft())
    sale = Sale(intent.sale_no, NOON, insured_draft(), settlement(insured_draft(), intent.msgid))
    with desk.file.read() as database:
        pages = database.execute("PRAGMA page_count").fetchone()[0]
        database.execute(f"PRAGMA max_page_count={pages}")
    crowded = replace(receipt_of(sale, SHOP), cashier="陈" * 100_000)
    with pytest.raises(StoreFault, match="full"):
        desk.journal.record(sale, crowded)
    assert desk.journal.open_intents() == (intent,)
    assert desk.rows("sales") == []


def _fill(desk: Desk) -> None:
    """Put at least one row into every table."""
    desk.journal.printed(desk.sell(insured_draft(cash=550)).sale_no, NOON)
    intent = desk.freeze(insured_draft())
    desk.journal.begin_cancel(intent.sale_no, settlement(insured_draft(), intent.msgid), NOON)
    desk.journal.count_try(intent.sale_no, NOON)
    with desk.file.write() as database:
        AUDIT.print_head(database, NOON)
    shifts = SqliteShifts(desk.file, Numbers(desk.file, pharmacy_code=PHARMACY_CODE, till=TILL), AUDIT)
    shift = shifts.current()
    assert shift
    drawer = shifts.figures(shift.shift_no).drawer
    count = CashCount.of({Money(1): drawer.expected.fen})
    shifts.close(shift.shift_no, Closing(count, "", NOON, CASHIER.number, None))
    SqliteSessions(desk.file).keep(CASHIER.number, "S1", NOON)
    request = Request(Action.CASH_OUT, CASHIER, "50.00")
    approvals = open_approvals(desk.file, FixedClock())
    approval = approvals.approve(request, credentials(MANAGER))
    assert isinstance(approval, Approval)
    assert approvals.spend(approval, request) is None
    settled = SettledBook(desk.file, Numbers(desk.file, pharmacy_code=PHARMACY_CODE, till=TILL), AUDIT)
    entry = Entry("S1", "V1", "1", "M1", Money(1), Money(0), Money(1), settled_at=NOON)
    difference = Difference(Kind.UNDONE_THERE, None, entry, TakeOver(entry))
    settled.begin_repair(difference, NOON, "王*")
    settled.end_repair(difference, NOON, "王*")
    settled.correct(TakeOver(entry), difference, NOON, "王*")
    charge = desk.journal.begin_charge(intent.sale_no, MobileTender(pay_code(), Money(1)), NOON)
    desk.journal.end_charges((EndedCharge(charge, ChargeEnd.REFUSED, RefusalCode.PAYMENT_REFUSED),), NOON)
    _give_back(desk, desk.sell(cash_draft()))


def _give_back(desk: Desk, sale: Sale) -> None:
    book = SqliteRefunds(desk.file, Numbers(desk.file, pharmacy_code=PHARMACY_CODE, till=TILL), AUDIT)
    found = book.find(sale.sale_no)
    assert found is not None
    plan = plan_refund(found[0], {})
    assert isinstance(plan, RefundPlan)
    intent = book.begin(plan, NOON, actor="", approval=None, rest=basket())
    assert isinstance(intent, RefundIntent)
    book.pay_in_cash(intent.parts[0].part_no, RefusalCode.PAYMENT_REFUSED, NOON)
    slip = replace(SLIP, refund_no=intent.refund_no, sale_no=sale.sale_no)
    book.finish(intent, slip, Done())
    book.printed(intent.refund_no, NOON)


@pytest.mark.parametrize("query", [OPEN_SALES, UNPRINTED_SALES, OPEN_REFUNDS, UNPRINTED_REFUNDS])
def test_what_is_still_to_be_done_is_asked_of_its_list_and_not_of_the_past(tmp_path: Path, query: str) -> None:
    file = SqliteFile(tmp_path / "till.db", MIGRATIONS)
    with file.read() as database:
        steps = [row[3] for row in database.execute(f"EXPLAIN QUERY PLAN {query}")]
    file.close()
    (walked,) = (step for step in steps if step.startswith("SCAN"))
    assert walked.split()[1] in {"open_sales", "unprinted_sales", "open_refunds", "unprinted_refunds"}
