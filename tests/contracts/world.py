"""A platform with a clock that stands still until it is told, chance with a printed seed, and the shipped people."""

import csv
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from random import Random  # noqa: TID251  a seed, so that a failure can be repeated
from tempfile import TemporaryDirectory

from pos_app.domain.ledger import AccountKind, AccountRef
from pos_app.domain.money import Money
from pos_app.domain.product import Category, ChargeClass
from pos_app.domain.refusal import Refusal
from pos_app.domain.voucher import Channel, CodeKind
from pos_app.keyfile import load_key
from pos_app.passwords import PasswordHasher
from pos_app.resources import asset
from pos_app.verifier.authorities import Authorities
from pos_app.verifier.customer_app import CustomerApp
from pos_app.verifier.desk import Desk
from pos_app.verifier.invariants import broken
from pos_app.verifier.ledger_view import LedgerView
from pos_app.verifier.opening import open_books
from pos_app.verifier.people import Person, parse_people
from pos_app.verifier.platform import Verifier
from pos_app.verifier.rules import CatalogueItem
from pos_app.verifier.sealing import Sealer
from pos_app.verifier.store.sqlite import SqliteStore
from pos_app.wire.code_lists import OUTSIDE_CATALOGUE
from pos_app.wire.region import RegionProfile, parse_region

PEOPLE = parse_people(asset("personas.toml").read_text(encoding="utf-8"))
CHENGDU = asset("regions/sichuan-chengdu.toml").read_text(encoding="utf-8")


class StillClock:
    """A clock that moves only when it is told to."""

    def __init__(self, now: datetime = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)) -> None:
        self._now = now

    def now(self) -> datetime:
        return self._now

    def advance(self, seconds: float) -> None:
        self._now += timedelta(seconds=seconds)


class SeededChance:
    """Chance that can be repeated; never for anything but tests."""

    def __init__(self, seed: int) -> None:
        print(f"seed {seed}")  # noqa: T201  pytest shows it when the test fails
        self._random = Random(seed)  # noqa: S311  tests

    def digits(self, count: int) -> str:
        return "".join(self._random.choice("0123456789") for _ in range(count))

    def octets(self, count: int) -> bytes:
        return self._random.randbytes(count)


def load_catalogue() -> Mapping[str, CatalogueItem]:
    with asset("catalogue.csv").open(encoding="utf-8", newline="") as file:
        return {
            row["catalogue_code"]: CatalogueItem(row["name"], Category(row["category"]), ChargeClass(row["class"]))
            for row in csv.DictReader(file)
            if row["catalogue_code"] != OUTSIDE_CATALOGUE
        }


CATALOGUE = load_catalogue()
BOOK = "verifier.db"


@cache
def first_book(at: datetime) -> bytes:
    """Give the platform's file as it is before the first customer, made once a process for each such moment."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / BOOK
        with closing(SqliteStore(path)) as store:
            open_books(store, PEOPLE, at=at)
        return path.read_bytes()


@dataclass
class World:
    """A platform, what is behind it, and the phones of its people."""

    folder: Path
    region: str = CHENGDU
    seed: int = 1
    clock: StillClock = field(default_factory=StillClock)
    catalogue: Mapping[str, CatalogueItem] = field(default_factory=lambda: CATALOGUE)

    def __post_init__(self) -> None:
        chance = SeededChance(self.seed)
        self.store = self._open_store()
        self.profile: RegionProfile = parse_region(self.region)
        sealer = Sealer(load_key(self.folder / "verifier.key", chance))
        pepper = load_key(self.folder / "verifier.pepper", chance)
        passwords = PasswordHasher(pepper, chance, memory_kib=8, passes=1)  # as cheap as argon2 lets it be
        self.desk = Desk(self.profile, self.catalogue, sealer, chance, passwords)
        self.verifier = Verifier(store=self.store, desk=self.desk, clock=self.clock)
        self.authorities = Authorities(self.store)
        self.phone = CustomerApp(store=self.store, desk=self.desk, clock=self.clock)
        self.ledger = LedgerView(self.store)

    def _open_store(self) -> SqliteStore:
        path, now = self.folder / BOOK, self.clock.now()
        if not path.exists():
            path.write_bytes(first_book(now))
            return SqliteStore(path)
        store = SqliteStore(path)
        open_books(store, PEOPLE, at=now)
        return store

    def code(self, person_id: str, kind: CodeKind = CodeKind.CERTIFICATE, member: str | None = None) -> str:
        shown = self.phone.show(person_id, kind=kind, channel=Channel.NATIONAL, member=member)
        assert not isinstance(shown, Refusal), shown
        return shown.text

    def balance(self, person_id: str) -> Money:
        with self.store.read() as books:
            return books.balance(AccountRef(AccountKind.PERSON, person(person_id).psn_no))

    def yuan(self, person_id: str) -> Decimal:
        return self.balance(person_id).yuan

    def assert_sound(self) -> None:
        assert {law: rows for law, rows in broken(self.store).items() if rows} == {}


def person(person_id: str) -> Person:
    return next(one for one in PEOPLE if one.id == person_id)
