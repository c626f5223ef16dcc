"""Builds the insurance platform's double: embedded in a till, or to be served on its own."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from pos_app.clients.transport import InProcess, NoReply
from pos_app.config import Config
from pos_app.domain.product import Product
from pos_app.host import SystemChance
from pos_app.keyfile import load_key
from pos_app.passwords import PasswordHasher
from pos_app.resources import asset
from pos_app.services.ports import Clock
from pos_app.verifier.clock import VirtualClock
from pos_app.verifier.customer_app import CustomerApp
from pos_app.verifier.desk import Desk
from pos_app.verifier.exchanges import ExchangeLog, Notebook
from pos_app.verifier.faults import DECODE, FaultBoard, fault_of_person
from pos_app.verifier.ledger_view import LedgerView
from pos_app.verifier.limits import Limits
from pos_app.verifier.opening import open_books
from pos_app.verifier.people import parse_people
from pos_app.verifier.platform import Verifier
from pos_app.verifier.reception import Reception, Reply, Silent
from pos_app.verifier.rules import CatalogueItem
from pos_app.verifier.sealing import Sealer
from pos_app.verifier.store.sqlite import SqliteStore
from pos_app.verifier.store.sqlite_exchanges import SqliteExchanges
from pos_app.wire.code_lists import OUTSIDE_CATALOGUE
from pos_app.wire.messages import Infno
from pos_app.wire.region import RegionProfile

_READING = frozenset({DECODE, Infno.IDENTIFY, Infno.QUOTE})
_LOT = 30  # notes that wait at most


@dataclass(frozen=True, slots=True)
class Platform:
    """The insurance platform's double, with its own database; `reception` is where a till comes in."""

    verifier: Verifier
    customer_app: CustomerApp
    ledger: LedgerView
    store: SqliteStore
    reception: Reception
    faults: FaultBoard
    clock: VirtualClock
    exchanges: ExchangeLog


@contextmanager
def open_platform(
    config: Config,
    profile: RegionProfile,
    products: Sequence[Product],
    *,
    clock: Clock,
    database: Path | None = None,
    limits: Limits | None = None,
) -> Iterator[Platform]:
    """Open the platform's files beside whatever else is at work on them; StoreFault where that cannot be."""
    path = database or config.data / "verifier.db"
    with (
        closing(SqliteStore(path)) as store,
        closing(SqliteExchanges(path.with_name(f"{path.stem}-exchanges.db"))) as exchanges,
    ):
        platform = _join(path, profile, products, store, exchanges, VirtualClock(clock), limits or Limits())
        try:
            yield platform
        finally:
            platform.reception.hand_over()


def embedded_transport(reception: Reception) -> InProcess:
    """Reach a platform in this very process; a fault that is armed there gives no reply here, either.

    Here nobody watches the journal while the customer waits: notes of what only reads wait for the next that does more.
    """

    def ask(exchange: Callable[[str], Reply]) -> Callable[[str], str]:
        def call(request: str) -> str:
            reply = exchange(request)
            is_reading = reply.exchange is not None and reply.exchange.infno in _READING
            reception.hand_over(at_least=_LOT if is_reading else 1)
            if isinstance(reply, Silent):
                raise NoReply(reply.reason)
            if reply.after_ms:
                raise NoReply(f"the reply comes {reply.after_ms} ms late")
            return reply.text

        return call

    return InProcess(call=ask(reception.trade), decode=ask(reception.decode))


def _join(
    path: Path,
    profile: RegionProfile,
    products: Sequence[Product],
    store: SqliteStore,
    exchanges: SqliteExchanges,
    clock: VirtualClock,
    limits: Limits,
) -> Platform:
    chance, faults = SystemChance(), FaultBoard()
    desk = Desk(
        profile=profile,
        catalogue=_insurance_catalogue(products),
        sealer=Sealer(load_key(path.with_suffix(".key"), chance)),
        chance=chance,
        passwords=PasswordHasher(load_key(path.with_suffix(".pepper"), chance), chance),
        limits=limits,
    )
    people = parse_people(asset("personas.toml").read_text("utf-8"))
    open_books(store, people, at=clock.now())
    for person in people:
        if person.fault:
            faults.arm(fault_of_person(person.id, person.psn_no, person.fault))
    verifier = Verifier(store=store, desk=desk, clock=clock, faults=faults)
    return Platform(
        verifier=verifier,
        customer_app=CustomerApp(store=store, desk=desk, clock=clock),
        ledger=LedgerView(store),
        store=store,
        reception=Reception(verifier=verifier, store=store, faults=faults, notebook=Notebook(exchanges), clock=clock),
        faults=faults,
        clock=clock,
        exchanges=exchanges,
    )


def _insurance_catalogue(products: Sequence[Product]) -> dict[str, CatalogueItem]:
    """Give the platform its own list by `med_list_codg`; what has no code of its own there is in no catalogue."""
    return {
        product.catalogue_code: CatalogueItem(
            name=product.name, category=product.category, charge_class=product.charge_class
        )
        for product in products
        if product.catalogue_code != OUTSIDE_CATALOGUE
    }
