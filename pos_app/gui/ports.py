"""What the windows need of the world; bootstrap hands it in, adapters satisfy it by shape."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol

from pos_app.domain.audit import AuditRow
from pos_app.domain.checkout.states import State
from pos_app.domain.code import PayChannel
from pos_app.domain.pay_code import ShownPayCode
from pos_app.domain.reconciliation import Difference
from pos_app.domain.refusal import Refusal
from pos_app.domain.scan import Reading
from pos_app.domain.settlement import NoAnswer
from pos_app.domain.staff import Credentials
from pos_app.domain.voucher import Channel, CodeKind, PaymentConsent, PhoneOwner, ShownCode
from pos_app.gui.tokens import Scale, Theme
from pos_app.services.bill_edits import BillEdits
from pos_app.services.bills import CounterBills
from pos_app.services.catalogue import Catalogue
from pos_app.services.day_end import AuditChecked, Backup, CheckedBackup, RestoreOrder
from pos_app.services.day_report import DayReport, ReportFiles
from pos_app.services.last_ticket import LastSale, LastTicket
from pos_app.services.ports import Clock
from pos_app.services.reconciliation import Reconciled, RepairOutcome
from pos_app.services.refunds import Refunds
from pos_app.services.shifts import Shifts
from pos_app.services.tasks import Task, Tried
from pos_app.services.ticket import Shop
from pos_app.services.till import Till
from pos_app.wording import Language, Wording


class PictureReading(Protocol):
    """Finds codes in a picture that somebody hands in. It blocks, so it is never called on the GUI thread."""

    def read_file(self, path: Path, /) -> Reading | Refusal: ...

    def read_bytes(self, data: bytes, /) -> Reading | Refusal: ...


class PreviewFrame(Protocol):
    """One frame of a camera for the eye: rows of RGB, three bytes a pixel, no padding."""

    @property
    def width(self) -> int: ...

    @property
    def height(self) -> int: ...

    @property
    def rgb(self) -> bytes: ...

    @property
    def dropped(self) -> int:
        """How many frames were passed over so far because reading was slower than the camera."""
        ...


class Camera(Protocol):
    """A source of frames; all callbacks come on threads of its own.

    `on_codes` is told every frame that was read; `on_trouble` why no frame comes, as the key of a sentence
    `camera.<trouble>`, or "" when frames come again.
    """

    @property
    def label(self) -> str: ...

    def start(
        self,
        on_preview: Callable[[PreviewFrame], None],
        on_codes: Callable[[Reading], None],
        on_trouble: Callable[[str], None],
    ) -> None: ...

    def expect_goods(self, *, is_expected: bool) -> None:
        """Look for the codes of packages, too, or no longer; it takes about twice the time."""
        ...

    def stop(self) -> None:
        """End both threads; after it returns no callback comes any more."""
        ...


@dataclass(frozen=True, slots=True)
class CameraChoice:
    """A camera of this machine: what `--camera` takes, its maker's name, whether a program plays it, what it offers."""

    address: str
    name: str
    is_virtual: bool = False
    sizes: tuple[tuple[int, int], ...] = ()
    """Width and height, largest first; nothing where that cannot be told."""


class Cameras(Protocol):
    """Which cameras there are, and which one this till uses."""

    def listed(self) -> Sequence[CameraChoice]: ...

    def choose(self, address: str) -> Camera:
        """Remember it for the next start, and give it; whatever `--camera` takes. May block."""
        ...


class CustomerPhone(Protocol):
    """What the customer's phone can do. All but `draw` may block."""

    def people(self) -> tuple[PhoneOwner, ...]: ...

    def show(
        self, person_id: str, *, kind: CodeKind, channel: Channel, member: str | None = None
    ) -> ShownCode | Refusal: ...

    def pay_code(self, person_id: str, channel: PayChannel) -> ShownPayCode:
        """Show a fresh code of one of the person's wallets."""
        ...

    def confirm_payment(self, person_id: str, password: str, *, member: str | None = None) -> PaymentConsent | Refusal:
        """Let the next settlement pass by the owner's password, which only the platform looks at."""
        ...

    def draw(self, text: str) -> bytes:
        """Give a PNG of the QR symbol of a text, quiet zone included."""
        ...


class OpenTasks(Protocol):
    """Sales and refunds whose money nobody can vouch for. All of it blocks."""

    def open_tasks(self) -> Sequence[Task]: ...

    def resolve(self, task: Task, tries: int, /) -> Tried: ...

    def close(self, task: Task, reason: str, manager: Credentials | None, /) -> Tried | Refusal:
        """End one that no try can, because a cashier and a manager say so."""
        ...


class DayEnd(Protocol):
    """What closes a day. All of it blocks, some for long; `repair` and `order_restore` belong where the till works."""

    def reconcile(self, day: date, /) -> Reconciled | Refusal | NoAnswer: ...

    def repair_needs_yes(self) -> bool:
        """Say whether a manager will have to type a PIN, so that asking for it is noted as no refusal."""
        ...

    def repair(self, difference: Difference, day: date, manager: Credentials | None, /) -> RepairOutcome: ...

    def report(self, day: date, /) -> DayReport: ...

    def export(self, report: DayReport, wording: Wording, /) -> ReportFiles: ...

    def backups(self) -> tuple[Backup, ...]: ...

    def back_up(self) -> CheckedBackup: ...

    def check_backup(self, path: Path, /) -> CheckedBackup | Refusal: ...

    def order_restore(self, backup: CheckedBackup, manager: Credentials, /) -> RestoreOrder | Refusal:
        """Let a backup take the place of the books as soon as the window has closed; then it opens again."""
        ...

    def audit_rows(self, before: int, /) -> tuple[AuditRow, ...]:
        """Give a page of the audit log, the newest first, from below a row's number; 0 stands for its end."""
        ...

    def verify_audit(self) -> AuditChecked: ...


@dataclass(frozen=True, slots=True)
class WindowSettings:
    """What a person decided about the look; written down again whenever it changes."""

    language: Language
    theme: Theme = Theme.SYSTEM
    scale: Scale = Scale.NORMAL


@dataclass(frozen=True, slots=True)
class RestoreEnd:
    """What came of putting a backup back: `refusal` or `fault` says why the books are what they were."""

    backup: CheckedBackup
    refusal: Refusal | None = None
    fault: str = ""


@dataclass(frozen=True, slots=True)
class CounterPorts:
    """Everything the counter's windows are joined to.

    `open_till` is given the observer, for a till tells its states from the first one on; `camera` is None where there
    is none, `shifts` where nobody answers for a drawer, `bills` where none is set aside, `refunds` where nothing is
    given back, `day_end` where nobody closes a day, `cameras` where none can be chosen; `recovered` is what the start
    found unfinished, `restored` what was put back before it; `remember` writes settings down; a mistake of ours is
    written down in `crash_folder`, if there is one.
    """

    open_till: Callable[[Callable[[State], None]], Till]
    catalogue: Catalogue
    pictures: PictureReading
    phone: CustomerPhone
    camera: Camera | None
    clock: Clock
    shop: Shop
    tasks: OpenTasks
    edits: BillEdits
    shifts: Shifts | None = None
    bills: CounterBills | None = None
    refunds: Refunds | None = None
    day_end: DayEnd | None = None
    cameras: Cameras | None = None
    last_ticket: LastTicket | None = None
    recovered: tuple[Tried, ...] = ()
    last_sale: LastSale | None = None
    restored: RestoreEnd | None = None
    remember: Callable[[WindowSettings], None] = lambda _settings: None
    crash_folder: Path | None = None
