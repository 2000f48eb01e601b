"""The household of a person: the lists that are worked with, and the family as a tree."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QTabWidget, QWidget

from app.services.households import HouseholdView
from app.ui.pages.people.household_tree import HouseholdTree

_TREE = 1


class HomeTab(QTabWidget):
    """``wanted`` when the tree is looked at: only then is the household read."""

    wanted = Signal()

    def __init__(self, lists: QWidget, open_person: Callable[[int], None]) -> None:
        super().__init__()
        self.tabBar().setDrawBase(False)
        self.tabBar().setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.tree = HouseholdTree()
        self.tree.opened.connect(open_person)
        self.addTab(lists, "成员和情况")
        self.addTab(self.tree, "家庭图")
        self.currentChanged.connect(lambda _: self.ask())

    def ask(self) -> None:
        """Another person, or the tree was opened."""
        if self.currentIndex() == _TREE:
            self.wanted.emit()

    def show_household(self, home: HouseholdView | None, person_id: int) -> None:
        """Draw the household; ``person_id`` is whose page this is."""
        if home is None:
            self.tree.show_members(())
        else:
            self.tree.show_members(home.members, head_name=home.row.head_name, current=person_id)
