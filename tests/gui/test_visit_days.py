"""The calendar beside the plan: days by key, by drag, by suggestion; figures and samples."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from app.core.terms import ContactKind, DutyState, RecheckResult, Role
from app.services.acts import list_acts, undo_act
from app.services.desk import Desk
from app.services.matters import MatterQuery, list_matters
from app.services.office import SetUpOffice, set_up_office
from app.services.plan_days import DayRow, day_plan
from app.services.recheck_answers import UNTRUE
from app.services.rechecks import list_rechecks, show_recheck
from app.services.visits import RecordContact, record_contact
from app.ui.pages.county.page import CountyPage
from app.ui.pages.recheck.answer_dialog import AnswerDialog
from app.ui.pages.recheck.draw_dialog import DrawDialog
from app.ui.pages.visits.balance_dialog import BalanceDialog
from app.ui.pages.visits.calendar_card import MIME
from app.ui.pages.visits.day_dialog import DayDialog
from app.ui.pages.visits.page import VisitsPage
from tests.gui.clerk import Clerk
from tests.gui.conftest import TODAY, OpenDesk, OpenWindow
from tests.gui.stand_ins import StandInAsk

DAY = date(2026, 6, 24)


@pytest.fixture
def clerk(township: Desk, sit_down: OpenWindow) -> Clerk:
    found = sit_down(township)
    found.press("Ctrl+3")
    return found


def visits(clerk: Clerk) -> VisitsPage:
    page = clerk.page()
    assert isinstance(page, VisitsPage)
    return page


def planned(desk: Desk) -> dict[str, tuple[date | None, str]]:
    rows = day_plan(desk, "2026-06").rows
    return {row.key: (row.planned_on, row.visitor) for row in rows if row.planned_on}


def current(clerk: Clerk) -> DayRow:
    row = visits(clerk).plan.table.current()
    assert row is not None
    return row


def drop(clerk: Clerk, day: date) -> None:
    """Let go over a day what is dragged from the list."""
    grid, data = visits(clerk).plan.calendar.grid, QMimeData()
    data.setData(MIME, b"")
    at = grid.place_of(day)
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    action = Qt.DropAction.CopyAction
    for event in (
        QDragEnterEvent(at.toPoint(), action, data, left, none),
        QDropEvent(at, action, data, left, none),
    ):
        QApplication.sendEvent(grid, event)
    clerk.rest()


def test_a_contact_is_moved_to_a_day_with_the_keyboard(township: Desk, clerk: Clerk) -> None:
    row = current(clerk)
    clerk.press("F9")
    clerk.fill("6.24", "王干部")
    clerk.press("Enter")
    assert planned(township) == {row.key: (DAY, "王干部")}
    assert visits(clerk).plan.said().startswith("已安排 1 人次")
    assert current(clerk).planned_on == DAY


def test_without_a_day_and_a_visitor_nothing_is_moved(township: Desk, clerk: Clerk) -> None:
    clerk.press("F9", "Ctrl+Return")
    (dialog,) = visits(clerk).plan.findChildren(DayDialog)
    assert dialog.problem.text() == "请填日子或走访人。"
    clerk.type("6.99")
    clerk.press("Ctrl+Return")
    assert "日期不对" in dialog.problem.text()
    clerk.press("Escape")
    assert planned(township) == {}


def test_rows_are_dropped_onto_a_day_and_taken_back_as_one_act(
    township: Desk, clerk: Clerk
) -> None:
    clerk.press("Ctrl+A")
    drop(clerk, DAY)
    rows = day_plan(township, "2026-06").rows
    assert planned(township) == {row.key: (DAY, "") for row in rows if row.is_open}
    act = list_acts(township)[0]
    undo_act(township, act.id)
    assert planned(township) == {}


def test_a_day_that_has_passed_takes_nothing(township: Desk, clerk: Clerk, ask: StandInAsk) -> None:
    drop(clerk, date(2026, 6, 1))
    assert "已经过去" in ask.said[0]
    assert planned(township) == {}


def test_rows_can_be_dragged_from_the_list(clerk: Clerk) -> None:
    model = visits(clerk).plan.table.model_of_rows
    index = model.index(0, 0)
    assert visits(clerk).plan.table.dragEnabled()
    assert model.flags(index) & Qt.ItemFlag.ItemIsDragEnabled
    assert model.mimeData([index]).hasFormat(MIME)
    assert model.mimeTypes() == [MIME]


def test_a_day_is_picked_with_the_keyboard_and_given_back(township: Desk, clerk: Clerk) -> None:
    plan = visits(clerk).plan
    drop(clerk, DAY)
    everything = len(plan.table.model_of_rows.rows())
    plan.calendar.grid.setFocus()
    clerk.press("Right", "Right", "Enter")  # today is the 22nd
    assert plan.filter().day == DAY.isoformat()
    assert [row.planned_on for row in plan.table.model_of_rows.rows()] == [DAY]
    clerk.press("Escape")
    assert len(plan.table.model_of_rows.rows()) == everything
    assert plan.calendar.grid.chosen() is None
    plan.calendar.unplaced.click()
    assert len(plan.table.model_of_rows.rows()) == everything - 1


def test_a_day_is_picked_with_the_mouse(clerk: Clerk) -> None:
    grid = visits(clerk).plan.calendar.grid
    at = grid.place_of(DAY).toPoint()
    QTest.mouseClick(grid, Qt.MouseButton.LeftButton, pos=at)
    assert visits(clerk).plan.filter().day == DAY.isoformat()
    QTest.mouseClick(grid, Qt.MouseButton.LeftButton, pos=at)
    assert visits(clerk).plan.filter().day == ""
    QTest.mouseClick(grid, Qt.MouseButton.LeftButton, pos=QPoint(2, 2))  # the names of the days
    assert visits(clerk).plan.filter().day == ""


def test_the_calendar_counts_what_is_planned_late_and_done(township: Desk, clerk: Clerk) -> None:
    plan = visits(clerk).plan
    late = [row for row in plan.table.model_of_rows.rows() if row.state is DutyState.LATE]
    due = [row for row in plan.table.model_of_rows.rows() if row.state is DutyState.DUE]
    plan.presenter.choose([late[0], due[0]], day=DAY)
    record_contact(township, RecordContact(due[1].person_id, TODAY, ContactKind.VISIT))
    clerk.rest()
    clerk.press("F5")
    told = plan.calendar.grid.accessibleDescription()
    assert "24日 安排 2，其中逾期 1；已完成 0" in told
    assert "22日 安排 0；已完成 1" in told


def test_a_suggestion_is_looked_at_changed_and_adopted_as_one_act(
    township: Desk, clerk: Clerk
) -> None:
    plan = visits(clerk).plan
    waiting = {row.key for row in plan.table.model_of_rows.rows() if row.is_open}
    clerk.press("F9", "Escape")
    next(
        button for button in plan.findChildren(QPushButton) if button.text() == "建议安排…"
    ).click()
    clerk.rest()
    (dialog,) = plan.findChildren(BalanceDialog)
    clerk.type("王干部、赵干部")
    clerk.press("Enter")
    shown = dialog.table.model_of_rows.rows()
    assert {one.row.key for one in shown} == waiting
    assert {one.choice.visitor for one in shown} == {"王干部", "赵干部"}
    assert planned(township) == {}
    dialog.table.setFocus()
    dialog.table.select_place(0)
    first = dialog.table.row_at(0).row.key
    clerk.press("F9")
    clerk.fill("6.30", "")
    clerk.press("Enter", "Ctrl+Return")
    found = planned(township)
    assert found.keys() == waiting
    assert found[first][0] == date(2026, 6, 30)
    undo_act(township, list_acts(township)[0].id)
    assert planned(township) == {}


def test_a_month_that_is_over_has_no_day_left_to_suggest(clerk: Clerk) -> None:
    page = visits(clerk)
    page.plan._balance()
    clerk.rest()
    (dialog,) = page.plan.findChildren(BalanceDialog)
    dialog.first.setText("2026-06-27")
    dialog.last.setText("2026-06-28")
    clerk.press("Enter")
    assert "没有工作日" in dialog._problem.text()
    assert not dialog.adopt.isEnabled()
    clerk.press("Escape")


def test_the_right_button_prints_those_who_are_selected(clerk: Clerk) -> None:
    page = visits(clerk)
    page.plan.table.select_place(0)
    entries = {action.text(): action for action in page.plan.table.actions()}
    assert "改到哪一天…\tF9" in entries
    entries["打印所选的走访表…"].trigger()
    clerk.rest()
    assert page.printing.isVisible()
    assert page.printing._total.text() == "共 1 张"
    clerk.press("Escape")
    assert page.plan.isVisible()


def test_the_list_is_left_to_one_visitor(clerk: Clerk) -> None:
    plan = visits(clerk).plan
    row = current(clerk)
    plan.presenter.choose([row], visitor="王干部")
    clerk.rest()
    plan.filters.set_value("visitor", "王干部")
    assert [one.key for one in plan.table.model_of_rows.rows()] == [row.key]
    plan.presenter.forget([row])
    clerk.rest()
    assert plan.filter().visitor == ""


def test_the_figures_are_shown_saved_and_printed(
    township: Desk, clerk: Clerk, ask: StandInAsk, tmp_path: Path
) -> None:
    page = visits(clerk)
    page.tabs.setCurrentWidget(page.figures)
    clerk.rest()
    assert "2026-06 已完成" in page.figures.trend.accessibleDescription()
    villages = page.figures.bars.accessibleDescription()
    page.figures.group.setCurrentIndex(1)
    assert page.figures.bars.accessibleDescription() != villages
    ask.saves_as = tmp_path / "统计.pdf"
    clerk.press("Ctrl+P")
    assert ask.saves_as.exists()
    assert page.figures.said().startswith("已生成")
    ask.saves_as = tmp_path / "统计.xlsx"
    page.figures.presenter.save()
    clerk.rest()
    assert ask.saves_as.exists()


def test_a_sample_is_drawn_and_typed_back_with_the_keyboard(
    township: Desk, clerk: Clerk, ask: StandInAsk, tmp_path: Path
) -> None:
    rows = visits(clerk).plan.table.model_of_rows.rows()
    for row in rows[:6]:
        record_contact(township, RecordContact(row.person_id, TODAY, ContactKind.VISIT))
    clerk.window.go("visits", "figures:recheck")
    clerk.rest()
    (form,) = visits(clerk).findChildren(DrawDialog)
    clerk.press("Ctrl+Return")
    assert "没有可以抽查" in form.problem.text()
    form.first.setText("2026-06-01")
    form.last.setText("2026-06-30")
    form.count.setValue(3)
    form.seed.setText("20260622")
    clerk.press("Ctrl+Return")
    (dialog,) = visits(clerk).findChildren(AnswerDialog)
    clerk.press("1", "3", "2", "Up", "F2")
    clerk.type("本人说没有来过")
    dialog._press_again()
    clerk.rest()
    assert "结果一致" in dialog._problem.text()
    ask.saves_as = tmp_path / "名单.pdf"
    dialog._press_print()
    clerk.rest()
    assert ask.saves_as.exists()
    clerk.press("Esc")  # the print dialog
    clerk.press("Ctrl+Return")
    (sample,) = list_rechecks(township)
    lines = show_recheck(township, sample.id).lines
    assert [line.result for line in lines] == [
        RecheckResult.TRUE, RecheckResult.UNTRUE, RecheckResult.PARTLY,
    ]  # fmt: skip
    assert [line.note for line in lines] == ["", "本人说没有来过", ""]
    assert len(list_matters(township, MatterQuery(kind=UNTRUE)).rows) == 1
    assert visits(clerk).figures.rechecks.words() == "已登记 3 条抽查结果"


def test_another_month_has_other_days(clerk: Clerk) -> None:
    page = visits(clerk)
    grid = page.plan.calendar.grid
    clerk.press("F5")
    page.months.set_month("2026-07")
    clerk.press("F5")
    QTest.mouseClick(
        grid, Qt.MouseButton.LeftButton, pos=grid.place_of(date(2026, 7, 31)).toPoint()
    )
    assert page.plan.filter().day == "2026-07-31"


def test_the_county_has_its_samples(desk_in: OpenDesk, sit_down: OpenWindow) -> None:
    county = desk_in("county", TODAY)
    set_up_office(county, SetUpOffice(Role.COUNTY, "县民政局", "990101000000", "样例县", "赵"))
    clerk = sit_down(county)
    clerk.window.go("county", "rechecks")
    clerk.rest()
    page = clerk.page()
    assert isinstance(page, CountyPage)
    card = page.rechecks
    card.draw()
    clerk.rest()
    (form,) = card.findChildren(DrawDialog)
    clerk.press("Ctrl+Return")
    assert "没有可以抽查" in form.problem.text()
