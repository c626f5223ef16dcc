"""Measures the platform on this machine: settlements beside bare durable commits of the same disk in the same run."""

import multiprocessing
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread

from pos_app.bootstrap import SYSTEM_CLOCK, load_profile
from pos_app.bootstrap.platform import Platform, embedded_transport, open_platform
from pos_app.bootstrap.serving import service_of
from pos_app.clients.http import TRADE_PATH
from pos_app.clients.insurance import InsuranceClient
from pos_app.clients.load import Load, drive
from pos_app.clients.transport import NoReply, Transport
from pos_app.config import Config
from pos_app.domain.basket import Basket, LineItem
from pos_app.domain.code import CertificateCode, classify
from pos_app.domain.money import Money
from pos_app.domain.product import Category, Product
from pos_app.domain.refusal import Refusal
from pos_app.domain.sale import Payer, SaleDraft
from pos_app.domain.settlement import Insured, Quote
from pos_app.domain.split import all_by_customer
from pos_app.domain.tender import CashTender
from pos_app.domain.voucher import Channel, CodeKind
from pos_app.host import elapsed_s
from pos_app.resources import asset
from pos_app.storage.products import read_products
from pos_app.verifier.http.server import listen
from pos_app.verifier.http.signatures import Keys
from pos_app.verifier.limits import Limits
from pos_app.verifier.store.bare_commits import bare_commits_per_s
from pos_app.wire.messages import Infno
from pos_app.wire.region import RegionProfile

_PERSON = "plenty"
_COMMITS = 500
_A_DAY_S = 86_400
_SETTLE = f'"infno":"{Infno.SETTLE}"'
_NO_LIMITS = Limits(issues_a_minute=10**9)


@dataclass(frozen=True, slots=True)
class Figures:
    """What was measured: settlements a second and how long each took, beside bare durable commits a second."""

    settled: int
    settles_per_s: float
    p50_ms: float
    p99_ms: float
    commits_per_s: float

    @property
    def ratio(self) -> float:
        return self.settles_per_s / self.commits_per_s


@dataclass(frozen=True, slots=True)
class Bench:
    """A platform on books of its own, whose vouchers and tokens live long enough to be measured."""

    config: Config
    profile: RegionProfile
    product: Product
    platform: Platform


def measure_settle(config: Config, *, count: int) -> Figures:
    """Settle in this process, one after another, each durable before the next."""
    with _bench(config) as bench:
        texts = prepare(bench, [_PERSON] * count)
        transport = embedded_transport(bench.platform.reception)
        before = _commits_per_s(bench.config.data)
        latencies: list[float] = []
        began, succeeded = elapsed_s(), 0
        for text in texts:
            sent = elapsed_s()
            succeeded += '"infcode":0' in transport.call(text)
            latencies.append((elapsed_s() - sent) * 1000)
        load = Load(succeeded, elapsed_s() - began, tuple(sorted(latencies)))
        return _figures(load, before, _commits_per_s(bench.config.data))


def measure_serve(config: Config, *, tills: int, each: int) -> Figures:
    """Settle over HTTP from many tills at once, which run in a process of their own."""
    with _bench(config) as bench, listen("127.0.0.1", 0) as line:
        texts = prepare(bench, [_PERSON] * (tills * each))
        shares = [texts[start::tills] for start in range(tills)]
        service = service_of(bench.platform, bench.profile, line, Keys())
        before = _commits_per_s(bench.config.data)
        thread = Thread(target=service.run, name="platform")
        thread.start()
        try:
            load = _drive_elsewhere(line.getsockname()[1], shares)
        finally:
            service.server.should_exit = True
            thread.join()
        return _figures(load, before, _commits_per_s(bench.config.data))


def _drive_elsewhere(port: int, shares: Sequence[Sequence[str]]) -> Load:
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=spawn) as processes:
        return processes.submit(drive, "127.0.0.1", port, TRADE_PATH, shares).result()


def prepare(bench: Bench, customers: Sequence[str]) -> list[str]:
    """Let as many customers show a code and be identified, and give the settlements their tills would send."""
    tap = _Tap(embedded_transport(bench.platform.reception))
    numbers = _Msgids(bench.profile.pharmacy.code)
    till = InsuranceClient(transport=tap, profile=bench.profile, msgids=numbers, clock=SYSTEM_CLOCK)
    basket = Basket((LineItem(bench.product, 1),))
    with bench.platform.store.batch():
        for customer in customers:
            payer = Payer(_meet(bench, till, customer), Quote(all_by_customer(basket.total)))
            msgid = numbers.next_msgid(SYSTEM_CLOCK.now())
            till.settle(msgid, SaleDraft(basket, payer, (CashTender(basket.total),)), "1")
    return tap.kept


def _meet(bench: Bench, till: InsuranceClient, customer: str) -> Insured:
    shown = bench.platform.customer_app.show(customer, kind=CodeKind.CERTIFICATE, channel=Channel.NATIONAL)
    code = None if isinstance(shown, Refusal) else classify(shown.text)
    insured = till.identify(code) if isinstance(code, CertificateCode) else None
    if isinstance(insured, Insured):
        return insured
    raise AssertionError(f"{customer} cannot be served: {shown}, {insured}")


@contextmanager
def open_bench(config: Config, folder: Path) -> Iterator[Bench]:
    """Open the books in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    profile = load_profile(config.region)
    patient = profile.model_copy(
        update={"voucher": profile.voucher.model_copy(update={"token_life_s": _A_DAY_S, "life_s": _A_DAY_S})}
    )
    products = read_products(asset("catalogue.csv"))
    goods = next(one for one in products if one.category is Category.DRUG)
    there = replace(config, data=folder, verifier=None)
    with open_platform(there, patient, products, clock=SYSTEM_CLOCK, limits=_NO_LIMITS) as platform:
        yield Bench(there, patient, replace(goods, price=Money(1)), platform)


@contextmanager
def _bench(config: Config) -> Iterator[Bench]:
    """Open fresh books beside the till's own, on the same disk, and throw them away."""
    config.data.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix="bench-", dir=config.data) as folder, open_bench(config, Path(folder)) as bench:
        yield bench


def _commits_per_s(folder: Path) -> float:
    return bare_commits_per_s(folder / "bare.db", count=_COMMITS, elapsed_s=elapsed_s)


def _figures(load: Load, *commits_per_s: float) -> Figures:
    latencies = load.latencies_ms
    return Figures(
        settled=load.succeeded,
        settles_per_s=len(latencies) / load.elapsed_s,
        p50_ms=latencies[len(latencies) // 2],
        p99_ms=latencies[len(latencies) * 99 // 100],
        commits_per_s=sum(commits_per_s) / len(commits_per_s),
    )


class _Tap:
    """A transport that keeps the settlements it is given and sends everything else on."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport
        self.kept: list[str] = []

    def call(self, request: str) -> str:
        if _SETTLE not in request:
            return self._transport.call(request)
        self.kept.append(request)
        raise NoReply("kept for later")

    def decode(self, request: str) -> str:
        return self._transport.decode(request)


class _Msgids:
    def __init__(self, pharmacy: str) -> None:
        self._pharmacy = pharmacy
        self._given = 0

    def next_msgid(self, at: datetime) -> str:
        self._given += 1
        return f"{self._pharmacy}{at:%Y%m%d}{self._given:010d}"
