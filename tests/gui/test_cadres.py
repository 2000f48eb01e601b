"""走访 → 责任人 with the keyboard: the directory, giving people, handing over, leaving, undo."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QComboBox

from app.services.cadre_board import CadreBoard, cadre_board
from app.services.cadre_questions import Wrong
from app.services.cadres import CadreFacts, add_cadre, leave
from app.services.desk import Desk
from app.services.pairing import Give, give_people
from app.services.people import PeopleQuery, find_people
from app.services.person.view import show_person
from app.services.workbench import show_workbench
from app.ui.pages.people.page import PeoplePage
from app.ui.pages.visits.cadres.giving_dialog import GivingDialog
from app.ui.pages.visits.cadres.pane import CadresPane
from app.ui.pages.visits.cadres.rates_dialog import RatesDialog
from app.ui.pages.visits.page import VisitsPage
from app.ui.pages.workbench.presenter import todos_of
from app.ui.widgets.task_dialog import TaskDialog
from tests.factory import dump, make_responsible
from tests.gui.clerk import Clerk
from tests.gui.conftest import OpenWindow
from tests.gui.stand_ins import StandInAsk


def sit_at_cadres(clerk: Clerk) -> CadresPane:
    clerk.window.go("visits", "cadres:")
    clerk.rest()
    page = clerk.page()
    assert isinstance(page, VisitsPage)
    pane = page.tabs.currentWidget()
    assert isinstance(pane, CadresPane)
    return pane


def task() -> TaskDialog:
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, TaskDialog)
    return dialog


def pick(dialog: TaskDialog, key: str, place: int) -> None:
    box = dialog.edit(key)
    assert isinstance(box, QComboBox)
    box.setCurrentIndex(place)


def two_cadres(desk: Desk) -> tuple[int, int]:
    return (
        add_cadre(desk, CadreFacts("王干部", "青山镇政府", "干事", "13800000001", "township")),
        add_cadre(desk, CadreFacts("李支书", "", "支书", "13800000002", "village")),
    )


def some_people(desk: Desk, count: int) -> tuple[int, ...]:
    return tuple(row.id for row in find_people(desk, PeopleQuery())[:count])


def with_objects(desk: Desk) -> CadreBoard:
    wang, _ = two_cadres(desk)
    start = desk.clock.today().replace(day=1)
    give_people(desk, Give(wang, some_people(desk, 5), start))
    return cadre_board(desk)


def test_a_cadre_is_entered_and_corrected_with_the_keyboard(
    township: Desk, sit_down: OpenWindow
) -> None:
    clerk = sit_down(township)
    pane = sit_at_cadres(clerk)
    clerk.press("Ctrl+N")
    clerk.press("Ctrl+Return")
    assert "姓名没有填写" in task()._problems["name"].text()
    clerk.fill("王干部", "青山镇政府", "干事", "13800000001")
    clerk.press("Ctrl+Return")
    assert [row.name for row in pane.cadres.model_of_rows.rows()] == ["王干部"]
    pane.cadres.setFocus()
    clerk.press("F2")
    edit = task().edit("post")
    edit.setFocus()
    clerk.press("Ctrl+A")
    clerk.type("副镇长")
    clerk.press("Ctrl+Return")
    assert cadre_board(township).cadres[0].post == "副镇长"


def test_people_are_given_from_a_list_and_one_key_takes_it_back(
    township: Desk, sit_down: OpenWindow, ask: StandInAsk
) -> None:
    two_cadres(township)
    clerk = sit_down(township)
    pane = sit_at_cadres(clerk)
    before = dump(township.store)
    clerk.press("Ctrl+G")
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, GivingDialog)
    clerk.press("Enter", "Shift+Down", "Shift+Down", "Ctrl+Return")
    board = cadre_board(township)
    assert board.cadres[0].objects == len(pane.objects.model_of_rows.rows()) == 3
    pane.cadres.setFocus()
    clerk.press("Ctrl+Z")
    assert "撤销上一步" in ask.said[-1]
    assert dump(township.store) == before


def test_a_day_that_cannot_be_leaves_the_dialog_open_and_nothing_written(
    township: Desk, sit_down: OpenWindow
) -> None:
    two_cadres(township)
    clerk = sit_down(township)
    sit_at_cadres(clerk)
    before = dump(township.store)
    clerk.press("Ctrl+G")
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, GivingDialog)
    for text, why in (("9999", "日期不对"), ("2026-06-30", "今天之后")):
        dialog.start.setText(text)
        clerk.press("Ctrl+Return")
        assert why in dialog.problem()
    dialog.filters.search.setText("没有这样的人")
    dialog.start.setText("2026-06-01")
    clerk.press("Ctrl+Return")
    assert "没有选人" in dialog.problem()
    clerk.press("Esc")
    assert dump(township.store) == before


def test_all_objects_are_handed_over_from_the_list(township: Desk, sit_down: OpenWindow) -> None:
    board = with_objects(township)
    clerk = sit_down(township)
    pane = sit_at_cadres(clerk)
    pane.cadres.select_place([row.name for row in board.cadres].index("王干部"))
    clerk.press("Ctrl+H")
    dialog = task()
    clerk.press("Ctrl+Return")
    assert "没有选移交给谁" in dialog._problems["taker"].text()
    pick(dialog, "taker", 1)
    pick(dialog, "what", dialog.edit("what").count() - 1)  # type: ignore[attr-defined]
    clerk.press("Ctrl+Return")
    objects = {row.name: row.objects for row in cadre_board(township).cadres}
    assert objects == {"王干部": 0, "李支书": 5}


def test_away_and_leaving_and_coming_back(township: Desk, sit_down: OpenWindow) -> None:
    board = with_objects(township)
    clerk = sit_down(township)
    pane = sit_at_cadres(clerk)
    place = [row.name for row in board.cadres].index("王干部")
    pane.cadres.select_place(place)
    clerk.press("Ctrl+L", "Ctrl+Return")
    assert Wrong.UNCOVERED in [one.kind for one in cadre_board(township).questions]
    pane.cadres.select_place(0)
    assert pane.cadres.current().name == "王干部"  # type: ignore[union-attr]  # asked about: first
    clerk.press("Ctrl+L", "Ctrl+Return")
    pane.cadres.select_place(place)
    clerk.press("Ctrl+E", "Ctrl+Return")
    left = next(row for row in cadre_board(township).cadres if row.name == "王干部")
    assert left.left_on == township.clock.today()


def test_a_question_shows_whom_it_is_about_and_esc_shows_everybody(
    township: Desk, sit_down: OpenWindow
) -> None:
    with_objects(township)
    wanted = next(q for q in cadre_board(township).questions if q.kind is Wrong.NOBODY)
    clerk = sit_down(township)
    clerk.window.go("visits", "cadres:nobody")
    clerk.rest()
    page = clerk.page()
    assert isinstance(page, VisitsPage)
    pane = page.tabs.currentWidget()
    assert isinstance(pane, CadresPane)
    shown = {row.person_id for row in pane.objects.model_of_rows.rows()}
    assert shown == set(wanted.people)
    assert pane.question_buttons[0].isChecked()
    clerk.press("Esc")
    assert not any(button.isChecked() for button in pane.question_buttons)


def test_what_is_asked_of_the_directory_stands_on_the_workbench(township: Desk) -> None:
    assert not [todo for todo in todos_of(show_workbench(township)) if "责任人" in todo.words]
    with_objects(township)
    wang = next(row for row in cadre_board(township).cadres if row.name == "王干部")
    leave(township, wang.id, township.clock.today().replace(day=1))
    todo = next(todo for todo in todos_of(show_workbench(township)) if "离任" in todo.words)
    assert (todo.words, todo.count) == ("1 位责任人已离任，5 人没有移交", "5 人")
    assert (todo.page, todo.place) == ("visits", "cadres:left")


def test_papers_are_made_where_the_clerk_says(
    township: Desk, sit_down: OpenWindow, ask: StandInAsk, tmp_path: Path
) -> None:
    with_objects(township)
    clerk = sit_down(township)
    pane = sit_at_cadres(clerk)
    for place, name in enumerate(("cards.pdf", "cadre.pdf", "village.pdf", "list.xlsx")):
        ask.saves_as = tmp_path / name
        pane.cadres.setFocus()
        clerk.press("Ctrl+P")
        pick(task(), "paper", place)
        pick(task(), "whose", 0)
        clerk.press("Ctrl+Return")
        assert (tmp_path / name).stat().st_size > 1000
        if name.endswith(".pdf"):
            clerk.press("Esc")  # the print dialog
    ask.saves_as = None
    clerk.press("Ctrl+P", "Ctrl+Return")
    assert len(list(tmp_path.glob("*.pdf"))) == 3


def test_older_names_are_gathered_and_gaps_go_to_the_village_default(
    township: Desk, sit_down: OpenWindow, ask: StandInAsk
) -> None:
    make_responsible(township, some_people(township, 1)[0], "以前的人")
    clerk = sit_down(township)
    pane = sit_at_cadres(clerk)
    pane.presenter.gather()
    clerk.rest()
    assert [row.name for row in pane.cadres.model_of_rows.rows()] == ["以前的人"]
    pane.presenter.give_to_defaults()
    assert "请先点" in ask.said[-1]
    village = next(row.village for row in find_people(township, PeopleQuery()))
    add_cadre(
        township, CadreFacts("李支书", level="village", village=village, village_default=True)
    )
    clerk.press("F5")
    pane.question_buttons[0].click()
    before = len(cadre_board(township).questions[0].people)
    pane.presenter.give_to_defaults()
    clerk.rest()
    assert cadre_board(township).cadres
    assert sum(row.objects for row in cadre_board(township).cadres) > 1
    left = [q for q in cadre_board(township).questions if q.kind is Wrong.NOBODY]
    assert not left or len(left[0].people) < before


def test_what_became_of_the_duties_is_reckoned_for_the_days_asked(
    township: Desk, sit_down: OpenWindow, ask: StandInAsk, tmp_path: Path
) -> None:
    with_objects(township)
    clerk = sit_down(township)
    pane = sit_at_cadres(clerk)
    dialog = RatesDialog(pane._context, pane)
    dialog.open()
    clerk.rest()
    assert [row.name for row in dialog.table.model_of_rows.rows()] == ["王干部"]
    dialog.first.setText("2026-07-01")
    dialog.read()
    clerk.rest()
    assert "起止日期不对" in dialog.problem()
    clerk.press("Esc")


@pytest.mark.parametrize("end", [False, True])
def test_the_record_changes_and_ends_who_is_responsible(
    township: Desk, sit_down: OpenWindow, end: bool
) -> None:
    with_objects(township)
    person = some_people(township, 1)[0]
    clerk = sit_down(township)
    clerk.window.go("people", f"person:{person}:responsible")
    page = clerk.page()
    assert isinstance(page, PeoplePage)
    clerk.rest()
    page.settle()
    clerk.rest()
    assert page.pane.tabs.named.table.hasFocus()
    page.pane.tabs.named.table.select_place(0)
    clerk.press("Del" if end else "Ins")
    dialog = task()
    if end:
        reason = dialog.edit("reason")
        assert isinstance(reason, QComboBox)
        reason.setCurrentText("迁出")
    else:
        pick(dialog, "cadre", 2)
    clerk.press("Ctrl+Return")
    named = show_person(township, person).named
    if end:
        assert [(line.name, line.end_reason) for line in named] == [("王干部", "迁出")]
    else:
        assert [line.name for line in named] == ["李支书", "王干部"]
