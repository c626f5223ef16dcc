"""The camera's widget paints what it is given, whole, outlined, and says when it has."""

from dataclasses import dataclass, replace

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from pos_app.gui.camera_sight import CameraSight
from pos_app.gui.theme import Appearance
from pos_app.gui.tokens import LIGHT, Scale, Theme
from pos_app.gui.widgets.camera_view import CameraView
from tests.gui.stage import colours, grab, look


@dataclass(frozen=True)
class Frame:
    width: int
    height: int
    rgb: bytes
    dropped: int = 0


RED = Frame(16, 9, bytes([255, 0, 0]) * 144)
SQUARE = ((0.25, 0.25), (0.75, 0.25), (0.75, 0.75), (0.25, 0.75))
SIGHT = CameraSight(name="Scanner picture", frame=RED, source="Camera 1", finding="zxing · 3 ms")


@pytest.fixture
def appearance(qapp: QApplication) -> Appearance:
    return look(qapp)


@pytest.fixture
def view(qtbot: QtBot, appearance: Appearance) -> CameraView:
    view = CameraView(appearance)
    qtbot.addWidget(view)
    view.resize(432, 243)
    view.show()
    qtbot.waitExposed(view)
    return view


def test_the_picture_fills_the_widget_in_its_own_shape(view: CameraView) -> None:
    view.render_view(SIGHT)
    assert grab(view).pixelColor(216, 20).name() == "#ff0000"
    view.resize(432, 400)
    assert (view.picture_rect().width(), view.picture_rect().height()) == (432, 243)
    assert grab(view).pixelColor(216, 20).name() == LIGHT.camera.lower()


def test_the_found_code_is_outlined_where_it_was_found(view: CameraView) -> None:
    view.render_view(replace(SIGHT, outlines=(SQUARE,)))
    image = grab(view)
    bright = QColor(LIGHT.accent_bright).name()
    for x, y in ((0.5, 0.25), (0.75, 0.5), (0.5, 0.75), (0.25, 0.5)):
        assert image.pixelColor(round(x * 432), round(y * 243)).name() == bright
    assert image.pixelColor(216, 121).name() == "#ff0000"


def test_painting_a_frame_is_told(view: CameraView, qtbot: QtBot) -> None:
    with qtbot.waitSignal(view.painted, timeout=60_000):
        view.render_view(SIGHT)


def test_a_hidden_widget_does_not_hold_up_the_camera(view: CameraView, qtbot: QtBot) -> None:
    view.hide()
    with qtbot.waitSignal(view.painted, timeout=0):
        view.render_view(SIGHT)


def test_the_frame_may_be_let_go_of_as_soon_as_it_is_rendered(view: CameraView) -> None:
    pixels = bytearray([0, 0, 255] * 144)
    view.render_view(replace(SIGHT, frame=Frame(16, 9, bytes(pixels))))
    del pixels
    assert grab(view).pixelColor(216, 20).name() == "#0000ff"


def test_a_frame_whose_rows_are_no_multiple_of_four_bytes_is_painted_straight(view: CameraView) -> None:
    column = bytes([255, 0, 0, 0, 255, 0, 0, 0, 255])
    view.render_view(replace(SIGHT, frame=Frame(3, 2, column * 2)))
    image = grab(view)
    area = view.picture_rect()
    for number in range(3):
        x = area.x() + (number + 0.5) * area.width() / 3
        colour = image.pixelColor(round(x), round(area.center().y()))
        brightest = max(range(3), key=(colour.red(), colour.green(), colour.blue()).__getitem__)
        assert brightest == number


@pytest.mark.parametrize("scale", Scale)
def test_without_a_picture_the_sentence_stands_within_the_widget(
    qtbot: QtBot, qapp: QApplication, scale: Scale
) -> None:
    look(qapp, theme=Theme.HIGH_CONTRAST, scale=scale)
    view = CameraView(look(qapp, theme=Theme.HIGH_CONTRAST, scale=scale))
    qtbot.addWidget(view)
    view.resize(view.minimumSizeHint())
    view.render_view(
        CameraSight(
            name="Scanner picture", sentence="No camera", next_step="Choose a picture, or use the phone window."
        )
    )
    image = grab(view)
    assert "#ffffff" in colours(image)
    edge = {image.pixelColor(x, y).name() for x in range(8, image.width() - 8) for y in (0, image.height() - 1)}
    assert edge == {"#000000"}, "words run out of the widget"


def test_what_is_seen_is_also_said(view: CameraView) -> None:
    view.render_view(SIGHT)
    assert view.accessibleName() == "Scanner picture"
    assert view.accessibleDescription() == "Camera 1 zxing · 3 ms"
