"""The ticket on the screen: dot for dot where it fits, whole where it does not, and in words."""

import io

import pytest
from PIL import Image, ImageDraw
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from pos_app.gui.tokens import Scale, Theme
from pos_app.gui.widgets.receipt_view import ReceiptView, TicketSight
from tests.gui.stage import colours, grab, look

DOTS, HEIGHT = 576, 1400


def ticket() -> TicketSight:
    image = Image.new("1", (DOTS, HEIGHT), color=1)
    ImageDraw.Draw(image).rectangle((10, 10, DOTS - 11, HEIGHT - 11), outline=0, width=1)
    file = io.BytesIO()
    image.save(file, "PNG")
    return TicketSight(name="Receipt preview", text="Total 78.30", png=file.getvalue())


def paper_of(view: ReceiptView) -> QWidget:
    paper = view.widget()
    assert paper is not None
    return paper


@pytest.fixture
def view(qtbot: QtBot, qapp: QApplication) -> ReceiptView:
    view = ReceiptView(look(qapp))
    qtbot.addWidget(view)
    view.resize(640, 400)
    view.show()
    qtbot.waitExposed(view)
    return view


def test_where_it_fits_each_dot_of_the_ticket_is_a_dot_of_the_screen(view: ReceiptView) -> None:
    view.render_view(ticket())
    paper = paper_of(view)
    assert colours(grab(paper).copy((paper.width() - DOTS) // 2, 0, DOTS, 300)) == {"#000000", "#ffffff"}
    assert paper.minimumHeight() == HEIGHT


def test_a_narrow_place_shows_the_whole_width(view: ReceiptView) -> None:
    view.render_view(ticket())
    view.resize(300, 400)
    assert paper_of(view).minimumHeight() == pytest.approx(HEIGHT * view.viewport().width() / DOTS, abs=2)
    assert paper_of(view).width() <= view.viewport().width()


def test_a_larger_scale_shows_a_larger_ticket(qtbot: QtBot, qapp: QApplication) -> None:
    view = ReceiptView(look(qapp, scale=Scale.LARGEST))
    qtbot.addWidget(view)
    view.resize(1300, 400)
    view.show()
    view.render_view(ticket())
    paper = paper_of(view)
    assert paper.minimumHeight() == 2 * HEIGHT
    assert colours(grab(paper).copy((paper.width() - 2 * DOTS) // 2, 0, 2 * DOTS, 300)) == {"#000000", "#ffffff"}


def test_the_ticket_is_scrolled_by_keys_and_begins_at_its_top(view: ReceiptView, qtbot: QtBot) -> None:
    view.render_view(ticket())
    bar = view.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0, timeout=60_000)
    QTest.keyClick(view, Qt.Key.Key_PageDown)
    assert bar.value() > 0
    view.render_view(ticket())
    assert bar.value() == 0


def test_the_ticket_can_be_heard(view: ReceiptView) -> None:
    view.render_view(ticket())
    assert view.accessibleName() == "Receipt preview"
    assert view.accessibleDescription() == "Total 78.30"


@pytest.mark.parametrize("png", [None, b"", b"no picture"])
def test_without_a_picture_it_says_why_and_what_follows(view: ReceiptView, png: bytes | None) -> None:
    view.render_view(TicketSight(name="Receipt preview", png=png, absent="No picture", absent_next="Printed later"))
    assert view.accessibleDescription() == "No picture Printed later"
    assert len(colours(grab(paper_of(view)))) > 2


@pytest.mark.parametrize("theme", [Theme.DARK, Theme.HIGH_CONTRAST])
def test_paper_stays_white_in_every_theme(qtbot: QtBot, qapp: QApplication, theme: Theme) -> None:
    view = ReceiptView(look(qapp, theme=theme))
    qtbot.addWidget(view)
    view.resize(640, 400)
    view.render_view(ticket())
    assert grab(paper_of(view)).pixelColor(paper_of(view).width() // 2, 100).name() == "#ffffff"
