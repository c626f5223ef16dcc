"""Hears a keyboard-wedge scanner wherever the focus is, and gives everything else back to the keys' receiver."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QWindow

from pos_app.gui.wedge import GAP_LIMIT_MS, Held, Hold, Pass, Restart, Scanned, hear

_RELEASE_AFTER_MS = GAP_LIMIT_MS + 10
_MODIFIER = Qt.KeyboardModifier
_HELD_BY_A_PERSON = _MODIFIER.ControlModifier | _MODIFIER.AltModifier | _MODIFIER.MetaModifier


class WedgeFilter(QObject):
    """Installed on the application, it sees keys at the window, before any widget.

    A key that may begin a scan is kept back for at most `_RELEASE_AFTER_MS`, which no person notices. `take` says
    whether it wanted the text; what it did not want is typed after all, into the field that has the focus.
    """

    def __init__(self, take: Callable[[str], bool], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._take = take
        self._held = Held()
        self._events: list[QKeyEvent] = []
        self._receiver: QWindow | None = None
        self._is_giving_back = False
        self._silence = QTimer(self)
        self._silence.setSingleShot(True)
        self._silence.setInterval(_RELEASE_AFTER_MS)
        self._silence.timeout.connect(self._give_up)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self._is_giving_back or not isinstance(watched, QWindow) or not isinstance(event, QKeyEvent):
            return False
        if event.type() is QEvent.Type.KeyPress:
            return self._hear(watched, event)
        if event.type() is QEvent.Type.KeyRelease and self._events:
            self._events.append(event.clone())  # a release must not overtake its press
            return True
        return False

    def _hear(self, window: QWindow, event: QKeyEvent) -> bool:
        is_of_a_person = event.isAutoRepeat() or bool(event.modifiers() & _HELD_BY_A_PERSON)
        character = "" if is_of_a_person else event.text()
        self._held, verdict = hear(self._held, character, event.timestamp())
        match verdict:
            case Hold():
                return self._hold(window, event)
            case Restart():
                self._give_back()
                return self._hold(window, event)
            case Pass():
                self._give_back()
                return False
            case Scanned(text):
                self._silence.stop()
                if self._take(text):
                    self._events.clear()
                    return True
                self._give_back()
                return False

    def _hold(self, window: QWindow, event: QKeyEvent) -> bool:
        if self._receiver is not window:
            self._receiver = window
            window.destroyed.connect(self._forget)
        self._events.append(event.clone())
        self._silence.start()
        return True

    def _forget(self) -> None:
        """Let go of a window that is gone, and of what was meant for it."""
        self._receiver = None
        self._events.clear()

    def _give_up(self) -> None:
        self._held = Held()
        self._give_back()

    def _give_back(self) -> None:
        self._silence.stop()
        events, self._events = self._events, []
        receiver = self._receiver
        if receiver is None:
            return
        self._is_giving_back = True
        try:
            for event in events:
                QCoreApplication.sendEvent(receiver, event)
        finally:
            self._is_giving_back = False
