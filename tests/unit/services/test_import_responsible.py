"""A village's pairing list: people with the cadre who looks after them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from app.services.acts import list_acts, undo_act
from app.services.cadre_board import cadre_board
from app.services.cadres import add_cadre
from app.services.desk import Desk
from app.services.import_people import commit_import, preview_import
from tests.factory import TODAY, dump, id_number, make_person, write_roster
from tests.unit.services.directory import MARCH, WANG, cadre_count, give, rows


def pairing(
    folder: Path, *lines: tuple[str, str, str], phone: str = "13800000001", last: str = "电话"
) -> Path:
    table: list[dict[str, object]] = [
        {
            "姓名": name, "身份证号": number, "村组": "清水村1组", "包保责任人": cadre,
            "单位": "青山镇政府", "职务": "干事", last: phone,
        }
        for name, number, cadre in lines
    ]  # fmt: skip
    return write_roster(folder / "结对名单.xlsx", *table, title="清水村结对帮扶名单")


def take(desk: Desk, path: Path) -> None:
    commit_import(desk, preview_import(desk, [path]))


def phones(desk: Desk) -> list[str]:
    return [row.cadre_phone for row in cadre_board(desk).objects]


def test_people_and_their_cadre_come_from_one_list(desk: Desk, tmp_path: Path) -> None:
    first, second = id_number(), id_number()
    path = pairing(tmp_path, ("张三", first, "王干部"), ("李四", second, "王干部"))
    take(desk, path)
    board = cadre_board(desk)
    (cadre,) = board.cadres
    assert (cadre.name, cadre.unit, cadre.post, cadre.phone) == (
        "王干部", "青山镇政府", "干事", "13800000001",
    )  # fmt: skip
    assert [(row.name, row.cadre, row.phone) for row in board.objects] == [
        ("张三", "王干部", ""),
        ("李四", "王干部", ""),
    ]
    before = dump(desk.store)
    take(desk, path)
    assert dump(desk.store)["responsible"] == before["responsible"]


@pytest.mark.parametrize("last", ["联系电话", "责任人电话", "手机号码"])
def test_a_phone_behind_the_cadre_is_never_the_persons(
    desk: Desk, tmp_path: Path, last: str
) -> None:
    take(desk, pairing(tmp_path, ("张三", id_number(), "王干部"), last=last))
    (row,) = cadre_board(desk).objects
    assert (row.phone, row.cadre_phone) == ("", "13800000001")


def test_another_cadre_follows_the_one_before_and_the_change_is_shown_and_undone(
    desk: Desk, tmp_path: Path
) -> None:
    number = id_number()
    person = make_person(desk, "张三", id_no=number, categories=())
    give(desk, add_cadre(desk, replace(WANG, name="旧干部", phone="13800000055")), person)
    before = dump(desk.store)
    preview = preview_import(desk, [pairing(tmp_path, ("张三", number, "王干部"))])
    (planned,) = preview.plan.people
    assert ("responsible", "旧干部", "王干部") in [
        (change.key, change.before, change.after) for change in planned.changes
    ]
    commit_import(desk, preview)
    old, new = rows(desk, person)
    assert (old.start, old.end, new.start, new.name) == (MARCH, date(2026, 5, 5), TODAY, "王干部")
    undo_act(desk, list_acts(desk)[0].id)
    assert dump(desk.store) == before


def test_a_name_given_today_is_replaced_not_ended_before_it_began(
    desk: Desk, tmp_path: Path
) -> None:
    number = id_number()
    person = make_person(desk, "张三", id_no=number)
    give(desk, add_cadre(desk, replace(WANG, name="旧干部")), person, start=TODAY)
    take(desk, pairing(tmp_path, ("张三", number, "新干部"), phone="13800000066"))
    (row,) = rows(desk, person)
    assert (row.name, row.start, row.end) == ("新干部", TODAY, None)


def test_a_name_that_could_be_two_is_kept_as_it_is_said(desk: Desk, tmp_path: Path) -> None:
    add_cadre(desk, WANG)
    add_cadre(desk, replace(WANG, phone="13800000055"))
    take(
        desk,
        pairing(
            tmp_path, ("张三", id_number(), "王干部"), ("李四", id_number(), "甲、乙"), phone=""
        ),
    )
    assert cadre_count(desk) == 2
    board = cadre_board(desk)
    assert [(row.cadre, row.cadre_id) for row in board.objects] == [("王干部", 0), ("甲、乙", 0)]
    assert any(question.words.startswith("2 条") for question in board.questions)


def test_a_list_without_a_name_of_a_cadre_changes_nobody(desk: Desk, tmp_path: Path) -> None:
    number = id_number()
    person = make_person(desk, "张三", id_no=number)
    wang = add_cadre(desk, WANG)
    give(desk, wang, person)
    take(desk, pairing(tmp_path, ("张三", number, "")))
    (row,) = rows(desk, person)
    assert (row.cadre_id, row.end) == (wang, None)
    assert phones(desk) == ["13800000001"]
