"""Every key of the table that F1 opens, in every place of a sale: it does something, or it says why not now."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from pos_app.domain.money import Money
from pos_app.gui.commands import KEYS, Command
from pos_app.gui.view_models.sale.inputs import NotNow, Panel
from pos_app.wallet.scripts import Script
from tests.doubles.counter import CREAM, insured
from tests.gui.rough_hands import PLACES, RoughHands
from tests.gui.sale_double import SaleDesk, opened

# The look's keys do what they do everywhere, and to dress all widgets anew takes longer than all the rest; at this
# counter nobody closes a day, and there is no camera to choose.
LEFT_OUT = {Command.LANGUAGE, Command.THEME, Command.LARGER, Command.SMALLER, Command.CAMERA, Command.DAY}
PRESSED = [command for command in KEYS if command not in LEFT_OUT]
# Pressed again, a key that opens a list makes it anew, which shows nothing where nothing has changed.
OPENS = {
    Panel.TASKS: Command.TASKS,
    Panel.PARKED: Command.PARK,
    Panel.SCAN: Command.SCAN,
    Panel.QUANTITY: Command.QUANTITY,
}


def _then(go: Callable[[RoughHands], object], deed: Callable[[RoughHands], object]) -> Callable[[RoughHands], None]:
    def go_there(hands: RoughHands) -> None:
        go(hands)
        hands.work()
        deed(hands)
        hands.work()

    return go_there


def _busy(hands: RoughHands) -> None:
    hands.goods()
    hands.counter.model.show_tasks()


def _parked(hands: RoughHands) -> None:
    hands.goods()
    hands.counter.model.park()
    hands.work()
    hands.counter.model.park()
    hands.work()


def _nothing_due(hands: RoughHands) -> None:
    hands.desk.platform.pay_in(insured().person_no, Money(1000_00))
    hands.tender()


KEY_PLACES: Mapping[str, Callable[[RoughHands], None]] = {
    **{name: PLACES[name] for name in ("nothing", "tendering", "customer pays", "unknown", "confirming")},
    "goods": RoughHands.goods,
    "completed": _then(PLACES["completed"], lambda hands: hands.desk.clock.advance(seconds=1)),
    "searching": _then(RoughHands.goods, lambda hands: hands.counter.model.search("gm")),
    "armed": _then(RoughHands.goods, lambda hands: hands.counter.model.arm_scan()),
    "quantity": _then(RoughHands.goods, lambda hands: hands.counter.model.begin_quantity()),
    "refused": _then(RoughHands.goods, lambda hands: hands.counter.model.take_text("X" * 30 + CREAM.barcode)),
    "nothing due": _nothing_due,
    "charge failed": _then(RoughHands.tender, lambda hands: hands.scan_pay_code(Script.REFUSED)),
    "tasks": _then(RoughHands.goods, lambda hands: hands.counter.model.show_tasks()),
    "parked": _parked,
    "help": _then(RoughHands.goods, lambda hands: hands.counter.window.do(Command.HELP)),
    "busy": _busy,
}


@pytest.fixture
def hands(qapp: QApplication, tmp_path: Path) -> Iterator[RoughHands]:
    desk = SaleDesk(tmp_path)
    desk.has_shifts = True
    made = RoughHands(desk, changes_look=False)
    with opened(qapp, desk, till=made.held.append) as counter:
        counter.window.activateWindow()
        made.take(counter)
        made.work()
        yield made


@pytest.mark.parametrize("place", KEY_PLACES)
def test_every_key_acts_or_says_why_not(hands: RoughHands, place: str) -> None:
    silent: list[Command] = []
    for command in PRESSED:
        hands.desk.platform.pay_in(insured().person_no, Money(3000))
        KEY_PLACES[place](hands)
        if not _is_heard(hands, command):
            silent.append(command)
        if hands.counter.window._help.isVisible():
            hands.counter.window.do(Command.HELP)
        hands.come_to_rest()
    assert silent == []
    hands.assert_ledgers_agree()


def _is_heard(hands: RoughHands, command: Command) -> bool:
    """Press a key as the keyboard does; say whether anything came of it that a person sees or that is under way."""
    window, model = hands.counter.window, hands.counter.model
    window.activateWindow()
    QApplication.processEvents()
    if not window._help.isVisible():
        window.setFocus()
    search = window._screen._entry._search
    if command is Command.REMOVE_LINE and (search.text() or not search.isVisible()):
        return True  # it is the field's: it deletes what stands there, and takes lines out where goods are searched
    panel, before = model._desk.panel, _seen(hands)
    QTest.keySequence(search if command is Command.REMOVE_LINE else window.windowHandle(), QKeySequence(KEYS[command]))
    notice = model._desk.notice
    if isinstance(notice, NotNow):
        return notice.command is command and KEYS[command] in model.view.banner.message
    return _seen(hands) != before or OPENS.get(panel) is command


def _seen(hands: RoughHands) -> object:
    visible = {type(widget).__name__ for widget in QApplication.topLevelWidgets() if widget.isVisible()}
    help_is_open = hands.counter.window._help.isVisible()
    return hands.counter.model.view, visible, help_is_open, QApplication.focusWidget(), len(hands.held)
