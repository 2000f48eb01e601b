"""One change to many people: shown first, made as one act, taken back as one."""

from __future__ import annotations

from datetime import date

import pytest

from app.core.codes import categories, excluded_by
from app.core.errors import DeclinedError, UserError
from app.models.person import Person
from app.services.acts import last_step, list_acts, undo_act
from app.services.bulk import (
    AddCategory,
    AddNote,
    BulkChange,
    EndCategory,
    GiveResponsible,
    MoveVillage,
    commit_bulk,
    preview_bulk,
)
from app.services.desk import Desk
from app.services.people import PeopleQuery, find_people
from app.services.person.view import show_person
from tests.conftest import Offices, desk_at
from tests.factory import TODAY, dump, export_month, make_household, make_person, make_responsible

APRIL = date(2026, 4, 1)
ORPHAN = AddCategory("orphan", APRIL, "县民政局名单")
CHANGES: tuple[BulkChange, ...] = (
    MoveVillage("石桥村", "二组"),
    GiveResponsible("王主任", APRIL, post="副镇长"),
    ORPHAN,
    EndCategory("dibao_rural", TODAY, "县里停发通知"),
    AddNote("五月核查"),
)


def three(desk: Desk) -> list[int]:
    return [make_person(desk, name, birth_date="2015-01-01", id_no=None) for name in "甲乙丙"]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: type(change).__name__)
def test_everybody_changes_and_one_undo_takes_all_back(desk: Desk, change: BulkChange) -> None:
    people = three(desk)
    make_responsible(desk, people[0])
    before = dump(desk.store)
    preview = preview_bulk(desk, people, change)
    assert dump(desk.store) == before
    assert [row.stays for row in preview.rows] == ["", "", ""]
    assert all(row.before != row.after for row in preview.rows)
    result = commit_bulk(desk, preview)
    assert (result.changed, result.stayed) == (3, 0)
    assert dump(desk.store) != before
    again = preview_bulk(desk, people, change)
    assert all(row.stays for row in again.rows) or isinstance(change, AddNote)
    undo_act(desk, result.act_id)
    assert dump(desk.store) == before


def test_what_was_shown_is_what_was_done(desk: Desk) -> None:
    people = three(desk)
    commit_bulk(desk, preview_bulk(desk, people, CHANGES[0]))
    commit_bulk(desk, preview_bulk(desk, people[:2], CHANGES[1]))
    commit_bulk(desk, preview_bulk(desk, people[:1], ORPHAN))
    commit_bulk(desk, preview_bulk(desk, people[:1], CHANGES[3]))
    commit_bulk(desk, preview_bulk(desk, people[:1], CHANGES[4]))
    shown = show_person(desk, people[0])
    assert (shown.row.village, shown.row.group) == ("石桥村", "二组")
    assert shown.responsible == "王主任 副镇长"
    ended = next(line for line in shown.holdings if line.name == "农村低保")
    assert (ended.end, ended.basis) == (TODAY, "结束依据：县里停发通知")
    assert "孤儿" in shown.row.categories
    assert next(line.value for line in shown.facts if line.key == "note") == "五月核查"
    assert show_person(desk, people[2]).responsible == ""


def test_who_holds_an_exclusive_category_stays_and_is_told_why(desk: Desk) -> None:
    free, bound = make_person(desk, "甲", categories=()), make_person(desk, "乙")
    preview = preview_bulk(desk, [free, bound], AddCategory("tekun_scattered", TODAY, "审批表"))
    assert [row.stays for row in preview.rows] == ["", "已有“农村低保”，不能同时享受"]
    commit_bulk(desk, preview)
    assert find_people(desk, PeopleQuery(category="tekun_scattered"))[0].id == free
    assert len(find_people(desk, PeopleQuery(category="tekun_scattered"))) == 1


def test_exclusion_holds_in_both_directions_whoever_says_it() -> None:
    for code in categories():
        assert all(code in excluded_by(other) for other in excluded_by(code))
    assert "rigid_spending" in excluded_by("dibao_rural")


@pytest.mark.parametrize(
    ("facts", "change", "why"),
    [
        ({}, AddCategory("dibao_rural", APRIL, "表"), "已经有这个类别"),
        ({"death_date": "2026-05-01"}, ORPHAN, "已经登记死亡日期"),
        ({"birth_date": "2026-04-20"}, ORPHAN, "开始日期在出生以前"),
        ({}, EndCategory("orphan", TODAY, "表"), "没有这个类别"),
        ({}, EndCategory("dibao_rural", APRIL, "表"), "这个类别从 2026-05-06 才开始"),
        ({}, MoveVillage("清水村", "一组"), "已经在这里"),
        ({}, GiveResponsible("李主任", TODAY), "已经由这个人负责"),
        ({}, GiveResponsible("赵主任", date(2025, 1, 1)), "不能更早换人"),
    ],
)
def test_who_stays_is_named_with_the_reason(
    desk: Desk, facts: dict[str, str], change: BulkChange, why: str
) -> None:
    born, died = facts.get("birth_date"), facts.get("death_date")
    person = make_person(desk, id_no=None, birth_date=born, death_date=died)
    make_responsible(desk, person)
    before = dump(desk.store)
    preview = preview_bulk(desk, [person], change)
    (row,) = preview.rows
    assert why in row.stays
    assert row.before == row.after
    with pytest.raises(DeclinedError, match="没有人需要改"):
        commit_bulk(desk, preview)
    assert dump(desk.store) == before


def test_a_category_does_not_begin_before_its_last_span_ended(desk: Desk) -> None:
    person = make_person(desk, id_no=None)
    commit_bulk(desk, preview_bulk(desk, [person], CHANGES[3]))
    (row,) = preview_bulk(desk, [person], AddCategory("dibao_rural", APRIL, "表")).rows
    assert row.stays == "以前的这个类别到 2026-05-06 才结束"


def test_a_closed_record_stays_as_it_is(desk: Desk) -> None:
    person = make_person(desk)
    with desk.write("close", "销户") as work:
        work.session.get_one(Person, person).closed_on = TODAY
    assert preview_bulk(desk, [person], CHANGES[0]).rows[0].stays == "已经销户"


@pytest.mark.parametrize(
    "change",
    [
        MoveVillage(" "),
        GiveResponsible("", TODAY),
        AddNote(" "),
        AddCategory("", TODAY, "表"),
        AddCategory("orphan", TODAY, " "),
        EndCategory("orphan", date(2026, 5, 7), "表"),
        GiveResponsible("王主任", date(2026, 5, 7)),
    ],
)
def test_a_change_without_sense_is_refused_in_words(desk: Desk, change: BulkChange) -> None:
    people = three(desk)
    before = dump(desk.store)
    with pytest.raises(UserError) as told:
        preview_bulk(desk, people, change)
    assert told.value.what_to_do
    assert dump(desk.store) == before


def test_a_preview_that_is_out_of_date_is_not_written(desk: Desk) -> None:
    people = three(desk)
    preview = preview_bulk(desk, people, CHANGES[0])
    make_person(desk, "丁")
    before = dump(desk.store)
    with pytest.raises(DeclinedError, match="再预览一次"):
        commit_bulk(desk, preview)
    assert dump(desk.store) == before


def test_steps_are_taken_back_in_order_also_after_a_restart(offices: Offices) -> None:
    with offices.township() as desk:
        people = three(desk)
        states = [dump(desk.store)]
        for change in CHANGES:
            commit_bulk(desk, preview_bulk(desk, people, change))
            states.append(dump(desk.store))
        folder = desk.folder
    for state in reversed(states[:-1]):
        with desk_at(folder) as desk:
            step = last_step(desk)
            assert step is not None
            undo_act(desk, step.id)
            assert dump(desk.store) == state


def test_after_the_ledger_of_the_month_a_bulk_change_stands(offices: Offices) -> None:
    with offices.township(day=date(2026, 5, 28)) as desk:
        people = three(desk)
        make_household(desk, tuple(people))
        result = commit_bulk(desk, preview_bulk(desk, people, CHANGES[0]))
        export_month(desk, offices.stick)
        step = last_step(desk)
        assert step is not None
        assert (step.undoable, step.sent_with) == (False, "2026-05")
        with pytest.raises(DeclinedError, match="已随 2026-05 台账上报"):
            undo_act(desk, result.act_id)


def test_the_list_of_acts_can_show_only_what_changed_many(desk: Desk) -> None:
    people = three(desk)
    commit_bulk(desk, preview_bulk(desk, people, CHANGES[4]))
    assert [act.words for act in list_acts(desk, many=True)] == ["批量修改：加备注，3 人"]
