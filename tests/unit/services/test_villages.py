"""Villages that get another name or go into another; the groups in them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from app.core.errors import DeclinedError, UserError
from app.services.acts import list_acts, undo_act
from app.services.desk import Desk
from app.services.import_people import Action, commit_import, preview_import
from app.services.office import expect_office
from app.services.people import PeopleQuery, find_people
from app.services.villages import (
    FormerName,
    add_group,
    list_villages,
    merge_villages,
    rename_group,
    rename_village,
)
from tests.factory import VILLAGES, dump, id_number, make_household, make_person, write_roster

QINGSHUI, SHIQIAO = VILLAGES
NEW_YEAR = date(2026, 1, 1)


def _found(desk: Desk, text: str = "") -> list[tuple[str, str]]:
    return [(row.village, row.group) for row in find_people(desk, PeopleQuery(text=text))]


def test_a_village_under_its_new_name_is_found_by_the_old_one(desk: Desk) -> None:
    make_person(desk, village=QINGSHUI)
    rename_village(desk, QINGSHUI, "清泉社区", first=NEW_YEAR)
    assert expect_office(desk).villages == ("清泉社区", SHIQIAO)
    assert _found(desk, text="清水") == _found(desk, text="清泉") == [("清泉社区", "一组")]
    row = list_villages(desk)[0]
    assert (row.since, row.former) == (NEW_YEAR, (FormerName(QINGSHUI, date(2025, 12, 31)),))


def test_a_new_name_is_taken_back(desk: Desk) -> None:
    rename_village(desk, QINGSHUI, "清泉社区", first=NEW_YEAR)
    undo_act(desk, list_acts(desk)[0].id)
    assert expect_office(desk).villages == VILLAGES
    assert list_villages(desk)[0].former == ()


def test_a_roster_under_the_old_name_goes_to_the_village_of_today(
    desk: Desk, tmp_path: Path
) -> None:
    rename_village(desk, QINGSHUI, "清泉社区", first=NEW_YEAR)
    rename_village(desk, "清泉社区", "清泉村", first=date(2026, 2, 1))
    row: dict[str, object] = {"姓名": "李四", "身份证号": id_number(), "村": "清水村3组"}
    book = write_roster(tmp_path / "名册.xlsx", row, title="青山镇名册")
    preview = preview_import(desk, [book])
    assert not [p for p in preview.problems if "名单里" in p.reason]
    commit_import(desk, preview)
    assert _found(desk) == [("清泉村", "3组")]
    assert expect_office(desk).villages == ("清泉村", SHIQIAO)
    assert [row.action for row in preview_import(desk, [book]).rows] == [Action.UNCHANGED]


def test_everybody_moves_with_a_merged_village_and_groups_are_told_apart(desk: Desk) -> None:
    make_person(desk, "张三", village=QINGSHUI, group="1组")
    moved = make_person(desk, "李四", village=SHIQIAO, group="1组")
    make_person(desk, "王五", village=SHIQIAO, group="2组")
    make_household(desk, (moved,))
    assert merge_villages(desk, SHIQIAO, QINGSHUI, first=NEW_YEAR) == 2
    assert sorted(_found(desk)) == [
        (QINGSHUI, "1组"),
        (QINGSHUI, "2组"),
        (QINGSHUI, "石桥村1组"),
    ]
    assert len(_found(desk, text="石桥")) == 3
    assert expect_office(desk).villages == (QINGSHUI,)
    undo_act(desk, list_acts(desk)[0].id)
    assert sorted(_found(desk)) == [(QINGSHUI, "1组"), (SHIQIAO, "1组"), (SHIQIAO, "2组")]


def test_former_names_go_along_into_the_other_village(desk: Desk) -> None:
    make_person(desk, village=SHIQIAO)
    rename_village(desk, SHIQIAO, "石拱村", first=NEW_YEAR)
    merge_villages(desk, "石拱村", QINGSHUI, first=date(2026, 3, 1))
    names = [former.name for former in list_villages(desk)[0].former]
    assert sorted(names) == ["石拱村", "石桥村"]


def test_two_villages_never_have_one_name(desk: Desk) -> None:
    before = dump(desk.store)
    with pytest.raises(DeclinedError, match="合并"):
        rename_village(desk, QINGSHUI, SHIQIAO, first=NEW_YEAR)
    with pytest.raises(DeclinedError, match="它自己"):
        merge_villages(desk, QINGSHUI, QINGSHUI, first=NEW_YEAR)
    assert dump(desk.store) == before


@pytest.mark.parametrize(("name", "first"), [(" ", NEW_YEAR), ("清泉村", date(2026, 12, 1))])
def test_an_empty_name_or_a_day_to_come_writes_nothing(desk: Desk, name: str, first: date) -> None:
    before = dump(desk.store)
    with pytest.raises(UserError):
        rename_village(desk, QINGSHUI, name, first=first)
    assert dump(desk.store) == before


def test_a_village_that_is_not_there_is_refused(desk: Desk) -> None:
    with pytest.raises(UserError, match="没有叫"):
        rename_village(desk, "不在村", "清泉村", first=NEW_YEAR)


def test_groups_are_listed_in_walking_order_with_those_who_live_there(desk: Desk) -> None:
    for group in ("10组", "2组", "2组", ""):
        make_person(desk, village=QINGSHUI, group=group)
    add_group(desk, QINGSHUI, "3组")
    groups = list_villages(desk)[0].groups
    assert [(g.name, g.people, g.listed) for g in groups] == [
        ("2组", 2, False),
        ("3组", 0, True),
        ("10组", 1, False),
    ]
    with pytest.raises(DeclinedError, match="已经有"):
        add_group(desk, QINGSHUI, "3组")


def test_a_group_gets_its_name_in_every_record(desk: Desk) -> None:
    person = make_person(desk, village=QINGSHUI, group="一组")
    make_household(desk, (person,))
    assert rename_group(desk, QINGSHUI, "一组", "上湾组") == 1
    assert _found(desk) == [(QINGSHUI, "上湾组")]
    with pytest.raises(DeclinedError, match="已经有"):
        rename_group(desk, QINGSHUI, "一组", "上湾组")
