"""A bill at the counter survives everything; a parked one comes back once."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from pos_app.domain.basket import EMPTY, Basket
from pos_app.domain.discount import AmountOff, PercentOff
from pos_app.domain.money import Money
from pos_app.domain.product import Product
from pos_app.sqlite import SqliteFile
from pos_app.storage.bills import AT_THE_COUNTER, SqliteBills
from pos_app.storage.migrations import MIGRATIONS
from pos_app.storage.migrations.first_sale import first_sale
from pos_app.storage.numbers import Numbers
from tests.doubles.clock import NOON
from tests.doubles.counter import ANTIBIOTIC, CREAM, PHARMACY_CODE, REMEDY, TILL, basket

SHELF = {goods.code: goods for goods in (REMEDY, ANTIBIOTIC, CREAM)}
REDUCED = (
    basket((REMEDY, 2), (ANTIBIOTIC, 3), (CREAM, 1))
    .with_price(CREAM.code, Money(6000))
    .with_line_discount(REMEDY.code, PercentOff(10))
    .with_discount(AmountOff(Money(777)))
)


def open_bills(file: SqliteFile, shelf: dict[str, Product] = SHELF) -> SqliteBills:
    return SqliteBills(file, Numbers(file, pharmacy_code=PHARMACY_CODE, till=TILL), shelf.get)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "till.db"


@pytest.fixture
def bills(path: Path) -> Iterator[SqliteBills]:
    with closing(SqliteFile(path, MIGRATIONS)) as file:
        yield open_bills(file)


@pytest.mark.parametrize("kept", [EMPTY, basket((REMEDY, 1)), REDUCED])
def test_the_bill_at_the_counter_is_there_after_a_restart(path: Path, kept: Basket) -> None:
    with closing(SqliteFile(path, MIGRATIONS)) as file:
        open_bills(file).keep(basket((CREAM, 9)), NOON)
        open_bills(file).keep(kept, NOON)
    with closing(SqliteFile(path, MIGRATIONS)) as file:
        assert open_bills(file).at_the_counter() == kept
        assert open_bills(file).parked() == ()


def test_a_parked_bill_leaves_the_counter_and_comes_back_once(bills: SqliteBills) -> None:
    bills.keep(REDUCED, NOON)
    parked = bills.park(REDUCED, "王阿姨", NOON)
    assert (parked.name, parked.total, parked.pieces) == ("王阿姨", REDUCED.total, 6)
    assert bills.at_the_counter() == EMPTY
    assert bills.parked() == (parked,)
    assert bills.resume(parked.bill_no, NOON) == REDUCED
    assert bills.at_the_counter() == REDUCED
    assert bills.parked() == ()
    assert bills.resume(parked.bill_no, NOON) is None


def test_parked_bills_have_numbers_of_their_own(bills: SqliteBills) -> None:
    parked = [bills.park(basket((REMEDY, number)), "", NOON) for number in (1, 2, 3)]
    assert len({bill.bill_no for bill in parked}) == 3
    assert bills.parked() == tuple(parked)


def test_the_counter_itself_is_no_parked_bill(bills: SqliteBills) -> None:
    bills.keep(REDUCED, NOON)
    assert bills.resume(AT_THE_COUNTER, NOON) is None
    assert bills.at_the_counter() == REDUCED


def test_what_left_the_catalogue_leaves_its_bill(path: Path) -> None:
    with closing(SqliteFile(path, MIGRATIONS)) as file:
        open_bills(file).keep(REDUCED, NOON)
        left = open_bills(file, {REMEDY.code: REMEDY}).at_the_counter()
    assert [line.product.code for line in left.lines] == [REMEDY.code]
    assert left.discount == REDUCED.discount


def test_lines_of_sales_made_before_discounts_existed_keep_their_sums(path: Path) -> None:
    with closing(SqliteFile(path, (first_sale,))) as old, old.write() as database:
        database.execute("INSERT INTO intents VALUES ('s', NULL, '', '', 200, 200, '[]', 'then')")
        database.execute("INSERT INTO sales VALUES ('s', 'then', 200, 0,0,0,200,200,0, NULL, '', NULL, NULL, NULL, '')")
        database.execute("INSERT INTO sale_lines VALUES ('s-1', 's', '1', 'x', 2, 100, 200)")
        database.execute("INSERT INTO tenders VALUES ('s-cash', 's', 'cash', 200)")
    with closing(SqliteFile(path, MIGRATIONS)) as file, file.write() as database:
        assert [
            tuple(row) for row in database.execute("SELECT price_fen, reduction_fen, amount_fen FROM sale_lines")
        ] == [(100, 0, 200)]
        database.execute("INSERT INTO endings VALUES ('s', 'final', '', 'now')")
        for spoil in ("UPDATE sale_lines SET amount_fen = 1", "DELETE FROM sale_lines"):
            with pytest.raises(Exception, match="append-only"):
                database.execute(spoil)
