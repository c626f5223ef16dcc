"""What the shift dialog shows, derived from what is known of the shift by one pure function."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from pos_app.domain.money import ZERO, Money
from pos_app.domain.shanghai import local
from pos_app.domain.shift import CashCount, DrawerKind, ShiftFigures
from pos_app.gui.view_models.paged import PagedInputs, PagedView, Told, trouble_words
from pos_app.gui.view_models.ticket import Ticket
from pos_app.wording import Wording

_OUTWARD = {DrawerKind.CHANGE, DrawerKind.OUT, DrawerKind.REFUND}
_DONE = frozenset({"said_opened", "said_moved", "said_drawer_open", "said_closed"})  # the others leave something open
_MINUS = "\u2212"


class Page(StrEnum):
    SIGN_IN = "sign_in"
    DRAWER = "drawer"
    CASH = "cash"
    OPEN = "open"
    COUNT = "count"
    REPORT = "report"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftInputs(PagedInputs):
    """What is known: the running shift, the page, what was counted so far, and what was last answered."""

    figures: ShiftFigures | None = None
    page: Page = Page.SIGN_IN
    kind: DrawerKind = DrawerKind.IN
    counted: Mapping[Money, int] = field(default_factory=dict)
    said: str = ""
    report: Ticket | None = None
    is_required: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftView(PagedView):
    """Everything that changes; the words that never do are the screen's own."""

    rows: tuple[tuple[str, str], ...]
    expected: str
    counted: str
    difference: str
    has_difference: bool
    needs_reason: bool
    confirm: str
    report: Ticket | None


def derive_shift_view(inputs: ShiftInputs, wording: Wording) -> ShiftView:
    say, figures = wording.say, inputs.figures
    expected = figures.drawer.expected if figures else ZERO
    difference = CashCount.of(inputs.counted).total - expected
    message, next_step = _told(inputs, wording)
    return ShiftView(
        page=inputs.page,
        title=say(f"shift.title.{inputs.page}"),
        about=_who(figures, wording),
        rows=_rows(figures, wording),
        expected=str(expected),
        counted=str(CashCount.of(inputs.counted).total),
        difference=_difference(difference, wording),
        has_difference=bool(difference),
        message=message,
        next_step=next_step,
        is_bad=bool(inputs.refusal or inputs.fault),
        is_waiting=inputs.is_busy,
        is_done=inputs.said in _DONE,
        needs_reason=inputs.page in {Page.CASH, Page.OPEN} or bool(difference),
        confirm=say(f"shift.confirm.{inputs.kind}" if inputs.page is Page.CASH else f"shift.confirm.{inputs.page}"),
        report=inputs.report,
    )


def _who(figures: ShiftFigures | None, wording: Wording) -> str:
    if figures is None:
        return wording.say("shift.nobody")
    shift = figures.shift
    opened = f"{local(shift.opened_at):%m-%d %H:%M}"
    said = wording.say("shift.who", shift=shift.shift_no, badge=shift.badge, opened=opened)
    return f"{said} · {wording.say('shift.unsigned')}" if shift.is_automatic else said


def _rows(figures: ShiftFigures | None, wording: Wording) -> tuple[tuple[str, str], ...]:
    if figures is None:
        return ()
    say, takings = wording.say, figures.takings
    sales = say("shift_slip.sales", count=takings.sales), str(takings.sold)
    refunds = say("shift_slip.refunds", count=takings.refunds), str(takings.refunded)
    moved = ((say(f"shift_slip.drawer.{kind}"), _signed(kind, sum_)) for kind, sum_ in figures.drawer.sums.items())
    return (sales, refunds, *moved)


def _signed(kind: DrawerKind, amount: Money) -> str:
    if not amount:
        return str(amount)
    return f"{_MINUS if kind in _OUTWARD else '+'}{amount}"


def _difference(difference: Money, wording: Wording) -> str:
    if not difference:
        return wording.say("shift_slip.even")
    word = wording.say("shift_slip.over" if difference > ZERO else "shift_slip.short")
    return f"{word} {difference.yuan:+,.2f}".replace("-", _MINUS)


def _told(inputs: ShiftInputs, wording: Wording) -> Told:
    say = wording.say
    if inputs.is_busy:
        return say("shift.busy.message"), say("shift.busy.next")
    trouble = trouble_words(inputs, wording)
    if trouble:
        return trouble
    key = inputs.said or f"hint_{inputs.page}{'_required' if _is_demanded(inputs) else ''}"
    return say(f"shift.{key}.message"), say(f"shift.{key}.next")


def _is_demanded(inputs: ShiftInputs) -> bool:
    return inputs.is_required and inputs.page is Page.SIGN_IN
