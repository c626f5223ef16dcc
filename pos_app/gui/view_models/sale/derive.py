"""From what is known to what is shown: one pure function for the whole sale screen."""

from dataclasses import replace

from pos_app.domain.checkout.states import (
    AUTOMATIC_TRIES,
    Agreeing,
    Asking,
    Cancelling,
    Charging,
    Completed,
    Confirming,
    Freezing,
    Ordering,
    Recording,
    Refused,
    Retendering,
    Reversing,
    Revoking,
    Settling,
    State,
    Tendering,
    Unknown,
    basket_of,
)
from pos_app.domain.money import Money
from pos_app.domain.refusal import RefusalCode
from pos_app.domain.shanghai import local
from pos_app.gui.view_models.sale.banner import cause_of, derive_banner
from pos_app.gui.view_models.sale.goods import derive_found, derive_lines, name_of, selected_index
from pos_app.gui.view_models.sale.inputs import (
    Desk,
    Panel,
    SaleInputs,
    Work,
    is_charge_open,
    is_given_up,
)
from pos_app.gui.view_models.sale.keys import derive_keys
from pos_app.gui.view_models.sale.money import derive_person, derive_result, derive_sums, derive_tender
from pos_app.gui.view_models.sale.reductions import FOLLOWING
from pos_app.gui.view_models.sale.view import (
    Entry,
    EntryView,
    Focus,
    SaleView,
    ScanView,
    Stage,
    StatusView,
    TasksView,
    TicketView,
    Tone,
    UnknownView,
)
from pos_app.wording import Wording

_COLUMNS = ("number", "goods", "quantity", "price", "amount", "charge_class")


def derive_sale_view(inputs: SaleInputs, wording: Wording) -> SaleView:
    """Give the screen for these inputs; the same inputs give the same screen."""
    state, desk, shop = inputs.state, inputs.desk, inputs.shop
    stage, basket = _stage(inputs), basket_of(inputs.state)
    entry = _entry(inputs, wording)
    is_searching = entry.kind is Entry.SEARCH and bool(desk.query.strip())
    return SaleView(
        stage=stage,
        focus=_focus(stage, entry.kind, desk),
        entry=entry,
        found=derive_found(desk.found, shop, wording) if is_searching else (),
        found_index=desk.found_index,
        columns=tuple(wording.say(f"sale.column.{name}") for name in _COLUMNS),
        lines=derive_lines(basket, shop, wording),
        selected=selected_index(basket, desk.selected_code),
        empty_hint=wording.say("sale.empty_hint"),
        tender=derive_tender(state, desk, wording),
        scan=_scan(inputs, wording),
        person=derive_person(state, wording),
        sums=derive_sums(state, wording),
        banner=derive_banner(inputs, wording),
        keys=derive_keys(inputs, wording),
        statuses=_statuses(inputs, wording),
        result=derive_result(inputs, wording),
        unknown=_unknown(inputs, wording),
        ticket=_ticket(desk, wording),
        tasks=_tasks(desk, wording),
    )


def _stage(inputs: SaleInputs) -> Stage:
    if inputs.desk.panel is Panel.TICKET:
        return Stage.TICKET
    if inputs.desk.panel in {Panel.TASKS, Panel.PARKED}:
        return Stage.TASKS
    match inputs.state:
        case Completed():
            return Stage.RESULT
        case Asking() | Reversing() | Revoking() | Cancelling() | Charging() | Confirming() | Agreeing():
            return Stage.UNKNOWN
        case _:
            return Stage.GOODS


def _focus(stage: Stage, entry: Entry, desk: Desk) -> Focus:
    if stage is not Stage.GOODS:
        return Focus(stage.value)
    return Focus.SCAN if desk.panel is Panel.SCAN else Focus(entry.value)


def _entry(inputs: SaleInputs, wording: Wording) -> EntryView:
    state, desk = inputs.state, inputs.desk
    match state:
        case Tendering() | Retendering():
            return _entry_view(Entry.CASH, desk.cash_text, wording, is_enabled=not desk.is_waiting)
        case Freezing() | Settling() | Recording() | Ordering():
            return _entry_view(Entry.CASH, desk.cash_text, wording, is_enabled=False)
        case _ if desk.panel is Panel.QUANTITY:
            basket = basket_of(state)
            product = basket.lines[selected_index(basket, desk.selected_code)].product
            label = wording.say("sale.entry.quantity_of", name=name_of(product, wording))
            return EntryView(
                Entry.QUANTITY, label, desk.quantity_text, wording.say("sale.entry.quantity_hint"), is_enabled=True
            )
        case _ if desk.panel in FOLLOWING and basket_of(state).lines:
            return _reduction_entry(inputs, wording)
        case _:
            return _entry_view(Entry.SEARCH, desk.query, wording, is_enabled=True)


def _reduction_entry(inputs: SaleInputs, wording: Wording) -> EntryView:
    desk, basket = inputs.desk, basket_of(inputs.state)
    name = name_of(basket.lines[selected_index(basket, desk.selected_code)].product, wording)
    kind = Entry(desk.panel.value)
    label, hint = wording.say(f"sale.entry.{kind}", name=name), wording.say(f"sale.entry.{kind}_hint")
    return EntryView(kind, label, desk.reduction_text, hint, is_enabled=True)


def _entry_view(kind: Entry, text: str, wording: Wording, *, is_enabled: bool) -> EntryView:
    label, hint = wording.say(f"sale.entry.{kind}"), wording.say(f"sale.entry.{kind}_hint")
    return EntryView(kind, label, text, hint, is_enabled=is_enabled)


def _scan(inputs: SaleInputs, wording: Wording) -> ScanView:
    is_armed = inputs.desk.panel is Panel.SCAN
    return ScanView(
        title=wording.say("sale.scan.armed" if is_armed else "sale.scan.title"),
        hint=wording.say("sale.scan.hint" if inputs.camera else "sale.scan.no_camera"),
        choose=wording.say("sale.scan.choose"),
        paste=wording.say("sale.scan.paste"),
        phone=wording.say("sale.scan.phone"),
        is_armed=is_armed,
        has_camera=bool(inputs.camera),
    )


def _unknown(inputs: SaleInputs, wording: Wording) -> UnknownView | None:
    state = inputs.state
    match state:
        case Agreeing(_, payer):
            words = ("agreeing", "agreeing", "agreeing_yes", "agreeing_no")
            shared, is_free = payer.quote.split.shared, not inputs.desk.is_waiting
            return replace(_waiting_view(words, shared, wording, is_enabled=is_free), is_question=True)
        case Confirming():
            words = ("confirming", "confirming", "confirming_go", "confirming_back")
            return _waiting_view(words, state.draft.split.insured, wording, is_enabled=not inputs.desk.is_waiting)
        case Charging():
            follow = "charging_stopping" if state.is_stopping else "charging"
            words = ("charging", follow, "query", "charging_stop")
            is_enabled = is_charge_open(state) and not inputs.desk.is_waiting
            return _waiting_view(words, state.order.tender.amount, wording, is_enabled=is_enabled)
        case Asking() | Reversing() | Revoking() | Cancelling():
            return _unknown_view(state, wording, may_decide=is_given_up(state) and not inputs.desk.is_waiting)
        case _:
            return None


def _waiting_view(
    words: tuple[str, str, str, str], amount: Money, wording: Wording, *, is_enabled: bool
) -> UnknownView:
    """Say that the customer is waited for: nothing is wrong."""
    title, explanation, again, leave = words
    return UnknownView(
        title=wording.say(f"sale.unknown.title_{title}", amount=amount),
        explanation=tuple(wording.say(f"sale.unknown.{explanation}_{number}") for number in (1, 2, 3)),
        again=wording.say(f"sale.unknown.{again}"),
        leave=wording.say(f"sale.unknown.{leave}"),
        is_enabled=is_enabled,
        is_trouble=False,
    )


def _unknown_view(state: Unknown, wording: Wording, *, may_decide: bool) -> UnknownView:
    attempts = state.attempts
    if attempts.refusal is not None:
        follow = "refused"
    else:
        follow = "given_up" if attempts.unanswered >= AUTOMATIC_TRIES else "trying"
    return UnknownView(
        title=wording.say("sale.unknown.title"),
        explanation=(
            wording.say(f"sale.unknown.{cause_of(state)}"),
            wording.say("sale.unknown.safe"),
            wording.say(f"sale.unknown.{follow}", number=state.deal.sale_no),
        ),
        again=wording.say("sale.unknown.query" if isinstance(state, Asking) else "sale.unknown.again"),
        leave=wording.say("sale.unknown.leave"),
        is_enabled=may_decide,
    )


def _ticket(desk: Desk, wording: Wording) -> TicketView | None:
    if desk.panel is not Panel.TICKET:
        return None
    say = wording.say
    return TicketView(
        title=say("sale.ticket.title"),
        again=say("sale.ticket.again"),
        close=say("sale.ticket.close"),
        may_print=not desk.is_waiting,
        ticket=desk.last_ticket,
        absent=say("sale.ticket.absent"),
    )


def _tasks(desk: Desk, wording: Wording) -> TasksView | None:
    if desk.panel is Panel.PARKED:
        return _parked(desk, wording)
    if desk.panel is not Panel.TASKS:
        return None
    say, count = wording.say, len(desk.tasks)
    return TasksView(
        title=say("sale.tasks.title", count=count) if count else say("sale.tasks.none"),
        hint=say("sale.tasks.hint" if count else "sale.tasks.none_hint"),
        rows=tuple(
            (
                say(f"sale.tasks.{'refund_row' if task.is_refund else 'row'}", number=task.number, total=task.total),
                say("sale.tasks.since", time=f"{local(task.since):%m-%d %H:%M:%S}"),
            )
            for task in desk.tasks
        ),
        chosen=desk.task_index,
        again=say("sale.tasks.again"),
        by_hand=say("sale.tasks.by_hand"),
        close=say("sale.ticket.close"),
        is_enabled=not desk.is_waiting,
    )


def _parked(desk: Desk, wording: Wording) -> TasksView:
    say, count = wording.say, len(desk.parked)
    return TasksView(
        title=say("sale.parked.title", count=count) if count else say("sale.parked.none"),
        hint=say("sale.parked.hint" if count else "sale.parked.none_hint"),
        rows=tuple(
            (
                say("sale.parked.row", number=bill.bill_no, total=bill.total, pieces=bill.pieces),
                say("sale.parked.since", time=f"{local(bill.parked_at):%m-%d %H:%M:%S}"),
            )
            for bill in desk.parked
        ),
        chosen=desk.task_index,
        again=say("sale.parked.resume"),
        by_hand="",
        close=say("sale.ticket.close"),
        is_enabled=not desk.is_waiting,
    )


def _statuses(inputs: SaleInputs, wording: Wording) -> tuple[StatusView, ...]:
    platform = "platform_silent" if _is_silent(inputs.state) else "platform"
    light = Tone.WARN if inputs.is_camera_silent else Tone.GOOD
    scanner = StatusView(inputs.camera, light) if inputs.camera else _status(wording, "no_camera", Tone.PLAIN)
    is_unprinted = isinstance(inputs.state, Completed) and inputs.desk.work is Work.NONE and inputs.desk.ticket is None
    return (
        _status(wording, platform, Tone.BAD if _is_silent(inputs.state) else Tone.GOOD),
        scanner,
        _status(wording, "no_paper" if is_unprinted else "printer", Tone.WARN if is_unprinted else Tone.GOOD),
    )


def _status(wording: Wording, name: str, tone: Tone) -> StatusView:
    return StatusView(wording.say(f"state.{name}"), tone)


def _is_silent(state: State) -> bool:
    match state:
        case Refused(_, refusal):
            return refusal.code is RefusalCode.PLATFORM_SILENT
        case Asking() | Reversing() | Cancelling():
            return True
        case _:
            return False
