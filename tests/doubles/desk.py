"""A till over the real journal, with an honest platform behind a bad link, that can crash and start again."""

from dataclasses import dataclass, field
from pathlib import Path

from pos_app.domain.checkout.events import Event
from pos_app.domain.checkout.states import State, wakes_at
from pos_app.services.bills import CounterBills
from pos_app.services.recovery import Recovered, Recovery, print_waiting
from pos_app.services.refunds import Refunds
from pos_app.services.till import Till
from pos_app.sqlite import SqliteFile
from pos_app.storage.bills import SqliteBills
from pos_app.storage.books import Books
from pos_app.storage.journal import SqliteJournal
from pos_app.storage.migrations import MIGRATIONS
from pos_app.storage.numbers import Numbers
from pos_app.storage.refunds import SqliteRefunds
from pos_app.wallet.channel import PayChannel
from pos_app.wallet.ledger import Ledger
from tests.doubles.clock import FixedClock
from tests.doubles.counter import ANTIBIOTIC, AUDIT, CREAM, PHARMACY_CODE, REMEDY, SHOP, TILL
from tests.doubles.crash import Fuse, fused
from tests.doubles.insurance import HonestPlatform
from tests.doubles.link import LossyChannel, LossyLink
from tests.doubles.paper import PaperTray
from tests.doubles.staff import CASHIER

SHELF = {goods.code: goods for goods in (REMEDY, ANTIBIOTIC, CREAM)}


@dataclass
class Desk:
    """Everything a sale needs. What is on disk, at the platform and on paper survives `start`; the till does not."""

    path: Path
    platform: HonestPlatform = field(default_factory=HonestPlatform)
    tray: PaperTray = field(default_factory=PaperTray)
    clock: FixedClock = field(default_factory=FixedClock)
    fuse: Fuse = field(default_factory=Fuse)
    seen: list[State] = field(default_factory=list)
    till_class: type[Till] = Till
    journal_class: type[SqliteJournal] = SqliteJournal
    keeps_bill: bool = False

    def __post_init__(self) -> None:
        self.link = LossyLink(self.platform)
        self.wallet = Ledger(self.path.with_name("wallet.db"))
        self.channel = PayChannel(self.wallet, self.clock)
        self.pay_line = LossyChannel(self.channel)
        self.start()

    def start(self) -> None:
        """Open the file as a new process would; nothing is recovered yet."""
        self.file = SqliteFile(self.path, MIGRATIONS)
        numbers = Numbers(self.file, pharmacy_code=PHARMACY_CODE, till=TILL)
        counter = {"clears_the_counter": True} if self.keeps_bill else {}  # a planted journal may not know of it
        self.journal = self.journal_class(self.file, numbers, AUDIT, **counter)
        self.books = Books(self.file)
        safe = fused(self.journal, self.fuse)
        platform = fused(self.link, self.fuse)
        self.printer = fused(self.tray, self.fuse)
        self.queue = safe
        mobile_pay = fused(self.pay_line, self.fuse)
        self.recovery = Recovery(
            platform=platform, mobile_pay=mobile_pay, journal=safe, clock=self.clock, patience=self.clock
        )
        self.refunds = Refunds(
            book=fused(SqliteRefunds(self.file, numbers, AUDIT), self.fuse),
            platform=platform,
            mobile_pay=mobile_pay,
            printer=self.printer,
            shop=SHOP,
            clock=self.clock,
            cashier=lambda: CASHIER,
        )
        self.bills = CounterBills(bills=fused(SqliteBills(self.file, numbers, SHELF.get), self.fuse), clock=self.clock)
        self.till = self.till_class(
            platform=platform,
            mobile_pay=mobile_pay,
            journal=safe,
            print_queue=safe,
            printer=self.printer,
            shop=SHOP,
            clock=self.clock,
            observe=self._see,
        )
        if self.keeps_bill:
            self.bills.restore(self.till)

    def _see(self, state: State) -> None:
        self.seen.append(state)
        if self.keeps_bill:
            self.bills.see(state)

    def handle(self, event: Event) -> State:
        """Let an event happen, and the time pass that the till wants for it."""
        self.till.handle(event)
        return self.wait()

    def wait(self) -> State:
        """Let the time pass until the till waits for a person."""
        while (due := wakes_at(self.till.state)) is not None:
            self.clock.wait_until(due)
            self.till.tell_time()
        return self.till.state

    def stop(self) -> None:
        self.file.close()

    def close(self) -> None:
        """Close what outlives a till, too."""
        self.stop()
        self.wallet.close()

    def recover(self) -> tuple[Recovered, ...]:
        """Do what the program does before its first screen."""
        recovered = self.recovery.run()
        print_waiting(self.queue, self.printer, self.clock)
        return recovered
