"""Where a voucher is taken: the camera's picture or a sentence, and the other ways in."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from pos_app.gui.theme import Appearance, Role, give_role
from pos_app.gui.view_models.sale.view import ScanView
from pos_app.gui.widgets.camera_view import CameraView
from pos_app.gui.widgets.finder import Finder
from pos_app.gui.widgets.fitting_button import FittingButton
from pos_app.gui.widgets.labels import PlainLabel


class ScanBox(QWidget):
    """Its frame shows that a voucher is waited for. Enter or O chooses a picture, Tab goes through the ways."""

    choose_pressed = Signal()
    paste_pressed = Signal()
    phone_pressed = Signal()

    def __init__(self, appearance: Appearance, camera: CameraView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._camera = camera
        self._is_armed = False
        self._has_camera = False
        self._title = PlainLabel(Role.STRONG)
        self._finder = Finder(appearance)
        self._choose, self._paste, self._phone = (_way(appearance) for _ in range(3))
        self._choose.clicked.connect(self.choose_pressed)
        self._paste.clicked.connect(self.paste_pressed)
        self._phone.clicked.connect(self.phone_pressed)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self._lay_out()
        appearance.changed.connect(self._look_again)
        self._look_again()

    def render_view(self, scan: ScanView) -> None:
        self._is_armed, self._has_camera = scan.is_armed, scan.has_camera
        self._title.setText(scan.title)
        self._finder.show_words(scan.hint, is_awake=scan.is_armed)
        for button, label in ((self._choose, scan.choose), (self._paste, scan.paste), (self._phone, scan.phone)):
            button.setText(label)
            button.setAccessibleName(label)
        self.setAccessibleName(scan.title)
        self._make_room()
        self.update()

    def focus_first(self) -> None:
        self._choose.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take keys that the buttons did not want: Enter presses the one in focus, O chooses a picture."""
        match event.key():
            case Qt.Key.Key_O:
                self.choose_pressed.emit()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                focused = next((way for way in self._ways() if way.hasFocus()), self._choose)
                focused.click()
            case _:
                super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def paintEvent(self, _event: QPaintEvent) -> None:
        tokens, px = self._appearance.tokens, self._appearance.px
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = px(2) if self._is_armed else 1
        painter.setPen(QPen(QColor(tokens.focus if self._is_armed else tokens.line), width))
        painter.setBrush(QColor(tokens.panel))
        half = (width + 1) // 2
        painter.drawRoundedRect(self.rect().adjusted(half, half, -half, -half), px(8), px(8))

    def _make_room(self) -> None:
        """Show words and picture as far as there is height; the ways in are always there."""
        px = self._appearance.px
        self._camera.setVisible(self._has_camera and self.height() >= px(150))
        has_picture = self._camera.isVisibleTo(self)
        self._title.setVisible(not has_picture and self.height() >= px(84))
        self._finder.setVisible(not has_picture and self.height() >= px(150))

    def _ways(self) -> tuple[QPushButton, ...]:
        return self._choose, self._paste, self._phone

    def _look_again(self) -> None:
        gap = self._appearance.gap
        self._appearance.space(self.layout(), (16, 12, 16, 14), between=8)
        self.setMinimumHeight(self._appearance.px(36) + gap(30))
        self.update()

    def _lay_out(self) -> None:
        down = QVBoxLayout(self)
        down.addWidget(self._camera, 1)
        down.addWidget(self._title)
        down.addWidget(self._finder, 1)
        across = QHBoxLayout()
        across.setSpacing(8)
        for way in self._ways():
            across.addWidget(way)
        down.addLayout(across)


def _way(appearance: Appearance) -> QPushButton:
    button = FittingButton(appearance)
    give_role(button, Role.WAY)
    return button
