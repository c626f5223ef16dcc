"""A till over the real journal, with an honest platform behind a bad link, that can crash and start again."""

from dataclasses import dataclass, field
from pathlib import Path

from pos_app.domain.checkout.states import State
from pos_app.services.recovery import Recovered, Recovery, print_waiting
from pos_app.services.till import Till
from pos_app.sqlite import SqliteFile
from pos_app.storage.books import Books
from pos_app.storage.journal import SqliteJournal
from pos_app.storage.migrations import MIGRATIONS
from pos_app.storage.numbers import Numbers
from tests.doubles.clock import FixedClock
from tests.doubles.counter import AUDIT, PHARMACY_CODE, SHOP, TILL
from tests.doubles.crash import Fuse, fused
from tests.doubles.insurance import HonestPlatform
from tests.doubles.link import LossyLink
from tests.doubles.paper import PaperTray


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

    def __post_init__(self) -> None:
        self.link = LossyLink(self.platform)
        self.start()

    def start(self) -> None:
        """Open the file as a new process would; nothing is recovered yet."""
        self.file = SqliteFile(self.path, MIGRATIONS)
        numbers = Numbers(self.file, pharmacy_code=PHARMACY_CODE, till=TILL)
        self.journal = self.journal_class(self.file, numbers, AUDIT)
        self.books = Books(self.file)
        safe = fused(self.journal, self.fuse)
        platform = fused(self.link, self.fuse)
        self.printer = fused(self.tray, self.fuse)
        self.queue = safe
        self.recovery = Recovery(platform=platform, journal=safe, clock=self.clock)
        self.till = self.till_class(
            platform=platform,
            journal=safe,
            print_queue=safe,
            printer=self.printer,
            shop=SHOP,
            clock=self.clock,
            observe=self.seen.append,
        )

    def stop(self) -> None:
        self.file.close()

    def recover(self) -> tuple[Recovered, ...]:
        """Do what the program does before its first screen."""
        recovered = self.recovery.run()
        print_waiting(self.queue, self.printer, self.clock)
        return recovered
