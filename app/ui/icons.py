"""The program's own line drawings, from ``resources/icons``."""

from __future__ import annotations

from PySide6.QtGui import QIcon

from app.core.paths import resource


def icon(name: str) -> QIcon:
    """The drawing of this name."""
    return QIcon(str(resource("icons", f"{name}.svg")))
