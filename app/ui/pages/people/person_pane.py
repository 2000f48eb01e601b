"""The right half of the page 人员: one person in tabs."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from app.services.entitlements import VerdictView
from app.services.people import (
    ContactLine,
    FactLine,
    HistoryLine,
    HoldingLine,
    MemberLine,
    PersonView,
)
from app.ui.pages.people.columns import CONTACTS, FACTS, HISTORY, HOLDINGS, MEMBERS
from app.ui.pages.people.verdict_tree import VerdictTree
from app.ui.widgets.empty_state import EmptyState
from app.ui.widgets.page import card, make_button
from app.ui.widgets.plain_label import plain_label
from app.ui.widgets.table import RowsTable


class PersonPane(QStackedWidget):
    """Shows a person, or says that nobody is chosen."""

    def __init__(
        self,
        *,
        edit: Callable[[], None],
        unmask: Callable[[], None],
        open_person: Callable[[int], None],
        holdings: Callable[[], None],
    ) -> None:
        super().__init__()
        self.addWidget(EmptyState("没有选中的人", "在左边的名单里选一个人，就能看到他的全部情况。"))
        self._edit = make_button("编辑", edit, tip="F2")
        self._unmask = make_button("显示完整号码", unmask, tip="查看会留下记录")
        self._facts: RowsTable[FactLine] = RowsTable(FACTS, sortable=False, inside=True)
        self._members: RowsTable[MemberLine] = RowsTable(
            MEMBERS, sortable=False, inside=True, empty="没有登记所在的家庭。导入家庭表后会有。"
        )
        self._members.opened.connect(lambda line: open_person(line.person_id))
        self._holdings: RowsTable[HoldingLine] = RowsTable(
            HOLDINGS, sortable=False, inside=True, empty="还没有类别。按“登记、更正、结束…”添加。"
        )
        self._holdings.opened.connect(lambda _: holdings())
        self._open_holdings = make_button("登记、更正、结束…", holdings)
        self._contacts: RowsTable[ContactLine] = RowsTable(
            CONTACTS, sortable=False, inside=True, empty="还没有走访、联系过。在“走访”页录入。"
        )
        self._verdicts = VerdictTree()
        self._history: RowsTable[HistoryLine] = RowsTable(
            HISTORY, sortable=False, inside=True, empty="登记以后没有改动过。"
        )
        self.addWidget(self._person())

    def show_nobody(self) -> None:
        self.setCurrentIndex(0)

    def show_person(self, person: PersonView, *, unmasked: bool) -> None:
        row = person.row
        age = "" if row.age is None else f"{row.age} 岁"
        place = " ".join(part for part in (row.village, row.group) if part)
        self._name.setText(row.name)
        self._line.setText("　".join(part for part in (row.sex, age, place) if part))
        kinds = "、".join(row.categories) or "没有类别"
        cadre = f"　包保责任人 {person.responsible}" if person.responsible else ""
        self._kinds.setText(kinds + cadre)
        self._unmask.setEnabled(not unmasked)
        self._facts.show_rows(person.facts)
        self._members.show_rows(person.household)
        self._holdings.show_rows(person.holdings)
        self._contacts.show_rows(person.contacts)
        self._history.show_rows(person.history)
        self.setCurrentIndex(1)

    def show_verdicts(self, verdicts: tuple[VerdictView, ...]) -> None:
        self._verdicts.show_verdicts(verdicts)

    def _person(self) -> QWidget:
        frame, inside = card()
        inside.setContentsMargins(0, 12, 0, 4)
        self._name = plain_label("", role="title", selectable=True)
        self._line = plain_label("", role="quiet")
        self._kinds = plain_label("", wrap=True)
        head = QVBoxLayout()
        head.setContentsMargins(16, 0, 16, 0)
        head.setSpacing(4)
        first = QHBoxLayout()
        first.setSpacing(10)
        first.addWidget(self._name)
        first.addWidget(self._line, 1)
        first.addWidget(self._unmask)
        first.addWidget(self._edit)
        head.addLayout(first)
        head.addWidget(self._kinds)
        inside.addLayout(head)
        tabs = QTabWidget()
        tabs.tabBar().setDrawBase(False)
        for words, widget in (
            ("基本信息", self._facts),
            ("家庭", self._members),
            ("类别", _under(self._open_holdings, self._holdings)),
            ("走访", self._contacts),
            ("待遇", self._verdicts),
            ("变更记录", self._history),
        ):
            tabs.addTab(widget, words)
        inside.addWidget(tabs, 1)
        return frame


def _under(button: QPushButton, table: QWidget) -> QWidget:
    """A tab with a button above its table."""
    tab = QWidget()
    layout = QVBoxLayout(tab)
    layout.setContentsMargins(0, 8, 0, 0)
    layout.setSpacing(8)
    line = QHBoxLayout()
    line.setContentsMargins(16, 0, 16, 0)
    line.addWidget(button)
    line.addStretch(1)
    layout.addLayout(line)
    layout.addWidget(table, 1)
    return tab
