"""What somebody drops on a window or pastes into it, told apart: a file, a picture, or text."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias, cast

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData
from PySide6.QtGui import QGuiApplication, QImage, QImageWriter


@dataclass(frozen=True, slots=True)
class HandedFile:
    path: Path


@dataclass(frozen=True, slots=True)
class HandedPicture:
    """Pixels from the clipboard, as a PNG."""

    png: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class HandedText:
    text: str = field(repr=False)


HandedIn: TypeAlias = HandedFile | HandedPicture | HandedText


def handed_in(data: QMimeData) -> HandedIn | None:
    """Give the first thing that can be read: a file that is named, else a picture, else text."""
    for url in data.urls():
        if url.isLocalFile():
            return HandedFile(Path(url.toLocalFile()))
    if data.hasImage():
        image = data.imageData()
        return HandedPicture(_png_of(image)) if isinstance(image, QImage) and not image.isNull() else None
    return HandedText(data.text()) if data.hasText() and data.text().strip() else None


def on_clipboard() -> QMimeData:
    """Give what the clipboard holds: nothing where whoever filled it is gone, for which Qt has no data at all."""
    held = cast("QMimeData | None", QGuiApplication.clipboard().mimeData())
    return QMimeData() if held is None else held


def _png_of(image: QImage) -> bytes:
    octets = QByteArray()
    buffer = QBuffer(octets)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, b"PNG").write(image)
    return bytes(octets.data())
