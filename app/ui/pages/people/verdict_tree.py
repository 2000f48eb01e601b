"""What the rules say about a person: the answer, and below it how it came about."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QResizeEvent
from PySide6.QtWidgets import (
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeWidget,
    QTreeWidgetItem,
)

from app.services.entitlements import VerdictView
from app.ui.theme import COLOURS, text_font
from app.ui.widgets.rows import Index

_PAD, _PAD_SIDE = 5, 12


class _WrappedLines(QStyledItemDelegate):
    """Lines as high as their words need: a citation is read whole, never cut off."""

    def __init__(self, tree: QTreeWidget) -> None:
        super().__init__(tree)
        self._tree = tree

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        depth, parent = 1, index.parent()
        while parent.isValid():
            depth, parent = depth + 1, parent.parent()
        room = self._tree.viewport().width() - depth * self._tree.indentation() - 2 * _PAD_SIDE
        words = str(index.data(Qt.ItemDataRole.DisplayRole))
        flags = Qt.TextFlag.TextWordWrap.value
        metrics = QFontMetrics(index.data(Qt.ItemDataRole.FontRole) or self._tree.font())
        high = metrics.boundingRect(QRect(0, 0, max(room, 80), 2000), flags, words).height()
        return QSize(max(room, 80), high + 2 * _PAD)


class VerdictTree(QTreeWidget):
    """One branch a programme; what is missing stands first, since it can be asked."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "inside")
        self.setHeaderHidden(True)
        self.setColumnCount(1)
        self.setWordWrap(True)
        self.setItemDelegate(_WrappedLines(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setIndentation(18)
        self.setAccessibleName("待遇")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()  # lines wrap anew at another width

    def show_verdicts(self, verdicts: tuple[VerdictView, ...]) -> None:
        self.clear()
        if not verdicts:
            self.addTopLevelItem(QTreeWidgetItem(["没有适用的待遇。"]))
        for verdict in verdicts:
            self.addTopLevelItem(_branch(verdict))
        self.expandToDepth(1)


def _branch(verdict: VerdictView) -> QTreeWidgetItem:
    top = QTreeWidgetItem([verdict.headline()])
    top.setFont(0, text_font(bold=True))
    if verdict.why:
        _leaf(top, f"为什么：{verdict.why}")
    for missing in verdict.missing:
        _leaf(top, f"需要核实：{missing}", COLOURS.accent_dark)
    for figure in verdict.figures:
        _leaf(top, f"需要录入：{figure}", COLOURS.accent_dark)
    for words in verdict.excluded:
        _leaf(top, f"不累加：{words}", COLOURS.doubt)
    path = [(-1, top)]
    for line in verdict.lines:
        while path[-1][0] >= line.depth:
            path.pop()
        words = f"{line.words}　{line.result}" if line.result else line.words
        path.append((line.depth, _leaf(path[-1][1], words)))
    if verdict.clause:
        _leaf(top, f"依据：{verdict.clause}", COLOURS.quiet)
    return top


def _leaf(parent: QTreeWidgetItem, words: str, colour: str = COLOURS.text) -> QTreeWidgetItem:
    item = QTreeWidgetItem([words])
    item.setToolTip(0, words)
    item.setForeground(0, QColor(colour))
    parent.addChild(item)
    return item
