"""The manual in a window of its own (F1): chapters left, text right, from ``docs/manual``."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QTextBlockFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QTextBrowser,
    QWidget,
)

from app.core.paths import resource

CHAPTERS = (
    ("card", "一页操作卡"),
    ("workbench", "工作台"),
    ("people", "人员与导入"),
    ("visits", "走访"),
    ("care", "帮扶"),
    ("entitlements", "待遇"),
    ("matters", "事项"),
    ("ledger", "台账"),
    ("check", "核查"),
    ("county", "县级汇总"),
    ("policy", "政策"),
    ("settings", "设置"),
    ("trouble", "遇到问题"),
)

_LINE = 135  # percent of the height of a line
_ABOVE, _BELOW = 12, 6  # pixels: above a heading, below a paragraph


def manual_folder() -> Path:
    """Where the chapters lie, beside the program's resources."""
    return resource().parent / "docs" / "manual"


def open_manual(parent: QWidget, chapter: str) -> ManualWindow:
    """Show the manual at a chapter; it stays open beside the work."""
    window = ManualWindow(parent)
    window.open_chapter(chapter)
    window.show()
    return window


class ManualWindow(QDialog):
    """A list of chapters and the text of one."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("帮扶台账 使用手册")
        self.resize(860, 600)
        self._list = QListWidget()
        self._list.setObjectName("navigation")
        self._list.setFixedWidth(150)
        for _, title in CHAPTERS:
            item = QListWidgetItem(title)
            item.setSizeHint(QSize(0, 40))
            self._list.addItem(item)
        self._text = QTextBrowser()
        self._text.setOpenExternalLinks(False)
        self._text.setOpenLinks(False)
        self._list.currentRowChanged.connect(self._show)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 12, 12)
        layout.addWidget(self._list)
        layout.addWidget(self._text, 1)

    def open_chapter(self, key: str) -> None:
        """Go to a chapter; an unknown one opens the card."""
        keys = [chapter for chapter, _ in CHAPTERS]
        self._list.setCurrentRow(keys.index(key) if key in keys else 0)
        self._list.setFocus()

    def text(self) -> str:
        """The chapter as plain text."""
        return self._text.toPlainText()

    def _show(self, place: int) -> None:
        path = manual_folder() / f"{CHAPTERS[place][0]}.md"
        self._text.setMarkdown(path.read_text(encoding="utf-8"))
        _space_out(self._text.document())


def _space_out(document: QTextDocument) -> None:
    """Room between lines, paragraphs and sections: Markdown leaves none."""
    cursor, block = QTextCursor(document), document.begin()
    while block.isValid():
        look = QTextBlockFormat()
        look.setLineHeight(_LINE, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        look.setTopMargin(_ABOVE if block.blockFormat().headingLevel() else 0)
        look.setBottomMargin(_BELOW)
        cursor.setPosition(block.position())
        cursor.mergeBlockFormat(look)
        block = block.next()
