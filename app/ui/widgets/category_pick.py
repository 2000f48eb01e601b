"""Choosing one of many categories: type a few letters, or look under its group."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from app.core.codes import Category, CategoryGroup
from app.core.pinyin import readings
from app.ui.icons import icon
from app.ui.widgets.plain_label import plain_label

_CODE = Qt.ItemDataRole.UserRole


class CategoryPick(QWidget):
    """``changed`` tells the code of the category that is chosen, "" for none."""

    changed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._known: dict[str, Category] = {}
        self._words: dict[str, str] = {}
        self.search = _Search(self._step)
        self.search.setPlaceholderText("类别名称、拼音首字母")
        self.search.setClearButtonEnabled(True)
        self.search.addAction(icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self.search.textChanged.connect(self._filter)
        self._tree = QTreeWidget()
        self._tree.setHeaderHidden(True)
        self._tree.setAccessibleName("对象类别")
        self._tree.setIndentation(14)
        self._tree.currentItemChanged.connect(lambda *_: self._tell())
        self._criteria = plain_label("", role="quiet", wrap=True)
        self._criteria.setMinimumHeight(self._criteria.fontMetrics().lineSpacing() * 3)
        self._criteria.setAlignment(Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.search)
        layout.addWidget(self._tree, 1)
        layout.addWidget(self._criteria)

    def show_groups(self, groups: Sequence[CategoryGroup]) -> None:
        """Offer these; what was chosen stays chosen while it is offered."""
        chosen = self.code()
        self._known = {c.code: c for group in groups for c in group.categories}
        self._words = {code: _findable(category) for code, category in self._known.items()}
        self._tree.clear()
        for group in groups:
            branch = QTreeWidgetItem(self._tree, [group.name])
            branch.setFlags(Qt.ItemFlag.ItemIsEnabled)
            for category in group.categories:
                leaf = QTreeWidgetItem(branch, [category.name])
                leaf.setData(0, _CODE, category.code)
                leaf.setToolTip(0, category.criteria)
        self._filter(self.search.text())
        self.choose(chosen)

    def code(self) -> str:
        """What is chosen."""
        item = self._tree.currentItem()
        return "" if item is None or item.isHidden() else str(item.data(0, _CODE) or "")

    def choose(self, code: str) -> None:
        for leaf in self._leaves():
            if leaf.data(0, _CODE) == code:
                self._tree.setCurrentItem(leaf)
                self._tree.scrollToItem(leaf)

    def _filter(self, typed: str) -> None:
        wanted = typed.strip().lower()
        for place in range(self._tree.topLevelItemCount()):
            branch = self._tree.topLevelItem(place)
            assert branch is not None
            shown = 0
            for at in range(branch.childCount()):
                leaf = branch.child(at)
                fits = wanted in self._words[leaf.data(0, _CODE)]
                leaf.setHidden(not fits)
                shown += fits
            branch.setHidden(not shown)
            branch.setExpanded(bool(wanted))
        if wanted:
            first = next((leaf for leaf in self._leaves() if not leaf.isHidden()), None)
            if first is not None:
                self._tree.setCurrentItem(first)
        self._tell()

    def _step(self, down: int) -> None:
        """Up and down from the search box move within what is shown."""
        shown = [leaf for leaf in self._leaves() if not leaf.isHidden()]
        if not shown:
            return
        at = shown.index(self._tree.currentItem()) if self._tree.currentItem() in shown else -down
        self._tree.setCurrentItem(shown[max(0, min(at + down, len(shown) - 1))])

    def _leaves(self) -> list[QTreeWidgetItem]:
        branches = [self._tree.topLevelItem(at) for at in range(self._tree.topLevelItemCount())]
        return [b.child(at) for b in branches if b is not None for at in range(b.childCount())]

    def _tell(self) -> None:
        code = self.code()
        found = self._known.get(code)
        self._criteria.setText(f"{found.criteria}（{found.source}）" if found else "")
        self.changed.emit(code)


class _Search(QLineEdit):
    """A search box that hands up and down on."""

    def __init__(self, step: Callable[[int], None]) -> None:
        super().__init__()
        self._step = step

    def keyPressEvent(self, event: QKeyEvent) -> None:
        moves = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        if event.key() in moves:
            self._step(moves[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)


def _findable(category: Category) -> str:
    """What a category is found by: its words, its group, pinyin and initials."""
    parts = [category.name, *category.also, category.group, category.code]
    parts += readings(category.name)
    return " ".join(parts).lower()
