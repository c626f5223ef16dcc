"""The keys at the foot of the window: all of them there, and large enough to be read where there is little room."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from pos_app.gui.commands import BAR, BAR_FORWARD, KEYS, Command
from pos_app.gui.screens.sale.key_bar import KeyBar
from pos_app.gui.tokens import Scale
from pos_app.gui.view_models.sale.view import KeyView
from pos_app.gui.widgets.key_button import KeyButton
from pos_app.wording import Language, Wording
from tests.gui.stage import look, settle

SET_UP_ONCE = {Command.CAMERA, Command.LANGUAGE, Command.THEME, Command.LARGER, Command.SMALLER}
NARROW = 1024 - 2 * 20  # the window's own edges at the largest scale
_READABLE = {Scale.NORMAL: 12, Scale.LARGE: 15, Scale.LARGEST: 15}


@pytest.fixture(params=Language)
def keys(request: pytest.FixtureRequest) -> tuple[KeyView, ...]:
    say = Wording(request.param).say
    return tuple(
        KeyView(command, KEYS[command], say(f"key.{command}"), is_enabled=True, is_primary=command is BAR_FORWARD)
        for command in BAR
    )


@pytest.fixture(params=Scale)
def scale(qapp: QApplication, request: pytest.FixtureRequest) -> Iterator[Scale]:
    look(qapp, scale=request.param)
    yield request.param
    look(qapp)


def test_every_key_is_on_the_bar_but_what_is_set_up_once() -> None:
    assert set(BAR) == set(Command) - SET_UP_ONCE
    assert len(BAR) == len(set(BAR))


def test_every_key_can_be_read_on_a_narrow_screen(qapp: QApplication, scale: Scale, keys: tuple[KeyView, ...]) -> None:
    bar = KeyBar(look(qapp, scale=scale))
    bar.render_view(keys)
    bar.resize(NARROW, bar.sizeHint().height())
    bar.show()
    settle()
    for button in bar.findChildren(KeyButton):
        words, key, label = button._arranged()
        assert words.label.pixelSize() >= _READABLE[scale], button.text()
        assert words.label_width <= button.width(), button.text()
        assert key.left() >= 0
        assert label.right() <= button.width()
    bar.close()
    bar.deleteLater()


def test_the_bar_leaves_the_goods_their_room_at_the_largest_scale(qapp: QApplication) -> None:
    bar = KeyBar(look(qapp, scale=Scale.LARGEST))
    assert bar.sizeHint().height() <= 768 // 8
    bar.deleteLater()
    look(qapp)


def test_a_press_names_its_command(qapp: QApplication, keys: tuple[KeyView, ...]) -> None:
    bar = KeyBar(look(qapp))
    bar.render_view(keys)
    pressed: list[str] = []
    bar.pressed.connect(pressed.append)
    for command in BAR:
        bar._buttons[command].click()
    assert pressed == [command.value for command in BAR]
    bar.deleteLater()
