"""What the rules say about a person: the answer, and below it how it came about."""

from __future__ import annotations

from PySide6.QtGui import QColor
from PySide6.QtWidgets import QTreeWidget, QTreeWidgetItem

from app.core.money import yuan
from app.services.entitlements import VerdictView
from app.ui.theme import COLOURS, text_font


class VerdictTree(QTreeWidget):
    """One branch a programme; what is missing stands first, since it can be asked."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "inside")
        self.setHeaderHidden(True)
        self.setColumnCount(1)
        self.setWordWrap(True)
        self.setIndentation(18)
        self.setAccessibleName("待遇")

    def show_verdicts(self, verdicts: tuple[VerdictView, ...]) -> None:
        self.clear()
        if not verdicts:
            self.addTopLevelItem(QTreeWidgetItem(["没有适用的待遇。"]))
        for verdict in verdicts:
            self.addTopLevelItem(_branch(verdict))
        self.expandToDepth(1)


def _branch(verdict: VerdictView) -> QTreeWidgetItem:
    amount = f"　{yuan(verdict.amount)} 元/月" if verdict.amount is not None else ""
    top = QTreeWidgetItem([f"{verdict.title}：{verdict.answer_name}{amount}"])
    top.setFont(0, text_font(bold=True))
    for missing in verdict.missing:
        line = QTreeWidgetItem([f"需要核实：{missing}"])
        line.setForeground(0, QColor(COLOURS.accent_dark))
        top.addChild(line)
    _grow(top, verdict.lines)
    if verdict.cites:
        line = QTreeWidgetItem([f"依据：{'；'.join(verdict.cites)}"])
        line.setForeground(0, QColor(COLOURS.quiet))
        top.addChild(line)
    return top


def _grow(top: QTreeWidgetItem, lines: tuple[str, ...]) -> None:
    """Hang indented lines below one another: two blanks deeper is one branch further."""
    path: list[tuple[int, QTreeWidgetItem]] = [(-1, top)]
    for line in lines:
        depth = len(line) - len(line.lstrip())
        while path[-1][0] >= depth:
            path.pop()
        item = QTreeWidgetItem([line.strip()])
        item.setToolTip(0, line.strip())
        path[-1][1].addChild(item)
        path.append((depth, item))
