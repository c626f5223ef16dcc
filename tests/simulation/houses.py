"""The programs behind the till, each over its own files: what is in the files survives a death, and nothing else."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random  # noqa: TID251  a seed, so that a failure can be repeated

from pos_app.domain.money import Money
from pos_app.faults import StoreFault
from pos_app.keyfile import load_key
from pos_app.passwords import PasswordHasher
from pos_app.verifier.accounts import crowd_entry
from pos_app.verifier.customer_app import CustomerApp
from pos_app.verifier.desk import Desk
from pos_app.verifier.exchanges import Exchange, ExchangeFilter, KeptExchange, Notebook
from pos_app.verifier.faults import FaultBoard
from pos_app.verifier.ledger_view import LedgerView
from pos_app.verifier.platform import Verifier
from pos_app.verifier.reception import Reception, Reply, Silent
from pos_app.verifier.sealing import Sealer
from pos_app.wallet.channel import PayChannel
from pos_app.wire.region import parse_region
from tests.contracts.world import BOOK, CATALOGUE, CHENGDU, StillClock
from tests.simulation.moments import (
    Crash,
    Moments,
    Victim,
    WatchedLedger,
    WatchedStore,
)

MEMORY = Path("/dev/shm")  # noqa: S108  processes die here and machines do not, so the disk need not be waited for
PROFILE = parse_region(CHENGDU)


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
        self.store = WatchedStore(self.folder / BOOK, self.moments)
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

    def trade(self, text: str) -> str | None:
        return self._answer(lambda: self.reception.trade(text))

    def decode(self, text: str) -> str | None:
        return self._answer(lambda: self.reception.decode(text))

    def _answer(self, ask: Callable[[], Reply]) -> str | None:
        """Take a message; where the platform alone dies of it, start it again, and nobody has an answer."""
        try:
            reply = ask()
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
class WalletHouse:
    """The pay channel's program."""

    folder: Path
    clock: StillClock
    moments: Moments

    def __post_init__(self) -> None:
        self.start()

    def start(self) -> None:
        self.ledger = WatchedLedger(self.folder / "wallet.db", self.moments)
        self.channel = PayChannel(self.ledger, self.clock)

    def restart(self) -> None:
        self.ledger.close()
        self.start()

    def answer(self, ask: Callable[[PayChannel], object]) -> object | None:
        """Take a question; where the channel or its disk dies of it, nobody has an answer."""
        try:
            return ask(self.channel)
        except StoreFault:
            return None
        except Crash as crash:
            if crash.victim is not Victim.PLATFORM:
                raise
            self.restart()
            return None
