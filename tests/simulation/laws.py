"""What must hold after every step, asked with the code that `doctor` and recovery use.

There is no law of stock, because the product keeps none.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TypeVar

from pos_app.bootstrap.checkup import cleared_entries
from pos_app.domain.reconciliation import uneven
from pos_app.domain.refund_slip import RefundSlip
from pos_app.domain.sale import Sale
from pos_app.domain.shift import ShiftFigures
from pos_app.services.checkup import channel_check
from pos_app.sqlite import SqliteFile
from pos_app.storage.books import INVARIANTS
from pos_app.storage.settled import SettledBook
from pos_app.verifier.invariants import Invariant, broken
from pos_app.wallet.ledger import INVARIANTS as WALLET
from pos_app.wallet.ledger import OPENING
from tests.doubles.counter import AUDIT
from tests.simulation.shop import Shop

_NOTHING_SEEN = (None, None, None)

_FINAL_REFUNDS = """
SELECT refund_no, sale_no, total_fen FROM refunds JOIN refund_endings USING (refund_no) WHERE kind = 'final'"""

# Tasks, and what a person has closed without an answer: only reconciling can say what became of it.
UNSURE_MSGIDS = """
SELECT msgid FROM open_sales JOIN intents USING (sale_no) WHERE msgid IS NOT NULL
UNION SELECT sales.msgid FROM open_refunds JOIN refunds USING (refund_no) JOIN sales USING (sale_no)
WHERE sales.msgid IS NOT NULL
UNION SELECT msgid FROM endings JOIN intents USING (sale_no)
WHERE reason = 'resolved_by_person' AND msgid IS NOT NULL"""

UNSURE_ORDERS = """
SELECT order_no FROM open_sales JOIN charges USING (sale_no)
UNION SELECT order_no FROM open_refunds JOIN refund_parts USING (refund_no) WHERE order_no IS NOT NULL
UNION SELECT order_no FROM charge_ends WHERE outcome = 'resolved'"""
_Law = TypeVar("_Law", bound=str)


@dataclass
class Laws:
    """Holds both books to their laws, to each other and to what the cashier was told."""

    shop: Shop
    told: dict[str, tuple[str, int]] = field(default_factory=dict)
    given_back: dict[str, tuple[str, int]] = field(default_factory=dict)
    closed: dict[str, ShiftFigures] = field(default_factory=dict)
    checks: int = 0
    _seen: tuple[object, object, object] = _NOTHING_SEEN

    def tell(self, sale: Sale) -> None:
        """Take note of a sale that the cashier has seen as final."""
        assert sale.sale_no not in self.told, f"the sale number {sale.sale_no} was given twice"
        self.told[sale.sale_no] = (sale.settlement.msgid if sale.settlement else "", sale.draft.basket.total.fen)

    def tell_refund(self, slip: RefundSlip) -> None:
        assert slip.refund_no not in self.given_back, f"the refund number {slip.refund_no} was given twice"
        self.given_back[slip.refund_no] = (slip.sale_no, slip.total.fen)

    def tell_closed(self, figures: ShiftFigures) -> None:
        assert figures.ending is not None
        assert figures.shift.shift_no not in self.closed, f"the shift {figures.shift.shift_no} was closed twice"
        self.closed[figures.shift.shift_no] = figures

    def check(self) -> None:
        """Hold everything that a crash may not break, of each book that was written to since the last time."""
        seen = self._changes()
        ours_changed, theirs_changed, wallet_changed = (now != then for now, then in zip(seen, self._seen, strict=True))
        if not (ours_changed or theirs_changed or wallet_changed):
            return
        self._seen = seen
        self.checks += 1
        with self.shop.moments.asleep():
            if ours_changed:
                _nothing(_violations(self.shop.file), "the till's book")
                self._check_told()
            if theirs_changed:
                with self.shop.house.store.read() as books:
                    found = {law: books.violations(law) for law in Invariant if law is not Invariant.WHOLE_FILE}
                _nothing(found, "the platform's book")
            if wallet_changed:
                _nothing(
                    _violations(self.shop.wallet.ledger._file, WALLET, {"opening": OPENING.fen}), "the wallet's book"
                )
            self._check_agreement(
                first_column(self.shop.file, UNSURE_MSGIDS), first_column(self.shop.file, UNSURE_ORDERS)
            )

    def check_files(self) -> None:
        """Hold that both files are whole, with all that `doctor` asks of them."""
        _nothing(self.shop.books.broken(), "the till's book")
        _, bad = AUDIT.verify(self.shop.file)
        assert bad is None, f"the audit log: {bad}"
        _nothing(broken(self.shop.house.store), "the platform's book")
        _nothing(self.shop.wallet.ledger.broken(), "the wallet's book")

    def check_rest(self) -> None:
        """Hold what must be true once the line is whole and recovery has run: nothing is open, on either side.

        What a person has closed may still differ until the day is reconciled.
        """
        self._seen = _NOTHING_SEEN
        self.check()
        self.check_files()
        assert self.shop.books.open_orders() == frozenset(), "a charge is open for ever"
        assert self.shop.recovery.open_tasks() == (), "an intent is open for ever"
        assert self.shop.books.open_refunds() == (), "a refund is open for ever"
        assert self.shop.journal.waiting() == (), "a ticket was never made"
        assert self._tickets() == {sale.sale_no for sale in self.shop.books.sales() if sale.state == "final"}
        assert self._slips() == first_column(
            self.shop.file, "SELECT refund_no FROM refund_endings WHERE kind = 'final'"
        )
        for shift_no, figures in self.closed.items():
            assert self.shop.shifts_of(shift_no) == figures, f"the shift {shift_no} changed after its Z report"

    def check_reconciled(self) -> None:
        """Hold the three ledgers to each other with nothing left out."""
        self._check_agreement(frozenset(), frozenset())
        settled = SettledBook(self.shop.file, self.shop.numbers, AUDIT).everything()
        assert uneven(settled, cleared_entries(self.shop.house.ledger), still_open=()) == ()

    def _check_agreement(self, msgids: Collection[str], orders: Collection[str]) -> None:
        """Hold what insurance paid, by msgid, and codes and cards, by order; tasks are named and may differ."""
        ours, theirs = self.shop.books.settled(), self.shop.house.ledger.settled()
        apart = {msgid for msgid in ours.keys() | theirs.keys() if ours.get(msgid) != theirs.get(msgid)}
        assert apart <= set(msgids), f"the two ledgers differ: {sorted(apart - set(msgids))}"
        charged = channel_check(self.shop.books.charged(), self.shop.wallet.ledger.standing(), orders)
        assert charged.ok, f"till and pay channel differ: {charged.detail}"

    def _check_told(self) -> None:
        with self.shop.file.read() as database:
            rows = database.execute("SELECT sale_no, coalesce(msgid, ''), total_fen FROM sales").fetchall()
            refunds = database.execute(_FINAL_REFUNDS).fetchall()
        final = {sale_no: (msgid, total_fen) for sale_no, msgid, total_fen in rows}
        for sale_no, told in self.told.items():
            assert final.get(sale_no) == told, f"the sale {sale_no} was acknowledged and is not kept"
        assert self._tickets() <= final.keys(), "there is a ticket of a sale that is not final"
        refunded = {refund_no: (sale_no, total_fen) for refund_no, sale_no, total_fen in refunds}
        for refund_no, told in self.given_back.items():
            assert refunded.get(refund_no) == told, f"the refund {refund_no} was acknowledged and is not kept"
        assert self._slips() <= refunded.keys(), "there is a slip of a refund that is not final"

    def _tickets(self) -> set[str]:
        return {ticket.sale_no for ticket in self.shop.tray.tickets}

    def _slips(self) -> set[str]:
        return {slip.refund_no for slip in self.shop.tray.slips}

    def _changes(self) -> tuple[object, object, object]:
        """Count what either connection has written; a new connection counts anew, so it is named, too."""
        ours, theirs, wallet = self.shop.file, self.shop.house.store._file, self.shop.wallet.ledger._file
        return (
            (id(ours), ours._database.conn.total_changes, len(self.told), len(self.given_back)),
            (id(theirs), theirs._database.conn.total_changes),
            (id(wallet), wallet._database.conn.total_changes),
        )


def first_column(file: SqliteFile, query: str) -> frozenset[str]:
    with file.read() as database:
        return frozenset(str(row[0]) for row in database.execute(query))


def _violations(
    file: SqliteFile, laws: Mapping[str, str] = INVARIANTS, values: Mapping[str, int] = MappingProxyType({})
) -> dict[str, tuple[str, ...]]:
    with file.read() as database:
        return {law: tuple(row[0] for row in database.execute(query, dict(values))) for law, query in laws.items()}


def _nothing(found: Mapping[_Law, tuple[str, ...]], where: str) -> None:
    violated = {str(law): rows for law, rows in found.items() if rows}
    assert not violated, f"{where}: {violated}"
