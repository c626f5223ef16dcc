"""The shift dialog's view model: asks the shift's port on the till's worker, shows what came of it."""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeAlias

from PySide6.QtCore import QObject, Signal, Slot

from pos_app.domain.money import Money
from pos_app.domain.refusal import Refusal, RefusalCode
from pos_app.domain.shift import CashCount, DrawerKind, DrawerMove, ShiftFigures, fit_reason, read_amount, read_float
from pos_app.domain.staff import Action, Credentials, Employee, may
from pos_app.gui.jobs import Err, JobRunner, Result
from pos_app.gui.translation import Translation
from pos_app.gui.view_models.paged import PagedViewModel
from pos_app.gui.view_models.shift.view import Page, ShiftInputs, ShiftView, derive_shift_view
from pos_app.gui.view_models.ticket import Ticket, ticket_of
from pos_app.services.shifts import Closed, DrawerOpened, Opened, Reported, Shifts

_Answer: TypeAlias = Opened | DrawerMove | DrawerOpened | Reported | Closed | Refusal | None
_Asked: TypeAlias = tuple[_Answer, ShiftFigures | None, Employee, Ticket | None]
_Signed: TypeAlias = Callable[[Credentials], _Answer]


class ShiftViewModel(PagedViewModel[ShiftInputs, ShiftView]):
    """`on_duty_changed` brings the badge of whoever has the shift, `opened` that one has begun."""

    on_duty_changed = Signal(str)
    opened = Signal()

    def __init__(
        self,
        *,
        shifts: Shifts,
        jobs: JobRunner,
        translation: Translation,
        is_paying: Callable[[], bool],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(
            ShiftInputs(is_required=shifts.is_required),
            derive_shift_view,
            jobs=jobs,
            translation=translation,
            parent=parent,
        )
        self._shifts = shifts
        self._is_paying = is_paying
        self._on_duty: Employee | None = None

    @property
    def is_demanded(self) -> bool:
        """Say whether nothing may be sold until somebody opens a shift."""
        return self._inputs.is_required and self._inputs.figures is None

    @Slot()
    def look(self) -> None:
        """See how the shift stands, when the dialog opens."""
        self._know(ShiftInputs(figures=self._inputs.figures, is_required=self._inputs.is_required))
        self._run(lambda: None)

    @Slot()
    def begin_opening(self) -> None:
        """Ask why the drawer is to be opened without a sale, whether a shift is open or not."""
        before = self._inputs
        self._know(ShiftInputs(figures=before.figures, is_required=before.is_required, page=Page.OPEN))
        self._run(lambda: None)

    def open_drawer(self, reason: str) -> None:
        """Open the drawer; who may not do so alone asks a manager."""
        if not fit_reason(reason):
            self._refuse(RefusalCode.REASON_NEEDED)
        elif self._may(Action.OPEN_DRAWER):
            self._run(lambda: self._shifts.open_drawer(reason))
        else:
            words = self._translation.say("shift.approve.open", reason=fit_reason(reason))
            self._ask_for(words, lambda manager: self._shifts.open_drawer(reason, manager))

    def sign_in(self, number: str, pin: str, float_text: str) -> None:
        """Open a shift for whoever signs in."""
        float_ = read_float(float_text)
        if float_ is None:
            self._refuse(RefusalCode.CASH_NOT_AN_AMOUNT)
            return
        who = Credentials(number.strip(), pin)
        self._run(lambda: self._shifts.open(who, float_))

    def begin_cash(self, kind: DrawerKind) -> None:
        self._know(replace(self._inputs, kind=kind))
        self._go(Page.CASH)

    @Slot()
    def begin_count(self) -> None:
        self._know(replace(self._inputs, counted={}))
        self._go(Page.COUNT)

    @Slot()
    def back(self) -> None:
        """Leave a page for the drawer; nothing of it was written."""
        self._go(Page.DRAWER if self._inputs.figures else Page.SIGN_IN)

    def move(self, amount_text: str, reason: str) -> None:
        """Put cash in or take it out; taking out wants a manager, whom the dialog asks for."""
        amount, kind = read_amount(amount_text), self._inputs.kind
        if amount is None:
            self._refuse(RefusalCode.CASH_NOT_AN_AMOUNT)
        elif not fit_reason(reason):
            self._refuse(RefusalCode.REASON_NEEDED)
        elif kind is DrawerKind.OUT and not self._may(Action.CASH_OUT):
            words = self._translation.say("shift.approve.out", amount=amount)
            self._ask_for(words, lambda manager: self._shifts.move_cash(kind, amount, reason, manager))
        else:
            self._run(lambda: self._shifts.move_cash(kind, amount, reason))

    @Slot()
    def report(self) -> None:
        self._run(self._shifts.x_report)

    def count(self, kind: Money, pieces_text: str) -> None:
        """Take how many of a note or coin were counted; what is no number counts as none."""
        typed = pieces_text.strip()
        pieces = int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= 5 else 0
        counted = {**self._inputs.counted, kind: pieces}
        counted = {known: number for known, number in counted.items() if number}
        self._know(replace(self._inputs, counted=counted, refusal=None, said=""))

    def close(self, reason: str) -> None:
        """End the shift; a difference wants a reason and a manager."""
        if self._is_paying():
            self._refuse(RefusalCode.SHIFT_SALE_UNDER_WAY)
            return
        counted = CashCount.of(self._inputs.counted)
        if self._view.has_difference and fit_reason(reason):
            words = self._translation.say("shift.approve.close", difference=self._view.difference)
            self._ask_for(words, lambda manager: self._shifts.close(counted, reason, manager))
        else:
            self._run(lambda: self._shifts.close(counted, reason))

    def _ask_for(self, words: str, act: _Signed) -> None:
        self._ask_manager(words, lambda manager: self._run(lambda: act(manager)))

    def _may(self, action: Action) -> bool:
        return self._on_duty is not None and may(self._on_duty.role, action)

    def _run(self, act: Callable[[], _Answer]) -> None:
        if self._inputs.is_busy:
            return
        self._know(replace(self._inputs, is_busy=True, refusal=None, fault="", said=""))

        def ask() -> _Asked:
            answer = act()
            paper = answer.paper if isinstance(answer, Reported | Closed) else None
            return answer, self._shifts.figures(), self._shifts.on_duty(), ticket_of(paper)

        self._jobs.run(ask, self._finish)

    def _finish(self, result: Result[_Asked]) -> None:
        if isinstance(result, Err):
            self._fail(result.fault, replace(self._inputs, is_busy=False, fault=str(result.fault)))
            return
        answer, figures, self._on_duty, report = result.value
        self._know(self._after(answer, replace(self._inputs, is_busy=False, figures=figures, report=report)))
        if isinstance(answer, Opened):
            self.opened.emit()
        self.on_duty_changed.emit(self._on_duty.badge)

    def _after(self, answer: _Answer, known: ShiftInputs) -> ShiftInputs:
        """Give what is known after an answer: the page it leads to and what is said of it."""
        home = Page.DRAWER if known.figures else Page.SIGN_IN
        match answer:
            case Refusal():
                return replace(known, refusal=answer)
            case Reported():
                return replace(known, page=Page.REPORT)
            case Closed():
                return replace(known, page=Page.REPORT, said=_closed_words(answer))
            case Opened(is_signed_in=is_signed_in):
                return replace(known, page=home, said="said_opened" if is_signed_in else "said_no_platform")
            case DrawerMove():
                return replace(known, page=home, said="said_moved")
            case DrawerOpened():
                return replace(known, page=home, said="said_drawer_open")
            case None:
                return known if known.page is Page.OPEN else replace(known, page=home)

    def _go(self, page: Page) -> None:
        self._know(replace(self._inputs, page=page, refusal=None, fault="", said=""))

    def _refuse(self, code: RefusalCode) -> None:
        self._know(replace(self._inputs, refusal=Refusal(code), said=""))


def _closed_words(closed: Closed) -> str:
    if closed.faults:
        return "said_closed_faults"
    return "said_closed" if closed.is_signed_out else "said_closed_unsigned"
