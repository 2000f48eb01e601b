"""The frame of every tab of giving: buttons above, lists in the middle, the last act below."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Sequence
from typing import TypeVar

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.services.budget_lines import Event
from app.ui.pages.care.giving.budget_dialog import BudgetDialog
from app.ui.pages.care.giving.doing import Doing, Picked
from app.ui.pages.care.giving.who_dialog import WhoDialog
from app.ui.pages.care.pane import CarePane
from app.ui.ports import Context
from app.ui.tasks import Task
from app.ui.widgets.flow import Flow
from app.ui.widgets.keys import add_key
from app.ui.widgets.page import GAP, link_button, make_button
from app.ui.widgets.plain_label import plain_label
from app.ui.widgets.table import RowsTable
from app.ui.widgets.task_dialog import TaskDialog

R = TypeVar("R")
Button = tuple[str, str, Callable[[], None]]


class GivingPane(CarePane):
    """Keys of its buttons work wherever the cursor is in the tab; Ctrl+Z takes the last act
    back."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(8)
        self.acts = Flow(8)  # breaks on a narrow screen
        self.middle = QVBoxLayout()
        self.middle.setSpacing(GAP)
        self._count = plain_label("", role="small")
        self._said = plain_label("", role="small")
        self._undo = link_button("撤销", lambda: self.doing().undo())
        self._undo.hide()
        foot = QHBoxLayout()
        foot.setSpacing(12)
        foot.addWidget(self._count, 1)
        foot.addWidget(self._said)
        foot.addWidget(self._undo)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP)
        layout.addLayout(self.buttons)
        layout.addLayout(self.middle, 1)
        layout.addLayout(foot)
        add_key(self, "撤销", ("Ctrl+Z",), lambda: self.doing().undo())

    @abstractmethod
    def doing(self) -> Doing:
        """The presenter of this tab."""

    def add_buttons(self, left: QWidget | None, buttons: Sequence[Button]) -> None:
        """The line above: ``left``, then (words, key, what it does), the first one primary. A key
        that the shell knows already is only named."""
        if left is not None:
            self.buttons.addWidget(left, 1)
        else:
            self.buttons.addStretch(1)
        self.buttons.addLayout(self.acts)
        for place, (words, key, press) in enumerate(buttons):
            label = f"{words} {key}" if key.startswith("F") else words
            self.acts.addWidget(make_button(label, press, primary=not place, tip=key))
            if key.startswith("F") or key == "Del":
                add_key(self, words, (key,), press)

    # --- what the presenter says -------------------------------------------------------------
    def say(self, words: str, *, undo: bool = False) -> None:
        self._said.setText(words)
        self._undo.setVisible(undo)

    def words(self) -> str:
        """What is said below about the last act."""
        return self._said.text()

    def count(self, words: str) -> None:
        """What stands below on the left."""
        self._count.setText(words)

    def counted(self) -> str:
        return self._count.text()

    def open_task(self, task: Task) -> None:
        today = self.context.desk.clock.today()
        TaskDialog(self, task, today, self.doing().perform).open()

    def open_budget(self, event: Event) -> None:
        """What an event costs, line by line."""
        BudgetDialog(self.context, event, self).open()

    def pick_person(self, title: str, picked: Picked, *, or_other: bool = False) -> None:
        WhoDialog(self, title, self.doing().find_people, picked, or_other=or_other).open()


def on_current(table: RowsTable[R], act: Callable[[R], None]) -> Callable[[], None]:
    """``act`` on the row with the cursor; without one nothing happens."""

    def press() -> None:
        row = table.current()
        if row is not None:
            act(row)

    return press
