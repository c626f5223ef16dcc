"""A ticket as it came from the printer, dot for dot where it fits, to scroll through and to hear."""

from dataclasses import dataclass, field

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QWidget

from pos_app.gui.theme import Appearance


@dataclass(frozen=True, slots=True)
class TicketSight:
    """The ticket's picture and the same in words; without a picture, why there is none and what follows."""

    name: str
    text: str = ""
    png: bytes | None = field(default=None, repr=False)
    absent: str = ""
    absent_next: str = ""


class ReceiptView(QScrollArea):
    """Paper keeps its own colours in every theme. Arrow keys and Page Up and Down scroll."""

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._paper = _Paper(appearance)
        self.setWidget(self._paper)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def render_view(self, sight: TicketSight) -> None:
        picture = QImage.fromData(sight.png) if sight.png else QImage()
        words = sight.text if not picture.isNull() else f"{sight.absent} {sight.absent_next}"
        self.setAccessibleName(sight.name)
        self.setAccessibleDescription(words)
        self._paper.show_picture(picture, [sight.absent, sight.absent_next])
        self._paper.fit(self.viewport().width())
        self.verticalScrollBar().setValue(0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._paper.fit(self.viewport().width())


class _Paper(QWidget):
    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self._picture = QImage()
        self._scaled = QImage()
        self._sentences: list[str] = []
        self._across = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.MinimumExpanding)
        appearance.changed.connect(self._fit_again)

    def show_picture(self, picture: QImage, sentences: list[str]) -> None:
        self._picture = picture
        self._sentences = sentences
        self._scaled = QImage()

    def fit(self, across: int) -> None:
        """Scale the ticket once for a width, not at each painting: to its own dots, or smoothly to what there is."""
        self._across = across
        if not self._picture.isNull():
            ratio = self.devicePixelRatioF()
            wanted = self._picture.width() * ratio * self._appearance.scale / 100
            dots = min(int(across * ratio), round(wanted))
            if dots > 0 and self._scaled.width() != dots:
                self._scaled = _at_width(self._picture, dots)
                self._scaled.setDevicePixelRatio(ratio)
        self.setMinimumHeight(round(self._scaled.deviceIndependentSize().height()))
        self.update()

    def sizeHint(self) -> QSize:
        return self._scaled.deviceIndependentSize().toSize()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        if self._picture.isNull():
            wrapped = int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap)
            painter.drawText(self.rect(), wrapped, "\n".join(self._sentences))
            return
        size = self._scaled.deviceIndependentSize()
        left = int((self.width() - size.width()) / 2)
        painter.drawImage(QRectF(left, 0, size.width(), size.height()), self._scaled)

    def _fit_again(self) -> None:
        self._scaled = QImage()
        self.fit(self._across)


def _at_width(picture: QImage, dots: int) -> QImage:
    """Scale to a width: by a whole number each dot stays sharp, to anything else in greys."""
    if dots % picture.width() == 0:
        return picture.scaledToWidth(dots, Qt.TransformationMode.FastTransformation)
    grey = picture.convertToFormat(QImage.Format.Format_Grayscale8)  # black and white alone cannot be scaled smoothly
    return grey.scaledToWidth(dots, Qt.TransformationMode.SmoothTransformation)
