"""The page 核查 with the keyboard: doubts by village, and who stands there twice."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from app.models.person import Person
from app.services.acts import list_acts
from app.services.desk import Desk
from app.services.people import PeopleQuery, PersonRow, find_people
from app.services.person.view import show_person
from app.services.quality import check_register
from app.services.register import SavePerson, save_person
from app.ui.pages.check.page import CheckPage
from app.ui.pages.people.page import PeoplePage
from tests.factory import dump
from tests.gui.clerk import Clerk
from tests.gui.conftest import OpenWindow
from tests.gui.stand_ins import StandInAsk


def _fact(desk: Desk, person_id: int, key: str) -> str | None:
    value = next(f.value for f in show_person(desk, person_id, unmask=True).facts if f.key == key)
    return None if value == "未采集" else value


@pytest.fixture
def twice(township: Desk) -> tuple[PersonRow, int]:
    """Somebody who is registered again by hearsay: no number, another phone, a remark."""
    row = find_people(township, PeopleQuery())[0]
    facts = {key: _fact(township, row.id, key) for key in ("name", "sex", "birth_date", "address")}
    again = {**facts, "phone": "13900000001", "note": "村里报的", "no_id_reason": "证件遗失"}
    command = SavePerson(None, again, row.village, row.group, ("disabled",))
    return row, save_person(township, command)


@pytest.fixture
def doubtful(township: Desk) -> tuple[int, int]:
    """Two people with a doubt each: a wrong phone, a level of schooling that nobody knows."""
    first, second, *_ = (row.id for row in find_people(township, PeopleQuery(village="红旗村")))
    with township.write("put", "测试数据") as work:
        work.session.get_one(Person, first).phone = "12345"
        work.session.get_one(Person, second).education = "私塾"
    return first, second


def open_page(clerk: Clerk) -> CheckPage:
    clerk.turn_to("check")
    page = clerk.page()
    assert isinstance(page, CheckPage)
    return page


def open_pairs(clerk: Clerk) -> CheckPage:
    page = open_page(clerk)
    clerk.press("Ctrl+Tab")
    page.settle()
    clerk.rest()
    return page


def test_enter_goes_from_the_counts_to_the_list_and_to_the_person_at_the_field(
    township: Desk, doubtful: tuple[int, int], sit_down: OpenWindow
) -> None:
    clerk = sit_down(township)
    page = open_page(clerk)
    matrix = page.doubts.matrix.table
    assert matrix.hasFocus()
    titles = [line.title for line in matrix.model_of_rows.rows()]
    while matrix.current() != matrix.row_at(titles.index("文化程度不在规定的范围内")):
        clerk.press("Down")
    assert {row.person_id for row in page.doubts.shown()} == {doubtful[1]}
    clerk.press("Enter")
    assert page.doubts.list.hasFocus()
    clerk.press("Enter")
    people = clerk.page()
    assert isinstance(people, PeoplePage)
    people.settle()
    clerk.rest()
    assert people.presenter.shown is not None
    assert people.presenter.shown.row.id == doubtful[1]


def test_a_doubt_opens_the_fact_that_is_doubted(
    township: Desk, doubtful: tuple[int, int], sit_down: OpenWindow
) -> None:
    clerk = sit_down(township)
    page = open_page(clerk)
    row = next(row for row in page.doubts.shown() if row.field == "education")
    page.presenter.open(row)
    clerk.rest()
    people = clerk.page()
    assert isinstance(people, PeoplePage)
    people.settle()
    clerk.rest()
    assert people.pane.current_field() == "education"


def test_a_village_lists_its_own_doubts_only(
    township: Desk, doubtful: tuple[int, int], sit_down: OpenWindow
) -> None:
    clerk = sit_down(township)
    page = open_page(clerk)
    everything = len(page.doubts.shown())
    clerk.press("Right")
    villages = {row.village for row in page.doubts.shown()}
    assert len(villages) == 1
    clerk.press("Left")
    assert len(page.doubts.shown()) == everything


def test_del_lets_a_doubt_stand_and_ins_asks_again(
    township: Desk, doubtful: tuple[int, int], sit_down: OpenWindow, ask: StandInAsk
) -> None:
    clerk = sit_down(township)
    page = open_page(clerk)
    before = dump(township.store)
    waiting = len(page.doubts.shown())
    ask.typed = "已对照户口簿"
    clerk.press("Enter", "Del")
    assert len(page.doubts.shown()) == waiting - 1
    assert len(check_register(township).open) == waiting - 1
    page.doubts.ignored.setChecked(True)
    ignored = next(n for n, row in enumerate(page.doubts.shown()) if row.ignored)
    page.doubts.list.setFocus()
    page.doubts.list.select_place(ignored)
    clerk.press("Ins")
    assert dump(township.store) == before
    assert all(not row.ignored for row in page.doubts.shown())


def test_no_reason_lets_nothing_stand(
    township: Desk, doubtful: tuple[int, int], sit_down: OpenWindow, ask: StandInAsk
) -> None:
    clerk = sit_down(township)
    page = open_page(clerk)
    waiting = page.doubts.shown()
    clerk.press("Enter", "Del")
    ask.typed = " "
    clerk.press("Del")
    assert page.doubts.shown() == waiting
    assert ask.said[-1].startswith("请写明理由")


def test_the_doubts_leave_as_a_workbook_and_the_page_says_so(
    township: Desk, doubtful: tuple[int, int], sit_down: OpenWindow, ask: StandInAsk, tmp_path: Path
) -> None:
    clerk = sit_down(township)
    page = open_page(clerk)
    ask.saves_as = tmp_path / "doubts.xlsx"
    page.presenter.save(page.doubts.shown(), full=False)
    clerk.rest()
    assert "红旗村" in load_workbook(ask.saves_as).sheetnames
    ask.saves_as, ask.agrees = tmp_path / "full.xlsx", False
    page.presenter.save(page.doubts.shown(), full=True)
    clerk.rest()
    assert not ask.saves_as.exists()


def test_a_pair_is_merged_field_by_field_with_the_keyboard(
    township: Desk, twice: tuple[PersonRow, int], sit_down: OpenWindow, ask: StandInAsk
) -> None:
    row, again = twice
    clerk = sit_down(township)
    page = open_pairs(clerk)
    before = dump(township.store)
    phone = _fact(township, row.id, "phone")
    pane = page.pairs
    assert pane.list.hasFocus()
    clerk.press("Enter")
    keys = [line.field.key for line in pane.fields.model_of_rows.rows()]
    usual = dict(pane.presenter.sides)
    clerk.press(*["Down"] * (keys.index("note") - max(pane.fields.currentIndex().row(), 0)))
    clerk.press("1")
    assert pane.presenter.sides["note"] == 1
    clerk.press("Right")
    assert pane.presenter.sides == usual
    clerk.press("Ctrl+Return")
    assert _fact(township, row.id, "note") == "村里报的"
    assert _fact(township, row.id, "phone") == (phone or "13900000001")
    assert again not in {found.id for found in find_people(township, PeopleQuery())}
    assert "一般残疾人" in show_person(township, row.id).row.categories
    assert pane.list.model_of_rows.rows() == ()
    clerk.press("Ctrl+2", "Ctrl+Z")
    assert ask.said[-1].startswith("撤销上一步“合并两份人员记录”")
    assert dump(township.store) == before


def test_two_people_are_remembered_as_two(
    township: Desk, twice: tuple[PersonRow, int], sit_down: OpenWindow, ask: StandInAsk
) -> None:
    clerk = sit_down(township)
    page = open_pairs(clerk)
    ask.typed = "是同名的两个人"
    clerk.press("Ctrl+D")
    assert page.pairs.list.model_of_rows.rows() == ()
    assert list_acts(township)[0].words == "判断两份记录：不是同一人"
    clerk.press("F5")
    assert page.pairs.list.model_of_rows.rows() == ()


def test_who_does_not_confirm_changes_nothing(
    township: Desk, twice: tuple[PersonRow, int], sit_down: OpenWindow, ask: StandInAsk
) -> None:
    clerk = sit_down(township)
    page = open_pairs(clerk)
    before = dump(township.store)
    ask.agrees = False
    clerk.press("Ctrl+Return", "Ctrl+D", "Ctrl+L")
    assert dump(township.store) == before
    assert len(page.pairs.list.model_of_rows.rows()) == 1


def test_looking_at_a_pair_is_on_record_for_both(
    township: Desk, twice: tuple[PersonRow, int], sit_down: OpenWindow
) -> None:
    clerk = sit_down(township)
    page = open_pairs(clerk)
    looks = [act for act in list_acts(township, looks=True) if act.words.endswith("比对重复")]
    assert len(looks) == 2
    page.pairs.presenter.unmask()
    clerk.rest()
    newest = list_acts(township, looks=True)[:2]
    assert [act.verb for act in newest] == ["unmask_person"] * 2


def test_the_register_is_gone_through_again_only_when_it_has_changed(
    township: Desk, doubtful: tuple[int, int], sit_down: OpenWindow
) -> None:
    clerk = sit_down(township)
    page = open_page(clerk)
    rows = page.doubts.shown()
    clerk.press("F5")
    assert page.doubts.shown() is rows or page.doubts.shown() == rows
    with township.write("put", "测试数据") as work:
        work.session.get_one(Person, doubtful[1]).education = "小学"
    clerk.press("F5")
    assert len(page.doubts.shown()) == len(rows) - 1
