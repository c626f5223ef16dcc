"""What must hold after every step, asked with the code that `doctor` and recovery use."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TypeVar

from pos_app.bootstrap.checkup import cleared_entries
from pos_app.domain.reconciliation import uneven
from pos_app.domain.sale import Sale
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
_Law = TypeVar("_Law", bound=str)


@dataclass
class Laws:
    """Holds both books to their laws, to each other and to what the cashier was told."""

    shop: Shop
    told: dict[str, tuple[str, int]] = field(default_factory=dict)
    checks: int = 0
    _seen: tuple[object, object, object] = _NOTHING_SEEN

    def tell(self, sale: Sale) -> None:
        """Take note of a sale that the cashier has seen as final."""
        assert sale.sale_no not in self.told, f"the sale number {sale.sale_no} was given twice"
        self.told[sale.sale_no] = (sale.settlement.msgid if sale.settlement else "", sale.draft.basket.total.fen)

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
            self._check_agreement({intent.msgid for intent in self.shop.recovery.open_tasks()})

    def check_files(self) -> None:
        """Hold that both files are whole, with all that `doctor` asks of them."""
        _nothing(self.shop.books.broken(), "the till's book")
        _, bad = AUDIT.verify(self.shop.file)
        assert bad is None, f"the audit log: {bad}"
        _nothing(broken(self.shop.house.store), "the platform's book")
        _nothing(self.shop.wallet.ledger.broken(), "the wallet's book")

    def check_rest(self) -> None:
        """Hold what must be true once the line is whole and recovery has run: nothing is open, on either side."""
        self._seen = _NOTHING_SEEN
        self.check()
        self.check_files()
        assert self.shop.books.open_orders() == frozenset(), "a charge is open for ever"
        assert self.shop.recovery.open_tasks() == (), "an intent is open for ever"
        self._check_agreement(set())
        settled = SettledBook(self.shop.file, self.shop.numbers, AUDIT).everything()
        assert uneven(settled, cleared_entries(self.shop.house.ledger), still_open=()) == ()
        assert self.shop.journal.waiting() == (), "a ticket was never made"
        assert self._tickets() == {sale.sale_no for sale in self.shop.books.sales() if sale.state == "final"}

    def _check_agreement(self, still_open: set[str]) -> None:
        """Hold what insurance paid, by msgid; an open intent is a task and may differ."""
        ours, theirs = self.shop.books.settled(), self.shop.house.ledger.settled()
        apart = {msgid for msgid in ours.keys() | theirs.keys() if ours.get(msgid) != theirs.get(msgid)}
        assert apart <= still_open, f"the two ledgers differ: {sorted(apart - still_open)}"
        books = self.shop.books
        charged = channel_check(books.charged(), self.shop.wallet.ledger.standing(), books.open_orders())
        assert charged.ok, f"till and pay channel differ: {charged.detail}"

    def _check_told(self) -> None:
        with self.shop.file.read() as database:
            rows = database.execute("SELECT sale_no, coalesce(msgid, ''), total_fen FROM sales").fetchall()
        final = {sale_no: (msgid, total_fen) for sale_no, msgid, total_fen in rows}
        for sale_no, told in self.told.items():
            assert final.get(sale_no) == told, f"the sale {sale_no} was acknowledged and is not kept"
        assert self._tickets() <= final.keys(), "there is a ticket of a sale that is not final"

    def _tickets(self) -> set[str]:
        return {ticket.sale_no for ticket in self.shop.tray.tickets}

    def _changes(self) -> tuple[object, object, object]:
        """Count what either connection has written; a new connection counts anew, so it is named, too."""
        ours, theirs, wallet = self.shop.file, self.shop.house.store._file, self.shop.wallet.ledger._file
        return (
            (id(ours), ours._database.conn.total_changes, len(self.told)),
            (id(theirs), theirs._database.conn.total_changes),
            (id(wallet), wallet._database.conn.total_changes),
        )


def _violations(
    file: SqliteFile, laws: Mapping[str, str] = INVARIANTS, values: Mapping[str, int] = MappingProxyType({})
) -> dict[str, tuple[str, ...]]:
    with file.read() as database:
        return {law: tuple(row[0] for row in database.execute(query, dict(values))) for law, query in laws.items()}


def _nothing(found: Mapping[_Law, tuple[str, ...]], where: str) -> None:
    violated = {str(law): rows for law, rows in found.items() if rows}
    assert not violated, f"{where}: {violated}"
