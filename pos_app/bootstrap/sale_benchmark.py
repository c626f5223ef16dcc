"""Measures the till on this machine: a whole sale beside bare durable commits, and opening the counter with a past.

A cash-and-account sale makes four durable commits, and each is there for a reason:

    platform  the code is used up (decode call)       or a second till could present it
    till      the frozen draft, with its msgid        or a crash would forget what was sent
    platform  account, token, ledger and answer (2102)
    till      sale, lines, tenders, drawer, print job, audit row: FINAL

identify and quote only read. Reserving msgids adds one commit in 500 messages; the note that the ticket is made comes
after FINAL. The ticket itself is not drawn here: money never waits for paper.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import fmean
from tempfile import TemporaryDirectory

from pos_app.bootstrap import SYSTEM_CLOCK, open_counter
from pos_app.bootstrap.aging import Aging, Watch, aging_of, watched
from pos_app.bootstrap.benchmark import Bench, open_bench
from pos_app.bootstrap.platform import embedded_transport
from pos_app.clients.insurance import InsuranceClient
from pos_app.config import Config
from pos_app.domain.basket import Basket, LineItem
from pos_app.domain.checkout import events
from pos_app.domain.checkout.states import Completed, State
from pos_app.domain.code import classify
from pos_app.domain.money import Money
from pos_app.domain.receipt import Receipt
from pos_app.domain.refusal import Refusal
from pos_app.domain.voucher import Channel, CodeKind
from pos_app.faults import PrinterFault
from pos_app.host import SystemChance, busy_s, elapsed_s
from pos_app.resources import asset
from pos_app.services.ports import Paper
from pos_app.services.scan_router import VoucherPresented, voucher_or_refusal
from pos_app.services.ticket import Shop
from pos_app.services.till import Till
from pos_app.sqlite import SqliteFile
from pos_app.storage.audit import AuditLog
from pos_app.storage.journal import SqliteJournal
from pos_app.storage.migrations import MIGRATIONS
from pos_app.storage.numbers import Numbers
from pos_app.storage.past_sales import write_past_sales
from pos_app.storage.products import read_products
from pos_app.verifier.store.bare_commits import bare_commits_per_s
from pos_app.wallet.channel import PayChannel
from pos_app.wallet.ledger import Ledger

_PERSON = "plenty"
_WARM = 20
_ROUNDS = 5
_OPENINGS = 7
_CASHIER = "—"


@dataclass(frozen=True, slots=True)
class SaleFigures:
    """What a sale takes from the scanned text to FINAL, beside as many bare commits as it makes durable ones."""

    sales: int
    sale_ms: float
    sale_cpu_ms: float
    commit_ms: float
    till_commits: float
    platform_commits: float

    @property
    def ratio(self) -> float:
        return self.sale_ms / (self.commit_ms * (self.till_commits + self.platform_commits))


def measure_sale(config: Config, *, count: int) -> SaleFigures:
    """Sell one after another; bare commits are made between, so that a busy machine slows both alike."""
    config.data.mkdir(parents=True, exist_ok=True)
    with (
        TemporaryDirectory(prefix="bench-", dir=config.data) as folder,
        open_bench(config, Path(folder)) as bench,
        _counter(bench) as counter,
    ):
        for _ in range(_WARM):
            counter.sell()
        till, platform = counter.file.commits, bench.platform.store.commits
        sold: list[Watch] = []
        commit_s = 0.0
        shares = [count // _ROUNDS + (number < count % _ROUNDS) for number in range(_ROUNDS)]
        for number, share in enumerate(shares):
            sold += [counter.sell() for _ in range(share)]
            bare = bare_commits_per_s(Path(folder, f"bare-{number}.db"), count=200, elapsed_s=elapsed_s)
            commit_s += 1 / bare / _ROUNDS
        return SaleFigures(
            sales=count,
            sale_ms=fmean(one.ms for one in sold),
            sale_cpu_ms=fmean(one.cpu_ms for one in sold),
            commit_ms=commit_s * 1000,
            till_commits=(counter.file.commits - till) / count,
            platform_commits=(bench.platform.store.commits - platform) / count - 1,  # the phone's code was made by one
        )


def measure_opening(config: Config, *, sales: int, tell: Callable[[int], None]) -> Aging:
    """Open the counter on a new book and on one with a past, in turn."""
    config.data.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix="bench-", dir=config.data) as folder:
        empty = replace(config, data=Path(folder, "empty"), verifier=None)
        full = replace(empty, data=Path(folder, "full"))
        _open(empty)
        shutil.copytree(empty.data, full.data)
        write_past_sales(full.data / "till.db", sales=sales, tell=tell)
        _open(full)
        taken = [(_open(empty), _open(full)) for _ in range(_OPENINGS)]
        empties, fulls = zip(*taken, strict=True)
        return aging_of(empties, fulls, file_bytes=(full.data / "till.db").stat().st_size)


def _open(config: Config) -> Watch:
    """Open the counter until the first goods are on the bill; closing it is not measured."""
    with ExitStack() as opened, watched() as watch:
        counter = opened.enter_context(open_counter(config))
        till = counter.open_till(lambda _state: None)
        product = counter.office.catalogue.find("100001")
        if product is None:
            raise AssertionError("the shipped catalogue begins at 100001")
        till.handle(events.BasketChanged(Basket((LineItem(product, 1),))))
    return watch


class _NoPaper:
    """A printer that is out of paper: the ticket comes after FINAL and is not measured."""

    def print(self, receipt: Receipt) -> Paper:
        raise PrinterFault(f"no ticket of {receipt.sale_no} is drawn here")


class _Counter:
    """A till that notes the moment at which a sale is final."""

    def __init__(self, bench: Bench, file: SqliteFile, wallet: Ledger) -> None:
        pharmacy, profile = bench.profile.pharmacy, bench.profile
        self.file = file
        self._bench = bench
        self._final_at, self._final_busy = 0.0, 0.0
        numbers = Numbers(file, pharmacy_code=pharmacy.code, till=pharmacy.till)
        journal = SqliteJournal(file, numbers, AuditLog(SystemChance().octets(32)))
        transport = embedded_transport(bench.platform.reception)
        self._till = Till(
            platform=InsuranceClient(transport=transport, profile=profile, msgids=numbers, clock=SYSTEM_CLOCK),
            mobile_pay=PayChannel(wallet, SYSTEM_CLOCK),
            journal=journal,
            print_queue=journal,
            printer=_NoPaper(),
            shop=Shop(
                name=pharmacy.name_zh,
                name_en=pharmacy.name_en,
                code=pharmacy.code,
                till=pharmacy.till,
                cashier=_CASHIER,
                payable=profile.account.payable_categories,
            ),
            clock=SYSTEM_CLOCK,
            observe=self._see,
        )
        shelf = read_products(asset("catalogue.csv"))
        own = next(one for one in shelf if one.category not in profile.account.payable_categories)
        self._basket = Basket((LineItem(bench.product, 1), LineItem(replace(own, price=Money(1)), 1)))

    def sell(self) -> Watch:
        """Sell one fen to the account and one to cash; tell what passed from the scanned text to FINAL."""
        shown = self._bench.platform.customer_app.show(_PERSON, kind=CodeKind.CERTIFICATE, channel=Channel.NATIONAL)
        if isinstance(shown, Refusal):
            raise AssertionError(f"{_PERSON} has no code: {shown}")  # noqa: TRY004  not a type: a mistake of ours
        self._till.handle(events.NextCustomer())
        self._till.handle(events.BasketChanged(self._basket))
        began, busy = elapsed_s(), busy_s()
        presented = voucher_or_refusal(classify(shown.text))
        if not isinstance(presented, VoucherPresented):
            raise AssertionError(f"the code is none: {presented}")  # noqa: TRY004  not a type: a mistake of ours
        self._till.handle(events.VoucherScanned(presented.code, attempt=1))
        state = self._till.handle(events.CashGiven(Money(1)))
        if not isinstance(state, Completed):
            raise AssertionError(f"the sale came to {state}")  # noqa: TRY004  not a type: a mistake of ours
        return Watch((self._final_at - began) * 1000, (self._final_busy - busy) * 1000)

    def _see(self, state: State) -> None:
        if isinstance(state, Completed):
            self._final_at, self._final_busy = elapsed_s(), busy_s()


@contextmanager
def _counter(bench: Bench) -> Iterator[_Counter]:
    folder = bench.config.data
    with closing(SqliteFile(folder / "till.db", MIGRATIONS)) as file, closing(Ledger(folder / "wallet.db")) as wallet:
        yield _Counter(bench, file, wallet)
