"""The bar of keys: what each does at this moment, dimmed where it does nothing."""

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
    Tendering,
    basket_of,
)
from pos_app.gui.commands import BAR, KEYS, Command
from pos_app.gui.view_models.sale.inputs import (
    Panel,
    SaleInputs,
    is_charge_open,
    is_given_up,
    rest_of,
)
from pos_app.gui.view_models.sale.view import KeyView
from pos_app.wording import Wording


def derive_keys(inputs: SaleInputs, wording: Wording) -> tuple[KeyView, ...]:
    return tuple(
        KeyView(
            command=command,
            key=KEYS[command],
            label=wording.say(f"key.{_forward(inputs) if command is Command.PAY else command}"),
            is_enabled=is_offered(command, inputs),
            is_primary=command is Command.PAY,
        )
        for command in BAR
    )


def is_offered(command: Command, inputs: SaleInputs) -> bool:  # noqa: C901  one case a command
    """Say whether a command would do something now."""
    state, desk = inputs.state, inputs.desk
    is_selling = isinstance(state, Selling | Refused)
    has_lines = bool(basket_of(state).lines)
    match command:
        case Command.SEARCH:
            return is_selling
        case Command.QUANTITY | Command.DISCOUNT | Command.REMOVE_LINE:
            return is_selling and has_lines
        case Command.PARK:
            return (is_selling or isinstance(state, Completed)) and not desk.is_waiting
        case Command.SCAN:
            return (is_selling and has_lines) or isinstance(state, Tendering | Retendering)
        case Command.CARD:
            return bool(rest_of(state)) and not desk.is_waiting
        case Command.LAST_TICKET:
            return desk.last_ticket is not None
        case Command.PAY:
            return _can_go_forward(inputs)
        case Command.BACK:
            return _can_go_back(inputs)
        case _:
            return True


def _can_go_forward(inputs: SaleInputs) -> bool:
    is_free = not inputs.desk.is_waiting
    match inputs.state:
        case Completed():
            return True
        case Selling(basket) | Refused(basket):
            return is_free and bool(basket.lines)
        case Agreeing() | Tendering() | Retendering() | Confirming():
            return is_free
        case state:
            return is_free and (is_given_up(state) or is_charge_open(state))


def _can_go_back(inputs: SaleInputs) -> bool:
    desk = inputs.desk
    if desk.panel is not Panel.NONE or desk.query:
        return True
    waits = Agreeing | Confirming | Charging | Retendering
    return isinstance(inputs.state, Refused | Identifying | Quoting | Tendering | Completed | waits)


def _forward(inputs: SaleInputs) -> str:
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
