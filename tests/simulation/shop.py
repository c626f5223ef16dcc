"""Both programs over their files, as bootstrap joins them, with a clock, numbers and chance that can be repeated."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from random import Random  # noqa: TID251  a seed, so that a failure can be repeated

from pos_app.clients.insurance import InsuranceClient
from pos_app.domain.checkout.states import State, wakes_at
from pos_app.services.recovery import Recovered, Recovery, print_waiting
from pos_app.services.till import Till
from pos_app.storage.books import Books
from pos_app.storage.journal import SqliteJournal
from pos_app.storage.migrations import MIGRATIONS
from pos_app.storage.numbers import Numbers
from tests.contracts.world import BOOK, StillClock, first_book
from tests.doubles.counter import AUDIT, SHOP, TILL
from tests.doubles.paper import PaperTray
from tests.simulation.houses import PROFILE, PlatformHouse, WalletHouse
from tests.simulation.line import FaultyLine
from tests.simulation.moments import (
    RECOVERY,
    Moments,
    WatchedFile,
    watched,
    watched_printer,
)
from tests.simulation.pay_line import PayLine


@dataclass(frozen=True)
class _Patience:
    """`services.ports.Patience` that takes no time of ours."""

    clock: StillClock

    def wait_until(self, moment: datetime) -> None:
        self.clock.advance(max(0.0, (moment - self.clock.now()).total_seconds()))


@dataclass
class Shop:
    """A till, its platform and the line between them. What is on disk, on paper or under way survives a crash."""

    folder: Path
    chance: Random
    moments: Moments
    note: Callable[[str], None]
    till_class: type[Till] = Till
    journal_class: type[SqliteJournal] = SqliteJournal
    tray: PaperTray = field(default_factory=PaperTray)
    clock: StillClock = field(default_factory=StillClock)

    def __post_init__(self) -> None:
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
        journal = self.journal_class(self.file, self.numbers, AUDIT)
        self.journal = watched(journal, self.moments)
        self.books = Books(self.file)
        self.platform = InsuranceClient(transport=self.line, profile=PROFILE, msgids=self.numbers, clock=self.clock)
        self.printer = watched_printer(self.tray, self.moments)
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
        )

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
        return recovered
