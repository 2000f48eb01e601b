"""A household and who belongs to it, from when to when."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from app.core.errors import DeclinedError, UserError
from app.models.household import Household, Membership
from app.models.person import Person
from app.models.queries.past import Past
from app.services.acts import list_acts, undo_act
from app.services.desk import Desk
from app.services.person.household import (
    SaveHousehold,
    change_head,
    change_relation,
    join_household,
    leave_household,
    new_household,
    save_household,
)
from app.services.person.typed import FieldError
from app.services.person.view import show_person
from tests.factory import TODAY, VILLAGES, dump, make_household, make_person

SINCE = date(2026, 1, 1)
Act = Callable[[Desk, int, int, int], object]


def _stays(desk: Desk, person: int) -> list[tuple[int, str | None, date, date | None]]:
    with desk.store.read() as session:
        rows = Past(session, None).of(Membership, "person_id", person)
    return [(row.household_id, row.relation, row.start, row.end) for row in rows]


def _household(desk: Desk, home: int) -> Household:
    with desk.store.read() as session:
        return session.get_one(Household, home)


def test_facts_of_a_household_are_typed_shown_and_masked(desk: Desk) -> None:
    person = make_person(desk)
    home = make_household(desk, (person,))
    values = {
        "house_count": "无", "house_area": "85.5平", "relocation_site": "—",
        "account_no": "6217001234567890",
    }  # fmt: skip
    with pytest.raises(FieldError, match="住房总面积"):
        save_household(desk, SaveHousehold(home, values))
    save_household(desk, SaveHousehold(home, {**values, "house_area": "85.5"}, VILLAGES[1], "三组"))
    view = show_person(desk, person).home
    assert view is not None
    facts = {fact.key: fact.value for fact in view.facts}
    assert (facts["house_count"], facts["house_area"]) == ("0", "85.50")
    assert (facts["relocation_site"], facts["account_no"]) == ("不适用", "**** 7890")
    assert (view.village, view.group, facts["vehicles"]) == (VILLAGES[1], "三组", "未采集")


def test_what_a_household_has_no_place_for_is_refused_and_not_dropped(desk: Desk) -> None:
    home = make_household(desk, (make_person(desk),))
    before = dump(desk.store)
    with pytest.raises(FieldError, match="不能填不适用") as told:
        save_household(desk, SaveHousehold(home, {"note": "甲", "land_area": "—"}))
    assert told.value.key == "land_area"
    assert dump(desk.store) == before


def test_somebody_who_moves_leaves_one_household_the_day_before_joining_the_other(
    desk: Desk,
) -> None:
    father, son, uncle = (make_person(desk, name) for name in "甲乙丙")
    first = make_household(desk, (father, son), since=SINCE)
    second = make_household(desk, (uncle,), since=SINCE)
    join_household(desk, son, second, relation="侄子", day=date(2026, 5, 1))
    assert _stays(desk, son) == [
        (first, "其他", SINCE, date(2026, 4, 30)),
        (second, "侄子", date(2026, 5, 1), None),
    ]
    assert list_acts(desk)[0].words == "转到另一户"
    (gone,) = show_person(desk, father).home.former  # type: ignore[union-attr]
    assert (gone.name, gone.end) == ("乙", date(2026, 4, 30))
    undo_act(desk, list_acts(desk)[0].id)
    assert _stays(desk, son) == [(first, "其他", SINCE, None)]


def test_another_head_keeps_who_was_what_until_then(desk: Desk) -> None:
    father, mother, son = (make_person(desk, name) for name in ("父", "母", "子"))
    home = make_household(desk, (father, mother, son), since=SINCE)
    day = date(2026, 4, 1)
    change_head(desk, home, mother, day=day, relations={father: "配偶"})
    assert _household(desk, home).head_name == "母"
    assert [_stays(desk, person)[-1] for person in (father, mother, son)] == [
        (home, "配偶", day, None), (home, "户主", day, None), (home, None, day, None),
    ]  # fmt: skip
    assert _stays(desk, father)[0] == (home, "户主", SINCE, day - timedelta(days=1))
    change_relation(desk, son, "子")
    assert _stays(desk, son)[-1][1] == "子"


def test_a_head_changed_on_the_day_the_household_began_leaves_no_empty_stay(desk: Desk) -> None:
    first, second = make_person(desk, "甲"), make_person(desk, "乙")
    home = make_household(desk, (first, second), since=SINCE)
    change_head(desk, home, second, day=SINCE, relations={first: "配偶"})
    assert _stays(desk, first) == [(home, "配偶", SINCE, None)]


def test_a_household_of_ones_own_begins_on_its_day(desk: Desk) -> None:
    person = make_person(desk, "甲")
    home = new_household(desk, person, TODAY)
    assert _stays(desk, person) == [(home, "户主", TODAY, None)]
    assert _household(desk, home).head_key is not None
    with pytest.raises(DeclinedError, match="已经在一户里"):
        new_household(desk, person, TODAY)


def test_an_empty_household_gives_up_its_head_to_a_new_one(desk: Desk) -> None:
    person = make_person(desk, "甲")
    old = new_household(desk, person, date(2026, 1, 1))
    key = _household(desk, old).head_key
    leave_household(desk, person, date(2026, 2, 1))
    new = new_household(desk, person, TODAY)
    assert (_household(desk, old).head_key, _household(desk, new).head_key) == (None, key)


def test_a_household_with_members_keeps_its_head(desk: Desk) -> None:
    person, member = make_person(desk, "甲"), make_person(desk, "乙")
    with desk.store.read() as session:
        key = session.get_one(Person, person).id_key
    make_household(desk, (member,), head_key=key)
    before = dump(desk.store)
    with pytest.raises(DeclinedError, match="已经登记"):
        new_household(desk, person, TODAY)
    assert dump(desk.store) == before


@pytest.mark.parametrize(
    ("act", "told"),
    [
        (lambda d, h, _, home: leave_household(d, h, TODAY), "先变更户主"),
        (lambda d, _, m, home: leave_household(d, m, date(2025, 1, 1)), "早于加入"),
        (lambda d, _, m, home: leave_household(d, m, TODAY + timedelta(1)), "今天以后"),
        (
            lambda d, _, m, home: join_household(d, m, home, relation="子", day=TODAY),
            "已经在这一户",
        ),
        (lambda d, _, m, home: join_household(d, m, home, relation="户主", day=TODAY), "关系"),
        (lambda d, _, m, home: join_household(d, m, 777, relation="子", day=TODAY), "没有找到"),
        (lambda d, h, _, home: change_head(d, home, h, day=TODAY, relations={}), "新户主"),
        (
            lambda d, _, m, home: change_head(d, home, m, day=date(2025, 1, 1), relations={}),
            "以后才加入",
        ),
        (lambda d, h, _, home: change_relation(d, h, "子"), "户主"),
        (lambda d, _, m, home: change_relation(d, m, ""), "关系"),
    ],
)
def test_what_cannot_happen_to_a_household_is_refused_whole(
    desk: Desk, act: Act, told: str
) -> None:
    head, member = make_person(desk, "甲"), make_person(desk, "乙")
    home = make_household(desk, (head, member), since=SINCE)
    before = dump(desk.store)
    with pytest.raises(UserError, match=told):
        act(desk, head, member, home)
    assert dump(desk.store) == before


def test_who_belongs_nowhere_cannot_leave(desk: Desk) -> None:
    with pytest.raises(DeclinedError, match="没有登记所在的家庭"):
        leave_household(desk, make_person(desk), TODAY)
