"""What comes in by dragging and by pasting: files, or a picture from the clipboard."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QMimeData
from PySide6.QtGui import QGuiApplication, QImage


def files_of(data: QMimeData) -> tuple[Path, ...]:
    """The files of this computer that are dragged or were copied."""
    return tuple(Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile())


def pasted() -> tuple[tuple[Path, ...], bytes | None]:
    """The files in the clipboard, or else its picture as PNG."""
    clipboard = QGuiApplication.clipboard()
    files, image = files_of(clipboard.mimeData()), clipboard.image()
    return files, None if files or image.isNull() else png_of(image)


def png_of(image: QImage) -> bytes:
    """A picture as PNG."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stubs want bytes, Qt takes both
    return bytes(buffer.data().data())
