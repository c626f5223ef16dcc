"""A book of before its tables were slimmed is brought up to date without losing a row or a law."""

from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from pos_app.domain.refund import RefundPlan, plan_refund
from pos_app.domain.sale import Sale, SaleDraft
from pos_app.domain.settlement import Done
from pos_app.services.refund_ports import RefundIntent
from pos_app.services.ticket import receipt_of
from pos_app.sqlite import SqliteFile, damage
from pos_app.storage.books import Books
from pos_app.storage.journal import SqliteJournal
from pos_app.storage.migrations import MIGRATIONS
from pos_app.storage.migrations.slim_tables import slim_tables
from pos_app.storage.numbers import Numbers
from pos_app.storage.refunds import SqliteRefunds
from tests.doubles.counter import AUDIT, PHARMACY_CODE, SHOP, TILL, basket, cash_draft, insured_draft, settlement
from tests.receipts.samples import SLIP

NOON = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)
BEFORE = MIGRATIONS[: MIGRATIONS.index(slim_tables)]


def _sell(file: SqliteFile, draft: SaleDraft) -> str:
    journal = SqliteJournal(file, _numbers(file), AUDIT)
    intent = journal.freeze(draft, NOON)
    sale = Sale(intent.sale_no, NOON, draft, settlement(draft, intent.msgid) if intent.msgid else None)
    journal.record(sale, receipt_of(sale, SHOP))
    return intent.sale_no


def _give_back(file: SqliteFile, sale_no: str) -> RefundIntent:
    refunds = _refunds(file)
    found = refunds.find(sale_no)
    assert found is not None
    plan = plan_refund(found[0], {})
    assert isinstance(plan, RefundPlan)
    intent = refunds.begin(plan, NOON, actor="", approval=None, rest=basket())
    assert isinstance(intent, RefundIntent)
    return intent


def _refunds(file: SqliteFile) -> SqliteRefunds:
    return SqliteRefunds(file, _numbers(file), AUDIT)


def _numbers(file: SqliteFile) -> Numbers:
    return Numbers(file, pharmacy_code=PHARMACY_CODE, till=TILL)


def test_sales_and_refunds_of_before_stand_as_they_stood(tmp_path: Path) -> None:
    path = tmp_path / "till.db"
    with closing(SqliteFile(path, BEFORE)) as file:
        sold = [_sell(file, insured_draft()), *(_sell(file, cash_draft()) for _ in range(3))]
        printed, unprinted, unfinished = (_give_back(file, sale_no) for sale_no in sold[1:])
        for number, intent in enumerate((printed, unprinted)):
            slip = replace(SLIP, refund_no=intent.refund_no, sale_no=sold[number + 1])
            _refunds(file).finish(intent, slip, Done())
        _refunds(file).printed(printed.refund_no, NOON)
        before = Books(file).sales()
    with closing(SqliteFile(path, MIGRATIONS)) as file:
        assert Books(file).sales() == before
        assert {law: rows for law, rows in Books(file).broken().items() if rows} == {}
        assert [slip.refund_no for slip in _refunds(file).unprinted()] == [unprinted.refund_no]
        assert [intent.refund_no for intent in _refunds(file).open_refunds()] == [unfinished.refund_no]
        _refunds(file).printed(unprinted.refund_no, NOON)
        assert _refunds(file).unprinted() == ()
        with file.read() as database:
            assert damage(database, MIGRATIONS) == ()
