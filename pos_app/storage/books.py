"""Reading the till's book: past sales, open tasks, and whether every sum and state in it holds."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from pos_app.domain.money import ZERO, Money
from pos_app.sqlite import SqliteFile, damage
from pos_app.storage.migrations import MIGRATIONS
from pos_app.storage.refunds import OPEN_REFUNDS


@dataclass(frozen=True, slots=True)
class BookedSale:
    """One row of the journal: what was frozen and what became of it (`final`, `dropped`, `open`)."""

    sale_no: str
    state: str
    reason: str
    at: datetime
    person: str
    total: Money
    fund: Money
    account: Money
    shared: Money
    cash: Money
    mobile: Money
    card: Money
    change: Money
    balance: Money | None
    settlement_id: str
    msgid: str
    tries: int
    returned: Money = ZERO


@dataclass(frozen=True, slots=True)
class OpenRefund:
    """A refund whose end is not known yet."""

    refund_no: str
    msgid: str
    total: Money
    begun_at: datetime


_JOURNAL = """
SELECT intents.sale_no, coalesce(endings.kind, 'open') AS state, coalesce(endings.reason, '') AS reason,
  coalesce(sales.sold_at, intents.frozen_at) AS at, intents.person, intents.total_fen,
  coalesce(fund_fen, 0) AS fund_fen, coalesce(account_fen, 0) AS account_fen, coalesce(shared_fen, 0) AS shared_fen,
  coalesce(customer_fen, 0) AS customer_fen, coalesce(change_fen, 0) AS change_fen, balance_fen,
  coalesce((SELECT amount_fen FROM tenders WHERE id = intents.sale_no || '-mobile'), 0) AS mobile_fen,
  coalesce((SELECT amount_fen FROM tenders WHERE id = intents.sale_no || '-card'), 0) AS card_fen,
  coalesce(settlement_id, '') AS settlement_id, coalesce(intents.msgid, '') AS msgid,
  (SELECT count(*) FROM tries WHERE tries.sale_no = intents.sale_no) AS tries,
  (SELECT coalesce(sum(refunds.total_fen), 0) FROM refunds JOIN refund_endings USING (refund_no)
    WHERE refunds.sale_no = intents.sale_no AND refund_endings.kind = 'final') AS returned_fen
FROM intents LEFT JOIN endings USING (sale_no) LEFT JOIN sales USING (sale_no)
ORDER BY intents.rowid
"""

INVARIANTS: Mapping[str, str] = {
    "a final sale's parts add up to its total": """
SELECT sale_no FROM sales WHERE fund_fen + account_fen + shared_fen + customer_fen <> total_fen
  OR given_fen - change_fen <> customer_fen""",
    "a final sale's lines and tenders add up to its total": """
SELECT sale_no FROM sales
WHERE total_fen <> (SELECT coalesce(sum(amount_fen), 0) FROM sale_lines WHERE sale_lines.sale_no = sales.sale_no)
  OR total_fen <> (SELECT coalesce(sum(amount_fen), 0) FROM tenders WHERE tenders.sale_no = sales.sale_no)""",
    "a sale is final exactly when it has its row, its print job and its ending": """
SELECT sale_no FROM intents LEFT JOIN endings USING (sale_no) LEFT JOIN sales USING (sale_no)
  LEFT JOIN print_jobs USING (sale_no)
WHERE (coalesce(endings.kind, '') = 'final') <> (sales.rowid IS NOT NULL)
  OR (sales.rowid IS NOT NULL) <> (print_jobs.queued_at IS NOT NULL)""",
    "every final sale belongs to one shift, with the cash it took": """
SELECT sale_no FROM endings JOIN sales USING (sale_no) LEFT JOIN shift_bills ON bill_no = sale_no
WHERE endings.kind = 'final' AND (shift_no IS NULL OR amount_fen <> total_fen OR (
    SELECT coalesce(sum(amount_fen), 0) FROM tenders WHERE tenders.sale_no = sales.sale_no AND kind = 'cash'
  ) <> (
    SELECT coalesce(sum(iif(kind = 'change', -amount_fen, amount_fen)), 0) FROM drawer
    WHERE drawer.bill_no = sales.sale_no
  ))""",
    "a shift that ended adds up to its count and its difference": """
SELECT shift_no FROM shift_ends
WHERE expected_fen <> (
    SELECT coalesce(sum(iif(kind IN ('change', 'out', 'refund'), -amount_fen, amount_fen)), 0) FROM drawer
    WHERE drawer.shift_no = shift_ends.shift_no)
  OR counted_fen <> (SELECT coalesce(sum(denomination_fen * pieces), 0) FROM shift_counts
    WHERE shift_counts.shift_no = shift_ends.shift_no)
  OR bills <> (SELECT count(*) FROM shift_bills WHERE shift_bills.shift_no = shift_ends.shift_no)""",
    "a final sale is what was frozen": """
SELECT sale_no FROM sales JOIN intents USING (sale_no)
WHERE sales.total_fen <> intents.total_fen OR sales.msgid IS NOT intents.msgid""",
    "what was charged is what codes and cards paid": """
SELECT sale_no FROM sales WHERE (
  SELECT coalesce(sum(amount_fen), 0) FROM tenders WHERE tenders.sale_no = sales.sale_no AND kind IN ('mobile', 'card')
) <> (
  SELECT coalesce(sum(amount_fen), 0) FROM charges JOIN charge_ends USING (order_no)
  WHERE charges.sale_no = sales.sale_no AND outcome = 'paid'
)""",
    "a charge is open only while its sale is": """
SELECT order_no FROM charges LEFT JOIN charge_ends USING (order_no) JOIN endings ON endings.sale_no = charges.sale_no
WHERE outcome IS NULL OR (outcome = 'paid' AND endings.kind <> 'final')""",
    "the lists of what is still to be done are those of the book": """
SELECT sale_no FROM intents LEFT JOIN endings USING (sale_no) LEFT JOIN open_sales USING (sale_no)
WHERE (endings.sale_no IS NULL) <> (open_sales.sale_no IS NOT NULL)
UNION SELECT sale_no FROM print_jobs LEFT JOIN prints USING (sale_no) LEFT JOIN unprinted_sales USING (sale_no)
WHERE (prints.id IS NULL) <> (unprinted_sales.sale_no IS NOT NULL)
UNION SELECT refund_no FROM refunds LEFT JOIN refund_endings USING (refund_no) LEFT JOIN open_refunds USING (refund_no)
WHERE (kind IS NULL) <> (open_refunds.refund_no IS NOT NULL)
UNION SELECT refund_no FROM refund_endings LEFT JOIN refund_prints USING (refund_no)
  LEFT JOIN unprinted_refunds USING (refund_no)
WHERE (kind = 'final' AND refund_prints.id IS NULL) <> (unprinted_refunds.refund_no IS NOT NULL)""",
    "no more goes back than was sold": """
SELECT sale_lines.sale_no FROM sale_lines JOIN refund_lines ON line_id = sale_lines.id
JOIN refunds_in_force USING (refund_no) GROUP BY sale_lines.id
HAVING sum(refund_lines.quantity) > max(sale_lines.quantity)
  OR sum(refund_lines.amount_fen) > max(sale_lines.amount_fen)""",
    "a final refund's parts add up to its total": """
SELECT refund_no FROM refunds JOIN refund_endings USING (refund_no) JOIN sales USING (sale_no)
WHERE kind = 'final' AND (
  refunds.total_fen <> (SELECT coalesce(sum(amount_fen), 0) FROM refund_lines
    WHERE refund_lines.refund_no = refunds.refund_no)
  OR refunds.total_fen <> insured_fen + (SELECT coalesce(sum(amount_fen), 0) FROM refund_parts
    WHERE refund_parts.refund_no = refunds.refund_no)
  OR insured_fen <> iif(refunds.msgid IS NULL, 0, fund_fen + account_fen + shared_fen))""",
    "a sale has one original ticket at most": """
SELECT sale_no FROM prints GROUP BY sale_no HAVING count(*) > 1""",
}

WHOLE = "the file is whole and its tables are as they were made"


_OPEN = """
SELECT sale_no FROM open_sales
UNION ALL SELECT refund_no FROM open_refunds LIMIT 1"""

_CHARGED = """
SELECT order_no, amount_fen - (
  SELECT coalesce(sum(refund_parts.amount_fen), 0) FROM refund_parts JOIN refund_endings USING (refund_no)
  LEFT JOIN refund_parts_in_cash USING (id)
  WHERE refund_parts.order_no = charges.order_no AND refund_endings.kind = 'final' AND refund_parts_in_cash.id IS NULL
) AS left_fen
FROM charges JOIN charge_ends USING (order_no) WHERE outcome = 'paid'
"""


class Books:
    """Read-only questions to the till's file."""

    def __init__(self, file: SqliteFile) -> None:
        self._file = file

    def sales(self) -> tuple[BookedSale, ...]:
        with self._file.read() as database:
            return tuple(_booked(row) for row in database.query(_JOURNAL))

    def settled(self) -> dict[str, Money]:
        """Give what insurance paid of every final sale that has not come back, by msgid."""
        with self._file.read() as database:
            rows = database.query(
                "SELECT msgid, fund_fen + account_fen + shared_fen AS insured_fen FROM sales WHERE msgid IS NOT NULL "
                "AND sale_no NOT IN (SELECT sale_no FROM refunds JOIN refund_endings USING (refund_no) "
                "WHERE kind = 'final')"
            )
            return {str(row["msgid"]): Money(int(row["insured_fen"])) for row in rows}

    def charged(self) -> dict[str, Money]:
        """Give what codes and cards paid of every final sale and did not get back, by order number."""
        with self._file.read() as database:
            rows = database.query(_CHARGED)
            return {str(row["order_no"]): Money(int(row["left_fen"])) for row in rows if row["left_fen"]}

    def open_orders(self) -> frozenset[str]:
        """Give the charges whose end is not known: tasks, not differences."""
        with self._file.read() as database:
            rows = database.query(
                "SELECT order_no FROM charges LEFT JOIN charge_ends USING (order_no) WHERE charge_ends.order_no IS NULL"
                " UNION SELECT order_no FROM refund_parts LEFT JOIN refund_endings USING (refund_no) "
                "WHERE order_no IS NOT NULL AND refund_endings.refund_no IS NULL"
            )
            return frozenset(str(row["order_no"]) for row in rows)

    def is_anything_open(self) -> bool:
        """Say whether a sale or a refund was begun and has no end."""
        with self._file.read() as database:
            return database.execute(_OPEN).fetchone() is not None

    def open_refunds(self) -> tuple[OpenRefund, ...]:
        """List refunds that were begun and have no end, oldest first."""
        with self._file.read() as database:
            rows = database.query(OPEN_REFUNDS)
            return tuple(
                OpenRefund(
                    row["refund_no"],
                    row["msgid"] or "",
                    Money(row["total_fen"]),
                    datetime.fromisoformat(row["begun_at"]),
                )
                for row in rows
            )

    def broken(self) -> dict[str, tuple[str, ...]]:
        """Ask every invariant; give the sale numbers that break it, none for one that holds."""
        with self._file.read() as database:
            found = {name: tuple(row[0] for row in database.execute(query)) for name, query in INVARIANTS.items()}
            return {**found, WHOLE: damage(database, MIGRATIONS)}


def _booked(row: Mapping[str, object]) -> BookedSale:
    def money(column: str) -> Money:
        return Money(int(str(row[column])))

    return BookedSale(
        sale_no=str(row["sale_no"]),
        state=str(row["state"]),
        reason=str(row["reason"]),
        at=datetime.fromisoformat(str(row["at"])),
        person=str(row["person"]),
        total=money("total_fen"),
        fund=money("fund_fen"),
        account=money("account_fen"),
        shared=money("shared_fen"),
        cash=money("customer_fen") - money("mobile_fen") - money("card_fen"),
        mobile=money("mobile_fen"),
        card=money("card_fen"),
        change=money("change_fen"),
        balance=None if row["balance_fen"] is None else money("balance_fen"),
        settlement_id=str(row["settlement_id"]),
        msgid=str(row["msgid"]),
        tries=int(str(row["tries"])),
        returned=money("returned_fen"),
    )
