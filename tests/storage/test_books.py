"""Reading the book back, and finding what somebody changed in it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from pos_app.domain.money import Money
from pos_app.domain.refusal import RefusalCode
from pos_app.domain.sale import Sale, SaleDraft
from pos_app.services.ticket import receipt_of
from pos_app.sqlite import SqliteFile
from pos_app.storage.books import INVARIANTS, WHOLE, Books
from pos_app.storage.journal import SqliteJournal
from pos_app.storage.migrations import MIGRATIONS
from pos_app.storage.numbers import Numbers
from tests.doubles.bare_file import lower_the_guard
from tests.doubles.clock import NOON
from tests.doubles.counter import AUDIT, PHARMACY_CODE, SHOP, TILL, cash_draft, insured_draft, settlement


@dataclass(frozen=True, slots=True)
class Shelf:
    """Three sales: final with insurance, final in cash, dropped; and one that is open."""

    file: SqliteFile
    books: Books
    by_insurance: Sale
    by_cash: Sale


def _sell(journal: SqliteJournal, draft: SaleDraft) -> Sale:
    intent = journal.freeze(draft, NOON)
    sale = Sale(intent.sale_no, NOON, draft, settlement(draft, intent.msgid) if intent.msgid else None)
    journal.record(sale, receipt_of(sale, SHOP))
    journal.printed(sale.sale_no, NOON)
    return sale


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    file = SqliteFile(tmp_path / "till.db", MIGRATIONS)
    journal = SqliteJournal(file, Numbers(file, pharmacy_code=PHARMACY_CODE, till=TILL), AUDIT)
    made = Shelf(
        file, Books(file), _sell(journal, insured_draft(cash=550)), _sell(journal, cash_draft(given=Money(4000)))
    )
    journal.drop(journal.freeze(insured_draft(), NOON).sale_no, RefusalCode.ACCOUNT_FROZEN, NOON)
    journal.count_try(journal.freeze(insured_draft(), NOON).sale_no, NOON)
    yield made
    file.close()


def test_every_sale_is_listed_with_what_became_of_it(shelf: Shelf) -> None:
    booked = shelf.books.sales()
    assert [(sale.state, sale.reason, sale.tries) for sale in booked] == [
        ("final", "", 0),
        ("final", "", 0),
        ("dropped", "account_frozen", 0),
        ("open", "", 1),
    ]
    insured, cash = booked[:2]
    assert (insured.account, insured.cash, insured.change) == (Money(3000), Money(550), Money(0))
    assert (cash.total, cash.cash, cash.change, cash.msgid) == (Money(3550), Money(3550), Money(450), "")


def test_what_insurance_paid_is_given_by_msgid(shelf: Shelf) -> None:
    assert shelf.by_insurance.settlement is not None
    assert shelf.books.settled() == {shelf.by_insurance.settlement.msgid: Money(3000)}


def test_a_book_that_nobody_touched_is_whole(shelf: Shelf) -> None:
    assert set(shelf.books.broken()) == {*INVARIANTS, WHOLE}
    assert not any(shelf.books.broken().values())


def test_rows_that_hang_in_the_air_are_damage(shelf: Shelf) -> None:
    lower_the_guard(shelf.file)
    with shelf.file.write() as database:
        database.execute("DELETE FROM intents")
    assert "stray row of sales" in shelf.books.broken()[WHOLE]


def test_a_rule_that_somebody_took_off_is_damage(shelf: Shelf) -> None:
    with shelf.file.write() as database:
        database.execute("DROP TRIGGER sales_no_update")
    assert shelf.books.broken()[WHOLE] == ("changed: sales_no_update",)
