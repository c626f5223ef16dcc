"""What is pressed and typed on the sale screen, joined to what the view model does."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, Slot

from pos_app.gui.commands import Command
from pos_app.gui.screens.sale.sale_screen import SaleScreen
from pos_app.gui.view_models.sale.model import SaleViewModel
from pos_app.gui.view_models.sale.view import Entry

_PAGE = 5  # lines


class SaleWiring(QObject):
    """Lives as long as the screen: the screen shows the model's view, the model hears the screen."""

    def __init__(self, screen: SaleScreen, model: SaleViewModel) -> None:
        super().__init__(screen)
        self._screen = screen
        self._model = model
        self._keys = _keys_of(model)
        model.changed.connect(self._render)
        screen.edited.connect(model.type_text)
        screen.entry_key_pressed.connect(self._press)
        screen.quick_pressed.connect(model.give)
        screen.line_picked.connect(model.choose_line)
        screen.found_picked.connect(model.pick_found)
        screen.forward_pressed.connect(model.forward)
        screen.leave_pressed.connect(model.leave_unknown)
        screen.back_pressed.connect(model.step_back)
        screen.task_picked.connect(model.choose_task)
        screen.task_pressed.connect(model.try_task)
        screen.task_by_hand_pressed.connect(model.ask_to_close_task)
        self._render()

    @Slot()
    def _render(self) -> None:
        self._screen.render_view(self._model.view)

    @Slot(str)
    def _press(self, key: str) -> None:
        self._keys[self._model.view.entry.kind][key]()


def _keys_of(model: SaleViewModel) -> Mapping[Entry, Mapping[str, Callable[[], None]]]:
    def allowed(command: Command, deed: Callable[[], None]) -> Callable[[], None]:
        """Do what a command's other key does, or let the banner say why not now."""
        return lambda: deed() if model.allows(command) else None

    return {
        Entry.SEARCH: {
            "enter": model.pick,
            "up": lambda: model.move(-1),
            "down": lambda: model.move(1),
            "page_up": lambda: model.move(-_PAGE),
            "page_down": lambda: model.move(_PAGE),
            "more": allowed(Command.QUANTITY, lambda: model.change_quantity(1)),
            "less": allowed(Command.QUANTITY, lambda: model.change_quantity(-1)),
            "quantity": allowed(Command.QUANTITY, model.begin_quantity),
            "remove": allowed(Command.REMOVE_LINE, model.remove_line),
        },
        Entry.QUANTITY: {"enter": model.set_quantity},
        Entry.LINE_DISCOUNT: {"enter": model.set_reduction},
        Entry.BILL_DISCOUNT: {"enter": model.set_reduction},
        Entry.LINE_PRICE: {"enter": model.set_reduction},
        Entry.CASH: {
            "enter": model.forward,
            "down": lambda: model.step_cash(1),
            "up": lambda: model.step_cash(-1),
        },
    }
