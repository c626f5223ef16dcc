"""Both programs over their files, as bootstrap joins them, with a clock, numbers and chance that can be repeated."""

import shutil
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache
from pathlib import Path
from random import Random  # noqa: TID251  a seed, so that a failure can be repeated
from tempfile import TemporaryDirectory

from pos_app.clients.insurance import InsuranceClient
from pos_app.domain.checkout.states import State, wakes_at
from pos_app.domain.money import Money
from pos_app.keyfile import load_key
from pos_app.passwords import PasswordHasher
from pos_app.services.recovery import Recovered, Recovery, print_waiting
from pos_app.services.till import Till
from pos_app.storage.books import Books
from pos_app.storage.journal import SqliteJournal
from pos_app.storage.migrations import MIGRATIONS
from pos_app.storage.numbers import Numbers
from pos_app.verifier.accounts import crowd_entry
from pos_app.verifier.customer_app import CustomerApp
from pos_app.verifier.desk import Desk
from pos_app.verifier.exchanges import Exchange, ExchangeFilter, KeptExchange, Notebook
from pos_app.verifier.faults import FaultBoard
from pos_app.verifier.ledger_view import LedgerView
from pos_app.verifier.opening import open_books
from pos_app.verifier.platform import Verifier
from pos_app.verifier.reception import Reception, Silent
from pos_app.verifier.sealing import Sealer
from pos_app.verifier.store.sqlite import SqliteStore
from pos_app.wallet.channel import PayChannel
from pos_app.wallet.ledger import Ledger
from pos_app.wire.region import parse_region
from tests.contracts.world import CATALOGUE, CHENGDU, PEOPLE, StillClock
from tests.doubles.counter import AUDIT, SHOP, TILL
from tests.doubles.paper import PaperTray
from tests.simulation.line import FaultyLine, Message
from tests.simulation.moments import (
    RECOVERY,
    Crash,
    Moments,
    Victim,
    WatchedFile,
    WatchedStore,
    watched,
    watched_printer,
)

MEMORY = Path("/dev/shm")  # noqa: S108  processes die here and machines do not, so the disk need not be waited for
PROFILE = parse_region(CHENGDU)


def first_files() -> Path:
    """Give the folder of the platform's books as they are before the first customer."""
    return Path(_first_files().name)


@cache
def _first_files() -> TemporaryDirectory[str]:
    """Make the platform's books once a process, with everybody's account open."""
    folder = TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None)
    with closing(SqliteStore(Path(folder.name) / "verifier.db")) as store:
        open_books(store, PEOPLE, at=StillClock().now())
    return folder


class DrawnChance:
    """`verifier.ports.Chance` out of one seeded source, which no restart sets back."""

    def __init__(self, chance: Random) -> None:
        self._chance = chance

    def digits(self, count: int) -> str:
        return f"{self._chance.randrange(10**count):0{count}d}"

    def octets(self, count: int) -> bytes:
        return self._chance.randbytes(count)


class _NoLog:
    """`exchanges.ExchangeLog` of nothing: notes are no part of what is proved here."""

    def add(self, exchanges: Sequence[Exchange]) -> None:
        pass

    def find(self, wanted: ExchangeFilter) -> tuple[KeptExchange, ...]:  # noqa: ARG002  nothing is there
        return ()

    def get(self, number: int) -> KeptExchange | None:  # noqa: ARG002  nothing is there
        return None


@dataclass(frozen=True)
class _Patience:
    """`services.ports.Patience` that takes no time of ours."""

    clock: StillClock

    def wait_until(self, moment: datetime) -> None:
        self.clock.advance(max(0.0, (moment - self.clock.now()).total_seconds()))


@dataclass
class PlatformHouse:
    """The platform's program: what is in its files survives `start`, and nothing else."""

    folder: Path
    clock: StillClock
    chance: Random
    moments: Moments
    restarts: int = 0
    contributions: int = 0

    def __post_init__(self) -> None:
        self.start()

    def start(self) -> None:
        drawn = DrawnChance(self.chance)
        self.store = WatchedStore(self.folder / "verifier.db", self.moments)
        sealer = Sealer(load_key(self.folder / "verifier.key", drawn))
        pepper = load_key(self.folder / "verifier.pepper", drawn)
        passwords = PasswordHasher(pepper, drawn, memory_kib=8, passes=1)  # as cheap as argon2 lets it be
        desk = Desk(PROFILE, CATALOGUE, sealer, drawn, passwords)
        faults = FaultBoard()
        verifier = Verifier(store=self.store, desk=desk, clock=self.clock, faults=faults)
        self.reception = Reception(
            verifier=verifier, store=self.store, faults=faults, notebook=Notebook(_NoLog()), clock=self.clock
        )
        self.phone = CustomerApp(store=self.store, desk=desk, clock=self.clock)
        self.ledger = LedgerView(self.store)

    def restart(self) -> None:
        self.restarts += 1
        self.store.close()
        self.start()

    def arrive(self, message: Message) -> str | None:
        """Take a message; where the platform alone dies of it, start it again, and nobody has an answer."""
        try:
            reply = (self.reception.decode if message.is_decode else self.reception.trade)(message.text)
        except Crash as crash:
            if crash.victim is not Victim.PLATFORM:
                raise
            self.restart()
            return None
        self.reception.hand_over()
        return None if isinstance(reply, Silent) else reply.text

    def pay_in(self, psn_no: str, amount: Money) -> None:
        """Let a month's contribution come into an account."""
        with self.moments.about("pay in"), self.store.write() as books:
            entry = crowd_entry([(psn_no, amount)], self.clock.now())
            assert entry is not None
            self.contributions += 1
            books.post(replace(entry, entry_id=f"opening:{self.contributions}"))


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
        for file in first_files().iterdir():
            shutil.copy(file, self.folder)
        self.house = PlatformHouse(self.folder, self.clock, self.chance, self.moments)
        self.line = FaultyLine(chance=self.chance, moments=self.moments, arrive=self.house.arrive, note=self.note)
        self.wallet = Ledger(self.folder / "wallet.db")
        self.channel = PayChannel(self.wallet, self.clock)
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
            mobile_pay=self.channel,
            journal=self.journal,
            clock=self.clock,
            patience=_Patience(self.clock),
        )
        self.till = self.till_class(
            platform=self.platform,
            mobile_pay=self.channel,
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
        self.wallet.close()

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
