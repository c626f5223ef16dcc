"""A button whose words grow smaller where they would be cut off."""

from PySide6.QtCore import Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QStyle, QStyleOptionButton

from pos_app.gui.theme import Appearance
from pos_app.gui.widgets.enter_button import EnterButton


class FittingButton(EnterButton):
    """Takes the width it is given, so that buttons beside each other are as wide as each other."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        appearance.changed.connect(self._fit)

    def setText(self, text: str) -> None:
        if text != self.text():
            super().setText(text)
            self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    @Slot()
    def _fit(self) -> None:
        """Begin from the size that the look wants; never while the look is being changed, which Qt does not bear."""
        if self.styleSheet():
            self.setStyleSheet("")
        self.ensurePolished()
        option = QStyleOptionButton()
        self.initStyleOption(option)
        room = self.style().subElementRect(QStyle.SubElement.SE_PushButtonContents, option, self).width()
        words = self.fontMetrics().horizontalAdvance(self.text())
        if words > room > 0:
            self.setStyleSheet(f"font-size: {self.font().pixelSize() * room // words}px")
