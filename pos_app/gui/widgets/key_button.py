"""A function key on the screen: the key, and what it does now; beside each other or one above the other, as fits."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from pos_app.gui.theme import Appearance

_KEY, _LABEL, _PRIMARY = 12, 15, 19
_BETWEEN = 0.4  # of the label's height, between key and label on one line
_ON_TWO_LINES = 0.78  # of their heights: the font leaves much room above and below its signs


class KeyButton(QAbstractButton):
    """Pressed with the mouse or a finger; it takes no focus, for its key works from everywhere."""

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._key = ""
        self._is_primary = False
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        appearance.changed.connect(self._look_again)

    def show_key(self, key: str, label: str, *, is_enabled: bool, is_primary: bool) -> None:
        self._key, self._is_primary = key, is_primary
        self.setText(label)
        self.setAccessibleName(f"{label} {key}")
        self.setEnabled(is_enabled)
        self.update()

    def sizeHint(self) -> QSize:
        """Grow with the scale as gaps do: two rows of these must leave room for the goods."""
        return QSize(self._appearance.px(100), self._appearance.gap(34))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._appearance.gap(40), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        ground, line, ink, small = self._colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(QColor(line))
        pen.setStyle(Qt.PenStyle.SolidLine if self.isEnabled() else Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), self._appearance.px(6), self._appearance.px(6))
        self._write(painter, ink, small)

    def _write(self, painter: QPainter, ink: str, small: str) -> None:
        words, key, label = self._arranged()
        never_clipped = int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextDontClip)
        for box, text, font, colour in ((key, self._key, words.key, small), (label, self.text(), words.label, ink)):
            painter.setFont(font)
            painter.setPen(QColor(colour))
            painter.drawText(box, never_clipped, text)

    def _arranged(self) -> tuple["_Words", QRectF, QRectF]:
        """Give the words as large as they fit, and where the key and the label stand."""
        words = self._words(1.0)
        room = QRectF(self.rect()).adjusted(4, 2, -4, -2)
        beside = min(1.0, room.width() / words.width_beside, room.height() / words.label_height)
        above = min(1.0, room.width() / words.width_above, room.height() / words.height_above)
        if above > beside or self._is_primary:
            words = self._words(above)
            top = room.center().y() - words.height_above / 2
            key = QRectF(0, top, self.width(), words.key_height * _ON_TWO_LINES)
            return words, key, QRectF(0, key.bottom(), self.width(), words.label_height * _ON_TWO_LINES)
        words = self._words(beside)
        left = room.center().x() - words.width_beside / 2
        key = QRectF(left, 0, words.key_width, self.height())
        return words, key, QRectF(left + words.width_beside - words.label_width, 0, words.label_width, self.height())

    def _words(self, share: float) -> "_Words":
        key, label = self._appearance.font(_KEY), self._appearance.font(_PRIMARY if self._is_primary else _LABEL)
        for font in (key, label):
            font.setPixelSize(max(1, int(font.pixelSize() * share)))
        measured, measured_label = QFontMetricsF(key), QFontMetricsF(label)
        return _Words(
            key=key,
            label=label,
            key_width=measured.horizontalAdvance(self._key),
            label_width=measured_label.horizontalAdvance(self.text()),
            key_height=measured.height(),
            label_height=measured_label.height(),
        )

    def _colours(self) -> tuple[str, str, str, str]:
        tokens = self._appearance.tokens
        if not self.isEnabled():
            return tokens.bg, tokens.line, tokens.soft, tokens.soft
        if self._is_primary:
            line = tokens.ink if self.isDown() or self.underMouse() else tokens.accent
            return tokens.accent, line, tokens.on_accent, tokens.on_accent
        ground = tokens.accent_soft if self.isDown() or self.underMouse() else tokens.panel
        return ground, tokens.accent if self.isDown() else tokens.line, tokens.ink, tokens.soft

    def _look_again(self) -> None:
        self.updateGeometry()
        self.update()


@dataclass(frozen=True, slots=True)
class _Words:
    """Key and label at one size, and the room that they take in either arrangement."""

    key: QFont
    label: QFont
    key_width: float
    label_width: float
    key_height: float
    label_height: float

    @property
    def width_beside(self) -> float:
        return max(1.0, self.key_width + _BETWEEN * self.label_height + self.label_width)

    @property
    def width_above(self) -> float:
        return max(1.0, self.key_width, self.label_width)

    @property
    def height_above(self) -> float:
        return (self.key_height + self.label_height) * _ON_TWO_LINES
