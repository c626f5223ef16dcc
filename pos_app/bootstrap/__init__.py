"""The composition root: builds every adapter and joins them by constructor; read it from top to bottom.

What draws, prints or reads pictures is imported where it is built: those libraries take longer to load than most
commands take to answer.
"""

import shutil
import sys
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from platform import python_version
from typing import TYPE_CHECKING

from pos_app.bootstrap.folder import LOCK_WAIT_S, hold_folder, make_folder, ready_folder
from pos_app.bootstrap.platform import Phone, Platform, embedded_transport, open_platform
from pos_app.bootstrap.shifts import open_platform_client, open_shifts
from pos_app.bootstrap.staff import Staff, open_staff
from pos_app.clients.insurance import InsuranceClient
from pos_app.clients.mobile_pay import MobilePayClient
from pos_app.clients.transport import Transport
from pos_app.config import Config
from pos_app.domain.checkout.states import State
from pos_app.domain.reconciliation import Entry
from pos_app.domain.voucher import ShownCode
from pos_app.faults import ConfigFault, FolderBusy, StoreFault
from pos_app.host import SystemChance, SystemClock, SystemPatience
from pos_app.keyfile import load_key
from pos_app.resources import asset
from pos_app.services.bookkeeping import Shop
from pos_app.services.catalogue import Catalogue
from pos_app.services.checkup import Check, agreement_check, audit_check, book_checks, channel_check
from pos_app.services.ports import Clock, Patience
from pos_app.services.recovery import Recovered, Recovery, print_waiting
from pos_app.services.shifts import AfterClose, Shifts
from pos_app.services.till import Till
from pos_app.sqlite import SqliteFile, sqlite_version
from pos_app.storage.audit import AuditLog
from pos_app.storage.books import Books
from pos_app.storage.journal import SqliteJournal
from pos_app.storage.migrations import MIGRATIONS
from pos_app.storage.numbers import Numbers
from pos_app.storage.products import read_products
from pos_app.storage.settled import SettledBook
from pos_app.storage.shifts import SqliteShifts
from pos_app.verifier.invariants import broken
from pos_app.verifier.ledger_view import LedgerView
from pos_app.wallet.channel import PayChannel
from pos_app.wallet.ledger import Ledger
from pos_app.wire.region import RegionProfile, parse_region
from pos_app.wording import Wording

if TYPE_CHECKING:
    from pos_app.scanner.intake import PictureReader

SYSTEM_CLOCK = SystemClock()
SYSTEM_PATIENCE = SystemPatience(SYSTEM_CLOCK)
_OLDEST_PYTHON = (3, 11)
_NEEDED_MB = 100


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
    wallet: Ledger
    channel: PayChannel

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


@contextmanager
def open_back_office(config: Config, *, clock: Clock = SYSTEM_CLOCK) -> Iterator[BackOffice]:
    """Open both databases beside whatever else is at work on them; StoreFault where that cannot be."""
    profile = load_profile(config.region)
    products = read_products(asset("catalogue.csv"))
    ready_folder(config)
    with (
        closing(SqliteFile(config.data / "till.db", MIGRATIONS)) as till_file,
        closing(Ledger(config.data / "wallet.db")) as wallet,
        open_platform(config, profile, products, clock=clock) as platform,
        _phone(config, platform) as phone,
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
            wallet=wallet,
            channel=PayChannel(wallet, clock),
        )


@contextmanager
def open_counter(
    config: Config,
    *,
    clock: Clock = SYSTEM_CLOCK,
    patience: Patience = SYSTEM_PATIENCE,
    lock_wait_s: float = LOCK_WAIT_S,
    after_close: Sequence[AfterClose] = (),
) -> Iterator[Counter]:
    """Take the data folder for one till, finish what a crash left open, and hand out the counter.

    FolderBusy where another till has the folder: recovery must never undo the sale of a living till. `after_close` is
    what follows the close of a shift, such as a backup.
    """
    from pos_app.receipts.printers import ReceiptFiles  # noqa: PLC0415  loads fpdf2, fontTools and pillow

    with (
        hold_folder(config, lock_wait_s),
        open_back_office(config, clock=clock) as office,
        open_transport(config, office.platform) as transport,
    ):
        numbers = _numbers_of(office)
        journal = SqliteJournal(office.till_file, numbers, office.audit)
        book = SqliteShifts(office.till_file, numbers, office.audit)
        platform = _platform_client(office, transport, numbers, book, clock)
        printer = ReceiptFiles(config.data / "receipts")
        mobile_pay = MobilePayClient(office.channel)
        recovery = Recovery(platform=platform, mobile_pay=mobile_pay, journal=journal, clock=clock, patience=patience)
        recovered = recovery.run()
        print_waiting(journal, printer, clock)
        shifts = open_shifts(
            config, book, office.staff, platform, office.shop, printer=printer, clock=clock, after_close=after_close
        )

        def go_on(sale_no: str) -> bool:
            recovery.run()
            print_waiting(journal, printer, clock)
            return journal.is_final(sale_no)

        def open_till(observe: Callable[[State], None]) -> Till:
            return Till(
                platform=platform,
                mobile_pay=mobile_pay,
                journal=journal,
                print_queue=journal,
                printer=printer,
                shop=office.shop,
                clock=clock,
                cashier=lambda: shifts.on_duty().badge,
                go_on=go_on,
                observe=observe,
            )

        yield Counter(office, recovered, recovery, patience, open_till, shifts)


def _platform_client(
    office: BackOffice, transport: Transport, numbers: Numbers, book: SqliteShifts, clock: Clock
) -> InsuranceClient:
    return open_platform_client(
        transport=transport,
        profile=office.profile,
        numbers=numbers,
        file=office.till_file,
        book=book,
        staff=office.staff,
        clock=clock,
    )


def _numbers_of(office: BackOffice) -> Numbers:
    pharmacy = office.profile.pharmacy
    return Numbers(office.till_file, pharmacy_code=pharmacy.code, till=pharmacy.till)


def finish_open_sales(config: Config) -> tuple[Recovered, ...]:
    """Finish what a crash left open before the books are shown.

    Where a living till has the folder, an open sale is its business and is left alone.
    """
    with open_back_office(config) as office:
        if all(sale.state != "open" for sale in office.books.sales()):
            return ()
    try:
        with open_counter(config, lock_wait_s=0) as counter:
            return counter.recovered
    except FolderBusy:
        return ()


@contextmanager
def open_pictures() -> Iterator["PictureReader"]:
    """Start what reads pictures nobody vouches for, and end it."""
    from pos_app.scanner.intake import PictureReader  # noqa: PLC0415  loads numpy and pillow

    with closing(PictureReader()) as pictures:
        yield pictures


def load_catalogue(config: Config) -> Catalogue:
    """Read the shelf alone; no database is opened."""
    return Catalogue(read_products(asset("catalogue.csv")), load_profile(config.region).account.payable_categories)


def draw_voucher(shown: ShownCode, masked_name: str, out: Path, wording: Wording) -> None:
    """Draw a code as a picture, `.png` or `.svg` by its name; StoreFault where it cannot be written."""
    from pos_app.phone.card import VoucherCard  # noqa: PLC0415  the three load pillow, qrcode and fontTools
    from pos_app.phone.png import card_png  # noqa: PLC0415
    from pos_app.phone.svg import card_svg  # noqa: PLC0415

    card = VoucherCard(shown, masked_name)
    is_svg = out.suffix.lower() == ".svg"
    content = card_svg(card, wording).encode() if is_svg else card_png(card, wording)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_bytes(content)
    except OSError as error:
        raise StoreFault(f"{out}: {error.strerror}") from error


def examine(config: Config) -> tuple[Check, ...]:
    """Make every check of the environment and of both books."""
    from pos_app.fonts import sans_path  # noqa: PLC0415  loads fontTools
    from pos_app.scanner.decoders import is_zbar_available  # noqa: PLC0415  loads OpenCV

    make_folder(config)
    free_mb = shutil.disk_usage(config.data).free // 2**20
    has_zbar = is_zbar_available()
    environment = (
        _check("python", python_version(), fix="" if sys.version_info >= _OLDEST_PYTHON else "install Python 3.11"),
        _check("sqlite", f"{sqlite_version()}, WAL, synchronous=FULL"),  # an older one is refused at opening
        Check(
            "reader zbar",
            ok=True,
            detail="there" if has_zbar else "absent: the others read",
            fix="" if has_zbar else "optional: apt-get install libzbar0",
        ),
        _check("font", sans_path().name, fix="" if sans_path().is_file() else "install pylopdf-fonts-zh-cn"),
        _check("disk", f"{free_mb} MB free", fix="" if free_mb >= _NEEDED_MB else "make room on the disk"),
    )
    return (*environment, *_examine_books(config))


def _check(name: str, detail: str, *, fix: str = "") -> Check:
    """Give a check that holds when there is nothing to fix."""
    return Check(name, ok=not fix, detail=detail, fix=fix)


def _examine_books(config: Config) -> tuple[Check, ...]:
    try:
        with open_back_office(config) as office:
            still_open = {sale.msgid for sale in office.books.sales() if sale.state == "open"}
            till = (
                *book_checks("till", office.books.broken()),
                audit_check(*office.audit.verify(office.till_file)),
                *book_checks("pay channel", office.wallet.broken()),
                channel_check(office.books.charged(), office.wallet.standing(), office.books.open_orders()),
            )
            if config.verifier:
                return (*till, *_distant_checks(config.verifier, office, still_open))
            return (
                *till,
                *book_checks("platform", broken(office.platform.store)),
                agreement_check(_book(office)[0].everything(), cleared_entries(office.platform.ledger), still_open),
            )
    except StoreFault as fault:
        return (_check("both books can be read", str(fault), fix="put back a copy, or choose another folder"),)


def _book(office: BackOffice) -> tuple[SettledBook, Numbers]:
    pharmacy = office.profile.pharmacy
    numbers = Numbers(office.till_file, pharmacy_code=pharmacy.code, till=pharmacy.till)
    return SettledBook(office.till_file, numbers, office.audit), numbers


def cleared_entries(ledger: LedgerView) -> Sequence[Entry]:
    """Give the platform's settlements in the words in which the till's own are held against them."""
    return tuple(
        Entry(
            settlement_id=line.setl_id,
            visit_id=line.mdtrt_id,
            person_no=line.person_no,
            msgid=line.msgid,
            total=line.sums.total,
            fund=line.sums.fund,
            account=line.sums.account + line.sums.shared,
            is_undoing=line.undoes is not None,
        )
        for line in ledger.cleared()
    )


def _distant_checks(address: str, office: BackOffice, still_open: Collection[str]) -> tuple[Check, ...]:
    from pos_app.bootstrap.distant_books import distant_agreement  # noqa: PLC0415  wanted here only
    from pos_app.clients.http import Http  # noqa: PLC0415  loads httpx

    with closing(Http(address)) as platform:
        if not platform.is_there():
            return (_check("platform", address, fix="start it: pos-app serve"),)
        book, numbers = _book(office)
        agreed = distant_agreement(platform, office.profile, book, numbers, still_open=still_open, clock=SYSTEM_CLOCK)
        return _check("platform", address), agreed


@contextmanager
def open_transport(config: Config, platform: Platform) -> Iterator[Transport]:
    if not config.verifier:
        yield embedded_transport(platform.reception)
        return
    from pos_app.clients.http import Http  # noqa: PLC0415  loads httpx

    with closing(Http(config.verifier)) as transport:
        yield transport


@contextmanager
def _phone(config: Config, platform: Platform) -> Iterator[Phone]:
    if not config.verifier:
        yield platform.customer_app
        return
    from pos_app.clients.distant_phone import DistantPhone  # noqa: PLC0415  loads httpx

    with closing(DistantPhone(config.verifier)) as phone:
        yield phone


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
