"""Rough hands: every button that can be seen in every place, pressed again before the first press has done its work.

The buttons are found by walking the windows, so that a new one is pressed as well. Afterwards nothing is stuck and the
till, the platform and the pay channel agree to the fen.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog

from pos_app.bootstrap import open_counter
from pos_app.bootstrap.day_end import DayEnd
from pos_app.domain.money import Money
from pos_app.gui.tokens import Scale, Theme
from pos_app.services.day_end import RestoreOrder
from tests.doubles.counter import insured
from tests.doubles.two_books import config_of
from tests.gui.rough_hands import DAY_PLACES, PLACES, RoughHands
from tests.gui.sale_double import SaleDesk, opened
from tests.gui.test_day import lose_a_deal


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SaleDesk:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: ("", ""))
    desk = SaleDesk(tmp_path)
    desk.has_shifts = True
    return desk


@pytest.fixture
def hands(request: pytest.FixtureRequest, qapp: QApplication, desk: SaleDesk) -> Iterator[RoughHands]:
    made = RoughHands(desk, changes_look="nothing" in request.node.name)
    with opened(qapp, desk, till=made.held.append, books=made.held.append) as counter:
        counter.window.activateWindow()
        made.take(counter)
        made.work()
        yield made
        counter.appearance.wear(theme=Theme.LIGHT, scale=Scale.NORMAL)


@pytest.mark.parametrize("place", PLACES)
def test_every_button_pressed_twice_moves_no_money_twice(hands: RoughHands, place: str) -> None:
    press_each(hands, PLACES[place])
    hands.assert_ledgers_agree()


@pytest.fixture
def orders(tmp_path: Path, desk: SaleDesk) -> Iterator[list[RestoreOrder]]:
    """Give the window books of its own whose day can be closed, with a deal that only the centre has."""
    folder = tmp_path / "day"
    lose_a_deal(folder)
    orders: list[RestoreOrder] = []
    with ExitStack() as stack:
        counter = stack.enter_context(open_counter(config_of(folder)))
        desk.day_end = DayEnd(counter, config_of(folder), orders.append)
        yield orders


@pytest.mark.parametrize("place", DAY_PLACES)
def test_the_day_screen_bears_rough_hands(orders: list[RestoreOrder], hands: RoughHands, place: str) -> None:
    press_each(hands, DAY_PLACES[place])
    day_end = hands.desk.day_end
    assert day_end is not None
    assert day_end.verify_audit().bad is None
    assert orders == [], "no manager let anything be put back"


def press_each(hands: RoughHands, go_there: Callable[[RoughHands], None]) -> None:
    pressed: set[str] = set()
    while True:
        hands.desk.platform.pay_in(insured().person_no, Money(3000))
        go_there(hands)
        left = {name: button for name, button in hands.pressable().items() if name not in pressed}
        if not left:
            break
        name, button = next(iter(left.items()))
        pressed.add(name)
        hands.press(button, times=2 + len(pressed) % 2)
        hands.come_to_rest()
    assert pressed
    hands.come_to_rest()
