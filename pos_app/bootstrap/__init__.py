"""The composition root: builds every adapter and joins them by constructor; read it from top to bottom.

What draws, prints or reads pictures is imported where it is built: those libraries take longer to load than most
commands take to answer.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pos_app.bootstrap.folder import LOCK_WAIT_S, hold_folder, ready_folder
from pos_app.bootstrap.pay import PayHouse, open_pay
from pos_app.bootstrap.phones import Phone, open_phone
from pos_app.bootstrap.platform import Platform, embedded_transport, open_platform
from pos_app.bootstrap.shifts import open_platform_client, open_shifts
from pos_app.bootstrap.staff import Staff, open_staff
from pos_app.clients.insurance import InsuranceClient
from pos_app.clients.transport import Transport
from pos_app.config import Config
from pos_app.domain.checkout.states import State
from pos_app.faults import ConfigFault, FolderBusy
from pos_app.host import SystemChance, SystemClock, SystemPatience
from pos_app.keyfile import load_key
from pos_app.resources import asset
from pos_app.services.bill_edits import BillEdits
from pos_app.services.bills import CounterBills
from pos_app.services.catalogue import Catalogue
from pos_app.services.last_ticket import LastTicket
from pos_app.services.ports import Clock, MobilePay, Patience
from pos_app.services.recovery import Recovered, Recovery, print_waiting
from pos_app.services.refunds import Refunds, Resumed
from pos_app.services.shifts import AfterClose, Shifts
from pos_app.services.tasks import Tasks, Tried, tried_refund, tried_sale
from pos_app.services.ticket import Shop
from pos_app.services.till import Till
from pos_app.sqlite import SqliteFile
from pos_app.storage.audit import AuditLog
from pos_app.storage.bills import SqliteBills
from pos_app.storage.books import Books
from pos_app.storage.journal import SqliteJournal
from pos_app.storage.migrations import MIGRATIONS
from pos_app.storage.numbers import Numbers
from pos_app.storage.products import read_products
from pos_app.storage.refunds import SqliteRefunds
from pos_app.storage.shifts import SqliteShifts
from pos_app.storage.tickets import SqliteTickets
from pos_app.wire.region import RegionProfile, parse_region

if TYPE_CHECKING:
    from pos_app.receipts.printers import ReceiptFiles
    from pos_app.scanner.intake import PictureReader

SYSTEM_CLOCK = SystemClock()
SYSTEM_PATIENCE = SystemPatience(SYSTEM_CLOCK)


@dataclass(frozen=True, slots=True)
class BackOffice:
    """What can be looked at while a till is at work: nothing here sells."""

    profile: RegionProfile
    shop: Shop
    catalogue: Catalogue
    platform: Platform
    phone: Phone
    till_file: SqliteFile
    books: Books
    audit: AuditLog
    staff: Staff
    pay: PayHouse
    numbers: Numbers

    def person_called_by(self, person_no: str) -> str | None:
        """Give the phone's name of an insured person; None where only a distant platform knows it."""
        with self.platform.store.read() as books:
            person = books.person(person_no)
        return person.id if person else None


@dataclass(frozen=True, slots=True)
class Counter:
    """A till with everything behind it, recovered and ready to sell."""

    office: BackOffice
    recovered: tuple[Recovered, ...]
    recovery: Recovery
    patience: Patience
    open_till: Callable[[Callable[[State], None]], Till]
    shifts: Shifts
    refunds: Refunds
    refunds_resumed: tuple[Resumed, ...]
    bills: CounterBills
    edits: BillEdits
    tasks: Tasks
    last_ticket: LastTicket

    @property
    def finished_at_start(self) -> tuple[Tried, ...]:
        """Give what came of everything that was open: sales, then refunds."""
        return (*map(tried_sale, self.recovered), *map(tried_refund, self.refunds_resumed))


@contextmanager
def open_back_office(config: Config, *, clock: Clock = SYSTEM_CLOCK) -> Iterator[BackOffice]:
    """Open both databases beside whatever else is at work on them; StoreFault where that cannot be."""
    profile = load_profile(config.region)
    profile = profile.at_till(config.till) if config.till else profile
    products = read_products(asset("catalogue.csv"))
    ready_folder(config)
    with (
        closing(SqliteFile(config.data / "till.db", MIGRATIONS)) as till_file,
        open_pay(config, till=config.till or "", clock=clock) as pay,
        open_platform(config, profile, products, clock=clock) as platform,
        open_phone(config, platform.customer_app) as phone,
    ):
        audit = AuditLog(load_key(config.data / "till-audit.key", SystemChance()))
        staff = open_staff(config, till_file, audit, clock=clock)
        yield BackOffice(
            profile=profile,
            shop=_shop(profile, staff.known("").badge),
            catalogue=Catalogue(products, profile.account.payable_categories),
            platform=platform,
            phone=phone,
            till_file=till_file,
            books=Books(till_file),
            audit=audit,
            staff=staff,
            pay=pay,
            numbers=Numbers(
                till_file,
                pharmacy_code=profile.pharmacy.code,
                till=profile.pharmacy.till,
                is_alone=config.till is None,
            ),
        )


@contextmanager
def open_counter(
    config: Config,
    *,
    clock: Clock = SYSTEM_CLOCK,
    patience: Patience = SYSTEM_PATIENCE,
    lock_wait_s: float = LOCK_WAIT_S,
    after_close: Sequence[AfterClose] = (),
    keeps_bill: bool = False,
) -> Iterator[Counter]:
    """Take the data folder for one till, finish what a crash left open, and hand out the counter.

    FolderBusy where another till has the folder: recovery must never undo the sale of a living till. `after_close` is
    what follows the close of a shift, such as a backup. With `keeps_bill` the bill at the counter outlives a crash.
    """
    with (
        hold_folder(config, lock_wait_s),
        open_back_office(config, clock=clock) as office,
        open_transport(config, office.platform) as transport,
    ):
        tools = _tools(config, office, transport, clock, keeps_bill=keeps_bill)
        platform, journal, printer = tools.platform, tools.journal, tools.printer
        recovery = Recovery(
            platform=platform, mobile_pay=tools.mobile_pay, journal=journal, clock=clock, patience=patience
        )
        recovered = recovery.run()
        printed = print_waiting(journal, printer, clock)
        shifts = _shifts(config, office, tools, clock, after_close)
        ticket = _last_ticket(tools, shifts, printed)
        refunds = _refunds(tools, shifts)
        resumed = refunds.resume()
        refunds.print_waiting()

        bills = CounterBills(bills=SqliteBills(office.till_file, tools.numbers, office.catalogue.find), clock=clock)

        def open_till(observe: Callable[[State], None]) -> Till:
            till = Till(
                platform=platform,
                mobile_pay=tools.mobile_pay,
                journal=journal,
                print_queue=journal,
                printer=printer,
                shop=office.shop,
                clock=clock,
                cashier=lambda: shifts.on_duty().badge,
                go_on=_going_on(tools, recovery),
                observe=lambda state: _tell(state, (bills.see, observe) if keeps_bill else (observe,)),
            )
            if keeps_bill:
                bills.restore(till)
            return till

        edits = BillEdits(shifts=shifts, approvals=office.staff.approvals)
        tasks = Tasks(recovery=recovery, refunds=refunds, approvals=office.staff.approvals, on_duty=shifts.on_duty)
        yield Counter(
            office, recovered, recovery, patience, open_till, shifts, refunds, resumed, bills, edits, tasks, ticket
        )


@dataclass(frozen=True, slots=True)
class _Tools:
    """What everything at one counter works with."""

    office: BackOffice
    numbers: Numbers
    journal: SqliteJournal
    shift_book: SqliteShifts
    platform: InsuranceClient
    mobile_pay: MobilePay
    printer: "ReceiptFiles"
    clock: Clock


def _tools(config: Config, office: BackOffice, transport: Transport, clock: Clock, *, keeps_bill: bool) -> _Tools:
    from pos_app.receipts.printers import ReceiptFiles  # noqa: PLC0415  loads pillow and qrcode

    numbers = office.numbers
    shift_book = SqliteShifts(office.till_file, numbers, office.audit)
    return _Tools(
        office=office,
        numbers=numbers,
        journal=SqliteJournal(office.till_file, numbers, office.audit, clears_the_counter=keeps_bill),
        shift_book=shift_book,
        platform=open_platform_client(
            transport=transport,
            profile=office.profile,
            numbers=numbers,
            file=office.till_file,
            book=shift_book,
            staff=office.staff,
            clock=clock,
        ),
        mobile_pay=office.pay.channel,
        printer=ReceiptFiles(config.data / "receipts"),
        clock=clock,
    )


def _tell(state: State, observers: Iterable[Callable[[State], None]]) -> None:
    for observer in observers:
        observer(state)


def _shifts(
    config: Config, office: BackOffice, tools: _Tools, clock: Clock, after_close: Sequence[AfterClose]
) -> Shifts:
    return open_shifts(
        config,
        tools.shift_book,
        office.staff,
        tools.platform,
        office.shop,
        printer=tools.printer,
        clock=clock,
        after_close=after_close,
    )


def _going_on(tools: _Tools, recovery: Recovery) -> Callable[[str], bool]:
    """Finish what a failure of the book left open, and say whether a sale became final all the same."""

    def go_on(sale_no: str) -> bool:
        recovery.run()
        print_waiting(tools.journal, tools.printer, tools.clock)
        return tools.journal.is_final(sale_no)

    return go_on


def _last_ticket(tools: _Tools, shifts: Shifts, printed_now: tuple[str, ...]) -> LastTicket:
    office = tools.office
    return LastTicket(
        book=SqliteTickets(office.till_file, office.audit, tools.clock),
        queue=tools.journal,
        printer=tools.printer,
        clock=tools.clock,
        on_duty=lambda: shifts.on_duty().number,
        printed_now=printed_now,
    )


def _refunds(tools: _Tools, shifts: Shifts) -> Refunds:
    office = tools.office
    return Refunds(
        book=SqliteRefunds(office.till_file, tools.numbers, office.audit),
        platform=tools.platform,
        mobile_pay=tools.mobile_pay,
        printer=tools.printer,
        shop=office.shop,
        clock=tools.clock,
        cashier=shifts.on_duty,
    )


def finish_open_sales(config: Config) -> tuple[Recovered, ...]:
    """Finish what a crash left open before the books are shown.

    Where a living till has the folder, an open sale is its business and is left alone.
    """
    with open_back_office(config) as office:
        if not office.books.is_anything_open():
            return ()
    try:
        with open_counter(config, lock_wait_s=0) as counter:
            return counter.recovered
    except FolderBusy:
        return ()


@contextmanager
def open_pictures() -> Iterator["PictureReader"]:
    """Start what reads pictures nobody vouches for, and end it."""
    from pos_app.scanner.intake import PictureReader  # noqa: PLC0415  few commands read pictures

    with closing(PictureReader()) as pictures:
        yield pictures


def load_catalogue(config: Config) -> Catalogue:
    """Read the shelf alone; no database is opened."""
    return Catalogue(read_products(asset("catalogue.csv")), load_profile(config.region).account.payable_categories)


@contextmanager
def open_transport(config: Config, platform: Platform) -> Iterator[Transport]:
    if not config.verifier:
        yield embedded_transport(platform.reception)
        return
    from pos_app.clients.http import Http  # noqa: PLC0415  loads httpx

    with closing(Http(config.verifier)) as transport:
        yield transport


def load_profile(region: str) -> RegionProfile:
    """Read a region profile: a shipped one by its name, or any by its file's name; ConfigFault where that cannot be."""
    try:
        path = Path(region) if region.endswith(".toml") else asset(f"regions/{region}.toml")
        return parse_region(path.read_text("utf-8"))
    except FileNotFoundError:
        raise ConfigFault(f"region {region!r} is neither in assets/regions nor a file") from None
    except (OSError, ValueError) as error:
        raise ConfigFault(f"region {region!r}: {error}") from error


def _shop(profile: RegionProfile, cashier: str) -> Shop:
    pharmacy = profile.pharmacy
    return Shop(
        name=pharmacy.name_zh,
        name_en=pharmacy.name_en,
        code=pharmacy.code,
        till=pharmacy.till,
        cashier=cashier,
        payable=profile.account.payable_categories,
    )
