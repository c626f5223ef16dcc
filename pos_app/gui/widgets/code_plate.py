"""A code on a white plate, every module a whole number of screen dots, in any theme."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from pos_app.gui.theme import Appearance


class CodePlate(QAbstractButton):
    """Shows the picture of a code, white in every theme; pressing it is how a person enlarges it."""

    def __init__(self, appearance: Appearance, *, side: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._side = side
        self._picture: bytes | None = None
        self._modules = QImage()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        appearance.changed.connect(self._look_again)

    def show_code(self, picture: bytes | None, name: str) -> None:
        """Show a PNG as `qrcode` draws it, black on white with its quiet zone, or an empty plate."""
        self.setAccessibleName(name)
        if picture != self._picture:
            self._picture = picture
            self._modules = _one_dot_a_module(QImage.fromData(picture)) if picture else QImage()
            self.update()

    def sizeHint(self) -> QSize:
        side = self._appearance.px(self._side)
        return QSize(side, side)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def code_rect(self) -> QRect:
        """Where the symbol is painted, in dots of the screen: the largest whole multiple of it that fits."""
        ratio = self.devicePixelRatioF()
        room = min(int(self.width() * ratio), int(self.height() * ratio))
        side = self._modules.width()
        drawn = side * max(1, room // side) if side else 0
        left, top = (int(self.width() * ratio) - drawn) // 2, (int(self.height() * ratio) - drawn) // 2
        return QRect(left, top, drawn, drawn)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        if not self._modules.isNull():
            ratio = self.devicePixelRatioF()
            painter.save()
            painter.scale(1 / ratio, 1 / ratio)  # so that a module never ends between two dots
            rect = self.code_rect()
            painter.fillRect(rect, Qt.GlobalColor.white)
            painter.drawImage(rect, self._modules)
            painter.restore()
        if self.hasFocus():
            painter.setPen(QPen(QColor(self._appearance.tokens.focus), self._appearance.px(2)))
            painter.drawRect(self.rect().adjusted(1, 1, -2, -2))

    def _look_again(self) -> None:
        self.updateGeometry()
        self.update()


def _one_dot_a_module(drawn: QImage) -> QImage:
    """Take the drawing back to one dot a module, so that it can be enlarged by whole numbers to any size."""
    module = _module_size(drawn)
    return drawn.scaled(drawn.width() // module, drawn.height() // module) if module > 1 else drawn


def _module_size(drawn: QImage) -> int:
    """Measure a module: a finder pattern begins at the first dark dot with a dark run of seven modules."""
    for y in range(drawn.height()):
        run = 0
        for x in range(drawn.width()):
            if drawn.pixelColor(x, y).value() < 128:
                run += 1
            elif run:
                return max(1, run // 7)
    return 1
