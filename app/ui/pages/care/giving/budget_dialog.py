"""What an event costs, line by line: Ins adds, Enter changes, Del strikes out; sums below."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.core.money import yuan
from app.services.budget_lines import (
    BudgetRow,
    BudgetView,
    Event,
    KeepLine,
    keep_line,
    remove_lines,
    show_budget,
)
from app.services.desk import Desk
from app.services.stock import plain
from app.ui.pages.care.giving.asks import amount_in, number_in
from app.ui.pages.care.giving.doing import Doing
from app.ui.pages.people.person.part import Part
from app.ui.ports import Context
from app.ui.tasks import Ask, How, Task, Values, day_in
from app.ui.widgets.keys import add_key
from app.ui.widgets.page import fitting_size, link_button, make_button
from app.ui.widgets.plain_label import plain_label, set_role
from app.ui.widgets.rows import Column
from app.ui.widgets.task_dialog import TaskDialog

_WIDE, _HIGH = 720, 460
_COLUMNS = (
    Column[BudgetRow]("项目", lambda row: row.name, 160, stretch=True),
    Column[BudgetRow]("数量 × 单价", lambda row: row.how, 150, right=True),
    Column[BudgetRow]("金额", lambda row: yuan(row.amount), 100, right=True),
    Column[BudgetRow](
        "支出", lambda row: row.spent_on.isoformat() if row.spent_on else "还没有", 100,
        tone=lambda row: "done" if row.spent_on else "",
    ),
)  # fmt: skip


class BudgetDialog(QDialog):
    """One event; every line is an act of its own, which can be taken back here."""

    def __init__(self, context: Context, event: Event, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("预算明细")
        self.resize(fitting_size(parent, _WIDE, _HIGH))
        self._context, self._event = context, event
        self.doing = Doing(context, self)
        self.part: Part[BudgetRow] = Part(
            "预算明细",
            _COLUMNS,
            empty="还没有明细。按 Ins 加一项，例如：演出、横幅、误餐。",
            add=("加一项…", lambda: self.open_task(line_task(event))),
            change=lambda row: self.open_task(line_task(event, row)),
            end=("删除", self._remove),
        )
        self._sums = plain_label("", wrap=True)
        self._said = plain_label("", role="small")
        self._undo = link_button("撤销", self.doing.undo)
        self._undo.hide()
        add_key(self, "撤销", ("Ctrl+Z",), self.doing.undo)
        self._lay_out()
        self.read()

    def read(self) -> None:
        """Show the lines as they are now."""
        event = self._event
        self.doing.read("budget", lambda desk: show_budget(desk, event), self._show)

    def sums(self) -> str:
        """What is said about the whole."""
        return self._sums.text()

    # --- what is asked of whoever opens forms ---------------------------------------------
    def say(self, words: str, *, undo: bool = False) -> None:
        self._said.setText(words)
        self._undo.setVisible(undo)
        self.read()

    def open_task(self, task: Task) -> None:
        TaskDialog(self, task, self._context.desk.clock.today(), self.doing.perform).open()

    # --- inside ------------------------------------------------------------------------------
    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.setSpacing(12)
        foot.addWidget(self._said, 1)
        foot.addWidget(self._undo)
        foot.addWidget(make_button("关闭", self.accept))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(12)
        layout.addWidget(self.part, 1)
        layout.addWidget(self._sums)
        layout.addLayout(foot)
        self.part.table.setFocus()

    def _show(self, view: BudgetView) -> None:
        self.setWindowTitle(f"预算明细：{view.title}")
        self.part.show_rows(view.rows)
        self._sums.setText(sum_words(view))
        set_role(self._sums, "problem" if view.budget.left else "quiet")

    def _remove(self, row: BudgetRow) -> None:
        self.doing.do(lambda desk: remove_lines(desk, [row.id]), "正在删除")


def sum_words(view: BudgetView) -> str:
    """``预算 6,000.00 元　合计 5,200.00 元，比预算少 800.00 元``: S0.203 wants them equal."""
    budget = view.budget
    parts = [f"合计 {yuan(budget.planned)} 元，已支出 {yuan(budget.spent)} 元"]
    if view.gifts:
        parts[0] += f"（连同名单上 {view.gifts} 人的）"
    if budget.declared is None:
        parts.insert(0, "没有填预算总额")
    else:
        parts.insert(0, f"预算 {yuan(budget.declared)} 元")
        parts.append(_difference(view))
    if budget.unknown:
        parts.append(f"{budget.unknown} 项没有金额")
    return "　".join(parts)


def _difference(view: BudgetView) -> str:
    left = view.budget.left
    if not left:
        return "与预算相等"
    return f"比预算{'少' if left > 0 else '多'} {yuan(abs(left))} 元"


def line_task(event: Event, row: BudgetRow | None = None) -> Task:
    """A line, new or changed."""

    def keep(desk: Desk, values: Values) -> object:
        command = KeepLine(
            event=event,
            name=values["name"],
            quantity=number_in(values, "quantity", "数量"),
            unit=values["unit"],
            price=amount_in(values, "price", "单价"),
            lump=amount_in(values, "lump", "一次付"),
            spent_on=day_in(values, "spent_on", "支出日期") if values["spent_on"] else None,
            line_id=row.id if row else None,
        )
        return keep_line(desk, command)

    def number(key: str) -> str:
        value = getattr(row, key) if row else None
        return "" if value is None else plain(value)

    day = row.spent_on.isoformat() if row and row.spent_on else ""
    return Task(
        "修改预算明细" if row else "加一项预算",
        (
            Ask("name", "项目", value=row.name if row else "", required=True),
            Ask("quantity", "数量", How.NUMBER, number("quantity")),
            Ask("unit", "单位", value=row.unit if row else "", hint="份、人、条"),
            Ask("price", "单价（元）", How.NUMBER, number("price")),
            Ask("lump", "一次付（元）", How.NUMBER, number("lump"), hint="不按数量算的，如演出"),
            Ask("spent_on", "支出日期", How.DAY, day, hint="还没有花就空着"),
        ),
        keep,
    )
