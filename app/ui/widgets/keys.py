"""The keys that mean the same on every page."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QWidget

SAVE_KEYS = ("Ctrl+Return", "Ctrl+Enter", "Ctrl+S")
HINTS = "F1 帮助　F2 编辑　F3 查找　F5 刷新　Ctrl+N 新建　Ctrl+P 打印　Ctrl+K 找人　Esc 返回"


def add_key(widget: QWidget, words: str, keys: tuple[str, ...], press: Callable[[], None]) -> None:
    """``press`` is called when one of ``keys`` is pressed while ``widget`` or a part of it has the
    cursor; a main window is a part of nothing, so its keys work everywhere in it."""
    action = QAction(words, widget)
    action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    action.setShortcuts([QKeySequence(key) for key in keys])
    action.triggered.connect(lambda *_: press())
    widget.addAction(action)


class UndoBeyond(QObject):
    """Lets Ctrl+Z through a line in which nothing was typed, so that it means the page's undo."""

    def __init__(self, line: QLineEdit) -> None:
        super().__init__(line)
        self._line = line
        line.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and event.matches(QKeySequence.StandardKey.Undo)
            and not self._line.isUndoAvailable()
        ):
            event.ignore()
            return True
        return False
