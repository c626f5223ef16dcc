"""A small light with its words: filled where all is well, hollow or crossed where it is not."""

from PySide6.QtCore import QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from pos_app.gui.theme import Appearance
from pos_app.gui.widgets.sign import SignKind


class StatusLight(QWidget):
    pressed = Signal()

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._kind = SignKind.NOTE
        self._text = ""
        self._is_brief = False
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        appearance.changed.connect(self._look_again)

    def show_state(self, kind: SignKind, text: str) -> None:
        self._kind, self._text = kind, text
        self.setAccessibleName(text)
        self._look_again()

    def be_brief(self, *, is_brief: bool) -> None:
        """Leave out the words while all is well; trouble is always said in words."""
        self._is_brief = is_brief
        self.setToolTip(self._text)
        self._look_again()

    def invite(self) -> None:
        """Show that it can be pressed."""
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.pressed.emit()

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self._appearance.font(14))
        return QSize(self._inset() + metrics.horizontalAdvance(self._words()) + 2, metrics.height())

    def minimumSizeHint(self) -> QSize:
        is_well = self._kind in {SignKind.DONE, SignKind.NOTE}
        return QSize(self._inset() if is_well else self.sizeHint().width(), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        tokens = self._appearance.tokens
        colour = {
            SignKind.DONE: tokens.accent,
            SignKind.TROUBLE: tokens.warn,
            SignKind.REFUSED: tokens.bad,
        }.get(self._kind, tokens.soft)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        reach = self._appearance.px(9) / 2
        painter.setPen(QPen(QColor(colour), max(1.0, reach / 3)))
        painter.setBrush(QColor(colour) if self._kind is SignKind.DONE else Qt.BrushStyle.NoBrush)
        middle = QPointF(reach + 1, self.height() / 2)
        painter.drawEllipse(middle, reach - 1, reach - 1)
        if self._kind in {SignKind.TROUBLE, SignKind.REFUSED}:
            painter.drawLine(middle - QPointF(reach, reach), middle + QPointF(reach, reach))
        painter.setFont(self._appearance.font(14))
        painter.setPen(QColor(tokens.soft))
        room = QRect(self._inset(), 0, self.width() - self._inset(), self.height())
        text = painter.fontMetrics().elidedText(self._words(), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), text)

    def _words(self) -> str:
        return "" if self._is_brief and self._kind in {SignKind.DONE, SignKind.NOTE} else self._text

    def _inset(self) -> int:
        return self._appearance.px(16)

    def _look_again(self) -> None:
        self.updateGeometry()
        self.update()
