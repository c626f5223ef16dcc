"""The phone in a real window, by keys and by mouse: what is pressed is what happens."""

import io
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from pos_app.domain.refusal import RefusalCode
from pos_app.domain.voucher import CodeKind
from pos_app.gui.jobs import JobRunner
from pos_app.gui.phone_window import PhoneWindow
from pos_app.gui.tokens import Scale, Theme
from pos_app.gui.translation import Translation
from pos_app.gui.view_models.phone import PhoneViewModel
from pos_app.gui.widgets.choice_button import ChoiceButton
from pos_app.gui.widgets.code_plate import CodePlate
from pos_app.gui.widgets.face_button import FaceButton
from pos_app.gui.widgets.tab_bar import TabBar
from pos_app.gui.widgets.two_line_list import TwoLineList
from pos_app.wording import Language
from tests.gui.phone_double import PhoneDouble, SteppedClock
from tests.gui.stage import accessible_name, colours, grab, look, settle


class Opened:
    """The window, shown, with a phone whose answers come at once."""

    def __init__(self, qtbot: QtBot, application: QApplication, *, theme: Theme, scale: Scale) -> None:
        self.clock = SteppedClock()
        self.phone = PhoneDouble(self.clock)
        self.runner = JobRunner(lambda job: job())
        self.model = PhoneViewModel(
            phone=self.phone, jobs=self.runner, clock=self.clock, translation=Translation(Language.CHINESE)
        )
        self.scanned: list[bytes] = []
        self.model.shown_to_scanner.connect(self.scanned.append)
        self.window = PhoneWindow(self.model, look(application, theme=theme, scale=scale))
        qtbot.addWidget(self.window)
        self.window.show()
        qtbot.waitExposed(self.window)
        settle()

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.window, key, modifier)
        settle()

    def click(self, widget: QWidget) -> None:
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)
        settle()

    def plate(self) -> CodePlate:
        return next(plate for plate in self.window.findChildren(CodePlate) if plate.isVisible())


@pytest.fixture
def opened(qtbot: QtBot, qapp: QApplication) -> Opened:
    return Opened(qtbot, qapp, theme=Theme.LIGHT, scale=Scale.NORMAL)


def test_the_window_says_that_it_is_a_simulation(opened: Opened) -> None:
    assert "模拟" in opened.window.windowTitle()
    assert "模拟 SIMULATION" in opened.model.view.simulation


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_enter_shows_the_code_to_the_scanner(opened: Opened, key: Qt.Key) -> None:
    opened.press(key)
    assert opened.scanned == [opened.model.view.picture]


def test_f5_renews_the_code(opened: Opened) -> None:
    before = opened.model.view.picture
    opened.press(Qt.Key.Key_F5)
    assert opened.model.view.picture not in (before, None)


def test_a_click_enlarges_the_code_and_escape_steps_back_and_then_puts_the_phone_away(opened: Opened) -> None:
    small = opened.plate().code_rect().width()
    opened.click(opened.plate())
    assert opened.plate().code_rect().width() > 2 * small
    opened.press(Qt.Key.Key_Escape)
    assert opened.plate().code_rect().width() == small
    opened.press(Qt.Key.Key_Escape)
    assert not opened.window.isVisible()


def test_closing_puts_the_phone_away_and_it_can_be_taken_out_again(opened: Opened) -> None:
    opened.window.close()
    assert not opened.window.isVisible()
    opened.clock.pass_seconds(90)
    asked = len(opened.phone.asked)
    opened.window.show()
    settle()
    assert len(opened.phone.asked) == asked + 1, "the code that died in the drawer was shown"


def test_a_hidden_phone_asks_for_nothing(opened: Opened) -> None:
    opened.window.hide()
    assert not opened.window._ticking.isActive()
    opened.window.show()
    assert opened.window._ticking.isActive()


def test_arrow_keys_choose_the_owner(opened: Opened) -> None:
    people = opened.window.findChild(TwoLineList)
    assert people is not None
    QTest.keyClick(people, Qt.Key.Key_Down)
    settle()
    assert opened.phone.asked[-1][0] == "hidden"
    assert opened.model.view.holder == "王*"


def test_faces_tabs_and_channels_choose_what_is_shown(opened: Opened) -> None:
    faces = [face for face in opened.window.findChildren(FaceButton) if face.isVisible()]
    opened.click(faces[1])
    assert opened.phone.asked[-1][3] == "father"
    channels = opened.window.findChild(ChoiceButton)
    assert channels is not None
    channels._menu.actions()[1].trigger()
    settle()
    assert opened.phone.asked[-1][2] == "alipay"
    tabs = opened.window.findChild(TabBar)
    assert tabs is not None
    opened.click(tabs._tabs[1])
    assert opened.phone.asked[-1][1] is CodeKind.SOCIAL_CARD
    assert not channels.isVisible()


def test_the_picture_is_copied(opened: Opened) -> None:
    opened.press(Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    pasted = QGuiApplication.clipboard().image()
    assert not pasted.isNull()
    assert "Ctrl+V" in opened.model.view.actions.hint


def test_the_picture_is_saved_where_a_person_says(
    opened: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "码.png"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    opened.press(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert target.read_bytes() == opened.model.view.picture
    assert "码.png" in opened.model.view.actions.hint


def test_a_picture_that_cannot_be_saved_is_a_sentence(
    opened: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "no" / "such.png"), ""))
    opened.press(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert "没有存成" in opened.model.view.actions.hint


def test_saving_can_be_called_off(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    before = opened.model.view
    opened.press(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert opened.model.view.actions == before.actions


def test_a_refused_person_gets_words_and_no_code(opened: Opened) -> None:
    opened.phone.refused["plenty", CodeKind.CERTIFICATE] = RefusalCode.RECORDS_NOT_MERGED
    opened.press(Qt.Key.Key_F5)
    notice = opened.model.view.notice
    assert notice is not None
    shown = {label.text() for label in opened.window.findChildren(QLabel) if label.isVisible()}
    assert {notice.message, notice.next_step} <= shown
    opened.press(Qt.Key.Key_Return)
    assert opened.scanned == []


def test_everything_that_takes_the_focus_has_a_name(opened: Opened) -> None:
    focusable = [
        widget
        for widget in opened.window.findChildren(QWidget)
        if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]
    assert len(focusable) >= 8
    assert [widget for widget in focusable if not accessible_name(widget)] == []


def test_people_can_be_reached_by_tab_and_the_focus_is_seen(opened: Opened) -> None:
    seen = set()
    for _ in range(30):
        focused = QApplication.focusWidget()
        assert focused is not None
        seen.add(type(focused).__name__)
        opened.press(Qt.Key.Key_Tab)
    assert {"TwoLineList", "CodePlate", "FaceButton", "ChoiceButton", "_Tab", "QPushButton"} <= seen


@pytest.mark.parametrize("theme", [Theme.LIGHT, Theme.DARK, Theme.HIGH_CONTRAST])
@pytest.mark.parametrize("scale", Scale)
def test_the_code_is_black_on_white_and_whole_in_every_look(
    qtbot: QtBot, qapp: QApplication, theme: Theme, scale: Scale
) -> None:
    opened = Opened(qtbot, qapp, theme=theme, scale=scale)
    plate = opened.plate()
    rect = plate.code_rect()
    picture = opened.model.view.picture
    assert picture is not None
    modules = Image.open(io.BytesIO(picture)).width // 8
    assert rect.width() % modules == 0
    assert rect.width() // modules >= 3 * scale // 100
    symbol = grab(plate).copy(rect)
    assert colours(symbol) == {"#000000", "#ffffff"}


def test_the_symbol_on_the_plate_is_the_symbol_of_the_picture(opened: Opened) -> None:
    plate = opened.plate()
    picture = opened.model.view.picture
    assert picture is not None
    painted = grab(plate).copy(plate.code_rect())
    drawn = QImage.fromData(picture).scaled(painted.size())
    differing = [
        (x, y)
        for x in range(0, painted.width(), 3)
        for y in range(0, painted.height(), 3)
        if painted.pixelColor(x, y) != drawn.pixelColor(x, y)
    ]
    assert differing == []
