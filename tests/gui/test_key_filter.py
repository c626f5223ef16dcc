"""A scanner is heard wherever the focus is; a person's keys arrive where they were meant for."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent, QWindow
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from pos_app.gui.key_filter import WedgeFilter

EAN = "6901234567892"


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
            key = Qt.Key.Key_Return if character == "\r" else Qt.Key(ord(character.upper()))
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, character)
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
    qtbot.waitUntil(lambda: listening.field.text() == "gmlkl", timeout=2000)
    listening.keys("\r", gap_ms=120)
    assert listening.scans == []
    assert listening.entered == ["gmlkl"]


def test_a_burst_that_is_no_code_is_typed_after_all(listening: Listening) -> None:
    listening.wanted = False
    listening.keys("100001\r", gap_ms=8)
    assert listening.scans == ["100001"]
    assert listening.entered == ["100001"]


def test_a_letter_typed_before_a_scan_stays_where_it_was_typed(listening: Listening) -> None:
    listening.keys("x", gap_ms=0)
    listening.keys(EAN[:1], gap_ms=400)
    listening.keys(EAN[1:] + "\r", gap_ms=8)
    assert listening.scans == [EAN]
    assert listening.field.text() == "x"


def test_a_burst_that_breaks_off_is_typed_after_a_moment(listening: Listening, qtbot: QtBot) -> None:
    listening.keys("12345678", gap_ms=5)
    assert listening.field.text() == ""
    qtbot.waitUntil(lambda: listening.field.text() == "12345678", timeout=2000)
    assert listening.scans == []
