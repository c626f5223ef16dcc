"""A counter to sell at in tests: the real till and book, an honest platform, pictures that are their own contents."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from pos_app.domain.checkout.states import State
from pos_app.domain.code import CertificateCode
from pos_app.domain.money import Money
from pos_app.domain.receipt import Receipt
from pos_app.domain.refusal import Refusal, RefusalCode
from pos_app.domain.scan import FoundCode, Point, Reading
from pos_app.faults import PrinterFault
from pos_app.gui.counter import Counter, Execute, Workers, build_counter
from pos_app.gui.jobs import JobRunner
from pos_app.gui.ports import CounterPorts, DayEnd, WindowSettings
from pos_app.gui.tokens import Scale, Theme
from pos_app.gui.translation import Translation
from pos_app.gui.view_models.sale.model import SaleViewModel
from pos_app.services.bill_edits import BillEdits
from pos_app.services.catalogue import Catalogue
from pos_app.services.last_ticket import LastTicket
from pos_app.services.ports import Paper
from pos_app.services.shifts import Shifts
from pos_app.services.tasks import Tasks, Tried
from pos_app.services.till import Till
from pos_app.storage.numbers import Numbers
from pos_app.storage.shifts import SqliteShifts
from pos_app.storage.tickets import SqliteTickets
from pos_app.wording import Language
from tests.doubles.counter import ANTIBIOTIC, AUDIT, CREAM, PHARMACY_CODE, REMEDY, SHOP, TILL, insured, voucher
from tests.doubles.desk import Desk
from tests.doubles.staff import CASHIER, MANAGER, open_approvals
from tests.gui.phone_double import PhoneDouble, SteppedClock
from tests.gui.stage import settle
from tests.services.test_shifts import Platform, Tray

THIRTY = Money(3000)  # 5.50 too little for the usual basket
_CORNERS = (Point(0, 0), Point(9, 0), Point(9, 9), Point(0, 9))


@dataclass
class PrintingTray:
    """Makes papers that can be shown; out of order while `is_broken`."""

    folder: Path
    is_broken: bool = False

    def print(self, receipt: Receipt, *, copy: int = 0) -> Paper:
        if self.is_broken:
            raise PrinterFault("out of paper")
        paper = self.made(receipt.sale_no, copy=copy)
        paper.txt.write_text(f"模拟 {receipt.sale_no} {receipt.total} {copy}", encoding="utf-8")
        picture = QImage(40, 90, QImage.Format.Format_Grayscale8)
        picture.fill(255)
        picture.save(str(paper.png))
        return paper

    def made(self, sale_no: str, *, copy: int = 0) -> Paper:
        return Paper(*(self.folder / f"{sale_no}-{copy}.{suffix}" for suffix in ("txt", "png", "pdf")))


@dataclass
class PlainPictures:
    """Reads pictures whose bytes are the contents of their codes, one a line; `refuse` says no to the next."""

    refuse: RefusalCode | None = None
    files: list[Path] = field(default_factory=list)

    def read_file(self, path: Path) -> Reading | Refusal:
        self.files.append(path)
        return self.read_bytes(path.read_bytes())

    def read_bytes(self, data: bytes) -> Reading | Refusal:
        code, self.refuse = self.refuse, None
        return Refusal(code) if code else reading(*data.splitlines())


def reading(*payloads: bytes) -> Reading:
    codes = tuple(FoundCode(payload, "QRCode", _CORNERS, "plain") for payload in payloads)
    return Reading(codes, elapsed_ms=3.0, width=10, height=10)


class SaleDesk:
    """What stands behind the window, and what a test may do to it."""

    def __init__(self, folder: Path, *, balance: Money = THIRTY) -> None:
        self.desk = Desk(folder / "till.db")
        self.desk.platform.insure(insured().person_no, balance)
        self.clock = self.desk.clock
        self.platform = self.desk.platform
        self.link = self.desk.link
        self.printer = PrintingTray(folder)
        self.pictures = PlainPictures()
        self.remembered: list[WindowSettings] = []
        self.till: Till | None = None
        self.phone = PhoneDouble(SteppedClock())
        self.approvals = open_approvals(self.desk.file, self.clock)
        self.shifts = self._shifts()
        self.has_shifts = False
        self.last_ticket = self.know_last_ticket()
        self.day_end: DayEnd | None = None
        self._codes = 0

    def ports(self, *, recovered: tuple[Tried, ...] = ()) -> CounterPorts:
        return CounterPorts(
            open_till=self._open_till,
            catalogue=Catalogue((REMEDY, ANTIBIOTIC, CREAM), SHOP.payable),
            pictures=self.pictures,
            phone=self.phone,
            camera=None,
            clock=self.clock,
            shop=SHOP,
            tasks=Tasks(
                recovery=self.desk.recovery,
                refunds=self.desk.refunds,
                approvals=self.approvals,
                on_duty=self.shifts.on_duty,
            ),
            edits=BillEdits(shifts=self.shifts, approvals=self.approvals),
            bills=self.desk.bills,
            shifts=self.shifts if self.has_shifts else None,
            refunds=self.desk.refunds,
            day_end=self.day_end,
            recovered=recovered,
            last_ticket=self.last_ticket,
            last_sale=self.last_ticket.at_start(),
            remember=self.remembered.append,
        )

    def know_last_ticket(self, *printed_now: str) -> LastTicket:
        """Give what a start has that made these sales' tickets."""
        return LastTicket(
            book=SqliteTickets(self.desk.file, AUDIT, self.clock),
            queue=self.desk.journal,
            printer=self.printer,
            clock=self.clock,
            on_duty=lambda: self.shifts.on_duty().number,
            printed_now=printed_now,
        )

    def show_code(self) -> CertificateCode:
        """Let the customer show a fresh code."""
        self._codes += 1
        code = voucher(self._codes)
        self.platform.issue(insured().person_no, code)
        return code

    def shown_picture(self) -> bytes:
        return self.show_code().text.encode()

    def _shifts(self) -> Shifts:
        numbers = Numbers(self.desk.file, pharmacy_code=PHARMACY_CODE, till=TILL)
        return Shifts(
            book=SqliteShifts(self.desk.file, numbers, AUDIT),
            approvals=self.approvals,
            employee=lambda number: MANAGER if number == MANAGER.number else CASHIER,
            session=Platform(),
            printer=Tray(),
            shop=SHOP,
            clock=self.clock,
        )

    def _open_till(self, observe: Callable[[State], None]) -> Till:
        journal = self.desk.journal
        self.till = Till(
            platform=self.link,
            mobile_pay=self.desk.pay_line,
            journal=journal,
            print_queue=journal,
            printer=self.printer,
            shop=SHOP,
            clock=self.clock,
            observe=observe,
        )
        return self.till


def at_once(job: Callable[[], None]) -> object:
    job()
    return None


@contextmanager
def opened(
    application: QApplication,
    desk: SaleDesk,
    *,
    language: Language = Language.CHINESE,
    theme: Theme = Theme.LIGHT,
    scale: Scale = Scale.NORMAL,
    till: Execute = at_once,
    books: Execute = at_once,
    recovered: tuple[Tried, ...] = (),
) -> Iterator[Counter]:
    """Open the real windows over a desk; jobs are done at once unless the test brings its own executor."""
    workers = Workers(till, at_once, at_once, at_once, books)
    settings = WindowSettings(language, theme, scale)
    counter = build_counter(application, desk.ports(recovered=recovered), settings, workers)
    counter.window.show()
    settle()
    try:
        yield counter
    finally:
        counter.dispose()
        desk.desk.close()


@contextmanager
def modelled(desk: SaleDesk, *, till: Execute = at_once) -> Iterator[SaleViewModel]:
    """Make the view model alone, without a window."""
    model = SaleViewModel(
        ports=desk.ports(),
        till_jobs=JobRunner(till),
        picture_jobs=JobRunner(at_once),
        translation=Translation(Language.CHINESE),
    )
    try:
        yield model
    finally:
        desk.desk.close()
