"""The tab 帮扶 of a record: what the person and the household were given, and the wishes."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from app.core.money import yuan
from app.services.desk import Desk
from app.services.gift_register import GiftList, GiftQuery, GiftRow, list_gifts
from app.services.wishes import WishRow, wishes_of
from app.ui.pages.care.giving.columns import GIFTS, WISHES
from app.ui.pages.care.giving.doing import Doing, Picked
from app.ui.pages.care.giving.presenters import give_form, wish_form
from app.ui.pages.people.person.part import Part
from app.ui.ports import Context
from app.ui.tasks import Task
from app.ui.widgets.page import link_button
from app.ui.widgets.plain_label import plain_label
from app.ui.widgets.task_dialog import TaskDialog

_NEEDLESS = frozenset({"姓名", "村（社区）"})  # the record says them above


class GivenTab(QWidget):
    """Read when it is looked at; a record that is closed or of the past is only read."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._doing = Doing(context, self)
        self._person: tuple[int, str] | None = None
        self._stale = False
        self.gifts: Part[GiftRow] = Part(
            "发放（本人和全户）",
            tuple(column for column in GIFTS if column.title not in _NEEDLESS),
            empty="还没有发放过。按 Ins 登记。",
            add=("发放…", self._give),
        )
        self.wishes: Part[WishRow] = Part(
            "微心愿",
            tuple(column for column in WISHES if column.title not in _NEEDLESS),
            empty="还没有征集过。按 Ins 登记，没有心愿的也登记。",
            add=("征集…", self._collect),
        )
        self._said = plain_label("", role="small")
        self._undo = link_button("撤销", self._doing.undo)
        self._undo.hide()
        split = QSplitter(Qt.Orientation.Vertical)
        split.setChildrenCollapsible(False)
        for part in (self.gifts, self.wishes):
            split.addWidget(part)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 0, 16, 4)
        foot.addWidget(self._said, 1)
        foot.addWidget(self._undo)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(split, 1)
        layout.addLayout(foot)

    def show_person(self, person_id: int, name: str, *, only_read: bool) -> None:
        """Another record, or the same one read again."""
        if self._person is None or self._person[0] != person_id:
            self.say("")
        self._person, self._stale = (person_id, name), True
        for button in (*self.gifts.buttons, *self.wishes.buttons):
            button.setEnabled(not only_read)
        if self.isVisible():
            self._read()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._read()

    # --- what the presenter says -------------------------------------------------------------
    def say(self, words: str, *, undo: bool = False) -> None:
        self._said.setText(words)
        self._undo.setVisible(undo)

    def open_task(self, task: Task) -> None:
        today = self._context.desk.clock.today()
        TaskDialog(self, task, today, self._doing.perform).open()

    def pick_person(self, title: str, picked: Picked, *, or_other: bool = False) -> None:
        """It is the person of the record."""
        if self._person is not None:
            picked(*self._person)

    # --- inside ------------------------------------------------------------------------------
    def _read(self) -> None:
        if self._person is None or not self._stale:
            return
        self._stale = False
        person_id = self._person[0]

        def both(desk: Desk) -> tuple[GiftList, tuple[WishRow, ...]]:
            return list_gifts(desk, GiftQuery(person_id=person_id)), wishes_of(desk, person_id)

        self._doing.read("person", both, self._show)

    def _show(self, found: tuple[GiftList, tuple[WishRow, ...]]) -> None:
        gifts, wishes = found
        self.gifts.show_rows(gifts.rows)
        words = f"发放（本人和全户）　{len(gifts.rows)} 笔，折价 {yuan(gifts.worth)} 元"
        self.gifts.title.setText(words)
        self.wishes.show_rows(wishes)

    def _give(self) -> None:
        if self.gifts.buttons[0].isEnabled():
            self._doing.start_for(self.pick_person, "", give_form)

    def _collect(self) -> None:
        if self.wishes.buttons[0].isEnabled():
            self._doing.start_for(self.pick_person, "", wish_form)
