"""What must hold of the Qt bindings themselves, or a till that is open all day does not live through it."""

import sys

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath
from pytestqt.qtbot import QtBot

_CALLS = 500


def test_painting_takes_no_reference_to_none_away(qtbot: QtBot) -> None:  # noqa: ARG001  it makes the application
    """In PySide6 6.12.0 each of these calls did; at zero references to None, Python before 3.12 aborts."""
    picture = QImage(8, 8, QImage.Format.Format_RGB32)
    painter = QPainter(picture)
    path = QPainterPath()
    before = sys.getrefcount(None)
    for _ in range(_CALLS):
        painter.setPen(QColor("#000000"))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.fillRect(QRect(0, 0, 2, 2), QColor("#ffffff"))
        painter.setClipPath(path)
    painter.end()
    assert sys.getrefcount(None) > before - _CALLS
