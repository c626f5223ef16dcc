"""What a person can ask of the cashier window, and the key that asks it."""

from collections.abc import Mapping
from enum import StrEnum
from itertools import chain


class Command(StrEnum):
    """The value is the key of its words: `key.<value>` on the button, `key.<value>_help` in the overlay."""

    HELP = "help"
    SEARCH = "search"
    QUANTITY = "quantity"
    DISCOUNT = "discount"
    PARK = "park"
    REMOVE_LINE = "remove_line"
    REFUND = "refund"
    SCAN = "scan"
    PHONE = "phone"
    CARD = "card"
    LAST_TICKET = "last_ticket"
    TASKS = "tasks"
    SHIFT = "shift"
    DRAWER = "drawer"
    DAY = "day"
    CAMERA = "camera"
    PAY = "pay"
    BACK = "back"
    LANGUAGE = "language"
    THEME = "theme"
    LARGER = "larger"
    SMALLER = "smaller"


KEYS: Mapping[Command, str] = {
    Command.HELP: "F1",
    Command.SEARCH: "F2",
    Command.QUANTITY: "F3",
    Command.PARK: "F4",
    Command.REFUND: "F5",
    Command.SCAN: "F6",
    Command.PHONE: "F7",
    Command.CARD: "F8",
    Command.LAST_TICKET: "F9",
    Command.TASKS: "F10",
    Command.SHIFT: "F11",
    Command.PAY: "F12",
    Command.BACK: "Esc",
    Command.REMOVE_LINE: "Del",
    Command.DISCOUNT: "Ctrl+D",
    Command.DRAWER: "Ctrl+O",
    Command.DAY: "Ctrl+R",
    Command.CAMERA: "Ctrl+M",
    Command.LANGUAGE: "Ctrl+L",
    Command.THEME: "Ctrl+T",
    Command.LARGER: "Ctrl++",
    Command.SMALLER: "Ctrl+-",
}

# On the bar at the foot of the window: above what is done to this sale, below what is done beside it.
BAR_ROWS: tuple[tuple[Command, ...], ...] = (
    (
        Command.HELP,
        Command.SEARCH,
        Command.QUANTITY,
        Command.REMOVE_LINE,
        Command.DISCOUNT,
        Command.PARK,
        Command.SCAN,
        Command.CARD,
    ),
    (
        Command.BACK,
        Command.REFUND,
        Command.LAST_TICKET,
        Command.TASKS,
        Command.PHONE,
        Command.SHIFT,
        Command.DRAWER,
        Command.DAY,
    ),
)
BAR_FORWARD = Command.PAY
BAR = (*chain.from_iterable(BAR_ROWS), BAR_FORWARD)
