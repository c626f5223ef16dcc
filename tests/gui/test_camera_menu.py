"""Another camera is chosen in the window: remembered, taken at once, and the old one heard no more."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QInputDialog, QMenu, QWidget
from pytestqt.qtbot import QtBot

from pos_app.domain.scan import Reading
from pos_app.gui.camera_feed import CameraFeed, FeedState
from pos_app.gui.camera_menu import CameraMenu
from pos_app.gui.jobs import JobRunner
from pos_app.gui.ports import CameraChoice
from pos_app.gui.translation import Translation
from pos_app.wording import Language
from tests.gui.camera_double import CameraDouble, Frame
from tests.gui.stage import settle

GOODS_TOO = "Read goods, too (the same one again after half a minute away)"


@dataclass
class Shelf:
    """Two cameras, one of them played by a program."""

    remembered: list[str] = field(default_factory=list)
    given: list[CameraDouble] = field(default_factory=list)

    def listed(self) -> list[CameraChoice]:
        return [
            CameraChoice("name:C920", "C920", sizes=((1920, 1080), (640, 480))),
            CameraChoice("name:OBS", "OBS", is_virtual=True),
        ]

    def choose(self, address: str) -> CameraDouble:
        self.remembered.append(address)
        self.given.append(CameraDouble(address.removeprefix("name:")))
        return self.given[-1]


@pytest.fixture
def first() -> CameraDouble:
    return CameraDouble("C920")


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
def feed(qtbot: QtBot, first: CameraDouble) -> CameraFeed:
    del qtbot  # Qt must be up
    feed = CameraFeed(first, JobRunner(lambda job: job()))
    feed.start()
    return feed


@pytest.fixture
def menu(qapp: QApplication, shelf: Shelf, feed: CameraFeed) -> Iterator[CameraMenu]:
    del qapp
    parent = QWidget()
    menu = CameraMenu(
        cameras=shelf,
        feed=feed,
        jobs=JobRunner(lambda job: job()),
        translation=Translation(Language.ENGLISH),
        parent=parent,
    )
    menu.open_at(QPoint(0, 0))
    yield menu
    menu.close()
    parent.deleteLater()


def _press(menu: CameraMenu, words: str) -> None:
    next(action for action in menu.actions() if action.text() == words).trigger()
    settle()


def test_each_camera_is_named_and_the_one_in_use_is_marked(menu: CameraMenu) -> None:
    actions = [action for action in menu.actions() if not action.isSeparator()]
    assert [action.text() for action in actions] == [
        "C920",
        "Sizes of C920",
        "OBS (played by a program)",
        "This screen",
        "Clipboard",
        "A film…",
        "A folder of pictures…",
        "A network camera, or part of the screen…",
        GOODS_TOO,
    ]
    assert [action.text() for action in actions if action.isChecked()] == ["C920"]


def test_a_size_is_chosen_with_its_camera_and_the_one_in_use_is_marked(
    menu: CameraMenu, shelf: Shelf, feed: CameraFeed, first: CameraDouble
) -> None:
    first.read(Reading((), 3.0, 640, 480))
    settle()
    menu.open_at(QPoint(0, 0))
    sizes = next(action for action in menu.actions() if action.text() == "Sizes of C920").menu()
    assert isinstance(sizes, QMenu)
    assert [(action.text(), action.isChecked()) for action in sizes.actions()] == [
        ("1920 × 1080", False),
        ("640 × 480", True),
    ]
    sizes.actions()[0].trigger()
    settle()
    assert shelf.remembered == ["name:C920@1920x1080"]
    assert feed.feed.state is FeedState.STARTING


def test_packages_are_read_when_that_is_chosen_by_this_camera_and_the_next(
    menu: CameraMenu, shelf: Shelf, feed: CameraFeed, first: CameraDouble
) -> None:
    _press(menu, GOODS_TOO)
    feed.replace(shelf.choose("screen"))
    menu.open_at(QPoint(0, 0))
    _press(menu, GOODS_TOO)
    assert (first.goods, shelf.given[0].goods) == ([True], [True, False])


@pytest.mark.parametrize(("typed", "remembered"), [("rtsp://camera.shop/live", ["rtsp://camera.shop/live"]), (" ", [])])
def test_an_address_is_typed_in(menu: CameraMenu, shelf: Shelf, typed: str, remembered: list[str]) -> None:
    _press(menu, "A network camera, or part of the screen…")
    parent = menu.parentWidget()
    assert parent is not None
    dialog = parent.findChild(QInputDialog)
    assert isinstance(dialog, QInputDialog)
    dialog.setTextValue(typed)
    dialog.accept()
    settle()
    assert shelf.remembered == remembered


def test_the_chosen_camera_is_remembered_and_taken_at_once(
    menu: CameraMenu, shelf: Shelf, feed: CameraFeed, first: CameraDouble
) -> None:
    _press(menu, "OBS (played by a program)")
    assert shelf.remembered == ["name:OBS"]
    assert (first.calls, shelf.given[0].calls) == (["start", "stop"], ["start"])
    assert (feed.feed.state, feed.feed.label) == (FeedState.STARTING, "OBS")


def test_the_camera_that_was_left_is_heard_no_more(menu: CameraMenu, feed: CameraFeed, first: CameraDouble) -> None:
    _press(menu, "This screen")
    first.shoot(Frame())
    settle()
    assert feed.feed.state is FeedState.STARTING


def test_a_till_without_a_camera_can_be_given_one(shelf: Shelf, qtbot: QtBot) -> None:
    del qtbot
    feed = CameraFeed(None, JobRunner(lambda job: job()))
    feed.replace(shelf.choose("screen"))
    assert (feed.feed.state, shelf.given[0].calls) == (FeedState.STARTING, ["start"])
