"""The bar of keys: what each does at this moment; dimmed where it does nothing, with the reason for who presses it."""

from collections.abc import Callable, Mapping

from pos_app.domain.checkout.states import (
    Agreeing,
    Charging,
    Completed,
    Confirming,
    Identifying,
    Quoting,
    Refused,
    Retendering,
    Selling,
    State,
    Tendering,
    basket_of,
)
from pos_app.gui.commands import BAR, KEYS, Command
from pos_app.gui.view_models.sale.inputs import (
    LISTS,
    Panel,
    SaleInputs,
    Why,
    is_charge_open,
    is_given_up,
    listed_in,
    rest_of,
)
from pos_app.gui.view_models.sale.view import KeyView
from pos_app.wording import Wording


def derive_keys(inputs: SaleInputs, wording: Wording) -> tuple[KeyView, ...]:
    return tuple(
        KeyView(
            command=command,
            key=KEYS[command],
            label=wording.say(f"key.{_label(command, inputs)}"),
            is_enabled=why_not(command, inputs) is None,
            is_primary=command is Command.PAY,
        )
        for command in BAR
    )


def why_not(command: Command, inputs: SaleInputs) -> Why | None:
    """Say why a command would do nothing now; None where it would do something."""
    rule = _RULES.get(command)
    return rule(inputs) if rule else None


def _why_no_search(inputs: SaleInputs) -> Why | None:
    return None if _takes_goods(inputs.state) else _standing_in_the_way(inputs.state)


def _why_no_line(inputs: SaleInputs) -> Why | None:
    if not _takes_goods(inputs.state):
        return _standing_in_the_way(inputs.state)
    return None if basket_of(inputs.state).lines else Why.NO_GOODS


def _why_no_scan(inputs: SaleInputs) -> Why | None:
    if inputs.desk.is_waiting:
        return Why.BUSY
    return None if isinstance(inputs.state, Tendering) else _why_no_line(inputs)


def _why_no_card(inputs: SaleInputs) -> Why | None:
    match inputs.state:
        case _ if inputs.desk.is_waiting:
            return Why.BUSY
        case Tendering() | Retendering() as state:
            return None if rest_of(state) else Why.NOTHING_DUE
        case Selling() | Refused():
            return Why.NOT_PAYING
        case state:
            return _standing_in_the_way(state)


def _why_not_beside(inputs: SaleInputs) -> Why | None:
    """Say why the counter is not free for something else than this sale."""
    if inputs.desk.is_waiting:
        return Why.BUSY
    is_free = isinstance(inputs.state, Selling | Refused | Completed)
    return None if is_free else _standing_in_the_way(inputs.state)


def _why_no_tasks(inputs: SaleInputs) -> Why | None:
    return Why.BUSY if inputs.desk.is_waiting else None


def _why_no_ticket(inputs: SaleInputs) -> Why | None:
    desk = inputs.desk
    if not desk.has_sold:
        return Why.NO_TICKET
    return Why.BUSY if desk.is_waiting and (desk.panel is Panel.TICKET or desk.last_ticket is None) else None


def _takes_goods(state: State) -> bool:
    return isinstance(state, Selling | Refused)


def _standing_in_the_way(state: State) -> Why:
    match state:
        case Completed():
            return Why.DONE
        case Identifying() | Quoting() | Agreeing() | Tendering():
            return Why.PAYING
        case _:
            return Why.UNFINISHED


def _why_not_forward(inputs: SaleInputs) -> Why | None:
    desk, state = inputs.desk, inputs.state
    if isinstance(state, Completed) and desk.panel not in LISTS:
        return None
    if desk.is_waiting:
        return Why.BUSY
    if desk.panel in LISTS:
        return None if listed_in(desk) else Why.NOTHING_LISTED
    match state:
        case Selling(basket) | Refused(basket):
            return None if basket.lines else Why.NO_GOODS
        case Agreeing() | Tendering() | Retendering() | Confirming():
            return None
        case _:
            return None if is_given_up(state) or is_charge_open(state) else Why.UNFINISHED


def _why_not_back(inputs: SaleInputs) -> Why | None:
    desk, state = inputs.desk, inputs.state
    if desk.panel is not Panel.NONE or desk.query or isinstance(state, Identifying | Quoting | Completed):
        return None
    if desk.is_waiting:
        return Why.BUSY
    if isinstance(state, Refused | Tendering | Agreeing | Confirming | Charging | Retendering):
        return None
    return Why.NOTHING_OPEN if isinstance(state, Selling) else Why.UNFINISHED


def _label(command: Command, inputs: SaleInputs) -> str:
    match command:
        case Command.PAY:
            return _forward(inputs)
        case Command.LAST_TICKET if inputs.desk.panel is Panel.TICKET:
            return "print_again"
        case _:
            return command


def _forward(inputs: SaleInputs) -> str:
    if inputs.desk.panel in LISTS:
        return "try_again" if inputs.desk.panel is Panel.TASKS else "resume"
    match inputs.state:
        case Tendering() | Retendering():
            return "confirm"
        case Completed():
            return "next_sale"
        case Agreeing():
            return "agreed"
        case Confirming():
            return "confirmed"
        case Charging():
            return "query"
        case state:
            return "try_again" if is_given_up(state) else "pay"


_RULES: Mapping[Command, Callable[[SaleInputs], Why | None]] = {
    Command.SEARCH: _why_no_search,
    Command.QUANTITY: _why_no_line,
    Command.DISCOUNT: _why_no_line,
    Command.REMOVE_LINE: _why_no_line,
    Command.SCAN: _why_no_scan,
    Command.CARD: _why_no_card,
    Command.PARK: _why_not_beside,
    Command.REFUND: _why_not_beside,
    Command.TASKS: _why_no_tasks,
    Command.LAST_TICKET: _why_no_ticket,
    Command.PAY: _why_not_forward,
    Command.BACK: _why_not_back,
}
"""What is not named here always does something."""
