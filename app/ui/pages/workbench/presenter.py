"""What the workbench says: what is late, due and missing, and where each of it is done."""

from __future__ import annotations

from typing import Protocol

from app.core.terms import Role
from app.services.drafts import DraftRow, drop, list_drafts
from app.services.matters import ESCALATED, MatterCounts
from app.services.office import expect_office
from app.services.plan import PlanRow, VillageProgress
from app.services.workbench import CountyBench, WorkbenchView, show_workbench
from app.ui.drafts import route
from app.ui.pages.workbench.county import (
    ROOT_FIRST,
    NoRootYet,
    county_figures,
    county_todos,
    read_county,
)
from app.ui.pages.workbench.lines import Figure, Todo, certificate_line
from app.ui.ports import Context
from app.ui.words import day_words, deadline_words, month_words

DRAFTS = "drafts"


class WorkbenchScreen(Protocol):
    def show_day(self, words: str) -> None: ...

    def show_figures(self, figures: tuple[Figure, ...]) -> None: ...

    def show_todos(self, todos: tuple[Todo, ...]) -> None: ...

    def show_urgent(self, rows: tuple[PlanRow, ...]) -> None: ...

    def show_progress(self, title: str, villages: tuple[VillageProgress, ...]) -> None: ...

    def show_drafts(self, drafts: tuple[DraftRow, ...]) -> None: ...


class WorkbenchPresenter:
    """Reads the workbench and turns it into lines that lead somewhere."""

    def __init__(self, context: Context, view: WorkbenchScreen) -> None:
        self._context = context
        self._view = view
        self._todos: tuple[Todo, ...] = ()
        self._drafts: tuple[DraftRow, ...] = ()

    def refresh(self) -> None:
        self._context.jobs.run(lambda _: self._read(), self._show, latest="workbench")

    def look_for_drafts(self) -> None:
        """What was typed and not saved comes and goes without the register changing."""

        def show(drafts: tuple[DraftRow, ...]) -> None:
            self._drafts = drafts
            self._show_todos(self._todos)

        self._context.jobs.run(
            lambda _: list_drafts(self._context.desk), show, latest="workbench.drafts"
        )

    def open(self, item: Figure | Todo) -> None:
        """Go where the line is done; of several drafts the clerk picks one."""
        if item.place != DRAFTS:
            if item.page:
                self._context.go(item.page, item.place)
        elif len(self._drafts) == 1:
            self.open_draft(self._drafts[0])
        else:
            self._view.show_drafts(self._drafts)

    def open_draft(self, draft: DraftRow) -> None:
        """Go on typing."""
        self._context.go(*route(draft.place))

    def drop_draft(self, draft: DraftRow) -> None:
        """Throw a draft away, if the clerk means it."""
        if self._context.ask.confirm("放弃这份草稿吗？", "放弃以后找不回来。", yes="放弃"):
            self._context.jobs.run(
                lambda _: drop(self._context.desk, draft.place), lambda _: self.look_for_drafts()
            )

    def open_person(self, row: PlanRow) -> None:
        """Go to the person of a pressing contact."""
        self._context.go("people", f"person:{row.person_id}")

    def _read(self) -> WorkbenchView | CountyBench | NoRootYet:
        desk = self._context.desk
        if expect_office(desk).role is Role.COUNTY:
            return read_county(desk)
        return show_workbench(desk)

    def _show(self, bench: WorkbenchView | CountyBench | NoRootYet) -> None:
        self._view.show_day(day_words(bench.today))
        if isinstance(bench, NoRootYet):
            self._show_todos(ROOT_FIRST)
        elif isinstance(bench, CountyBench):
            self._view.show_figures(county_figures(bench))
            self._show_todos(county_todos(bench))
            self._view.show_urgent(())
            self._view.show_progress(
                self._context.receiving(f"{month_words(bench.month)}各乡镇走访"), bench.offices
            )
        else:
            self._view.show_figures(figures_of(bench))
            self._show_todos(todos_of(bench))
            self._view.show_urgent(bench.urgent)
            self._view.show_progress(f"{month_words(bench.month)}各村进度", bench.villages)

    def _show_todos(self, todos: tuple[Todo, ...]) -> None:
        self._todos = todos
        self._view.show_todos((*draft_line(self._drafts), *todos))


def draft_line(drafts: tuple[DraftRow, ...]) -> tuple[Todo, ...]:
    """What was typed and not saved stands first: it is in nobody's list yet."""
    if not drafts:
        return ()
    return (Todo("未保存的草稿", f"{len(drafts)} 份", "", "workbench", DRAFTS),)


def figures_of(bench: WorkbenchView) -> tuple[Figure, ...]:
    """The figures at the top."""
    return (
        Figure("逾期未联系", str(bench.late), "visits", "state:late", late=bench.late > 0),
        Figure("本月待办", str(bench.due), "visits", "state:due"),
        Figure("本月已完成", str(bench.done), "visits", "state:done"),
        Figure("未办结事项", str(bench.matters.waiting), "matters", late=bench.matters.late > 0),
        Figure("在册人员", f"{bench.people} 人 {bench.households} 户", "people"),
    )


def todos_of(bench: WorkbenchView) -> tuple[Todo, ...]:
    """What is to be done, the most pressing first."""
    todos = []
    if bench.late:
        todos.append(
            Todo("逾期没有联系到的人", f"{bench.late} 人次", "已过期", "visits", "state:late", True)
        )
    if bench.due:
        todos.append(
            Todo("本月还要走访、联系的人", f"{bench.due} 人次", "本月内", "visits", "state:due")
        )
    todos += _matter_lines(bench.matters)
    todos += [
        Todo(one.words, f"{len(one.people)} 人", "现在", "visits", f"cadres:{one.kind}")
        for one in bench.cadres
    ]
    todos.append(_ledger_line(bench))
    todos += certificate_line(bench.certificate, "ledger", "guide:renew")
    if not bench.people:
        todos.insert(0, Todo("名单还是空的，请先导入", "", "现在", "people", "import"))
    for line in bench.missing:
        todos.append(Todo(line.words, f"{line.count} 人", "", "people", f"missing:{line.key}"))
    return tuple(todos)


def _matter_lines(counts: MatterCounts) -> list[Todo]:
    """What waits on the page 事项; the late ones apart."""
    lines = []
    if counts.escalated:
        words = f"事项逾期超过 {counts.escalate_days} 天，要报分管领导"
        many = f"{counts.escalated} 件"
        lines.append(Todo(words, many, "马上", "matters", f"state:{ESCALATED}", True))
    if counts.late:
        late = f"{counts.late} 件"
        lines.append(Todo("逾期没有办结的事项", late, "已过期", "matters", "state:late", True))
    if counts.waiting > counts.late:
        rest = f"{counts.waiting - counts.late} 件"
        lines.append(Todo("还要核实、办理的事项", rest, "", "matters", "state:"))
    return lines


def _ledger_line(bench: WorkbenchView) -> Todo:
    left = (bench.ledger_deadline - bench.today).days
    sent = bench.ledger_state != "未导出"
    when = "" if sent else deadline_words(bench.ledger_deadline, bench.today)
    words = f"{month_words(f'{bench.ledger_deadline:%Y-%m}')}台账上报县里"
    return Todo(words, bench.ledger_state, when, "ledger", late=left < 0 and not sent)
