"""Both programs over their files, as bootstrap joins them, with a clock, numbers and chance that can be repeated."""

from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from random import Random  # noqa: TID251  a seed, so that a failure can be repeated

from pos_app.bootstrap.pay import LedgerStatement
from pos_app.clients.insurance import InsuranceClient
from pos_app.clients.reconciliation import CentreClient
from pos_app.domain.checkout.states import State, wakes_at
from pos_app.domain.money import Money
from pos_app.domain.settlement import NoAnswer
from pos_app.domain.shift import ShiftFigures
from pos_app.resources import asset
from pos_app.services.bills import CounterBills
from pos_app.services.reconciliation import Reconciliation
from pos_app.services.reconciliation_ports import PayBooks
from pos_app.services.recovery import Recovered, Recovery, print_waiting
from pos_app.services.refunds import Refunds
from pos_app.services.shifts import Shifts
from pos_app.services.tasks import Tasks
from pos_app.services.till import Till
from pos_app.storage.backup import Book, Examined, Holdings, examine_till
from pos_app.storage.bills import SqliteBills
from pos_app.storage.books import Books
from pos_app.storage.charge_book import SqliteChargeBook
from pos_app.storage.journal import SqliteJournal
from pos_app.storage.migrations import MIGRATIONS
from pos_app.storage.numbers import Numbers
from pos_app.storage.products import read_products
from pos_app.storage.refunds import SqliteRefunds
from pos_app.storage.settled import SettledBook
from pos_app.storage.shifts import SqliteSessions, SqliteShifts
from pos_app.wallet.ledger import Ledger
from tests.contracts.world import BOOK, StillClock, first_book
from tests.doubles.counter import AUDIT, SHOP, TILL
from tests.doubles.paper import PaperTray
from tests.doubles.staff import AUDITOR, CASHIER, MANAGER, SECOND, open_approvals
from tests.simulation.houses import PROFILE, PlatformHouse, WalletHouse
from tests.simulation.line import FaultyLine
from tests.simulation.moments import (
    RECOVERY,
    Moments,
    WatchedFile,
    named,
    watched,
    watched_printer,
)
from tests.simulation.pay_line import PayLine

STAFF = (CASHIER, SECOND, MANAGER, AUDITOR)
SHELF = {product.code: product for product in read_products(asset("catalogue.csv"))}


@dataclass(frozen=True)
class _Patience:
    """`services.ports.Patience` that takes no time of ours."""

    clock: StillClock

    def wait_until(self, moment: datetime) -> None:
        self.clock.advance(max(0.0, (moment - self.clock.now()).total_seconds()))


@dataclass(frozen=True)
class _Statement:
    """`services.reconciliation_ports.PayStatement` of a channel that may have been started anew."""

    wallet: WalletHouse

    def standing(self, day: date, also: Iterable[str] = ()) -> Mapping[str, Money] | NoAnswer:
        return LedgerStatement(self.wallet.ledger).standing(day, also)


@dataclass
class Shop:
    """A till, its platform and the line between them. What is on disk, on paper or under way survives a crash."""

    folder: Path
    chance: Random
    moments: Moments
    note: Callable[[str], None]
    till_class: type[Till] = Till
    journal_class: type[SqliteJournal] = SqliteJournal
    keeps_bill: bool = False
    tray: PaperTray = field(default_factory=PaperTray)
    clock: StillClock = field(default_factory=StillClock)

    def __post_init__(self) -> None:
        self.began_at = self.clock.now()
        (self.folder / BOOK).write_bytes(first_book(self.clock.now()))
        self.house = PlatformHouse(self.folder, self.clock, self.chance, self.moments)
        self.wallet = WalletHouse(self.folder, self.clock, self.moments)
        self.line = FaultyLine(chance=self.chance, moments=self.moments, platform=self.house, note=self.note)
        self.pay_line = PayLine(self.line, self.wallet)
        self.start()

    def start(self) -> None:
        """Open the till as a new process would; nothing is recovered yet."""
        pharmacy = SHOP.code
        self.file = WatchedFile(self.folder / "till.db", MIGRATIONS, self.moments)
        self.numbers = Numbers(self.file, pharmacy_code=pharmacy, till=TILL)
        counter = {"clears_the_counter": True} if self.keeps_bill else {}  # a planted journal may not know of it
        journal = self.journal_class(self.file, self.numbers, AUDIT, **counter)
        self.journal = watched(journal, self.moments)
        self.books = Books(self.file)
        shift_book = SqliteShifts(self.file, self.numbers, AUDIT)
        shift = shift_book.current()
        self.platform = InsuranceClient(
            transport=self.line,
            profile=PROFILE,
            msgids=self.numbers,
            clock=self.clock,
            operator=(shift.cashier, shift.badge) if shift else (CASHIER.number, CASHIER.name),
            sessions=SqliteSessions(self.file),
        )
        self.printer = watched_printer(self.tray, self.moments)
        self.shifts = self._open_shifts(shift_book)
        self.refunds = Refunds(
            book=named(SqliteRefunds(self.file, self.numbers, AUDIT), self.moments),
            platform=self.platform,
            mobile_pay=self.pay_line,
            printer=self.printer,
            shop=SHOP,
            clock=self.clock,
            cashier=self.shifts.on_duty,
        )
        bills = SqliteBills(self.file, self.numbers, SHELF.get)
        self.counter_bills = CounterBills(bills=named(bills, self.moments, "bill"), clock=self.clock)
        self.recovery = Recovery(
            platform=self.platform,
            mobile_pay=self.pay_line,
            journal=self.journal,
            clock=self.clock,
            patience=_Patience(self.clock),
        )
        self.till = self.till_class(
            platform=self.platform,
            mobile_pay=self.pay_line,
            journal=self.journal,
            print_queue=self.journal,
            printer=self.printer,
            shop=SHOP,
            clock=self.clock,
            observe=self.counter_bills.see if self.keeps_bill else lambda _state: None,
        )
        if self.keeps_bill:
            self.counter_bills.restore(self.till)
        self.tasks = Tasks(
            recovery=self.recovery,
            refunds=self.refunds,
            approvals=open_approvals(self.file, self.clock),
            on_duty=self.shifts.on_duty,
        )
        self.reconciliation = self._open_reconciliation()

    def _open_shifts(self, book: SqliteShifts) -> Shifts:
        return Shifts(
            book=named(book, self.moments),
            approvals=open_approvals(self.file, self.clock),
            employee=lambda number: next((one for one in STAFF if one.number == number), CASHIER),
            session=self.platform,
            printer=self.printer,
            shop=SHOP,
            clock=self.clock,
        )

    def _open_reconciliation(self) -> Reconciliation:
        return Reconciliation(
            centre=CentreClient(trades=self.platform, profile=PROFILE),
            own=SettledBook(self.file, self.numbers, AUDIT),
            pay=PayBooks(SqliteChargeBook(self.file), _Statement(self.wallet), self.pay_line),
            stories=(),
            platform=self.platform,
            recovery=self.recovery,
            clock=self.clock,
        )

    def shifts_of(self, shift_no: str) -> ShiftFigures:
        return SqliteShifts(self.file, self.numbers, AUDIT).figures(shift_no)

    def holdings(self) -> Holdings:
        """Say what a backup takes; the moments of one lie before and after its copies are examined."""

        def till(path: Path) -> Examined:
            self.moments.passes("copied")
            return examine_till(path)

        def wallet(path: Path) -> Examined:
            self.moments.passes("examined")
            with closing(Ledger(path)) as copy:
                return Examined({}, copy.broken())

        books = Book("till.db", till), Book("verifier.db", lambda _path: Examined({}, {})), Book("wallet.db", wallet)
        return Holdings(self.folder, books)

    def stop(self) -> None:
        self.file.close()

    def close(self) -> None:
        self.file.close()
        self.house.store.close()
        self.wallet.ledger.close()

    def wait(self) -> State:
        """Let the time pass that the till waits for, until it waits for a person."""
        while (due := wakes_at(self.till.state)) is not None:
            _Patience(self.clock).wait_until(due)
            self.till.tell_time()
        return self.till.state

    def recover(self) -> tuple[Recovered, ...]:
        """Do what the program does before its first screen."""
        with self.moments.during(RECOVERY):
            recovered = self.recovery.run()
            print_waiting(self.journal, self.printer, self.clock)
            self.refunds.resume()
            self.refunds.print_waiting()
        return recovered
