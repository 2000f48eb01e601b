"""Categories under the office's own names, own categories, those not in use."""

from __future__ import annotations

from datetime import date

import pytest

from app.core.errors import DeclinedError, UserError
from app.services.acts import list_acts, undo_act
from app.services.codes import (
    add_category,
    list_categories,
    offer_category,
    offered_categories,
    own_codes,
    rename_category,
    used_categories,
)
from app.services.desk import Desk
from app.services.people import PeopleQuery, find_people
from app.services.person.view import show_person
from app.services.register import SavePerson, save_person
from tests.factory import TODAY, VILLAGES, dump, id_number, make_person

NEW_YEAR = date(2026, 1, 1)


def _offered(desk: Desk) -> dict[str, str]:
    groups = offered_categories(desk)
    return {category.code: category.name for group in groups for category in group.categories}


def test_a_new_name_is_read_everywhere_and_the_code_stays(desk: Desk) -> None:
    person = make_person(desk, categories=("monitored",))
    rename_category(desk, "monitored", "防止返贫监测对象", first=NEW_YEAR)
    assert find_people(desk, PeopleQuery())[0].categories == ("防止返贫监测对象",)
    shown = show_person(desk, person).holdings[0]
    assert (shown.name, shown.code) == ("防止返贫监测对象", "monitored")
    assert _offered(desk)["monitored"] == "防止返贫监测对象"
    assert [row.id for row in find_people(desk, PeopleQuery(category="monitored"))] == [person]


def test_before_the_day_the_old_name_counts(desk: Desk) -> None:
    rename_category(desk, "monitored", "新名称", first=NEW_YEAR)
    rename_category(desk, "monitored", "更新的名称", first=date(2026, 4, 1))
    codes = own_codes(desk)
    names = [
        codes.category_name("monitored", day)
        for day in (date(2025, 12, 31), NEW_YEAR, date(2026, 3, 31), date(2026, 4, 1))
    ]
    assert names == ["监测对象", "新名称", "新名称", "更新的名称"]


def test_a_name_entered_for_an_earlier_day_replaces_what_was_to_come(desk: Desk) -> None:
    rename_category(desk, "monitored", "打错的", first=date(2026, 4, 1))
    rename_category(desk, "monitored", "正确的", first=NEW_YEAR)
    assert own_codes(desk).category_name("monitored", TODAY) == "正确的"


def test_a_new_name_is_taken_back_whole(desk: Desk) -> None:
    rename_category(desk, "monitored", "新名称", first=NEW_YEAR)
    rename_category(desk, "monitored", "更新的名称", first=date(2026, 4, 1))
    undo_act(desk, list_acts(desk)[0].id)
    assert own_codes(desk).category_name("monitored", TODAY) == "新名称"


@pytest.mark.parametrize("name", ["", "  ", "长" * 41])
def test_a_name_that_cannot_be_changes_nothing(desk: Desk, name: str) -> None:
    before = dump(desk.store)
    with pytest.raises(UserError, match="名称"):
        rename_category(desk, "monitored", name, first=NEW_YEAR)
    assert dump(desk.store) == before


def test_a_name_that_another_category_has_is_refused(desk: Desk) -> None:
    before = dump(desk.store)
    with pytest.raises(DeclinedError, match="已经有叫"):
        rename_category(desk, "monitored", "孤儿", first=NEW_YEAR)
    assert dump(desk.store) == before


def test_a_category_of_the_office_can_be_held_and_is_listed(desk: Desk) -> None:
    code = add_category(desk, "易地搬迁重点户", first=NEW_YEAR, basis="2026年第1次党委会")
    assert _offered(desk)[code] == "易地搬迁重点户"
    values = {"name": "张大山", "id_no": id_number()}
    save_person(desk, SavePerson(None, values, VILLAGES[0], "", (code,)))
    row = next(row for row in list_categories(desk) if row.code == code)
    assert (row.holders, row.own, row.source) == (1, True, "2026年第1次党委会")
    assert used_categories(desk) == ((code, "易地搬迁重点户"),)


def test_a_category_needs_its_basis(desk: Desk) -> None:
    with pytest.raises(UserError, match="依据"):
        add_category(desk, "重点户", first=NEW_YEAR, basis=" ")


def test_two_own_categories_have_two_codes(desk: Desk) -> None:
    first = add_category(desk, "甲类", first=NEW_YEAR, basis="会议")
    rename_category(desk, first, "甲一类", first=date(2026, 2, 1))
    assert add_category(desk, "乙类", first=NEW_YEAR, basis="会议") != first


def test_what_is_not_in_use_is_not_offered_but_goes_on_being_held(desk: Desk) -> None:
    person = make_person(desk, categories=("vagrant",))
    offer_category(desk, "vagrant", offered=False, first=NEW_YEAR)
    assert "vagrant" not in _offered(desk)
    assert show_person(desk, person).row.categories == ("流浪乞讨人员",)
    offer_category(desk, "vagrant", offered=True, first=NEW_YEAR)
    assert "vagrant" in _offered(desk)


def test_saying_it_twice_is_refused(desk: Desk) -> None:
    offer_category(desk, "vagrant", offered=False, first=NEW_YEAR)
    with pytest.raises(DeclinedError, match="已经停用"):
        offer_category(desk, "vagrant", offered=False, first=NEW_YEAR)


def test_a_code_that_nobody_knows_is_refused(desk: Desk) -> None:
    with pytest.raises(UserError, match="没有这个"):
        rename_category(desk, "from_afar", "新名称", first=NEW_YEAR)
