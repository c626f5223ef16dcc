"""A camera's picture with the found code outlined, or a sentence where there is no picture."""

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPainterPath, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from pos_app.gui.camera_sight import CameraSight
from pos_app.gui.theme import Appearance

_ALIGN = Qt.AlignmentFlag


class CameraView(QWidget):
    """Emits `painted` after each frame that reached the screen: the sign for the next one to come."""

    painted = Signal()

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._sight = CameraSight(name="")
        self._picture = QImage()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        appearance.changed.connect(self._look_again)

    def render_view(self, sight: CameraSight) -> None:
        if sight.frame is not self._sight.frame:
            self._picture = _image_of(sight)
        self._sight = sight
        self.setAccessibleName(sight.name)
        self.setAccessibleDescription(sight.description)
        self.update()
        if not self.isVisible():
            self.painted.emit()  # nobody looks, and the next frame must not wait for a painting that never comes

    def sizeHint(self) -> QSize:
        px = self._appearance.px
        return QSize(px(432), px(212))

    def minimumSizeHint(self) -> QSize:
        px = self._appearance.px
        return QSize(px(240), px(150))

    def picture_rect(self) -> QRectF:
        """Where the picture is painted: whole, in its own shape, in the middle."""
        size = self._picture.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        area = QRectF(0, 0, size.width(), size.height())
        area.moveCenter(QRectF(self.rect()).center())
        return area

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        radius = self._appearance.px(8)
        corners = QPainterPath()
        corners.addRoundedRect(QRectF(self.rect()), radius, radius)
        painter.setClipPath(corners)
        painter.fillRect(self.rect(), QColor(self._appearance.tokens.camera))
        if self._picture.isNull():
            self._paint_sentence(painter)
        else:
            painter.drawImage(self.picture_rect(), self._picture)
            self._paint_outlines(painter)
            self._paint_captions(painter)
        painter.end()
        self.painted.emit()

    def _paint_outlines(self, painter: QPainter) -> None:
        area, px = self.picture_rect(), self._appearance.px
        pen = QPen(QColor(self._appearance.tokens.accent_bright), px(3))
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for outline in self._sight.outlines:
            corners = [QPointF(area.x() + x * area.width(), area.y() + y * area.height()) for x, y in outline]
            painter.drawPolygon(QPolygonF(corners))

    def _paint_captions(self, painter: QPainter) -> None:
        """Write in the corners, each on a patch of its own, so that it can be read over any picture."""
        painter.setFont(self._font(13))
        self._paint_caption(painter, self._sight.source, _ALIGN.AlignLeft | _ALIGN.AlignBottom)
        self._paint_caption(painter, self._sight.finding, _ALIGN.AlignRight | _ALIGN.AlignBottom)
        self._paint_caption(painter, self._sight.dropped, _ALIGN.AlignRight | _ALIGN.AlignTop)

    def _paint_caption(self, painter: QPainter, text: str, where: Qt.AlignmentFlag) -> None:
        if not text:
            return
        px, tokens = self._appearance.px, self._appearance.tokens
        room = self.rect().adjusted(px(10), px(8), -px(10), -px(8))
        words = painter.boundingRect(room, int(where), text)
        patch = QColor(tokens.camera)
        patch.setAlpha(190)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(patch)
        painter.drawRoundedRect(words.adjusted(-px(5), -px(2), px(5), px(2)), px(4), px(4))
        painter.setPen(QColor(tokens.on_camera))
        painter.drawText(words, int(where), text)

    def _paint_sentence(self, painter: QPainter) -> None:
        px = self._appearance.px
        room = self.rect().adjusted(px(16), px(12), -px(16), -px(12))
        wrapped = int(_ALIGN.AlignHCenter | _ALIGN.AlignTop) | int(Qt.TextFlag.TextWordWrap)
        painter.setPen(QColor(self._appearance.tokens.on_camera))
        large, small = self._font(17), self._font(14)
        painter.setFont(large)
        sentence = painter.boundingRect(room, wrapped, self._sight.sentence)
        painter.setFont(small)
        next_step = painter.boundingRect(room, wrapped, self._sight.next_step)
        top = room.top() + max(0, (room.height() - sentence.height() - px(6) - next_step.height()) // 2)
        painter.drawText(
            QRect(room.left(), top + sentence.height() + px(6), room.width(), next_step.height()),
            wrapped,
            self._sight.next_step,
        )
        painter.setFont(large)
        painter.drawText(QRect(room.left(), top, room.width(), sentence.height()), wrapped, self._sight.sentence)

    def _font(self, size: int) -> QFont:
        font = QFont(self._appearance.family)
        font.setPixelSize(self._appearance.px(size))
        return font

    def _look_again(self) -> None:
        self.updateGeometry()
        self.update()


def _image_of(sight: CameraSight) -> QImage:
    """Copy a frame's pixels: a QImage over somebody else's bytes does not keep them alive."""
    frame = sight.frame
    if frame is None:
        return QImage()
    image = QImage(frame.rgb, frame.width, frame.height, 3 * frame.width, QImage.Format.Format_RGB888)
    return image.copy()
