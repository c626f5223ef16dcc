"""The last sale's ticket: whether its paper came out, and the same paper once more, marked as a copy."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from pos_app.domain.receipt import Receipt
from pos_app.domain.shanghai import business_day
from pos_app.faults import PrinterFault
from pos_app.services.ports import Clock, Paper, PrintQueue


@dataclass(frozen=True, slots=True)
class PastTicket:
    """The ticket of a final sale; `copies` is how often it was printed again."""

    receipt: Receipt
    is_printed: bool
    copies: int = 0


@dataclass(frozen=True, slots=True)
class PrintedAgain:
    """What came of printing: `paper` is None where the printer failed; copy 0 is the ticket itself, come out late."""

    receipt: Receipt
    copy: int
    paper: Paper | None


class PaperEnd(StrEnum):
    """What a start knows of the paper of the last sale before it."""

    CAME_OUT = "came_out"
    CAME_OUT_NOW = "came_out_now"
    WAITS = "waits"


@dataclass(frozen=True, slots=True)
class LastSale:
    """What a start says of the sale before it: it is final, whatever happened to the program since."""

    receipt: Receipt
    paper: PaperEnd


class TicketBook(Protocol):
    def last(self) -> PastTicket | None:
        """Give the ticket of the latest final sale; None where nothing was sold yet."""
        ...

    def note_copy(self, sale_no: str, copy: int, by: str) -> None:
        """Put into the audit log that a copy was printed, and by whom."""
        ...


class TicketPrinter(Protocol):
    def print(self, receipt: Receipt, *, copy: int = 0) -> Paper:
        """Make the ticket, or its copy of that number; PrinterFault when that fails."""
        ...

    def made(self, sale_no: str, *, copy: int = 0) -> Paper:
        """Say where a ticket went that was made."""
        ...


class LastTicket:
    """Blocks on the disk. A ticket that never came out is printed as itself, any later one as a numbered copy.

    `printed_now` are the sales whose tickets this start has made.
    """

    def __init__(
        self,
        *,
        book: TicketBook,
        queue: PrintQueue,
        printer: TicketPrinter,
        clock: Clock,
        on_duty: Callable[[], str],
        printed_now: tuple[str, ...] = (),
    ) -> None:
        self._book = book
        self._queue = queue
        self._printer = printer
        self._clock = clock
        self._on_duty = on_duty
        self._printed_now = printed_now

    def at_start(self) -> LastSale | None:
        """Say how the last sale ended, where that is news: it is of today, or its paper came out only now or never."""
        last = self._book.last()
        if last is None:
            return None
        is_now = last.receipt.sale_no in self._printed_now
        is_of_today = business_day(last.receipt.sold_at) == business_day(self._clock.now())
        if last.is_printed and not is_now and not is_of_today:
            return None
        if not last.is_printed:
            return LastSale(last.receipt, PaperEnd.WAITS)
        return LastSale(last.receipt, PaperEnd.CAME_OUT_NOW if is_now else PaperEnd.CAME_OUT)

    def has_sold(self) -> bool:
        return self._book.last() is not None

    def paper(self) -> Paper | None:
        """Say where the last sale's ticket, or its latest copy, went; None where none came out."""
        last = self._book.last()
        return self._printer.made(last.receipt.sale_no, copy=last.copies) if last and last.is_printed else None

    def print_again(self) -> PrintedAgain | None:
        """Print the last sale's ticket; None where nothing was sold yet."""
        last = self._book.last()
        if last is None:
            return None
        sale_no, copy = last.receipt.sale_no, last.copies + 1 if last.is_printed else 0
        try:
            paper = self._printer.print(last.receipt, copy=copy)
        except PrinterFault:
            return PrintedAgain(last.receipt, copy, None)
        if copy:
            self._book.note_copy(sale_no, copy, self._on_duty())
        else:
            self._queue.printed(sale_no, self._clock.now())
        return PrintedAgain(last.receipt, copy, paper)
