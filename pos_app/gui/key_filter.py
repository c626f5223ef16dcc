"""Hears a keyboard-wedge scanner wherever the focus is, and gives everything else back to the keys' receiver."""

import sys
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QWindow

from pos_app.domain.code import UnknownCode, classify
from pos_app.gui.alt_numpad import AltNumber
from pos_app.gui.wedge import Held, Hold, Pass, Restart, Scanned, Swallow, Verdict, fall_silent, hear, touch

_MODIFIER = Qt.KeyboardModifier
_HELD_BY_A_PERSON = _MODIFIER.ControlModifier | _MODIFIER.AltModifier | _MODIFIER.MetaModifier
# Pressed and released around a sign by whoever types a capital; they type nothing themselves.
_SHIFTS = frozenset({Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_AltGr, Qt.Key.Key_CapsLock, Qt.Key.Key_NumLock})
_SEPARATOR = "\x1d"  # typed by scanners as Ctrl and ]
# Windows makes the sign itself and sends it as one more key; elsewhere nobody does.
_SYSTEM_COMPOSES = sys.platform == "win32"


class WedgeFilter(QObject):
    """Installed on the application, it sees keys at the window, before any widget.

    A key that may begin a scan is kept back until a scanner would have sent the next, which no person notices.
    `take` says whether it wanted the text; what it did not want is typed after all, into the field that has the focus.
    """

    def __init__(self, take: Callable[[str], bool], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._take = take
        self._held = Held()
        self._events: list[tuple[QObject, QEvent]] = []
        self._alt = AltNumber()
        self._is_giving_back = False
        self._silence = QTimer(self)
        self._silence.setSingleShot(True)
        self._silence.setTimerType(Qt.TimerType.PreciseTimer)
        self._silence.timeout.connect(self._fall_silent)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self._is_giving_back:
            self._is_giving_back = False  # this one only: what it opens may wait for keys of its own
            return False
        if isinstance(event, QInputMethodEvent):
            return self._hear_commit(watched, event)
        if not isinstance(watched, QWindow) or not isinstance(event, QKeyEvent):
            return False
        if event.type() is QEvent.Type.KeyPress:
            if event.key() in _SHIFTS:
                return self._hear_shift(watched, event)
            return self._hear_alt(watched, event) or self._hear_press(watched, event)
        if event.type() is QEvent.Type.KeyRelease:
            return self._hear_release(watched, event)
        return False

    def _hear_press(self, window: QWindow, event: QKeyEvent) -> bool:
        is_of_a_person = event.isAutoRepeat() or bool(event.modifiers() & _HELD_BY_A_PERSON)
        character = "" if is_of_a_person and event.text() != _SEPARATOR else event.text()
        return self._hear(character, event.timestamp(), window, event)

    def _hear_release(self, window: QWindow, event: QKeyEvent) -> bool:
        sign = self._alt.release() if event.key() == Qt.Key.Key_Alt else ""
        if event.key() == Qt.Key.Key_Alt:
            self._alt = AltNumber()
        if sign and not _SYSTEM_COMPOSES:
            return self._hear(sign, event.timestamp(), window, event)
        if not self._events:
            return False
        self._keep(window, event)  # a release must not overtake its press
        return True

    def _hear_shift(self, window: QWindow, event: QKeyEvent) -> bool:
        """Keep back what belongs to the next sign of a scan; before the first one it changes nothing by itself."""
        if not self._events:
            return False
        self._held = touch(self._held, event.timestamp())
        self._hold(window, event)
        return True

    def _hear_alt(self, window: QWindow, event: QKeyEvent) -> bool:
        """Keep back Alt and the digits of the keypad while it is down: together they may be one sign."""
        if event.key() == Qt.Key.Key_Alt:
            self._alt = self._alt.press()
        elif event.modifiers() & _MODIFIER.AltModifier and "0" <= event.text() <= "9" and len(event.text()) == 1:
            self._alt = self._alt.digit(event.text())
        else:
            return False
        if self._alt.digits is None:
            return False
        self._held = touch(self._held, event.timestamp())
        self._hold(window, event)
        return True

    def _hear_commit(self, receiver: QObject, event: QInputMethodEvent) -> bool:
        """Hear what an input method made of the keys of a running scan; on its own it is a person's."""
        signs = event.commitString()
        if not self._held.text or not signs or event.replacementLength():
            return False
        kept = [self._hear(sign, self._held.last_ms, receiver, None) for sign in signs]
        if not all(kept):
            return False  # it was a person's after all; what was held before has been given out
        self._hold(receiver, event)
        self._give(receiver, QInputMethodEvent("", []))  # what it showed as being composed goes away
        return True

    def _hear(self, character: str, at_ms: int, receiver: QObject, event: QEvent | None) -> bool:
        self._held, verdict = hear(self._held, character, at_ms, _is_code)
        return self._obey(verdict, receiver, event)

    def _obey(self, verdict: Verdict, receiver: QObject, event: QEvent | None) -> bool:
        match verdict:
            case Hold():
                self._hold(receiver, event)
                return True
            case Restart():
                self._give_back()
                self._hold(receiver, event)
                return True
            case Pass():
                self._give_back()
                return False
            case Swallow():
                return True
            case Scanned(text):
                return self._finish(text)

    def _finish(self, text: str) -> bool:
        self._silence.stop()
        if self._take(text):
            self._events.clear()
            return True
        self._give_back()
        return False

    def _hold(self, receiver: QObject, event: QEvent | None) -> None:
        if event is not None:
            self._keep(receiver, event)
        self._silence.start(self._held.patience_ms)

    def _keep(self, receiver: QObject, event: QEvent) -> None:
        if all(kept is not receiver for kept, _ in self._events):
            receiver.destroyed.connect(self._forget)
        self._events.append((receiver, event.clone()))

    def _forget(self) -> None:
        """Let go of what was meant for a receiver that is gone."""
        self._held = Held()
        self._events.clear()

    def _fall_silent(self) -> None:
        held, self._held = self._held, Held()
        self._alt = AltNumber()
        verdict = fall_silent(held, _is_code)
        if not (isinstance(verdict, Scanned) and self._finish(verdict.text)):
            self._give_back()

    def _give_back(self) -> None:
        self._silence.stop()
        events, self._events = self._events, []
        for receiver, event in events:
            self._give(receiver, event)

    def _give(self, receiver: QObject, event: QEvent) -> None:
        self._is_giving_back = True
        try:
            QCoreApplication.sendEvent(receiver, event)
        finally:
            self._is_giving_back = False


def _is_code(text: str) -> bool:
    return not isinstance(classify(text), UnknownCode)
