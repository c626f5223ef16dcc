"""The field that is typed into: keys that mean something else are handed on, a pasted picture is not text."""

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QMimeData, QRect, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from pos_app.gui.handed_in import on_clipboard
from pos_app.gui.theme import Appearance, Role, give_role


class EntryField(QLineEdit):
    """Shows its hint at the right as long as there is room, also while somebody types.

    `keys` maps keys to names told by `key_pressed`; those in `only_when_empty` are typed as usual once text is there.
    The input method is off: it would hold back a scanner's keys. Chinese names come in by pasting.
    """

    key_pressed = Signal(str)
    picture_pasted = Signal(QMimeData)

    def __init__(
        self,
        appearance: Appearance,
        *,
        keys: Mapping[Qt.Key, str] | None = None,
        only_when_empty: frozenset[Qt.Key] = frozenset(),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._keys = keys or {}
        self._only_when_empty = only_when_empty
        self._hint = ""
        give_role(self, Role.FIELD)
        self.setAcceptDrops(False)  # a picture dropped here belongs to the window
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)
        self.setInputMethodHints(Qt.InputMethodHint.ImhLatinOnly | Qt.InputMethodHint.ImhNoPredictiveText)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)

    def show_text(self, text: str, *, name: str, hint: str, is_enabled: bool) -> None:
        self._hint = hint
        self.setAccessibleName(name)
        self.setAccessibleDescription(hint)
        self.setReadOnly(not is_enabled)
        if text != self.text():
            self.blockSignals(True)  # noqa: FBT003  Qt's own signature
            self.setText(text)
            self.blockSignals(False)  # noqa: FBT003  Qt's own signature
        self.update()

    def event(self, event: QEvent) -> bool:
        """Leave Ctrl+D to the window, which X11 gives a field as a second Del."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.ShortcutOverride and _is_ctrl_d(event):
            event.ignore()
            return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste) and self._paste_picture():
            return
        key = Qt.Key(event.key())
        is_free = key not in self._only_when_empty or not self.text()
        if key in self._keys and is_free and not _is_a_shortcut(event):
            if not (event.isAutoRepeat() and key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}):
                self.key_pressed.emit(self._keys[key])
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        px = self._appearance.px
        painter = QPainter(self)
        painter.setFont(self._appearance.font(14))
        painter.setPen(QColor(self._appearance.tokens.soft))
        typed = self.fontMetrics().horizontalAdvance(self.text()) + px(24)
        room = QRect(typed, 0, self.width() - typed - px(16), self.height())
        if painter.fontMetrics().horizontalAdvance(self._hint) <= room.width():
            painter.drawText(room, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), self._hint)

    def _paste_picture(self) -> bool:
        data = on_clipboard()
        if not (data.hasImage() or data.hasUrls()):
            return False
        self.picture_pasted.emit(data)
        return True


def _is_ctrl_d(event: QKeyEvent) -> bool:
    return event.key() == Qt.Key.Key_D and event.modifiers() == Qt.KeyboardModifier.ControlModifier


def _is_a_shortcut(event: QKeyEvent) -> bool:
    modifiers = Qt.KeyboardModifier
    return bool(event.modifiers() & (modifiers.ControlModifier | modifiers.AltModifier | modifiers.MetaModifier))
