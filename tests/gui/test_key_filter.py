"""A scanner is heard wherever the focus is; a person's keys arrive where they were meant for."""

import sys
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QWindow
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from pos_app.gui.key_filter import WedgeFilter

EAN = "6901234567892"
_KEYS = {
    "\r": Qt.Key.Key_Return,
    "\n": Qt.Key.Key_Enter,
    "\t": Qt.Key.Key_Tab,
    "\x02": Qt.Key.Key_B,
    "\x03": Qt.Key.Key_C,
}


class Listening:
    """A field with the focus, and the filter before it; `wanted` says what the filter's taker takes."""

    def __init__(self, application: QApplication, qtbot: QtBot) -> None:
        self.field = QLineEdit()
        qtbot.addWidget(self.field)
        self.entered: list[str] = []
        self.field.returnPressed.connect(lambda: self.entered.append(self.field.text()))
        self.wanted = True
        self.scans: list[str] = []
        self.filter = WedgeFilter(self._take)
        application.installEventFilter(self.filter)
        self.field.show()
        self.field.setFocus()
        qtbot.waitExposed(self.field)
        handle = self.field.windowHandle()
        assert isinstance(handle, QWindow)
        self.window = handle
        self._at_ms = 1000

    def keys(self, text: str, *, gap_ms: int) -> None:
        for character in text:
            self._at_ms += gap_ms
            key = _KEYS.get(character) or Qt.Key(ord(character.upper()))
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, character)
                event.setTimestamp(self._at_ms)
                QCoreApplication.sendEvent(self.window, event)

    def capitals(self, text: str, *, gap_ms: int) -> None:
        """Type as a keyboard does: Shift goes down before a capital or a colon, and up after it."""
        shift, plain = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.NoModifier
        for sign in text:
            is_shifted = sign.isupper() or sign == ":"
            if is_shifted:
                self._press(QEvent.Type.KeyPress, Qt.Key.Key_Shift, shift, "", gap_ms)
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                self._press(kind, Qt.Key(ord(sign.upper())), shift if is_shifted else plain, sign, gap_ms // 2)
            if is_shifted:
                self._press(QEvent.Type.KeyRelease, Qt.Key.Key_Shift, plain, "", 0)

    def alt_numbers(self, text: str, *, gap_ms: int) -> None:
        """Type each sign as its number on the keypad while Alt is held."""
        alt, pad = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.KeypadModifier
        for sign in text:
            self._press(QEvent.Type.KeyPress, Qt.Key.Key_Alt, alt, "", gap_ms)
            for digit in f"{ord(sign):03d}":
                self._press(QEvent.Type.KeyPress, Qt.Key(ord(digit)), alt | pad, digit, gap_ms)
                self._press(QEvent.Type.KeyRelease, Qt.Key(ord(digit)), alt | pad, digit, 0)
            self._press(QEvent.Type.KeyRelease, Qt.Key.Key_Alt, Qt.KeyboardModifier.NoModifier, "", gap_ms)

    def commit(self, text: str) -> None:
        """Let an input method give out what it made of some keys."""
        event = QInputMethodEvent("", [])
        event.setCommitString(text)
        QCoreApplication.sendEvent(self.field, event)

    def _press(self, kind: QEvent.Type, key: Qt.Key, modifiers: Qt.KeyboardModifier, text: str, gap_ms: int) -> None:
        self._at_ms += gap_ms
        event = QKeyEvent(kind, key, modifiers, text)
        event.setTimestamp(self._at_ms)
        QCoreApplication.sendEvent(self.window, event)

    def _take(self, text: str) -> bool:
        self.scans.append(text)
        return self.wanted


@pytest.fixture
def listening(qapp: QApplication, qtbot: QtBot) -> Iterator[Listening]:
    opened = Listening(qapp, qtbot)
    yield opened
    qapp.removeEventFilter(opened.filter)


def test_a_scan_is_taken_and_leaves_nothing_in_the_field(listening: Listening) -> None:
    listening.keys(EAN + "\r", gap_ms=8)
    assert listening.scans == [EAN]
    assert listening.field.text() == ""
    assert listening.entered == []


def test_a_person_types_into_the_field(listening: Listening, qtbot: QtBot) -> None:
    listening.keys("gmlkl", gap_ms=120)
    qtbot.waitUntil(lambda: listening.field.text() == "gmlkl", timeout=60_000)
    listening.keys("\r", gap_ms=120)
    assert listening.scans == []
    assert listening.entered == ["gmlkl"]


def test_a_burst_that_is_no_code_is_typed_after_all(listening: Listening, qtbot: QtBot) -> None:
    listening.wanted = False
    listening.keys("100001\r", gap_ms=8)
    qtbot.waitUntil(lambda: listening.entered == ["100001"], timeout=60_000)
    assert listening.scans == ["100001"]


def test_a_scan_is_heard_while_a_key_that_was_given_back_is_still_at_work(listening: Listening, qtbot: QtBot) -> None:
    """What a key opens may wait in an event loop of its own, such as a dialog that chooses a file."""
    with qtbot.waitSignal(listening.field.textEdited, timeout=2000):
        listening.field.textEdited.connect(
            lambda _text: listening.keys(EAN + "\r", gap_ms=8), Qt.ConnectionType.SingleShotConnection
        )
        listening.keys("x", gap_ms=120)
    assert listening.scans == [EAN]
    assert listening.field.text() == "x"


def test_a_letter_typed_before_a_scan_stays_where_it_was_typed(listening: Listening) -> None:
    listening.keys("x", gap_ms=0)
    listening.keys(EAN[:1], gap_ms=400)
    listening.keys(EAN[1:] + "\r", gap_ms=8)
    assert listening.scans == [EAN]
    assert listening.field.text() == "x"


def test_a_burst_that_breaks_off_is_typed_after_a_moment(listening: Listening, qtbot: QtBot) -> None:
    listening.keys("12345678", gap_ms=5)
    assert listening.field.text() == ""
    qtbot.waitUntil(lambda: listening.field.text() == "12345678", timeout=60_000)
    assert listening.scans == []


SOCIAL = "SSC1:2ABCDEFGH9"


@pytest.mark.parametrize(
    "sent",
    [f"{EAN}\r\n", f"]E0{EAN}\r\n", f"\x02{EAN}\x03\t", f"{EAN[:8]}\r{EAN[8:]}\r"],
    ids=["crlf", "aim", "stx", "split"],
)
def test_what_a_scanner_puts_around_a_code_reaches_nobody(listening: Listening, sent: str) -> None:
    listening.keys(sent, gap_ms=8)
    assert listening.scans == [EAN]
    assert (listening.field.text(), listening.entered) == ("", [])


def test_a_scanner_without_an_end_is_heard_when_it_falls_silent(listening: Listening, qtbot: QtBot) -> None:
    listening.keys(EAN, gap_ms=4)
    qtbot.waitUntil(lambda: listening.scans == [EAN], timeout=60_000)
    assert listening.field.text() == ""


@pytest.mark.skipif(sys.platform == "win32", reason="there the system makes the signs")
def test_numbers_typed_with_alt_are_a_scan(listening: Listening) -> None:
    listening.alt_numbers(SOCIAL + "\r", gap_ms=6)
    assert listening.scans == [SOCIAL]
    assert listening.field.text() == ""


def test_letters_that_an_input_method_took_come_back_into_the_scan(listening: Listening) -> None:
    """The keys of the letters never arrive; what the method makes of them does, in full width."""
    listening.keys("S", gap_ms=8)
    listening.commit("ＳＣ１：")
    listening.keys("2ABCDEFGH9\r", gap_ms=8)
    assert listening.scans == [SOCIAL]
    assert listening.field.text() == ""


def test_what_a_person_composes_goes_into_the_field(listening: Listening) -> None:
    listening.commit("感冒灵")
    assert listening.field.text() == "感冒灵"
    listening.keys("1", gap_ms=200)
    listening.commit("颗粒")
    assert listening.field.text() == "感冒灵1颗粒"


def test_a_scanner_presses_shift_for_its_capitals(listening: Listening) -> None:
    listening.capitals(SOCIAL, gap_ms=8)
    listening.keys("\r", gap_ms=8)
    assert listening.scans == [SOCIAL]
    assert "SSC" not in listening.field.text()


def test_a_person_presses_shift_for_a_capital(listening: Listening, qtbot: QtBot) -> None:
    listening.capitals("aB", gap_ms=90)
    qtbot.waitUntil(lambda: listening.field.text() == "aB", timeout=60_000)
    assert listening.scans == []
