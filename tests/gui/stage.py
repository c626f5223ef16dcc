"""What the tests of windows share: one look to wear, and a way to let queued signals arrive."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAccessible, QImage
from PySide6.QtWidgets import QApplication, QWidget

from pos_app.gui.theme import Appearance
from pos_app.gui.tokens import Scale, Theme


def look(application: QApplication, *, theme: Theme = Theme.LIGHT, scale: Scale = Scale.NORMAL) -> Appearance:
    """Give the application's one look, whatever the test before this one wore."""
    worn = application.findChild(Appearance) or Appearance(application, theme=theme, scale=scale)
    worn.wear(theme=theme, scale=scale)
    return worn


def settle() -> None:
    """Deliver what is queued, and what that queues; nothing is waited for."""
    for _ in range(4):
        QCoreApplication.sendPostedEvents()


def accessible_name(widget: QWidget) -> str:
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


def grab(widget: QWidget) -> QImage:
    return widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)


def colours(image: QImage) -> set[str]:
    return {image.pixelColor(x, y).name() for x in range(0, image.width(), 2) for y in range(0, image.height(), 2)}
