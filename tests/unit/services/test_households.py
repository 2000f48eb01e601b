"""Households: found, founded, joined, left; and who lives in one."""

from __future__ import annotations

from datetime import date

import pytest

from app.core.errors import DeclinedError, UserError
from app.models.household import Household, Membership
from app.services.acts import list_acts, undo_act
from app.services.desk import Desk
from app.services.households import HouseholdView, find_homes, household_of, show_household
from app.services.person.living import FoundHome, Home, JoinHome, LeaveHome
from app.services.register import SavePerson, save_person
from tests.conftest import desk_at
from tests.factory import TODAY, VILLAGES, dump, id_number, make_person


def _save(
    desk: Desk, name: str, home: Home | None, person_id: int | None = None, **values: str
) -> int:
    facts: dict[str, str | None] = {"name": name, **values}
    if person_id is None:
        facts.setdefault("id_no", id_number())
    return save_person(
        desk, SavePerson(person_id, facts, VILLAGES[0], "二组", ("dibao_rural",), home)
    )


def _home(desk: Desk, person_id: int) -> HouseholdView:
    home = household_of(desk, person_id)
    assert home is not None
    return home


def test_a_head_makes_a_household_and_others_join_it_each_in_one_act(desk: Desk) -> None:
    head = _save(desk, "王建国", FoundHome(), address="清水村 8 号")
    home = _home(desk, head)
    assert (home.row.head_name, home.row.village, home.row.group) == ("王建国", "清水村", "二组")
    assert home.row.address == "清水村 8 号"
    acts = len(list_acts(desk))
    wife = _save(desk, "李秀兰", JoinHome(home.row.id, "配偶"))
    assert len(list_acts(desk)) == acts + 1
    members = _home(desk, wife).members
    assert [(member.name, member.relation) for member in members] == [
        ("王建国", "户主"),
        ("李秀兰", "配偶"),
    ]
    undo_act(desk, list_acts(desk)[0].id)
    assert [member.name for member in show_household(desk, home.row.id).members] == ["王建国"]


def test_who_moves_leaves_the_old_household_on_that_day(desk: Desk) -> None:
    first, second = (_save(desk, name, FoundHome()) for name in ("甲", "乙"))
    child = _save(desk, "小丙", JoinHome(_home(desk, first).row.id, "子"))
    _save(desk, "小丙", JoinHome(_home(desk, second).row.id, "养子"), child)
    assert [member.name for member in _home(desk, first).members] == ["甲"]
    assert [member.relation for member in _home(desk, second).members] == ["户主", "养子"]
    with desk.store.read() as session:
        lives = session.query(Membership).filter_by(person_id=child).order_by(Membership.id).all()
    assert [(one.start, one.end) for one in lives] == [(TODAY, TODAY), (TODAY, None)]


def test_a_relation_is_corrected_without_moving(desk: Desk) -> None:
    head = _save(desk, "甲", FoundHome())
    home_id = _home(desk, head).row.id
    child = _save(desk, "小丙", JoinHome(home_id, "子"))
    _save(desk, "小丙", JoinHome(home_id, "长子"), child)
    with desk.store.read() as session:
        (membership,) = session.query(Membership).filter_by(person_id=child).all()
    assert (membership.relation, membership.end) == ("长子", None)


def test_who_leaves_belongs_to_no_household(desk: Desk) -> None:
    head = _save(desk, "甲", FoundHome())
    _save(desk, "甲", LeaveHome(), head)
    assert household_of(desk, head) is None


def test_a_head_does_not_walk_away_from_the_others(desk: Desk) -> None:
    head = _save(desk, "甲", FoundHome())
    home_id = _home(desk, head).row.id
    _save(desk, "乙", JoinHome(home_id, "配偶"))
    before = dump(desk.store)
    for home in (LeaveHome(), JoinHome(home_id, "子")):
        with pytest.raises(DeclinedError, match="户主"):
            _save(desk, "甲", home, head)
    assert dump(desk.store) == before


def test_what_is_not_said_about_the_household_changes_nothing(desk: Desk) -> None:
    head = _save(desk, "甲", FoundHome())
    before = _home(desk, head)
    _save(desk, "甲", None, head)
    _save(desk, "甲", FoundHome(), head)
    assert _home(desk, head) == before


def test_a_second_head_is_refused_unless_the_first_is_gone(desk: Desk) -> None:
    head = _save(desk, "甲", FoundHome())
    home_id = _home(desk, head).row.id
    son = _save(desk, "乙", JoinHome(home_id, "长子"))
    before = dump(desk.store)
    with pytest.raises(DeclinedError, match="已经有户主"):
        _save(desk, "乙", JoinHome(home_id, "户主"), son)
    assert dump(desk.store) == before
    _save(desk, "甲", None, head, death_date="2026-05-01")
    _save(desk, "乙", JoinHome(home_id, "户主"), son)
    view = show_household(desk, home_id)
    assert view.row.head_name == "乙"
    assert [(member.name, member.gone) for member in view.members] == [("甲", "已去世"), ("乙", "")]


def test_a_relation_left_open_and_a_household_that_is_not_there_are_refused(desk: Desk) -> None:
    head = _save(desk, "甲", FoundHome())
    before = dump(desk.store)
    for home, words in (
        (JoinHome(_home(desk, head).row.id, " "), "与户主关系"),
        (JoinHome(777, "子"), "没有找到"),
    ):
        with pytest.raises(UserError, match=words):
            _save(desk, "丙", home)
    assert dump(desk.store) == before


def test_a_head_who_was_only_listed_takes_up_the_household_that_is_there(desk: Desk) -> None:
    number = id_number()
    with desk.write("make", "登记家庭") as work:
        work.session.add(Household(head_key=number, head_name="甲"))
    head = _save(desk, "甲", FoundHome(), id_no=number)
    with desk.store.read() as session:
        assert session.query(Household).count() == 1
    assert _home(desk, head).members[0].relation == "户主"


def test_a_household_is_found_by_head_member_pinyin_and_initials(desk: Desk) -> None:
    head = _save(desk, "欧阳建国", FoundHome())
    home_id = _home(desk, head).row.id
    _save(desk, "李秀兰", JoinHome(home_id, "配偶"))
    make_person(desk, "不归户")
    for text in ("欧阳", "秀兰", "oyjg", "lixiu"):
        assert [row.id for row in find_homes(desk, text)] == [home_id], text
    assert find_homes(desk, "没有") == ()
    assert find_homes(desk, "  ") == ()
    assert find_homes(desk, "%") == ()


def test_a_household_that_is_not_there_is_said_so(desk: Desk) -> None:
    with pytest.raises(UserError, match="没有找到这一户"):
        show_household(desk, 777)


def test_ages_are_of_the_day_of_the_clock(desk: Desk) -> None:
    head = _save(desk, "甲", FoundHome(), birth_date="1950-03-04", id_no="", no_id_reason="遗失")
    assert _home(desk, head).members[0].age == 76
    with desk_at(desk.folder.parent / "other", date(2030, 1, 1)) as later:
        assert household_of(later, head) is None
