"""Words on the screen: always plain text, and never wider or larger than their place."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from pos_app.gui.theme import Appearance, Role, give_role

_BOLDNESS = 22  # a stroke of one part in so many of the size
_SMALLEST = 0.4  # of the wanted size; below it digits would be smaller than the text around them


class PlainLabel(QLabel):
    """A label in a role; what it is given is text and nothing else, whoever wrote it."""

    def __init__(self, role: Role, text: str = "", *, wraps: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wraps)
        give_role(self, role)
        self.setText(text)


class ElidedLabel(QLabel):
    """A label of one line that gives up its end, not its neighbours' place."""

    def __init__(self, role: Role, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        give_role(self, role)

    def minimumSizeHint(self) -> QSize:
        return QSize(QFontMetrics(self.font()).horizontalAdvance("…"), super().minimumSizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        text = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self.rect(), int(self.alignment()), text)


class AmountLabel(QWidget):
    """An amount as large as wanted, or as large as its place allows: digits are never cut off."""

    def __init__(
        self, appearance: Appearance, *, size: float, is_bold: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._size = size
        self._is_bold = is_bold
        self._text = ""
        self._colour = "ink"
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        appearance.changed.connect(self._look_again)

    def show_amount(self, text: str, *, spoken: str, colour: str = "ink") -> None:
        """Show an amount in the token of that name."""
        self.setAccessibleName(spoken)
        if (text, colour) != (self._text, self._colour):
            self._text, self._colour = text, colour
            self._look_again()

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self._appearance.font(self._size))
        return QSize(metrics.horizontalAdvance(self._text), metrics.capHeight() + self._appearance.px(self._size) // 2)

    def minimumSizeHint(self) -> QSize:
        hint = self.sizeHint()
        return QSize(int(hint.width() * _SMALLEST), int(hint.height() * _SMALLEST))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        font = self._appearance.font(self._size)
        metrics = QFontMetrics(font)
        across = self.width() / max(1, metrics.horizontalAdvance(self._text))
        down = self.height() / (1.2 * metrics.capHeight())
        if min(across, down) < 1:
            font.setPixelSize(max(1, int(font.pixelSize() * min(across, down))))
        self._draw(painter, font, QColor(getattr(self._appearance.tokens, self._colour)))

    def _draw(self, painter: QPainter, font: QFont, colour: QColor) -> None:
        """Draw outlines: Qt thickens the strokes of a font that has one weight only as long as it is small."""
        font.setBold(False)
        metrics = QFontMetrics(font)
        left = self.width() - metrics.horizontalAdvance(self._text)
        outline = QPainterPath()
        outline.addText(left, (self.height() + metrics.capHeight()) / 2, font, self._text)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillPath(outline, colour)
        if self._is_bold:
            painter.strokePath(outline, QPen(colour, font.pixelSize() / _BOLDNESS))

    def _look_again(self) -> None:
        self.updateGeometry()
        self.update()
