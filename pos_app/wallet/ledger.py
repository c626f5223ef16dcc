"""The channel's own book: orders, what they moved, and who has how much; every row is only ever inserted."""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from hashlib import sha256
from pathlib import Path

from sqlite_utils import Database

from pos_app.domain.money import Money
from pos_app.sqlite import SqliteFile, insert
from pos_app.wallet.migrations import MIGRATIONS

OPENING = Money(500_000)  # what every wallet and every card begins with
INVARIANTS: Mapping[str, str] = {
    "an order is paid at most once, to its amount": """
SELECT order_no FROM movements JOIN orders USING (order_no) WHERE kind = 'paid'
GROUP BY order_no HAVING count(*) > 1 OR sum(movements.amount_fen) <> max(orders.amount_fen)""",
    "no more comes back than was paid": """
SELECT order_no FROM movements GROUP BY order_no
HAVING sum(iif(kind = 'paid', amount_fen, -amount_fen)) < 0""",
    "what was reversed has come back whole": """
SELECT order_no FROM closings JOIN movements USING (order_no) WHERE why = 'reversed'
GROUP BY order_no HAVING sum(iif(kind = 'paid', amount_fen, -amount_fen)) <> 0""",
    "no wallet is below nothing": """
SELECT payer FROM orders JOIN movements USING (order_no) GROUP BY payer
HAVING sum(iif(kind = 'paid', movements.amount_fen, -movements.amount_fen)) > :opening""",
}


_STATEMENT = """
SELECT order_no, coalesce(sum(iif(kind = 'paid', movements.amount_fen, -movements.amount_fen)), 0) AS fen
FROM orders LEFT JOIN movements USING (order_no)
WHERE (received_at >= :begin AND received_at < :end) OR order_no IN (SELECT value FROM json_each(:also))
GROUP BY order_no"""


class MovementKind(StrEnum):
    """What a movement of money was for."""

    PAID = "paid"
    REVERSED = "reversed"
    REFUNDED = "refunded"


@dataclass(frozen=True, slots=True)
class Order:
    """An order as the channel knows it. `closed` says why no money will move any more, empty while it may."""

    order_no: str
    payer: str
    script: str
    amount: Money
    paid_at: datetime | None
    returned: Money
    closed: str

    @property
    def standing(self) -> Money:
        """What the shop still has of it."""
        return self.amount - self.returned if self.paid_at else Money(0)


class Ledger:
    """One SQLite file; a unit of work is one durable transaction."""

    def __init__(self, path: Path) -> None:
        self._file = SqliteFile(path, MIGRATIONS)

    @contextmanager
    def work(self) -> Iterator["LedgerWork"]:
        """Hold a unit of work; it is durable when its `with` block has ended."""
        with self._file.write() as database:
            yield LedgerWork(database)

    def standing(self) -> dict[str, Money]:
        """Give what the shop has of every order that was paid and not given back whole."""
        with self._file.read() as database:
            rows = database.query(
                "SELECT order_no, sum(iif(kind = 'paid', amount_fen, -amount_fen)) AS fen FROM movements "
                "GROUP BY order_no HAVING fen > 0"
            )
            return {str(row["order_no"]): Money(int(row["fen"])) for row in rows}

    def statement(self, begin: datetime, end: datetime, also: Iterable[str] = ()) -> dict[str, Money]:
        """Give what the shop has of each order that came within a span of time, and of those that are named."""
        with self._file.read() as database:
            span = {"begin": begin.astimezone(UTC).isoformat(), "end": end.astimezone(UTC).isoformat()}
            rows = database.query(_STATEMENT, {**span, "also": json.dumps(list(also))})
            return {str(row["order_no"]): Money(int(row["fen"])) for row in rows}

    def story(self, order_no: str) -> tuple[tuple[datetime, str], ...]:
        """Give what has happened to an order, in the channel's own words."""
        with self._file.read() as database:
            rows = database.execute(
                "SELECT received_at, 'received' FROM orders WHERE order_no = :order UNION ALL "
                "SELECT moved_at, kind FROM movements WHERE order_no = :order UNION ALL "
                "SELECT asked_at, kind FROM questions WHERE order_no = :order UNION ALL "
                "SELECT closed_at, 'closed' FROM closings WHERE order_no = :order ORDER BY 1",
                {"order": order_no},
            ).fetchall()
        return tuple((datetime.fromisoformat(at), str(act)) for at, act in rows)

    def broken(self) -> dict[str, tuple[str, ...]]:
        """Ask every invariant; give what breaks it, nothing for one that holds."""
        with self._file.read() as database:
            found = {
                name: tuple(str(row[0]) for row in database.execute(law, {"opening": OPENING.fen}))
                for name, law in INVARIANTS.items()
            }
            damage = tuple(str(row[0]) for row in database.execute("PRAGMA integrity_check") if row[0] != "ok")
        return {**found, "the file is whole": damage}

    def close(self) -> None:
        self._file.close()


class LedgerWork:
    """What the channel reads and writes in one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def order(self, order_no: str) -> Order | None:
        rows = self._database.query(
            """
SELECT orders.*, coalesce(closings.why, '') AS closed,
  (SELECT moved_at FROM movements WHERE order_no = orders.order_no AND kind = 'paid') AS paid_at,
  (SELECT coalesce(sum(amount_fen), 0) FROM movements WHERE order_no = orders.order_no AND kind <> 'paid') AS returned
FROM orders LEFT JOIN closings USING (order_no) WHERE order_no = ?""",
            [order_no],
        )
        for row in rows:
            return Order(
                order_no=row["order_no"],
                payer=row["payer"],
                script=row["script"],
                amount=Money(row["amount_fen"]),
                paid_at=datetime.fromisoformat(row["paid_at"]) if row["paid_at"] else None,
                returned=Money(row["returned"]),
                closed=row["closed"],
            )
        return None

    def closed(self, order_no: str) -> str:
        """Give why an order is closed, also one that never came; empty where it is not."""
        row = self._database.execute("SELECT why FROM closings WHERE order_no = ?", [order_no]).fetchone()
        return str(row[0]) if row else ""

    def is_used(self, code: str) -> bool:
        row = self._database.execute("SELECT 1 FROM orders WHERE code_digest = ?", [_digest(code)]).fetchone()
        return row is not None

    def balance(self, payer: str) -> Money:
        row = self._database.execute(
            "SELECT coalesce(sum(iif(kind = 'paid', movements.amount_fen, -movements.amount_fen)), 0) "
            "FROM orders JOIN movements USING (order_no) WHERE payer = ?",
            [payer],
        ).fetchone()
        return OPENING - Money(int(row[0]))

    def take(self, order_no: str, *, payer: str, code: str, script: str, amount: Money, at: datetime) -> None:
        """Write an order down; of its code only a digest, to know it again."""
        row = {
            "order_no": order_no,
            "payer": payer,
            "code_digest": _digest(code) if code else None,
            "script": script,
            "amount_fen": amount.fen,
            "received_at": at.isoformat(),
        }
        insert(self._database, "orders", row)

    def move(self, movement_id: str, order_no: str, kind: MovementKind, amount: Money, at: datetime) -> None:
        row = {
            "id": movement_id,
            "order_no": order_no,
            "kind": str(kind),
            "amount_fen": amount.fen,
            "moved_at": at.isoformat(),
        }
        insert(self._database, "movements", row)

    def movement(self, movement_id: str) -> tuple[str, Money] | None:
        """Give the order and the amount of a movement."""
        row = self._database.execute(
            "SELECT order_no, amount_fen FROM movements WHERE id = ?", [movement_id]
        ).fetchone()
        return (str(row[0]), Money(int(row[1]))) if row else None

    def shut(self, order_no: str, why: str, at: datetime) -> None:
        insert(self._database, "closings", {"order_no": order_no, "why": why, "closed_at": at.isoformat()})

    def count(self, order_no: str, kind: str, at: datetime) -> int:
        """Note a question and give how often it has been asked."""
        insert(self._database, "questions", {"order_no": order_no, "kind": kind, "asked_at": at.isoformat()})
        row = self._database.execute(
            "SELECT count(*) FROM questions WHERE order_no = ? AND kind = ?", [order_no, kind]
        ).fetchone()
        return int(row[0])


def _digest(code: str) -> str:
    return sha256(code.encode()).hexdigest()
