"""The tab 护理人 by keyboard: register, sign, score, tell, pay; a failed score asks first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtWidgets import QApplication, QLabel

from app.services.care.agreements import Offer
from app.services.care.score_month import MonthLine, ScoreMonth, list_month
from app.services.care.scores import ScoreTyped
from app.services.care.views import CarerRow, CarerView, list_carers, show_carer
from app.services.desk import Desk
from app.services.matters import MatterQuery, list_matters
from app.services.people import PeopleQuery, find_people
from app.services.workbench import show_workbench
from app.ui.pages.care.carers.agreement_dialog import AgreementDialog
from app.ui.pages.care.carers.pane import CarersPane
from app.ui.pages.care.carers.presenter import CarerFilter, CarersPresenter
from app.ui.pages.care.carers.score_presenter import ScorePresenter
from app.ui.pages.care.page import CarePage
from app.ui.pages.workbench.presenter import todos_of
from app.ui.ports import Context
from app.ui.tasks import Task
from app.ui.widgets.task_dialog import TaskDialog
from tests.gui.clerk import Clerk
from tests.gui.conftest import OpenWindow
from tests.gui.stand_ins import StandInAsk, Went
from tests.unit.services.carers import make_agreement, make_carer, score, typed

MONTH = "2026-06"
D = TypeVar("D", bound=TaskDialog)


@pytest.fixture
def caring(township: Desk) -> tuple[int, list[int]]:
    """One carer of three people."""
    carer_id = make_carer(township)
    people = find_people(township, PeopleQuery())[:3]
    return carer_id, [make_agreement(township, carer_id, row.id) for row in people]


def open_pane(clerk: Clerk) -> CarersPane:
    clerk.turn_to("care")
    page = clerk.page()
    assert isinstance(page, CarePage)
    pane = page.pane()
    assert isinstance(pane, CarersPane)
    page.settle()
    clerk.rest()
    return pane


def dialog(kind: type[D]) -> D:
    found = QApplication.activeModalWidget()
    assert isinstance(found, kind)
    return found


# --- the list ------------------------------------------------------------------------------------
def test_a_carer_is_registered_and_signs_without_a_mouse(
    township: Desk, sit_down: OpenWindow
) -> None:
    clerk = sit_down(township)
    pane = open_pane(clerk)
    clerk.press("Ctrl+N")
    clerk.fill("李四姐", "")
    clerk.press("Ctrl+Return")
    (row,) = list_carers(township)
    assert row.name == "李四姐"
    pane.settle()
    clerk.rest()
    person = find_people(township, PeopleQuery())[0]
    clerk.press("F6")
    form = dialog(AgreementDialog)
    clerk.press("Ctrl+Return")
    assert any("先找到" in label.text() for label in form.findChildren(QLabel))
    clerk.type(person.name)
    form.person.search()
    clerk.rest()
    clerk.press("Enter", "Enter", "Ctrl+Return")
    assert QApplication.activeModalWidget() is None
    assert list_carers(township)[0].people == (person.name,)
    assert "签订护理协议" in pane.words()


def test_several_people_sign_at_once_and_one_undo_takes_all_back(
    township: Desk, sit_down: OpenWindow
) -> None:
    make_carer(township)
    clerk = sit_down(township)
    pane = open_pane(clerk)
    people = find_people(township, PeopleQuery())[:3]
    clerk.press("F6")
    form = dialog(AgreementDialog)
    for person in people:
        clerk.type(person.name)
        form.person.search()
        clerk.rest()
        clerk.press("Enter", "Enter")
    assert form.chosen() == tuple(person.id for person in people)
    form.people.setFocus()
    clerk.press("Del", "Ctrl+Return")
    assert list_carers(township)[0].people == tuple(person.name for person in people[:2])
    assert "签订护理协议，2份" in pane.words()
    pane.presenter.undo()
    clerk.rest()
    assert list_carers(township)[0].people == ()


def test_what_is_wrong_is_said_at_its_field_and_the_form_stays(
    township: Desk, sit_down: OpenWindow
) -> None:
    clerk = sit_down(township)
    open_pane(clerk)
    clerk.press("Ctrl+N", "Ctrl+Return")
    form = dialog(TaskDialog)
    assert form.edit("name").hasFocus()
    assert list_carers(township) == ()
    clerk.press("Esc")


def test_an_agreement_ends_and_comes_back_by_undo(
    township: Desk, caring: tuple[int, list[int]], sit_down: OpenWindow
) -> None:
    clerk = sit_down(township)
    pane = open_pane(clerk)
    clerk.press("F8", "Ctrl+Return")
    assert len(list_carers(township)[0].people) == 2
    pane.presenter.undo()
    clerk.rest()
    assert len(list_carers(township)[0].people) == 3
    assert "已撤销" in pane.words()


def test_an_agreement_is_printed_from_its_row(
    township: Desk, caring: tuple[int, list[int]], sit_down: OpenWindow
) -> None:
    clerk = sit_down(township)
    open_pane(clerk)
    shown: list[Path] = []
    clerk.window.context.print_out = lambda path, _title: shown.append(path)
    clerk.press("F11")
    assert [path.is_file() for path in shown] == [True]


# --- scoring -------------------------------------------------------------------------------------
def test_a_month_is_scored_one_after_the_other_by_keyboard(
    township: Desk, caring: tuple[int, list[int]], sit_down: OpenWindow
) -> None:
    clerk = sit_down(township)
    pane = open_pane(clerk)
    clerk.press("Ctrl+R")
    sheet = list_month(township, MONTH).sheet
    for _ in caring[1]:
        clerk.press("Enter") if pane.scoring.table.hasFocus() else None
        clerk.fill(*(str(worth - 1) for _, worth in sheet.items))
        assert pane.scoring.form is not None
        assert "93 分，考核优秀" in pane.scoring.form.total.text()
        clerk.press("Ctrl+Return")
    assert list_month(township, MONTH).left == 0
    assert [line.score.total for line in list_month(township, MONTH).lines if line.score] == [
        Decimal(93)
    ] * 3
    clerk.press("Esc")
    assert pane.table.hasFocus()


def test_wrong_points_are_shown_at_their_item_and_nothing_is_kept(
    township: Desk, caring: tuple[int, list[int]], sit_down: OpenWindow
) -> None:
    clerk = sit_down(township)
    pane = open_pane(clerk)
    clerk.press("Ctrl+R", "Enter")
    clerk.fill("21")
    clerk.press("Ctrl+Return")
    assert "0到20分" in pane.scoring.problem()
    form = pane.scoring.form
    assert form is not None
    assert next(iter(form.points.values())).hasFocus()
    assert list_month(township, MONTH).left == 3


def test_a_failed_score_asks_with_everything_that_would_end(
    township: Desk, caring: tuple[int, list[int]], sit_down: OpenWindow, ask: StandInAsk
) -> None:
    ask.agrees = False
    clerk = sit_down(township)
    pane = open_pane(clerk)
    clerk.press("Ctrl+R", "Enter")
    clerk.fill(*["1"] * 7)
    clerk.press("Ctrl+Return")
    assert "会立即取消护理资格" in ask.said[-1]
    assert list_month(township, MONTH).left == 3
    ask.agrees = True
    clerk.press("Ctrl+Return")
    assert list_carers(township)[0].state == "资格已取消"
    assert len(list_matters(township, MatterQuery(kind="without_carer")).rows) == 3
    pane.scoring.presenter.undo()
    clerk.rest()
    assert list_carers(township)[0].state == "在护理"


def test_a_failed_score_is_corrected_with_a_reason_and_asks_before_it_gives_back(
    township: Desk, caring: tuple[int, list[int]], sit_down: OpenWindow, ask: StandInAsk
) -> None:
    score(township, caring[1][0], 58, month=MONTH)
    clerk = sit_down(township)
    pane = open_pane(clerk)
    clerk.press("Ctrl+R")
    lines = pane.scoring.table.model_of_rows.rows()
    pane.scoring.table.select_place(next(at for at, line in enumerate(lines) if line.score))
    clerk.press("Enter")
    form = pane.scoring.form
    assert form is not None
    for name, worth in list_month(township, MONTH).sheet.items:
        form.points[name].setText(str(worth))
    clerk.press("Ctrl+Return")
    assert "没有写明更正原因" in pane.scoring.problem()
    assert form.why.hasFocus()
    clerk.type("抄错了分数")
    clerk.press("Ctrl+Return")
    assert "恢复李四姐的护理资格" in ask.said[-1]
    assert list_carers(township)[0].state == "在护理"
    assert len(list_carers(township)[0].people) == 3
    pane.scoring.presenter.undo()
    clerk.rest()
    assert list_carers(township)[0].state == "资格已取消"


def test_a_score_is_told_and_printed(
    township: Desk,
    caring: tuple[int, list[int]],
    sit_down: OpenWindow,
    ask: StandInAsk,
    tmp_path: Path,
) -> None:
    score(township, caring[1][0], 80, month=MONTH)
    ask.saves_as = tmp_path / "告知书.pdf"
    clerk = sit_down(township)
    pane = open_pane(clerk)
    clerk.press("Ctrl+R")
    lines = pane.scoring.table.model_of_rows.rows()
    pane.scoring.table.select_place(next(at for at, line in enumerate(lines) if line.score))
    clerk.press("Ctrl+T", "Ctrl+Return")
    assert list_month(township, MONTH).untold == 0
    shown: list[str] = []
    clerk.window.context.print_out = lambda _path, title: shown.append(title)
    clerk.press("Ctrl+P")
    assert ask.saves_as.is_file()
    assert "已生成 1 张告知书" in pane.scoring.words()
    pane.scoring.presenter.print_sheets(())
    clerk.rest()
    assert shown == ["考核得分告知书", "特困人员照料护理人月考核表"]


def test_the_pay_sheet_is_seen_printed_and_written(
    township: Desk,
    caring: tuple[int, list[int]],
    sit_down: OpenWindow,
    ask: StandInAsk,
    tmp_path: Path,
) -> None:
    score(township, caring[1][0], 80, month=MONTH)
    clerk = sit_down(township)
    pane = open_pane(clerk)
    clerk.press("Ctrl+E")
    assert "发放 1 人次，合计 300.00 元；没有发放 2" in pane.pay.words()
    ask.saves_as = tmp_path / "发放表.pdf"
    shown: list[str] = []
    clerk.window.context.print_out = lambda _path, title: shown.append(title)
    clerk.press("Ctrl+P")
    assert shown == ["护理费发放表"]
    assert ask.saves_as.is_file()
    ask.saves_as = tmp_path / "发放表.xlsx"
    pane.pay.presenter.write_workbook(MONTH)
    clerk.rest()
    assert ask.saves_as.is_file()


# --- other pages ---------------------------------------------------------------------------------
def test_the_workbench_tells_what_is_left_to_score_and_leads_there(
    township: Desk, caring: tuple[int, list[int]], sit_down: OpenWindow
) -> None:
    lines = [todo for todo in todos_of(show_workbench(township)) if todo.page == "care"]
    assert [(todo.count, todo.late) for todo in lines] == [("3 份", True), ("3 份", False)]
    clerk = sit_down(township)
    clerk.window.go(lines[0].page, lines[0].place)
    clerk.rest()
    page = clerk.page()
    assert isinstance(page, CarePage)
    pane = page.pane()
    assert isinstance(pane, CarersPane)
    assert pane.scoring.months.month() == "2026-05"


# --- presenters ----------------------------------------------------------------------------------
@dataclass
class Screen:
    """What the presenters say."""

    rows: tuple[CarerRow, ...] = ()
    said: list[str] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)
    months: list[ScoreMonth] = field(default_factory=list)
    problems: list[tuple[str, str]] = field(default_factory=list)
    after: MonthLine | None = None
    wanted: CarerFilter = field(default_factory=CarerFilter)

    def show_carers(self, rows: tuple[CarerRow, ...], words: str) -> None:
        self.rows = rows

    def show_villages(self, villages: object) -> None: ...

    def show_carer(self, view: CarerView) -> None:
        self.shown.append(view.row.name)

    def show_nothing(self) -> None:
        self.shown.append("")

    def select_carer(self, carer_id: int) -> None: ...

    def start_task(self, task: Task) -> None:
        self.tasks.append(task)

    def start_agreement(self, carer: CarerRow, offer: Offer) -> None:
        self.shown.append(offer.number)

    def say(self, words: str, *, undo: bool = False) -> None:
        self.said.append(words)

    def filter(self) -> CarerFilter:
        return self.wanted

    def show_month(self, month: ScoreMonth, words: str) -> None:
        self.months.append(month)

    def show_line(self, line: MonthLine, month: ScoreMonth) -> None: ...

    def show_problem(self, key: str, words: str) -> None:
        self.problems.append((key, words))

    def show_saved(self, line: MonthLine | None, words: str) -> None:
        self.after = line
        self.said.append(words)


def test_the_list_is_filtered_by_words_and_state(
    township: Desk, context: Context, caring: tuple[int, list[int]]
) -> None:
    make_carer(township, "周七")
    screen = Screen()
    presenter = CarersPresenter(context, screen)
    presenter.refresh()
    assert [row.name for row in screen.rows] == ["李四姐", "周七"]
    for wanted, names in (
        (CarerFilter(text="周"), ["周七"]),
        (CarerFilter(state="caring"), ["李四姐"]),
        (CarerFilter(state="ended"), []),
        (CarerFilter(village="没有"), []),
    ):
        screen.wanted = wanted
        presenter.show_filtered()
        assert [row.name for row in screen.rows] == names


def test_numbers_are_read_whole_only_to_change_them(
    township: Desk, context: Context, caring: tuple[int, list[int]], ask: StandInAsk
) -> None:
    screen = Screen()
    presenter = CarersPresenter(context, screen)
    presenter.open(caring[0])
    presenter.change()
    number = next(one.value for one in screen.tasks[0].asks if one.key == "id_no")
    assert "*" not in number
    masked = next(
        line.value for line in show_carer(township, caring[0]).facts if line.key == "id_no"
    )
    assert "*" in masked
    presenter.print_out()
    assert "还没有考核" in ask.said[-1]


def acts_on_an_agreement() -> list[Callable[[CarersPresenter], None]]:
    def on(act: str) -> Callable[[CarersPresenter], None]:
        def do(presenter: CarersPresenter) -> None:
            assert presenter.shown is not None
            getattr(presenter, act)(presenter.shown.agreements[0])

        return do

    return [on("renew"), on("end"), on("change_agreement")]


@pytest.mark.parametrize("act", acts_on_an_agreement())
def test_every_act_on_an_agreement_is_a_form(
    act: Callable[[CarersPresenter], None],
    context: Context,
    caring: tuple[int, list[int]],
    went: Went,
) -> None:
    screen = Screen()
    presenter = CarersPresenter(context, screen)
    presenter.open(caring[0])
    act(presenter)
    (task,) = screen.tasks
    told: list[tuple[str, str]] = []
    values = {one.key: one.value for one in task.asks}
    presenter.perform(task, values, lambda: None, lambda key, words: told.append((key, words)))
    assert told == []
    assert went.changes == 1


def test_after_the_last_sheet_of_a_month_nobody_is_next(
    township: Desk, context: Context, caring: tuple[int, list[int]]
) -> None:
    screen = Screen()
    presenter = ScorePresenter(context, screen)
    for place, _ in enumerate(caring[1]):
        presenter.read(MONTH)
        line = next(one for one in screen.months[-1].lines if one.score is None)
        presenter.open(line)
        presenter.save(typed(township, line.agreement_id, 80, month=MONTH))
        assert (screen.after is None) is (place == 2)


def test_a_sheet_that_cannot_be_is_told_at_its_field(
    township: Desk, context: Context, caring: tuple[int, list[int]], ask: StandInAsk
) -> None:
    screen = Screen()
    presenter = ScorePresenter(context, screen)
    presenter.read(MONTH)
    line = screen.months[-1].lines[0]
    presenter.open(line)
    presenter.save(ScoreTyped(line.agreement_id, MONTH, {}))
    assert screen.problems[-1][0].startswith("饮食照料")
    presenter.tell([line])
    assert "没有选中打过分的行" in ask.said[-1]
    presenter.print_notices([])
    assert "还没有打过分" in ask.said[-1]
