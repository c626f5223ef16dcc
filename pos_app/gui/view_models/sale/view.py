"""Everything the sale screen shows at one moment: words ready to read, nothing left to decide."""

from dataclasses import dataclass
from enum import StrEnum

from pos_app.domain.money import Money
from pos_app.gui.commands import Command
from pos_app.gui.view_models.ticket import Ticket


class Stage(StrEnum):
    """What the left, large part of the window is for."""

    GOODS = "goods"
    RESULT = "result"
    UNKNOWN = "unknown"
    TICKET = "ticket"
    TASKS = "tasks"


class Entry(StrEnum):
    """What is typed at the top left."""

    SEARCH = "search"
    QUANTITY = "quantity"
    LINE_DISCOUNT = "line_discount"
    BILL_DISCOUNT = "bill_discount"
    LINE_PRICE = "line_price"
    CASH = "cash"


class Focus(StrEnum):
    """Where the keys go; it moves only when this value changes."""

    SEARCH = "search"
    QUANTITY = "quantity"
    LINE_DISCOUNT = "line_discount"
    BILL_DISCOUNT = "bill_discount"
    LINE_PRICE = "line_price"
    CASH = "cash"
    SCAN = "scan"
    RESULT = "result"
    UNKNOWN = "unknown"
    TICKET = "ticket"
    TASKS = "tasks"


class Tone(StrEnum):
    """Said by colour and by a sign, never by colour alone."""

    PLAIN = "plain"
    GOOD = "good"
    WARN = "warn"
    BAD = "bad"
    BUSY = "busy"


@dataclass(frozen=True, slots=True)
class BannerView:
    """What just happened, and what to press next."""

    tone: Tone
    message: str
    next_step: str


@dataclass(frozen=True, slots=True)
class Tag:
    text: str
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class LineView:
    """One line of the basket; `spoken` is the whole of it for who does not see it."""

    number: str
    name: str
    tags: tuple[Tag, ...]
    detail: str
    quantity: str
    price: str
    amount: str
    charge_class: str
    spoken: str


@dataclass(frozen=True, slots=True)
class FoundView:
    """One article that the search offers."""

    name: str
    tags: tuple[Tag, ...]
    detail: str
    price: str
    charge_class: str
    spoken: str


@dataclass(frozen=True, slots=True)
class EntryView:
    kind: Entry
    label: str
    text: str
    hint: str
    is_enabled: bool


@dataclass(frozen=True, slots=True)
class QuickCash:
    label: str
    amount: Money


@dataclass(frozen=True, slots=True)
class TenderView:
    """Taking the customer's part."""

    quick: tuple[QuickCash, ...]
    change_label: str
    change: str
    change_tone: Tone
    confirm: str
    is_enabled: bool


@dataclass(frozen=True, slots=True)
class PersonView:
    """Who is insured, masked; `balance` is `-` where the region does not show it."""

    name: str
    detail: str
    balance: str
    balance_label: str
    is_known: bool


@dataclass(frozen=True, slots=True)
class SumRow:
    label: str
    amount: str
    is_accent: bool = False
    is_soft: bool = False


@dataclass(frozen=True, slots=True)
class SumsView:
    """The numbers that never move: who pays what, and what the customer pays."""

    rows: tuple[SumRow, ...]
    due_label: str
    due: str


@dataclass(frozen=True, slots=True)
class ScanView:
    """Where a voucher is taken; `is_armed` after F6."""

    title: str
    hint: str
    choose: str
    paste: str
    phone: str
    is_armed: bool
    has_camera: bool


@dataclass(frozen=True, slots=True)
class ResultView:
    """A sale that is final."""

    title: str
    sale_no: str
    change_label: str
    change: str
    rows: tuple[SumRow, ...]
    paper: str
    paper_tone: Tone
    forward: str
    ticket: Ticket | None


@dataclass(frozen=True, slots=True)
class UnknownView:
    """An outcome that nobody knows yet, in plain words; no trouble where only the customer is waited for.

    A question is answered by the letters on its buttons, too: Y for `again`, N for `leave`.
    """

    title: str
    explanation: tuple[str, ...]
    again: str
    leave: str
    is_enabled: bool
    is_trouble: bool = True
    is_question: bool = False


@dataclass(frozen=True, slots=True)
class TicketView:
    title: str
    again: str
    close: str
    may_print: bool
    ticket: Ticket | None
    absent: str


@dataclass(frozen=True, slots=True)
class TasksView:
    """What is still open, a row each; `by_hand` is empty where nothing is closed by hand."""

    title: str
    hint: str
    rows: tuple[tuple[str, str], ...]
    chosen: int
    again: str
    by_hand: str
    close: str
    is_enabled: bool


@dataclass(frozen=True, slots=True)
class KeyView:
    command: Command
    key: str
    label: str
    is_enabled: bool
    is_primary: bool = False


@dataclass(frozen=True, slots=True)
class StatusView:
    """One of the small lights of the header; the words say it too."""

    text: str
    tone: Tone


@dataclass(frozen=True, slots=True)
class SaleView:
    stage: Stage
    focus: Focus
    entry: EntryView
    found: tuple[FoundView, ...]
    found_index: int
    columns: tuple[str, ...]
    lines: tuple[LineView, ...]
    selected: int
    empty_hint: str
    tender: TenderView | None
    scan: ScanView
    person: PersonView
    sums: SumsView
    banner: BannerView
    keys: tuple[KeyView, ...]
    statuses: tuple[StatusView, ...]
    result: ResultView | None
    unknown: UnknownView | None
    ticket: TicketView | None
    tasks: TasksView | None
