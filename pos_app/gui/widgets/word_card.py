"""Sentences that wrap, in a frame that scrolls when large type needs more height than there is."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget


class WordCard(QFrame):
    """Takes the height that its wrapped words need at the width it got; a scroll area does not ask for it."""

    def __init__(self) -> None:
        super().__init__()
        self._soon = QTimer(self, interval=0, singleShot=True)  # within its resizing a layout would not take notice
        self._soon.timeout.connect(self.fit)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._soon.start()

    def fit(self) -> None:
        layout = self.layout()
        if layout is not None:
            layout.invalidate()
            self.setMinimumHeight(max(0, layout.heightForWidth(self.width())))
            layout.activate()


class WordScroll(QScrollArea):
    """Takes no focus: whoever shows it scrolls it with the keys."""

    def __init__(self, card: WordCard, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidget(card)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def turn(self, key: Qt.Key, step: int) -> bool:
        """Scroll by an arrow key; False for any other."""
        bar = self.verticalScrollBar()
        match key:
            case Qt.Key.Key_Down | Qt.Key.Key_PageDown:
                bar.setValue(bar.value() + step)
            case Qt.Key.Key_Up | Qt.Key.Key_PageUp:
                bar.setValue(bar.value() - step)
            case _:
                return False
        return True
