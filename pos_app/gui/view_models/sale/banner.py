"""The one banner: what just happened, and what to press next."""

from typing import assert_never

from pos_app.domain.checkout.states import (
    Agreeing,
    Asking,
    Cancelling,
    Charging,
    Completed,
    Confirming,
    Freezing,
    Identifying,
    Ordering,
    Quoting,
    Recording,
    Refused,
    Retendering,
    Reversing,
    Revoking,
    Selling,
    Settling,
    State,
    Tendering,
    Unknown,
)
from pos_app.domain.refusal import Refusal
from pos_app.domain.shanghai import local
from pos_app.domain.tender import given
from pos_app.gui.commands import KEYS
from pos_app.gui.ports import RestoreEnd
from pos_app.gui.view_models.sale.goods import name_of
from pos_app.gui.view_models.sale.inputs import (
    Added,
    BillParked,
    BookFailed,
    BooksRestored,
    ClosingLater,
    Declined,
    Desk,
    GoodsClosed,
    Notice,
    NotNow,
    Panel,
    RecoveredAtStart,
    SaleInputs,
    SoldBefore,
    TaskTried,
    TicketPrinted,
    Why,
    Work,
    edited_basket_of,
)
from pos_app.gui.view_models.sale.money import insurance_of
from pos_app.gui.view_models.sale.view import BannerView, Tone
from pos_app.services.last_ticket import LastSale, PaperEnd, PrintedAgain
from pos_app.services.recovery import Outcome
from pos_app.services.tasks import Tried
from pos_app.wording import Wording

_ENDS = {Outcome.RESOLVED: "task_closed", Outcome.REFUNDED: "task_refunded"}
_ENTRIES = frozenset({Panel.QUANTITY, Panel.LINE_DISCOUNT, Panel.BILL_DISCOUNT, Panel.LINE_PRICE})


def derive_banner(inputs: SaleInputs, wording: Wording) -> BannerView:
    """Say the most pressing thing: trouble with the book, then what is being done, then news, then the state."""
    desk, state = inputs.desk, inputs.state
    if isinstance(desk.notice, BookFailed | ClosingLater):
        return _of_notice(desk.notice, wording)
    if isinstance(desk.notice, NotNow) and not _is_overtaken(desk.notice, inputs):
        return _not_now(desk.notice, wording)
    if desk.work is Work.PICTURE:
        return _banner(Tone.BUSY, "picture", wording)
    if desk.notice is not None and not _is_overtaken(desk.notice, inputs):
        return _of_notice(desk.notice, wording)
    if desk.panel is Panel.SCAN and isinstance(state, Selling | Tendering):
        return _banner(Tone.PLAIN, "scan" if inputs.camera else "scan_no_camera", wording)
    if desk.panel in _ENTRIES:
        return _banner(Tone.PLAIN, desk.panel, wording)
    return _of_state(state, desk, wording)


def refused(refusal: Refusal, wording: Wording) -> BannerView:
    key = f"refusal.{refusal.code}"
    return BannerView(Tone.BAD, wording.say(f"{key}.message", detail=refusal.detail), wording.say(f"{key}.next"))


def _is_overtaken(notice: Notice, inputs: SaleInputs) -> bool:
    """Say whether the sale has gone on since: goods are news while goods are put in, closed while they are not."""
    state = inputs.state
    match notice:
        case NotNow(why=Why.BUSY):
            return not inputs.desk.is_waiting
        case NotNow(said_in=said_in):
            return type(state) is not said_in
        case Added():
            return not isinstance(state, Selling)
        case GoodsClosed():
            return edited_basket_of(state) is not None
        case Declined(_, said_in):
            return said_in is not None and type(state) is not said_in
        case _:
            return False


def _of_notice(notice: Notice, wording: Wording) -> BannerView:  # noqa: C901, PLR0912  one case a notice
    match notice:
        case Added(product, quantity):
            return _banner(Tone.GOOD, "added", wording, name=name_of(product, wording), quantity=quantity)
        case GoodsClosed():
            return _banner(Tone.WARN, "goods_closed", wording)
        case Declined(refusal, _):
            return refused(refusal, wording)
        case ClosingLater():
            return _banner(Tone.WARN, "closing", wording)
        case BookFailed(cause):
            return _banner(Tone.BAD, "book_failed", wording, cause=cause)
        case RecoveredAtStart(report):
            return _recovered(report, wording)
        case BillParked(bill):
            return _banner(Tone.GOOD, "parked", wording, number=bill.bill_no, total=bill.total)
        case BooksRestored(end):
            return _restored(end, wording)
        case TaskTried(tried):
            return _tried(tried, wording)
        case NotNow():
            return _not_now(notice, wording)
        case SoldBefore(last):
            return _sold_before(last, wording)
        case TicketPrinted(end):
            return _printed(end, wording)
        case _:
            assert_never(notice)


def _not_now(notice: NotNow, wording: Wording) -> BannerView:
    label = wording.say(f"key.{notice.command}")
    return _banner(Tone.WARN, f"not_now.{notice.why}", wording, pressed=f"{KEYS[notice.command]} {label}")


def _of_state(state: State, desk: Desk, wording: Wording) -> BannerView:  # noqa: C901, PLR0912  one case a state
    match state:
        case Selling(basket) if not basket.lines:
            return _banner(Tone.PLAIN, "empty", wording)
        case Selling(basket):
            return _banner(Tone.PLAIN, "goods", wording, pieces=basket.pieces, total=basket.total)
        case Refused(_, refusal) | Tendering(_, _, Refusal() as refusal) | Retendering(_, refusal):
            return refused(refusal, wording)
        case Confirming(_, Refusal() as refusal):
            return refused(refusal, wording)
        case Identifying():
            return _banner(Tone.BUSY, "identifying", wording)
        case Quoting():
            return _banner(Tone.BUSY, "quoting", wording)
        case Agreeing(_, payer):
            return _banner(Tone.WARN, "agreeing", wording, amount=payer.quote.split.shared)
        case Tendering():
            return _tendering(state, wording)
        case Confirming():
            return _banner(Tone.WARN, "confirming", wording)
        case Charging():
            return _banner(Tone.BUSY, "charging", wording, amount=state.order.tender.amount)
        case Freezing() | Recording() | Ordering():
            return _banner(Tone.BUSY, "writing", wording)
        case Settling():
            return _banner(Tone.BUSY, "settling", wording)
        case Asking() | Reversing() | Revoking() | Cancelling():
            return _undoing(state, desk, wording)
        case Completed(sale):
            return _banner(Tone.GOOD, "completed", wording, change=sale.draft.change)
        case _:
            assert_never(state)


def _tendering(state: Tendering, wording: Wording) -> BannerView:
    split = state.split
    if state.tenders:
        return _banner(Tone.GOOD, "part_taken", wording, taken=given(state.tenders), due=state.rest)
    if state.payer is None:
        return _banner(Tone.PLAIN, "own_pay", wording, due=split.cash)
    insured = state.payer.insured
    return _banner(
        Tone.GOOD,
        "quoted" if split.cash else "quoted_all",
        wording,
        name=insured.masked_name,
        insurance=insurance_of(insured, wording),
        insured=split.insured,
        due=split.cash,
    )


def cause_of(state: Unknown) -> str:
    """Give the key of what is being found out or undone."""
    match state:
        case Asking():
            return "asking"
        case Reversing():
            return "reversing"
        case Revoking():
            return "revoking"
        case Cancelling():
            return "cancelling"


def _undoing(state: Unknown, desk: Desk, wording: Wording) -> BannerView:
    attempts = state.attempts
    if attempts.refusal is not None and not desk.is_waiting:
        return refused(attempts.refusal, wording)
    if attempts.is_given_up and not desk.is_waiting:
        return _banner(Tone.BAD, "unknown", wording)
    return _banner(Tone.WARN, cause_of(state), wording, attempt=attempts.unanswered + 1)


def _tried(tried: Tried, wording: Wording) -> BannerView:
    if tried.refusal is not None:
        return refused(tried.refusal, wording)
    key, tone = ("task_open", Tone.WARN) if tried.is_open else (_ENDS.get(tried.outcome, "task_done"), Tone.GOOD)
    return _banner(tone, key, wording, number=tried.task.number)


def _restored(end: RestoreEnd, wording: Wording) -> BannerView:
    if end.refusal:
        return refused(end.refusal, wording)
    if end.fault:
        return _banner(Tone.BAD, "not_restored", wording, cause=end.fault)
    when = f"{local(end.backup.made_at):%Y-%m-%d %H:%M:%S}"
    return _banner(Tone.GOOD, "restored", wording, when=when, sales=end.backup.sales)


def _recovered(report: tuple[Tried, ...], wording: Wording) -> BannerView:
    unknown = sum(entry.is_open for entry in report)
    if unknown:
        return _banner(Tone.WARN, "recovered_unknown", wording, count=len(report), unknown=unknown)
    return _banner(Tone.GOOD, "recovered", wording, count=len(report))


def _sold_before(last: LastSale, wording: Wording) -> BannerView:
    tone = Tone.WARN if last.paper is PaperEnd.WAITS else Tone.GOOD
    receipt, when = last.receipt, f"{local(last.receipt.sold_at):%m-%d %H:%M:%S}"
    key = f"sold_before.{last.paper}"
    return _banner(tone, key, wording, number=receipt.sale_no, total=receipt.total, time=when)


def _printed(end: PrintedAgain, wording: Wording) -> BannerView:
    number = end.receipt.sale_no
    if end.paper is None:
        return _banner(Tone.WARN, "not_printed", wording, number=number)
    return _banner(Tone.GOOD, "copied" if end.copy else "printed", wording, number=number, copy=end.copy)


def _banner(tone: Tone, key: str, wording: Wording, /, **values: object) -> BannerView:
    return BannerView(tone, wording.say(f"banner.{key}.message", **values), wording.say(f"banner.{key}.next", **values))
