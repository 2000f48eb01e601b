"""Giving people to cadres, taking them away, handing all of them over: nobody is without a name."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from app.core.errors import DeclinedError, UserError
from app.core.terms import CloseReason
from app.models.queries.cadres import responsible_of
from app.services.acts import list_acts, undo_act
from app.services.bulk import GiveResponsible, commit_bulk, preview_bulk
from app.services.cadre_board import cadre_board
from app.services.cadre_questions import Wrong
from app.services.cadres import add_cadre, change_cadre, leave
from app.services.desk import Desk
from app.services.merge_people import merge_people
from app.services.office import adopt_pack
from app.services.pairing import (
    Give,
    HandOver,
    give_people,
    give_to_village_defaults,
    hand_over,
    programmes,
    take_people,
)
from app.services.person.closing import ClosePerson, close_person
from app.services.person.view import show_person
from tests.factory import TODAY, dump, make_person
from tests.unit.services.directory import (
    APRIL,
    LI,
    MARCH,
    WANG,
    ZHAO,
    cadre_count,
    give,
    rows,
    wang_and_li,
)

PARTY = "party_pair"


def party(desk: Desk) -> None:
    adopt_pack(desk, "S2P11", adopted=True, first=date(2026, 1, 1))


def names_on(desk: Desk, person: int, day: date) -> str:
    with desk.store.read() as session:
        found = responsible_of(session, day).get(person)
        return found.name if found else ""


def test_one_name_for_each_and_a_change_leaves_no_day_without_one(desk: Desk) -> None:
    wang, li = wang_and_li(desk)
    person = make_person(desk)
    give(desk, wang, person)
    given = give(desk, li, person, start=APRIL)
    assert (given.given, given.replaced, given.stays) == (1, 1, ())
    old, new = rows(desk, person)
    assert (old.end, old.end_reason, new.start, new.end) == (date(2026, 3, 31), "换人", APRIL, None)
    assert [names_on(desk, person, day) for day in (date(2026, 3, 31), APRIL)] == [
        "王干部",
        "李支书",
    ]


def test_who_stays_is_named_with_the_reason(desk: Desk) -> None:
    wang, li = wang_and_li(desk)
    first, second, gone, new = (make_person(desk, name) for name in "甲乙丙丁")
    give(desk, wang, first)
    give(desk, li, second, start=APRIL)
    close_person(desk, ClosePerson(gone, CloseReason.MOVED_OUT, TODAY))
    given = give(desk, wang, first, second, gone, new)
    assert given.given == 1
    assert [why for _, why in given.stays] == [
        "已经由他负责",
        "现在的责任人从 2026-04-01 起，不能更早换人",
        "已经封存",
    ]
    assert given.words.startswith("已交给 1 人；3 人不变：甲（已经由他负责）")
    with pytest.raises(DeclinedError, match="没有人需要改"):
        give(desk, wang, first)


def test_a_family_may_have_several_where_the_programme_says_so(desk: Desk) -> None:
    party(desk)
    wang, li = wang_and_li(desk)
    person = make_person(desk, categories=("poor_disabled_home",))
    give(desk, wang, person, programme=PARTY)
    give(desk, li, person, programme=PARTY)
    give(desk, li, person)
    assert [(row.programme, row.end) for row in rows(desk, person)] == [
        (PARTY, None),
        (PARTY, None),
        (None, None),
    ]
    assert names_on(desk, person, TODAY) == "李支书"  # the one for everything goes first


def test_the_programmes_are_those_that_the_office_carries_out(desk: Desk) -> None:
    assert [one.key for one in programmes(desk)] == ["", "key_one_to_one"]
    party(desk)
    assert [(one.key, one.most) for one in programmes(desk)][-1] == (PARTY, 0)


@pytest.mark.parametrize(
    ("command", "why"),
    [
        (Give(1, (), MARCH), "没有选人"),
        (Give(1, (1,), date(2026, 5, 7)), "日期在今天之后"),
        (Give(1, (1,), MARCH, "no_such"), "没有这个方案"),
        (Give(9, (1,), MARCH), "没有找到这位责任人"),
        (Give(2, (1,), date(2026, 1, 1)), "才到任"),
    ],
)
def test_what_cannot_be_given_is_refused_and_nothing_is_written(
    desk: Desk, command: Give, why: str
) -> None:
    add_cadre(desk, WANG)
    add_cadre(desk, replace(LI, came_on=date(2026, 2, 1)))
    make_person(desk)
    before = dump(desk.store)
    with pytest.raises(UserError) as raised:
        give_people(desk, command)
    assert why in "".join(raised.value.sentences())
    assert dump(desk.store) == before


def test_everything_is_handed_over_in_one_act_and_one_undo_takes_it_back(desk: Desk) -> None:
    party(desk)
    wang, li = wang_and_li(desk)
    people = [make_person(desk, name) for name in "甲乙丙"]
    give(desk, wang, *people)
    give(desk, wang, people[0], programme=PARTY)
    give(desk, li, people[0], programme=PARTY)
    before = dump(desk.store)
    acted = hand_over(desk, HandOver(wang, li, APRIL))
    assert acted.words == "移交包保对象：4 人，从 2026-04-01 起。"
    for person in people:
        assert names_on(desk, person, date(2026, 3, 31)) == "王干部"
        assert names_on(desk, person, APRIL) == "李支书"
    serving = [row for row in rows(desk, people[0]) if row.end is None]
    assert sorted((row.programme or "", row.name) for row in serving) == [
        ("", "李支书"),
        (PARTY, "李支书"),
    ]
    assert list_acts(desk)[0].words == "移交包保对象：4 人"
    undo_act(desk, acted.act_id)
    assert dump(desk.store) == before


def test_chosen_objects_are_handed_over_and_the_others_stay(desk: Desk) -> None:
    wang, li = wang_and_li(desk)
    first, second = make_person(desk, "甲"), make_person(desk, "乙")
    give(desk, wang, first, second)
    (row,) = rows(desk, first)
    leave(desk, wang, TODAY)
    hand_over(desk, HandOver(wang, li, TODAY, (row.id,), "离任"))
    assert (names_on(desk, first, TODAY), names_on(desk, second, TODAY)) == ("李支书", "王干部")
    assert rows(desk, first)[0].end_reason == "离任"


@pytest.mark.parametrize(
    ("command", "why"),
    [
        (HandOver(1, 1, APRIL), "不能移交给本人"),
        (HandOver(1, 3, APRIL), "已经离任"),
        (HandOver(1, 2, date(2026, 5, 7)), "日期在今天之后"),
        (HandOver(1, 2, MARCH), "起才由“王干部”负责"),
        (HandOver(1, 2, APRIL, (77,)), "没有要移交的对象"),
        (HandOver(2, 1, APRIL), "没有要移交的对象"),
        (HandOver(1, 9, APRIL), "没有找到这位责任人"),
    ],
)
def test_a_handover_that_cannot_be_is_refused_and_nothing_is_written(
    desk: Desk, command: HandOver, why: str
) -> None:
    wang, _ = wang_and_li(desk)
    gone = add_cadre(desk, ZHAO)
    leave(desk, gone, APRIL)
    give(desk, wang, make_person(desk))
    before = dump(desk.store)
    with pytest.raises(UserError) as raised:
        hand_over(desk, command)
    assert why in "".join(raised.value.sentences())
    assert dump(desk.store) == before


def test_a_responsibility_ends_with_a_reason(desk: Desk) -> None:
    wang, _ = wang_and_li(desk)
    person = make_person(desk)
    give(desk, wang, person)
    (row,) = rows(desk, person)
    before = dump(desk.store)
    for last, reason, why in (
        (TODAY, " ", "原因没有填写"),
        (date(2026, 5, 7), "退出", "日期在今天之后"),
        (date(2026, 2, 1), "退出", "起才由他负责"),
    ):
        with pytest.raises(UserError, match=why):
            take_people(desk, [row.id], last, reason)
    assert dump(desk.store) == before
    take_people(desk, [row.id], TODAY, "退出低保")
    assert (rows(desk, person)[0].end, rows(desk, person)[0].end_reason) == (TODAY, "退出低保")
    with pytest.raises(DeclinedError, match="名单已经变动"):
        take_people(desk, [row.id], TODAY, "退出")


def test_the_default_of_a_village_takes_those_whom_nobody_has(desk: Desk) -> None:
    add_cadre(desk, replace(LI, village_default=True))
    here = make_person(desk, "甲", categories=("tekun_scattered",))
    there = make_person(desk, "乙", categories=("tekun_scattered",), village="石桥村")
    (gap,) = [q for q in cadre_board(desk).questions if q.kind is Wrong.NOBODY]
    assert set(gap.people) == {here, there}
    given = give_to_village_defaults(desk, gap.people, TODAY)
    assert (given.given, given.stays) == (1, (("乙", "本村没有默认责任人"),))
    assert names_on(desk, here, TODAY) == "李支书"


def test_a_closed_record_has_nobody_responsible_any_longer(desk: Desk) -> None:
    wang, li = wang_and_li(desk)
    person = make_person(desk)
    give(desk, wang, person)
    before = dump(desk.store)
    close_person(desk, ClosePerson(person, CloseReason.DEATH, TODAY))
    (row,) = rows(desk, person)
    assert (row.end, row.end_reason) == (TODAY, "死亡")
    assert hand_over_is_empty(desk, wang, li)
    undo_act(desk, list_acts(desk)[0].id)
    assert dump(desk.store) == before


def hand_over_is_empty(desk: Desk, giver: int, taker: int) -> bool:
    with pytest.raises(DeclinedError, match="没有要移交的对象"):
        hand_over(desk, HandOver(giver, taker, TODAY))
    return True


def test_a_merged_record_keeps_one_name_for_one_thing(desk: Desk) -> None:
    party(desk)
    wang, li = wang_and_li(desk)
    kept, dropped = make_person(desk, "甲"), make_person(desk, "甲")
    give(desk, wang, kept)
    give(desk, li, dropped)
    give(desk, wang, kept, programme=PARTY)
    give(desk, li, dropped, programme=PARTY)
    change_cadre(desk, wang, replace(WANG, name="王镇长"))
    merged = merge_people(desk, kept, dropped, {}, reason="同一人")
    serving = [(row.programme, row.cadre_id) for row in rows(desk, kept) if row.end is None]
    assert serving == [(None, wang), (PARTY, wang), (PARTY, li)]
    assert any("包保责任人不同" in flag for flag in merged.flags)
    assert rows(desk, dropped) == []


def test_the_same_cadre_under_an_old_and_a_new_name_is_one_after_a_merge(desk: Desk) -> None:
    wang, _ = wang_and_li(desk)
    kept, dropped = make_person(desk, "甲"), make_person(desk, "甲")
    give(desk, wang, kept)
    change_cadre(desk, wang, replace(WANG, name="王镇长"))
    give(desk, wang, dropped, start=APRIL)
    merge_people(desk, kept, dropped, {}, reason="同一人")
    (row,) = rows(desk, kept)
    assert (row.start, row.end) == (MARCH, None)


def test_changing_many_leads_into_the_directory_and_leaves_other_programmes(desk: Desk) -> None:
    party(desk)
    wang, li = wang_and_li(desk)
    person = make_person(desk)
    give(desk, li, person, programme=PARTY)
    commit_bulk(desk, preview_bulk(desk, [person], GiveResponsible("王干部", APRIL)))
    assert [(row.programme, row.cadre_id, row.end) for row in rows(desk, person)] == [
        (PARTY, li, None),
        (None, wang, None),
    ]
    commit_bulk(desk, preview_bulk(desk, [person], GiveResponsible("新来的", TODAY, post="干事")))
    assert cadre_count(desk) == 3


def test_a_name_that_could_be_two_people_or_has_left_is_asked_about(desk: Desk) -> None:
    add_cadre(desk, WANG)
    add_cadre(desk, replace(WANG, unit="县医院", phone="13800000055"))
    gone = add_cadre(desk, LI)
    leave(desk, gone, TODAY)
    person = make_person(desk)
    before = dump(desk.store)
    for name, why in (("王干部", "有 2 位"), ("李支书", "已经登记为离任")):
        preview = preview_bulk(desk, [person], GiveResponsible(name, TODAY))
        with pytest.raises(DeclinedError, match=why):
            commit_bulk(desk, preview)
    assert dump(desk.store) == before
    told = GiveResponsible("王干部", TODAY, phone="13800000055")
    commit_bulk(desk, preview_bulk(desk, [person], told))
    assert show_person(desk, person).named[0].unit == "县医院"


def test_the_record_shows_who_is_and_who_was_responsible(desk: Desk) -> None:
    wang, li = wang_and_li(desk)
    person = make_person(desk)
    give(desk, wang, person)
    give(desk, li, person, start=APRIL)
    now, then = show_person(desk, person).named
    assert (now.name, now.now, now.end) == ("李支书", True, None)
    assert (then.name, then.now, then.end_reason) == ("王干部", False, "换人")
