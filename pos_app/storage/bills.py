"""Bills that are not sales yet: the one at the counter, kept at every keystroke, and those set aside."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from pos_app.domain.basket import EMPTY, Basket, LineItem
from pos_app.domain.discount import AmountOff, Discount, PercentOff
from pos_app.domain.money import Money
from pos_app.domain.product import Product
from pos_app.services.ports import ParkedBill
from pos_app.sqlite import SqliteFile
from pos_app.storage.numbers import Numbers

AT_THE_COUNTER = "counter"


class SqliteBills:
    """`services.ports.Bills` over the till's file. A product that left the catalogue leaves its bill too."""

    def __init__(self, file: SqliteFile, numbers: Numbers, find: Callable[[str], Product | None]) -> None:
        self._file = file
        self._numbers = numbers
        self._find = find

    def keep(self, basket: Basket, at: datetime) -> None:
        with self._file.write() as database:
            _keep(database, AT_THE_COUNTER, "", basket, at)

    def at_the_counter(self) -> Basket:
        with self._file.read() as database:
            return self._basket(database, AT_THE_COUNTER)

    def park(self, basket: Basket, name: str, at: datetime) -> ParkedBill:
        with self._file.write() as database:
            bill = ParkedBill(self._numbers.next_bill_no(database, at), name, basket.total, basket.pieces, at)
            _keep(database, bill.bill_no, name, basket, at)
            _remove(database, AT_THE_COUNTER)
        return bill

    def parked(self) -> Sequence[ParkedBill]:
        with self._file.read() as database:
            rows = list(database.query("SELECT * FROM bills WHERE id <> ? ORDER BY kept_at, id", [AT_THE_COUNTER]))
        return tuple(_parked(row) for row in rows)

    def resume(self, bill_no: str, at: datetime) -> Basket | None:
        with self._file.write() as database:
            if bill_no == AT_THE_COUNTER or not _is_there(database, bill_no):
                return None
            basket = self._basket(database, bill_no)
            _remove(database, bill_no)
            _keep(database, AT_THE_COUNTER, "", basket, at)
        return basket

    def _basket(self, database: Database, bill_no: str) -> Basket:
        for row in database.query("SELECT content FROM bills WHERE id = ?", [bill_no]):
            return _read(json.loads(row["content"]), self._find)
        return EMPTY


def remove_from_counter(database: Database) -> None:
    """Let go of the bill at the counter, in the caller's transaction: the commit that makes it a sale."""
    _remove(database, AT_THE_COUNTER)


def write_bill(basket: Basket) -> str:
    """Write down what was chosen, as it stands in the book."""
    return json.dumps(_content(basket))


def leave_bill(database: Database, numbers: Numbers, content: str, total: Money, *, name: str, at: datetime) -> None:
    """Leave a bill that is written down at the counter, or set aside where another one stands there."""
    at_the_counter = "SELECT total_fen FROM bills WHERE id = ? AND json_array_length(content, '$.lines') > 0"
    is_taken = database.execute(at_the_counter, [AT_THE_COUNTER]).fetchone() is not None
    _write(database, numbers.next_bill_no(database, at) if is_taken else AT_THE_COUNTER, name, content, total, at)


def _keep(database: Database, bill_no: str, name: str, basket: Basket, at: datetime) -> None:
    _write(database, bill_no, name, write_bill(basket), basket.total, at)


def _write(database: Database, bill_no: str, name: str, content: str, total: Money, at: datetime) -> None:
    database.execute(
        "INSERT INTO bills (id, name, content, total_fen, kept_at) VALUES (?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE "
        "SET name = excluded.name, content = excluded.content, total_fen = excluded.total_fen, "
        "kept_at = excluded.kept_at",
        [bill_no, name, content, total.fen, at.isoformat()],
    )


def _remove(database: Database, bill_no: str) -> None:
    database.execute("DELETE FROM bills WHERE id = ?", [bill_no])


def _is_there(database: Database, bill_no: str) -> bool:
    return database.execute("SELECT 1 FROM bills WHERE id = ?", [bill_no]).fetchone() is not None


def _parked(row: Mapping[str, Any]) -> ParkedBill:
    lines = json.loads(row["content"])["lines"]
    return ParkedBill(
        bill_no=row["id"],
        name=row["name"],
        total=Money(row["total_fen"]),
        pieces=sum(line["quantity"] for line in lines),
        parked_at=datetime.fromisoformat(row["kept_at"]),
    )


def _content(basket: Basket) -> dict[str, object]:
    """Write down what was chosen; amounts and shares are worked out anew from it."""
    lines = [
        {
            "code": line.product.code,
            "quantity": line.quantity,
            "price_fen": None if line.agreed_price is None else line.agreed_price.fen,
            "discount": _discount_content(line.discount),
        }
        for line in basket.lines
    ]
    return {"lines": lines, "discount": _discount_content(basket.discount)}


def _discount_content(discount: Discount | None) -> dict[str, int] | None:
    match discount:
        case None:
            return None
        case PercentOff(percent):
            return {"percent": percent}
        case AmountOff(amount):
            return {"amount_fen": amount.fen}


def _read(content: Mapping[str, Any], find: Callable[[str], Product | None]) -> Basket:
    lines = []
    for row in content["lines"]:
        product = find(row["code"])
        if product is not None:
            price = None if row["price_fen"] is None else Money(row["price_fen"])
            lines.append(LineItem(product, row["quantity"], price, _discount(row["discount"])))
    return Basket(tuple(lines)).with_discount(_discount(content["discount"]))


def _discount(content: Mapping[str, int] | None) -> Discount | None:
    if content is None:
        return None
    return PercentOff(content["percent"]) if "percent" in content else AmountOff(Money(content["amount_fen"]))
