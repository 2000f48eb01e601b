"""The directory of cadres: known once, changed once, away, left, put together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from app.core.errors import DeclinedError, UserError
from app.models.holding import Responsible
from app.services.acts import list_acts, undo_act
from app.services.cadres import (
    Away,
    CadreFacts,
    add_cadre,
    change_cadre,
    come_back,
    gather_cadres,
    leave,
    set_away,
    take_back,
    unite_cadres,
)
from app.services.desk import Desk
from app.services.person.view import show_person
from app.services.plan import plan_month
from app.services.villages import merge_villages
from tests.factory import TODAY, dump, make_person, make_responsible
from tests.unit.services.directory import (
    APRIL,
    LI,
    MARCH,
    WANG,
    ZHAO,
    cadre,
    cadre_count,
    give,
    rows,
    wang_and_li,
)

NEXT = "2026-06"  # whoever is registered this month is owed from the next


def test_a_cadre_is_known_once_and_a_change_is_seen_everywhere(desk: Desk) -> None:
    wang, _ = wang_and_li(desk)
    person = make_person(desk, categories=("orphan",))
    give(desk, wang, person)
    change_cadre(desk, wang, replace(WANG, name="王镇长", post="镇长", phone="13900000009"))
    plan = plan_month(desk, NEXT)
    assert {row.responsible for row in plan.rows} == {"王镇长 13900000009"}
    assert show_person(desk, person).responsible == "王镇长 镇长"
    (row,) = rows(desk, person)
    assert (row.name, row.post, row.phone) == ("王干部", "副镇长", "13800000001")


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        (CadreFacts(" "), "姓名没有填写"),
        (replace(ZHAO, phone="138000"), "电话号码不对"),
        (replace(ZHAO, level="king"), "没有这个层级"),
        (replace(ZHAO, village="没有的村"), "没有“没有的村”"),
        (replace(ZHAO, village_default=True), "没有选村"),
        (replace(ZHAO, came_on=date(2026, 5, 7)), "到任日期在今天之后"),
        (WANG, "名单里已有“王干部”"),
        (replace(WANG, unit="别的单位"), "姓名和电话都一样"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(
    desk: Desk, facts: CadreFacts, why: str
) -> None:
    wang_and_li(desk)
    before = dump(desk.store)
    with pytest.raises(UserError) as raised:
        add_cadre(desk, facts)
    assert why in "".join(raised.value.sentences())
    assert dump(desk.store) == before


def test_two_bare_names_of_one_unit_are_one_person(desk: Desk) -> None:
    add_cadre(desk, CadreFacts("王五", "县医院"))
    with pytest.raises(DeclinedError, match="单位也一样"):
        add_cadre(desk, CadreFacts("王五", "县医院"))
    assert add_cadre(desk, CadreFacts("王五", "县医院", phone="13800000077"))


def test_nobody_came_after_the_first_object(desk: Desk) -> None:
    wang, _ = wang_and_li(desk)
    give(desk, wang, make_person(desk))
    with pytest.raises(UserError, match="已经有包保对象"):
        change_cadre(desk, wang, replace(WANG, came_on=APRIL))


def test_a_village_has_one_default(desk: Desk) -> None:
    wang, li = wang_and_li(desk)
    change_cadre(desk, li, replace(LI, village_default=True))
    change_cadre(desk, wang, replace(WANG, village="清水村", village_default=True))
    assert not cadre(desk, li).village_default
    assert cadre(desk, wang).village_default


def test_while_the_cadre_is_away_the_plan_names_the_deputy(desk: Desk) -> None:
    wang, li = wang_and_li(desk)
    give(desk, wang, make_person(desk, categories=("orphan",)))
    act = set_away(desk, wang, Away(TODAY, None, li))
    assert plan_month(desk, NEXT).rows[0].responsible == (
        "王干部 13800000001（代：李支书 13800000002）"
    )
    undo_act(desk, act)
    assert plan_month(desk, NEXT).rows[0].responsible == "王干部 13800000001"
    set_away(desk, wang, Away(MARCH, APRIL, li))
    assert plan_month(desk, NEXT).rows[0].responsible == "王干部 13800000001"
    come_back(desk, wang)
    with pytest.raises(DeclinedError, match="没有登记外出"):
        come_back(desk, wang)


def _deputy_left(desk: Desk, wang: int, li: int) -> None:
    leave(desk, li, TODAY)
    set_away(desk, wang, Away(TODAY, None, li))


def _deputy_away(desk: Desk, wang: int, li: int) -> None:
    set_away(desk, li, Away(APRIL, None))
    set_away(desk, wang, Away(TODAY, None, li))


@pytest.mark.parametrize(
    ("act", "why"),
    [
        (lambda d, w, _: set_away(d, w, Away(TODAY, APRIL)), "结束日期早于开始日期"),
        (lambda d, w, _: set_away(d, w, Away(TODAY, None, w)), "代理人不能是本人"),
        (_deputy_left, "已经离任"),
        (_deputy_away, "那几天也不在"),
        (lambda d, w, _: leave(d, w, date(2026, 5, 7)), "日期在今天之后"),
        (lambda d, w, _: leave(d, w, date(2026, 2, 1)), "还交给过他包保对象"),
        (lambda d, w, _: take_back(d, w), "没有登记离任"),
        (lambda d, w, _: unite_cadres(d, w, w), "同一条"),
        (lambda d, _, __: leave(d, 99, TODAY), "没有找到这位责任人"),
    ],
)
def test_days_and_deputies_that_cannot_be_are_refused(
    desk: Desk, act: Callable[[Desk, int, int], object], why: str
) -> None:
    wang, li = wang_and_li(desk)
    give(desk, wang, make_person(desk))
    with pytest.raises(UserError) as raised:
        act(desk, wang, li)
    assert why in "".join(raised.value.sentences())
    found = cadre(desk, wang)
    assert (found.away_from, found.deputy_id, found.left_on) == (None, None, None)


def test_who_leaves_stays_named_until_handed_over(desk: Desk) -> None:
    wang, _ = wang_and_li(desk)
    person = make_person(desk)
    give(desk, wang, person)
    leave(desk, wang, APRIL)
    assert rows(desk, person)[0].end is None
    assert show_person(desk, person).responsible == "王干部 副镇长"
    with pytest.raises(DeclinedError, match="已经离任"):
        give(desk, wang, make_person(desk, "李四"))
    with pytest.raises(DeclinedError, match="已经离任"):
        set_away(desk, wang, Away(TODAY))
    take_back(desk, wang)
    give(desk, wang, make_person(desk, "王五"))


def test_older_names_are_gathered_into_the_directory_and_the_acts_before_can_be_undone(
    desk: Desk,
) -> None:
    first, second, third = (make_person(desk, name) for name in "甲乙丙")
    for person, name in ((first, "王主任"), (second, "王主任"), (third, "李主任")):
        make_responsible(desk, person, name)
    older = list_acts(desk)[0].id
    acted = gather_cadres(desk)
    assert acted.words == "整理成责任人名单：3 条，新增 2 位责任人"
    assert rows(desk, first)[0].cadre_id == rows(desk, second)[0].cadre_id
    with pytest.raises(DeclinedError, match="没有要整理的"):
        gather_cadres(desk)
    undo_act(desk, acted.act_id)
    assert cadre_count(desk) == 0
    gather_cadres(desk)
    undo_act(desk, older)
    assert rows(desk, third) == []


def test_one_name_with_two_phones_is_two_people(desk: Desk) -> None:
    people = [make_person(desk, name) for name in "甲乙丙"]
    with desk.write("import", "导入") as work:
        for person, phone in zip(people, ("13800000001", "13800000002", None), strict=True):
            work.session.add(Responsible(person_id=person, name="王主任", phone=phone, start=MARCH))
    assert gather_cadres(desk).words.endswith("新增 3 位责任人")


def test_two_entries_of_one_person_become_one(desk: Desk) -> None:
    wang = add_cadre(desk, replace(WANG, phone=""))
    other = add_cadre(desk, replace(WANG, unit="", phone="13800000008"))
    li = add_cadre(desk, LI)
    person = make_person(desk)
    give(desk, other, person)
    set_away(desk, li, Away(TODAY, None, other))
    before = dump(desk.store)
    act = unite_cadres(desk, wang, other)
    assert rows(desk, person)[0].cadre_id == wang
    assert cadre(desk, wang).phone == "13800000008"
    assert cadre(desk, li).deputy_id == wang
    assert cadre_count(desk) == 2
    undo_act(desk, act)
    assert dump(desk.store) == before


def test_a_village_that_goes_into_another_takes_its_cadres_along(desk: Desk) -> None:
    li = add_cadre(desk, replace(LI, village_default=True))
    zhao = add_cadre(desk, replace(ZHAO, village="石桥村", village_default=True))
    merge_villages(desk, "清水村", "石桥村", first=TODAY)
    assert cadre(desk, li).village_id == cadre(desk, zhao).village_id
    assert not cadre(desk, li).village_default
