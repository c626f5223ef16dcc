"""One seed is one run: customers over a bad line with crashes, then a whole line, on which everything must end."""

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from random import Random  # noqa: TID251  a seed, so that a failure can be repeated
from tempfile import TemporaryDirectory

from sqlite_utils import Database

from pos_app.faults import StoreFault
from pos_app.services.recovery import Recovered
from pos_app.services.tasks import Task
from pos_app.services.till import Till
from pos_app.storage.journal import SqliteJournal
from tests.doubles.staff import MANAGER, credentials
from tests.simulation.cashier import Cashier
from tests.simulation.errands import Errands
from tests.simulation.houses import MEMORY
from tests.simulation.laws import Laws
from tests.simulation.line import Trouble
from tests.simulation.moments import POINTS, RECOVERY, Crash, Moments, Victim
from tests.simulation.shop import Shop
from tests.simulation.weather import CALM, draw_weather

SALES = 60
FORCED = 16  # moments of the plan a run makes fatal, beside those that lead to them and those of chance
MESSAGES_TO_REST = 8  # a liveness bound: messages an open intent may cost once the line is whole
_CUSTOMERS_A_CRASH = 3  # the plan's moments become fatal one after another
_STORM = 9  # messages lost: more than a settlement is reversed with
_PATIENCE = 40  # starts in a row that may end in a crash before the line is made whole


@dataclass
class Report:
    """What a run came to; `story` is every event, message and crash of it, in turn."""

    seed: int
    customers: int = 0
    errands: int = 0
    told: int = 0
    final: int = 0
    checks: int = 0
    restarts: int = 0
    crashes: Counter[str] = field(default_factory=Counter)
    disk_faults: int = 0
    troubles: Counter[Trouble] = field(default_factory=Counter)
    recovered: Counter[str] = field(default_factory=Counter)
    story: list[str] = field(default_factory=list)
    digest: str = ""

    @property
    def faults(self) -> int:
        """Count what went wrong on the line, on the disk and with the processes."""
        whole = self.troubles[Trouble.NONE]
        return self.troubles.total() - whole + self.disk_faults + self.crashes.total()


class SimulationFailed(AssertionError):
    """A law was broken; the text says how to see it again."""


@dataclass(frozen=True)
class Parts:
    """The product's classes that a test can replace by broken ones."""

    till: type[Till] = Till
    journal: type[SqliteJournal] = SqliteJournal


def simulate(
    seed: int,
    *,
    sales: int = SALES,
    parts: Parts | None = None,
    report: Report | None = None,
    plan: Sequence[str] = (),
) -> Report:
    """Run one seed, with the moments of a plan instead of its own share; SimulationFailed says how it is repeated."""
    report = report or Report(seed)
    with TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
        try:
            _Run(report, Path(folder), parts or Parts(), plan or _plan_of(seed)).play(sales)
        except Exception as failure:
            again = f"python -m tests.simulation {seed}" + (f" --sales {sales}" if sales != SALES else "")
            again += f" --moments '{';'.join(plan)}'" if plan else ""
            raise SimulationFailed(f"seed {seed}, customer {report.customers}: {failure!r}\n{again}") from failure
    return report


class _Run:
    def __init__(self, report: Report, folder: Path, parts: Parts, plan: Sequence[str]) -> None:
        self._report = report
        self._chance = Random(report.seed)  # noqa: S311  tests
        self._weather = draw_weather(self._chance)
        self._moments = Moments(
            self._chance,
            rate=self._weather.crash,
            disk_rate=self._weather.disk_full,
        )
        self._plan = list(plan)
        self._shop = Shop(
            folder,
            chance=self._chance,
            moments=self._moments,
            note=report.story.append,
            till_class=parts.till,
            journal_class=parts.journal,
            keeps_bill=self._chance.random() < 0.5,
        )
        self._laws = Laws(self._shop)
        self._cashier = Cashier(self._shop, self._laws, self._chance)
        self._errands = Errands(self._shop, self._laws, self._cashier, self._chance)

    def play(self, sales: int) -> None:
        with closing(self._shop):
            self._moments.is_asleep = False
            self._shop.line.turn(self._weather)
            while self._report.customers < sales or self._waits_for_a_crash(sales):
                if self._report.customers % _CUSTOMERS_A_CRASH == 0 and self._plan:
                    self._moments.arm(self._plan.pop(0))
                self._report.customers += 1
                self._survive(self._cashier.serve)
                self._run_an_errand()
                self._laws.check()
                self._pass_time()
            self._come_to_rest()
            self._sum_up()

    def _run_an_errand(self) -> None:
        """Do at times what else is to be done at a counter, most of all where a moment of the plan waits for it."""
        wanted = self._errands.wanted()
        if self._chance.random() < (0.7 if wanted else 0.2):
            self._report.errands += 1
            self._survive(partial(self._errands.run, wanted))

    def _waits_for_a_crash(self, sales: int) -> bool:
        """Serve a few customers more where a moment of the plan has not come by."""
        return bool(self._plan or self._moments.wait_for()) and self._report.customers < sales * 1.5 and sales >= SALES

    def _pass_time(self) -> None:
        """Between two customers: late messages, a till that is closed and opened, a day that ends."""
        for _ in range(self._chance.randint(0, 2)):
            if self._shop.line.under_way:
                self._survive(self._shop.line.deliver_one)
        if self._chance.random() < 0.03:
            self._restart()
        if self._chance.random() < 0.02:
            self._shop.clock.advance(self._chance.choice((3_600, 86_400)))

    def _come_to_rest(self) -> None:
        """Heal the line: within one start all is final, and what arrives afterwards changes nothing."""
        self._moments.is_asleep = True
        self._shop.line.turn(CALM)
        open_tasks = len(self._shop.recovery.open_tasks()) + len(self._shop.books.open_refunds())
        sent = self._shop.line.sent
        self._restart()
        self._laws.check_rest()
        messages = self._shop.line.sent - sent
        assert messages <= MESSAGES_TO_REST * (open_tasks + 1), f"{messages} messages for {open_tasks} open intents"
        while self._shop.line.under_way:
            self._shop.line.deliver_one()
        self._laws.check_rest()
        self._errands.reconcile_everything()
        self._laws.check_reconciled()

    def _survive(self, work: Callable[[], object]) -> None:
        """Do something; where a process dies of it, start it again and recover over the same line."""
        try:
            work()
        except (Crash, StoreFault) as end:
            self._bury(end)
            self._restart()

    def _restart(self) -> None:
        """Start the till as often as it takes: starting and recovering can die, too."""
        for turn in range(_PATIENCE):
            self._report.restarts += 1
            self._shop.stop()
            if self._moments.wait_for(f"{RECOVERY} count_try"):
                self._shop.line.part(2)
            if self._moments.wants("resolve") and not self._moments.is_asleep:
                self._shop.line.part(_STORM)
            try:
                self._moments.is_asleep = self._moments.is_asleep or turn == _PATIENCE - 1
                self._shop.start()
                self._laws.check_files()
                recovered = self._shop.recover()
                self._close_tasks(recovered)
                self._shop.line.part(0)
            except (Crash, StoreFault) as end:
                self._bury(end)
                continue
            self._report.recovered.update(str(one.outcome) for one in recovered)
            self._report.story.append(f"recovered {[str(one.outcome) for one in recovered]}")
            self._laws.check()
            return
        raise AssertionError("the till could not be started")

    def _close_tasks(self, recovered: Sequence[Recovered]) -> None:
        """Let a person end at times what nobody answers for; reconciling will tell what became of it."""
        for one in recovered:
            if one.is_open and (self._moments.wants("resolve") or self._chance.random() < 0.2):
                self._shop.line.part(2)
                self._shop.tasks.close(Task(one.intent), "问过中心", credentials(MANAGER))

    def _bury(self, end: Crash | StoreFault) -> None:
        self._report.story.append(f"† {end}")
        if isinstance(end, Crash) and end.victim is not Victim.TILL:
            self._shop.house.restart()
            self._shop.wallet.restart()

    def _sum_up(self) -> None:
        report, shop = self._report, self._shop
        report.told = len(self._laws.told)
        report.final = sum(sale.state == "final" for sale in shop.books.sales())
        report.checks = self._laws.checks
        report.crashes = self._moments.fatal
        report.disk_faults = self._moments.disk_faults
        report.troubles = shop.line.troubles
        files = shop.file, shop.house.store._file, shop.wallet.ledger._file
        report.digest = _digest([*report.story, *(row for file in files for row in _dump(file._database))])


def _plan_of(seed: int) -> list[str]:
    """Give every seed its share of the named moments, in turn, so that so many seeds make each of them fatal."""
    first = seed * FORCED
    return [POINTS[(first + place) % len(POINTS)] for place in range(FORCED)]


def _dump(database: Database) -> list[str]:
    """Give every row of every table as text."""
    return [f"{table.name} {row}" for table in database.tables for row in table.rows]


def _digest(lines: list[str]) -> str:
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
