"""The cashier's window as a person has it: keys, mouse, drops, languages, themes and sizes."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from pos_app.domain.checkout.states import Completed, Refused, Selling, State, Tendering, basket_of
from pos_app.domain.refusal import RefusalCode
from pos_app.gui.counter import Counter
from pos_app.gui.handed_in import HandedFile, HandedPicture, HandedText, handed_in
from pos_app.gui.key_filter import WedgeFilter
from pos_app.gui.tokens import Scale, Theme
from pos_app.gui.view_models.sale.view import Focus, Stage
from pos_app.gui.widgets.key_button import KeyButton
from pos_app.wording import Language
from tests.doubles.counter import CREAM, REMEDY
from tests.doubles.link import Trouble
from tests.gui.sale_double import SaleDesk, opened
from tests.gui.stage import settle


@pytest.fixture
def desk(tmp_path: Path) -> SaleDesk:
    return SaleDesk(tmp_path)


@pytest.fixture
def counter(desk: SaleDesk, qapp: QApplication, qtbot: QtBot) -> Iterator[Counter]:
    with opened(qapp, desk) as made:
        qtbot.waitExposed(made.window)
        made.window.activateWindow()
        yield made


class Hands:
    """Types and presses at the window, not at a widget, as a keyboard does."""

    def __init__(self, counter: Counter, qtbot: QtBot) -> None:
        self._counter = counter
        self._qtbot = qtbot

    def press(self, *keys: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        for key in keys:
            QTest.keyClick(self._counter.window.windowHandle(), key, modifier)
            settle()

    def type(self, text: str) -> None:
        """Type as a person does: each key is in the field before the next one comes."""
        field = QApplication.focusWidget()
        assert isinstance(field, QLineEdit)
        for character in text:
            before = field.text()
            QTest.keyClick(self._counter.window.windowHandle(), Qt.Key(ord(character.upper())))
            self._qtbot.waitUntil(partial(_differs, field, before), timeout=60_000)
        settle()


def _differs(field: QLineEdit, before: str) -> bool:
    return field.text() != before


@pytest.fixture
def hands(counter: Counter, qtbot: QtBot) -> Hands:
    return Hands(counter, qtbot)


Part = TypeVar("Part", bound=QWidget)


def _shown(window: QWidget, kind: type[Part]) -> list[Part]:
    return [widget for widget in window.findChildren(kind) if widget.isVisible()]


def _refused(counter: Counter) -> RefusalCode | None:
    state = counter.model.state
    return state.refusal.code if isinstance(state, Refused) else None


def _is_at(counter: Counter, kind: type[State]) -> bool:
    return isinstance(counter.model.state, kind)


def test_a_whole_sale_by_keyboard_alone(counter: Counter, desk: SaleDesk, hands: Hands, tmp_path: Path) -> None:
    model = counter.model
    hands.type("gmlkl")
    hands.press(Qt.Key.Key_Return)
    hands.press(Qt.Key.Key_Plus, Qt.Key.Key_Plus, Qt.Key.Key_Minus)
    hands.type("100003")
    hands.press(Qt.Key.Key_Return)
    assert [(line.product.code, line.quantity) for line in basket_of(model.state).lines] == [
        (REMEDY.code, 2),
        (CREAM.code, 1),
    ]
    hands.press(Qt.Key.Key_F6)
    assert model.view.focus is Focus.SCAN
    picture = tmp_path / "voucher.png"
    picture.write_bytes(desk.shown_picture())
    model.read_file(picture)
    settle()
    assert _is_at(counter, Tendering)
    hands.type("100")
    hands.press(Qt.Key.Key_Return)
    assert _is_at(counter, Completed)
    desk.clock.advance(seconds=1)
    hands.press(Qt.Key.Key_Return)
    assert model.view.stage is Stage.GOODS
    assert isinstance(QApplication.focusWidget(), QLineEdit)


def test_f12_sells_for_cash_and_esc_comes_back_with_the_goods(counter: Counter, hands: Hands) -> None:
    hands.type("rfs")
    hands.press(Qt.Key.Key_Return, Qt.Key.Key_F12)
    assert _is_at(counter, Tendering)
    hands.press(Qt.Key.Key_Escape)
    assert basket_of(counter.model.state).pieces == 1
    hands.press(Qt.Key.Key_F12, Qt.Key.Key_F12, Qt.Key.Key_Return)
    assert _is_at(counter, Tendering), "nobody counted any cash"
    hands.type("100")
    hands.press(Qt.Key.Key_F12)
    assert _is_at(counter, Completed)


def test_a_held_enter_key_confirms_once(counter: Counter, desk: SaleDesk, hands: Hands) -> None:
    hands.type("rfs")
    hands.press(Qt.Key.Key_Return, Qt.Key.Key_F12)
    hands.type("100")
    for _ in range(5):
        hands.press(Qt.Key.Key_Return)
    assert _is_at(counter, Completed)
    assert len(desk.desk.books.sales()) == 1


def test_a_double_click_settles_once(counter: Counter, desk: SaleDesk, hands: Hands) -> None:
    hands.type("rfs")
    hands.press(Qt.Key.Key_Return, Qt.Key.Key_F12)
    hands.type("100")
    bar = [key for key in counter.window.findChildren(KeyButton) if key.text() == "确认收款"]
    QTest.mouseDClick(bar[0], Qt.MouseButton.LeftButton)
    settle()
    QTest.mouseClick(bar[0], Qt.MouseButton.LeftButton)
    settle()
    assert _is_at(counter, Completed)
    assert len(desk.desk.books.sales()) == 1


def test_the_quantity_is_typed_after_f3(counter: Counter, hands: Hands) -> None:
    hands.type("gmlkl")
    hands.press(Qt.Key.Key_Return, Qt.Key.Key_F3)
    hands.type("25")
    hands.press(Qt.Key.Key_Return)
    assert basket_of(counter.model.state).pieces == 25
    hands.press(Qt.Key.Key_Delete)
    assert counter.model.state == Selling()


def test_help_covers_the_sale_and_keeps_its_keys(counter: Counter, hands: Hands) -> None:
    hands.type("rfs")
    hands.press(Qt.Key.Key_Return, Qt.Key.Key_F1, Qt.Key.Key_F12, Qt.Key.Key_A)
    assert _is_at(counter, Selling)
    hands.press(Qt.Key.Key_Escape, Qt.Key.Key_F12)
    assert _is_at(counter, Tendering)


def test_an_unknown_outcome_has_the_focus_on_asking_again(counter: Counter, desk: SaleDesk, hands: Hands) -> None:
    hands.type("gmlkl")
    hands.press(Qt.Key.Key_Return)
    counter.model.read_bytes(desk.shown_picture())
    settle()
    desk.link.expect([Trouble.REPLY_LOST] * 7)
    hands.press(Qt.Key.Key_Return)
    assert counter.model.view.stage is Stage.UNKNOWN
    focused = QApplication.focusWidget()
    assert isinstance(focused, QPushButton)
    assert focused.text() == "立即查询 Enter"
    desk.link.heal()
    hands.press(Qt.Key.Key_Return)
    assert isinstance(counter.model.state, Completed)


def test_a_dropped_picture_is_read(counter: Counter, desk: SaleDesk, hands: Hands, tmp_path: Path) -> None:
    hands.type("rfs")
    hands.press(Qt.Key.Key_Return)
    picture = tmp_path / "voucher.png"
    picture.write_bytes(desk.shown_picture())
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(picture))])
    buttons, modifiers = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    counter.window.dropEvent(QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, data, buttons, modifiers))
    settle()
    assert desk.pictures.files == [picture]
    assert _is_at(counter, Tendering)


def test_a_pasted_picture_is_read_and_pasted_words_are_searched(counter: Counter, desk: SaleDesk, hands: Hands) -> None:
    QGuiApplication.clipboard().setText("润肤霜")
    hands.press(Qt.Key.Key_V, modifier=Qt.KeyboardModifier.ControlModifier)
    hands.press(Qt.Key.Key_Return)
    assert basket_of(counter.model.state).pieces == 1
    desk.pictures.refuse = RefusalCode.PICTURE_DAMAGED
    image = QImage(4, 4, QImage.Format.Format_RGB32)
    QGuiApplication.clipboard().setImage(image)
    hands.press(Qt.Key.Key_V, modifier=Qt.KeyboardModifier.ControlModifier)
    assert _refused(counter) is RefusalCode.PICTURE_DAMAGED


def test_what_is_handed_in_is_told_apart(tmp_path: Path) -> None:
    data = QMimeData()
    assert handed_in(data) is None
    data.setText("  ")
    assert handed_in(data) is None
    data.setText("42400")
    assert handed_in(data) == HandedText("42400")
    data.setImageData(QImage(3, 3, QImage.Format.Format_RGB32))
    picture = handed_in(data)
    assert isinstance(picture, HandedPicture)
    assert picture.png.startswith(b"\x89PNG")
    data.setUrls([QUrl("https://example.invalid/x.png"), QUrl.fromLocalFile(str(tmp_path))])
    assert handed_in(data) == HandedFile(tmp_path)


def test_a_clipboard_whose_owner_is_gone_holds_nothing(
    counter: Counter, hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("PySide6.QtGui.QClipboard.mimeData", lambda _clipboard: None)
    hands.press(Qt.Key.Key_V, modifier=Qt.KeyboardModifier.ControlModifier)
    counter.window.paste()
    assert isinstance(counter.model.state, Selling)


def test_a_picture_is_chosen_without_stopping_the_window(
    counter: Counter, desk: SaleDesk, hands: Hands, qtbot: QtBot
) -> None:
    hands.type("rfs")
    hands.press(Qt.Key.Key_Return, Qt.Key.Key_F6, Qt.Key.Key_O)
    qtbot.waitUntil(lambda: bool(counter.window.findChildren(QFileDialog)), timeout=60_000)
    dialog = counter.window.findChildren(QFileDialog)[0]
    assert dialog.isVisible()
    picture = desk.printer.folder / "code.png"
    picture.write_bytes(desk.shown_picture())
    dialog.fileSelected.emit(str(picture))
    dialog.reject()
    settle()
    assert _is_at(counter, Tendering)


def test_language_theme_and_size_change_at_once_and_are_remembered(
    counter: Counter, desk: SaleDesk, hands: Hands
) -> None:
    control = Qt.KeyboardModifier.ControlModifier
    hands.press(Qt.Key.Key_L, Qt.Key.Key_T, modifier=control)
    hands.press(Qt.Key.Key_Equal, modifier=control)
    assert counter.model.view.banner.message == "Scan or type the first article"
    assert counter.window.windowTitle() == "Insurance till (simulation) · Chengdu Model Pharmacy"
    settings = desk.remembered[-1]
    assert (settings.language, settings.theme, settings.scale) == (Language.ENGLISH, Theme.DARK, Scale.LARGE)
    hands.press(Qt.Key.Key_Minus, modifier=control)
    assert desk.remembered[-1].scale is Scale.NORMAL


def test_the_phone_is_a_second_window_and_its_picture_reaches_the_till(
    counter: Counter, desk: SaleDesk, hands: Hands
) -> None:
    hands.press(Qt.Key.Key_F7)
    assert counter.phone.isVisible()
    desk.pictures.refuse = RefusalCode.NO_CODE
    counter.phone_model.show_to_scanner()
    settle()
    assert _is_at(counter, Refused)


def test_closing_waits_for_the_till(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counter.model, "ask_to_close", lambda: False)
    assert not counter.window.close()
    assert counter.window.isVisible()
    monkeypatch.undo()
    assert counter.window.close()


def test_the_filter_hands_a_scan_to_the_till(counter: Counter) -> None:
    assert isinstance(counter.wedge, WedgeFilter)
    counter.model.take_text(REMEDY.barcode)
    settle()
    assert basket_of(counter.model.state).pieces == 1
