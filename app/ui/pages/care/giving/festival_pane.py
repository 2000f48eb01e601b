"""How the tab 节日慰问 looks: the lists, and the lines of one with its budget."""

from __future__ import annotations

from app.core.money import yuan
from app.services.budget_lines import Event
from app.services.festivals import Budget, FestivalRow, FestivalView, ListLine
from app.ui.pages.care.giving.columns import FESTIVALS, LINES
from app.ui.pages.care.giving.frame import GivingPane, on_current
from app.ui.pages.care.giving.give_out_dialog import GiveOutDialog
from app.ui.pages.care.giving.presenters import FestivalPresenter
from app.ui.ports import Context
from app.ui.widgets.keys import add_key
from app.ui.widgets.page import make_button, side_by_side
from app.ui.widgets.plain_label import plain_label, set_role
from app.ui.widgets.table import RowsTable


class FestivalPane(GivingPane):
    """Enter goes from the lists to the lines of one; Esc comes back."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.presenter = do = FestivalPresenter(context, self)
        self._shown: FestivalView | None = None
        self.lists: RowsTable[FestivalRow] = RowsTable(
            FESTIVALS, sortable=False, empty="还没有慰问名单。按 Ctrl+N 开始一份。"
        )
        self.lists.setAccessibleName("慰问名单")
        self.lists.moved.connect(do.show)
        self.lists.opened.connect(lambda _: self.lines.setFocus())
        self.lines: RowsTable[ListLine] = RowsTable(
            LINES, empty="名单还是空的。按 F6 按类别、村或常用条件加人。"
        )
        self.lines.setAccessibleName("名单上的人")
        self.lines.restore_looks(context.memory.recall("care.festival"))
        self.lines.opened.connect(lambda line: do.go_to_person(line.person_id))
        self._budget = plain_label("", wrap=True)
        on = self.lists
        self.add_buttons(
            None,
            (
                ("新名单", "Ctrl+N", do.add),
                ("修改", "F2", on_current(on, do.change)),
                ("加人", "F6", on_current(on, do.add_people)),
                ("改内容", "F7", lambda: do.change_lines(self.lines.chosen())),
                ("登记发放", "F8", self._give_out),
                ("结束、重开", "F9", on_current(on, do.close)),
            ),
        )
        for words, press in (
            ("预算明细", on_current(on, self._open_budget)),
            ("签字表", on_current(on, do.print_sheet)),
            ("存为表格…", on_current(on, do.save)),
        ):
            self.acts.addWidget(make_button(words, press))
        add_key(self.lines, "移出名单", ("Del",), self._remove)
        self._lay_out()

    def _lay_out(self) -> None:
        self.middle.addWidget(self._budget)
        self.middle.addWidget(side_by_side(self.lists, self.lines, (360, 800)), 1)

    def doing(self) -> FestivalPresenter:
        return self.presenter

    # --- what the page calls -----------------------------------------------------------------
    def refresh(self) -> None:
        self.presenter.refresh()

    def new(self) -> None:
        self.presenter.add()

    def edit(self) -> None:
        on_current(self.lists, self.presenter.change)()

    def print_out(self) -> None:
        on_current(self.lists, self.presenter.print_sheet)()

    def go_back(self) -> bool:
        inside = self.lines.hasFocus()
        if inside:
            self.lists.setFocus()
        return inside

    def focus_first(self) -> None:
        self.lists.setFocus()

    def keep_looks(self) -> None:
        self.context.memory.keep("care.festival", self.lines.looks())

    # --- what the presenter says -------------------------------------------------------------
    def show_festivals(self, rows: tuple[FestivalRow, ...]) -> None:
        self.lists.show_rows(rows)
        current = self.lists.current()
        if current is not None:
            self.presenter.show(current)
        else:
            self._shown = None
            self.lines.show_rows(())
            self._budget.setText("")
        self.count(f"共 {len(rows)} 份名单")

    def show_list(self, view: FestivalView) -> None:
        self._shown = view
        self.lines.show_rows(view.lines)
        words = budget_words(view.row.budget)
        if view.short:
            words += f"　库存不够：{'、'.join(view.short)}"
        self._budget.setText(words)
        set_role(self._budget, "problem" if view.row.budget.over or view.short else "quiet")

    def budget(self) -> str:
        """What is said about the budget of the list."""
        return self._budget.text()

    # --- what the buttons do -----------------------------------------------------------------
    def _open_budget(self, row: FestivalRow) -> None:
        self.open_budget(Event(festival_id=row.id))

    def _give_out(self) -> None:
        waiting = [line for line in self._shown.lines if line.waits] if self._shown else []
        if self._shown is None or not waiting:
            self.say("没有等待发放的人。")
            return
        today = self.context.desk.clock.today()
        GiveOutDialog(
            self, self._shown.row, waiting, today=today, keep=self.presenter.give_out
        ).open()

    def _remove(self) -> None:
        self.presenter.remove_lines(self.lines.chosen())


def budget_words(budget: Budget) -> str:
    """``预算 6,000.00 元　合计 5,200.00 元　已支出 0.00 元　还剩 800.00 元``."""
    parts = [f"合计 {yuan(budget.planned)} 元", f"已支出 {yuan(budget.spent)} 元"]
    if budget.declared is not None and budget.left is not None:
        parts.insert(0, f"预算 {yuan(budget.declared)} 元")
        word = "超出预算" if budget.over else "还剩"
        parts.append(f"{word} {yuan(abs(budget.left))} 元")
    if budget.unknown:
        parts.append(f"{budget.unknown} 项没有折价")
    return "　".join(parts)
