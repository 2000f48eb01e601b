"""How the tab 电话记录 looks: the calls of a month."""

from __future__ import annotations

from app.services.calls import CallRow, list_calls, save_calls
from app.ui.pages.care.giving.doing import Doing
from app.ui.pages.care.giving.frame import GivingPane
from app.ui.pages.care.giving.tasks import call_task
from app.ui.ports import WORKBOOK, Context
from app.ui.widgets.month_picker import MonthPicker
from app.ui.widgets.page import make_button
from app.ui.widgets.rows import Column
from app.ui.widgets.table import RowsTable

CALLS = (
    Column[CallRow]("日期", lambda row: row.day.isoformat(), 94),
    Column[CallRow]("姓名", lambda row: row.name, 92),
    Column[CallRow]("村（社区）", lambda row: row.village or "—", 92),
    Column[CallRow]("方式", lambda row: row.kind_name, 60),
    Column[CallRow](
        "结果", lambda row: row.result, 84, tone=lambda row: "done" if row.done else "late"
    ),
    Column[CallRow]("内容", lambda row: row.note or "—", 300, stretch=True),
    Column[CallRow]("登记人", lambda row: row.entered_by, 92),
)


class CallPane(GivingPane):
    """Ctrl+N writes a call down; Enter opens the person."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._doing = Doing(context, self)
        self.month = MonthPicker(f"{context.desk.clock.today():%Y-%m}")
        self.month.changed.connect(lambda _: self.refresh())
        self.table: RowsTable[CallRow] = RowsTable(
            CALLS, empty="这个月没有电话记录。按 Ctrl+N 登记。"
        )
        self.table.setAccessibleName("电话记录")
        self.table.opened.connect(lambda row: self._doing.go_to_person(row.person_id))
        self.buttons.addWidget(self.month)
        self.add_buttons(None, (("登记电话", "Ctrl+N", self.new),))
        self.acts.addWidget(make_button("存为表格…", self._save))
        self.middle.addWidget(self.table)

    def doing(self) -> Doing:
        return self._doing

    def refresh(self) -> None:
        month = self.month.month()
        self._doing.read("calls", lambda desk: list_calls(desk, month), self._show)

    def new(self) -> None:
        self._doing.start_for(
            self.pick_person,
            "给谁打的电话",
            lambda desk, one, name: call_task(one, name, desk.clock.today()),
        )

    def focus_first(self) -> None:
        self.table.setFocus()

    def _show(self, rows: tuple[CallRow, ...]) -> None:
        self.table.show_rows(rows)
        answered = sum(row.done for row in rows)
        self.count(f"共 {len(rows)} 次，接通 {answered} 次，{len({r.person_id for r in rows})} 人")

    def _save(self) -> None:
        month = self.month.month()
        self._doing.write(
            "电话记录", f"电话记录_{month}", WORKBOOK,
            lambda desk, path, progress: save_calls(desk, month, path, progress=progress),
        )  # fmt: skip
