"""Two records of one person become one, and two again."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from app.core.errors import DeclinedError, UserError
from app.core.terms import ContactKind
from app.models.base import Base
from app.models.circumstances import Benefit, IncomeLine, Kin, SelfCare
from app.models.contact import Contact
from app.models.holding import Holding, Responsible
from app.models.household import Membership
from app.models.matter import Matter
from app.models.person import Person
from app.models.queries import belongings
from app.models.upkeep import Paper
from app.services.acts import list_acts, undo_act
from app.services.desk import Desk
from app.services.duplicates import compare_people, decide, find_likely
from app.services.import_people import commit_import, preview_import
from app.services.merge_people import merge_people
from app.services.people import PeopleQuery, find_people
from app.services.person.story import tell_story
from app.services.person.view import show_person
from app.services.register import SavePerson, save_person
from app.services.visits import RecordContact, record_contact
from tests.factory import (
    TODAY,
    dump,
    id_number,
    make_household,
    make_person,
    make_responsible,
    write_roster,
)


def make_two(desk: Desk, *, note: str | None = None) -> tuple[int, int]:
    """The same woman twice: once with her number, once by hearsay without."""
    first = make_person(
        desk, "王秀英", id_no=id_number(born=date(1951, 3, 7), male=False), address="清水村1号"
    )
    second = make_person(
        desk,
        "王秀瑛",
        id_no=None,
        birth_date="1951-03-07",
        sex="女",
        phone="13900000001",
        note=note,
    )
    return first, second


def rows(desk: Desk, table: type[Base], person_id: int) -> list[Base]:
    with desk.store.read() as session:
        return belongings.rows_about(session, table, person_id)


def put(desk: Desk, *made: Base) -> None:
    with desk.write("put", "测试数据") as work:
        work.session.add_all(made)


def newest(desk: Desk, verb: str) -> int:
    return next(act.id for act in list_acts(desk, looks=True) if act.verb == verb)


def test_a_pair_is_proposed_with_its_reasons_and_its_numbers_masked(desk: Desk) -> None:
    first, second = make_two(desk)
    make_person(desk, "李大山")
    (row,) = find_likely(desk)
    assert (row.first, row.second) == (first, second)
    assert row.reasons == ("姓名读音相同", "出生日期相同", "同村")
    assert "*" in row.ids_masked[0]


def test_who_is_not_the_same_is_not_asked_about_again(desk: Desk) -> None:
    first, second = make_two(desk)
    decide(desk, second, first, same=False, reason="是婆媳两人")
    assert find_likely(desk) == ()
    undo_act(desk, newest(desk, "decide_sameness"))
    assert len(find_likely(desk)) == 1


def test_a_verdict_needs_a_reason_and_is_not_written_without(desk: Desk) -> None:
    first, second = make_two(desk)
    before = dump(desk.store)
    with pytest.raises(UserError, match="理由"):
        decide(desk, first, second, same=False, reason=" ")
    assert dump(desk.store) == before


def test_both_looks_are_on_record_and_sensitive_facts_are_masked(desk: Desk) -> None:
    first, second = make_two(desk)
    beside = compare_people(desk, first, second)
    number = next(field for field in beside.fields if field.key == "id_no")
    assert "*" in number.left
    assert number.right == ""
    looks = [act for act in list_acts(desk, looks=True) if act.verb == "view_person"]
    assert len(looks) == 2
    full = compare_people(desk, first, second, unmask=True)
    assert "*" not in next(field for field in full.fields if field.key == "id_no").left
    assert [act.verb for act in list_acts(desk, looks=True)[:2]] == ["unmask_person"] * 2


def test_the_kept_record_knows_what_either_knew_and_the_chosen_wins(desk: Desk) -> None:
    first, second = make_two(desk, note="耳背")
    merge_people(desk, first, second, {"name": second, "phone": first}, reason="同一人")
    facts = {line.key: line.value for line in show_person(desk, first, unmask=True).facts}
    assert (facts["name"], facts["phone"], facts["note"]) == ("王秀瑛", "13800000000", "耳背")
    assert facts["birth_date"] == "1951-03-07"
    assert [row.id for row in find_people(desk, PeopleQuery(text="wxy"))] == [first]


def test_everything_that_hung_on_the_dropped_record_hangs_on_the_kept_one(desk: Desk) -> None:
    first, second = make_two(desk)
    make_household(desk, (second,))
    make_responsible(desk, second)
    record_contact(desk, RecordContact(second, TODAY, ContactKind.CALL))
    put(
        desk,
        Kin(person_id=second, role="carer", name="王小妹", start=TODAY),
        IncomeLine(person_id=second, kind="wage", period="2026-04", amount=Decimal("300.00")),
        SelfCare(person_id=second, day=TODAY, answers={}, result="full"),
        Benefit(
            person_id=second, kind="care", amount=Decimal("80.00"), rhythm="month", start=TODAY
        ),
        Paper(
            sha256="0" * 64, person_id=second, kind="id_card", title="身份证", media="image/png",
            size=1, added_at=desk.clock.now().replace(tzinfo=None), added_by="样例经办人",
        ),
        Matter(
            key="k", kind="problem", person_id=second, words="漏雨", state="open",
            opened_at=desk.clock.now().replace(tzinfo=None), opened_by="样例经办人",
        ),
    )  # fmt: skip
    merge_people(desk, first, second, {}, reason="同一人")
    for table in belongings.tables_about_people():
        assert rows(desk, table, second) == [], table.__tablename__
    moved = {Contact, Kin, IncomeLine, SelfCare, Benefit, Paper, Matter, Membership, Responsible}
    assert [table.__tablename__ for table in moved if len(rows(desk, table, first)) != 1] == []


def test_every_reference_to_a_person_is_known_to_the_merge(desk: Desk) -> None:
    """A new table that points at people in another way than ``person_id`` has to be thought of."""
    found = {
        f"{table.name}.{column.name}"
        for table in Base.metadata.tables.values()
        for column in table.columns
        if column.name != "person_id"
        for key in column.foreign_keys
        if key.column.table.name == "person"
    }
    assert found == {
        "kin.other_id",
        "person.merged_into_id",
        "sameness_verdict.first_id",
        "sameness_verdict.second_id",
    }


def test_overlapping_spans_of_one_category_become_one(desk: Desk) -> None:
    first, second = make_two(desk)
    before = len(rows(desk, Holding, first))
    put(
        desk,
        Holding(person_id=first, code="disabled", start=date(2025, 1, 1), end=date(2025, 6, 30)),
        Holding(person_id=second, code="disabled", start=date(2025, 7, 1), basis="残疾证"),
        Holding(person_id=second, code="orphan", start=date(2020, 1, 1), end=date(2021, 1, 1)),
    )
    merge_people(desk, first, second, {}, reason="同一人")
    held = {
        (row.code, row.start, row.end, row.basis)
        for row in rows(desk, Holding, first)
        if isinstance(row, Holding) and row.code != "dibao_rural"
    }
    assert held == {
        ("disabled", date(2025, 1, 1), None, "残疾证"),
        ("orphan", date(2020, 1, 1), date(2021, 1, 1), None),
    }
    assert before + 2 == len(rows(desk, Holding, first))  # 农村低保 of both is one


def test_a_visit_that_both_have_is_flagged_and_not_lost(desk: Desk) -> None:
    first, second = make_two(desk)
    for person in (first, second):
        record_contact(desk, RecordContact(person, TODAY, ContactKind.VISIT))
    merged = merge_people(desk, first, second, {}, reason="同一人")
    assert len(rows(desk, Contact, first)) == 2
    assert any(words.startswith("2026-05-06 上门入户") for words in merged.flags)


def test_one_household_remains_and_an_empty_one_is_told(desk: Desk) -> None:
    first, second = make_two(desk)
    home, other = make_household(desk, (first,)), make_household(desk, (second,))
    merged = merge_people(desk, first, second, {"household": second}, reason="同一人")
    living = [r for r in rows(desk, Membership, first) if isinstance(r, Membership)]
    assert {row.household_id: row.end for row in living} == {home: TODAY, other: None}
    assert any("没有成员了" in words for words in merged.flags)


def test_categories_that_exclude_each_other_are_told(desk: Desk) -> None:
    first, second = make_two(desk)
    put(desk, Holding(person_id=second, code="tekun_scattered", start=date(2026, 1, 1)))
    merged = merge_people(desk, first, second, {}, reason="同一人")
    assert len([words for words in merged.flags if "同时登记" in words]) == 1


@pytest.mark.parametrize("take_number", ["first", "second"])
@pytest.mark.parametrize("keep_second", [False, True])
def test_undoing_brings_both_back_exactly(desk: Desk, take_number: str, keep_second: bool) -> None:
    first = make_person(desk, "王秀英", id_no=id_number(male=False))
    second = make_person(desk, "王秀英", id_no=id_number(male=False), note="耳背")
    make_household(desk, (first,))
    make_household(desk, (second,))
    make_responsible(desk, first)
    make_responsible(desk, second, "赵主任")
    for person in (first, second):
        record_contact(desk, RecordContact(person, TODAY, ContactKind.VISIT))
    decide(desk, first, second, same=True, reason="一人两号")
    before = dump(desk.store)
    keep, drop = (second, first) if keep_second else (first, second)
    number = {"first": first, "second": second}[take_number]
    merged = merge_people(desk, keep, drop, {"id_no": number}, reason="一人两号")
    assert dump(desk.store) != before
    undo_act(desk, merged.act_id)
    assert dump(desk.store) == before


def test_a_merged_record_cannot_be_edited_and_opens_the_kept_one(desk: Desk) -> None:
    first, second = make_two(desk)
    merge_people(desk, first, second, {}, reason="同一人")
    before = dump(desk.store)
    with pytest.raises(DeclinedError, match="已经并入"):
        save_person(desk, SavePerson(second, {"name": "别的名字"}, "", "", ()))
    assert dump(desk.store) == before
    assert show_person(desk, second).row.id == first
    record_contact(desk, RecordContact(second, TODAY, ContactKind.CALL))
    assert len(show_person(desk, first).contacts) == 1


def test_what_was_written_before_cannot_be_undone_under_a_merged_record(desk: Desk) -> None:
    first, second = make_two(desk)
    save_person(desk, SavePerson(second, {"name": "王秀瑛", "note": "耳背"}, "", "", ()))
    edited = newest(desk, "save_person")
    merge_people(desk, first, second, {}, reason="同一人")
    before = dump(desk.store)
    with pytest.raises(DeclinedError):
        undo_act(desk, edited)
    assert dump(desk.store) == before


def test_the_history_of_the_dropped_record_is_read_from_the_kept_one(desk: Desk) -> None:
    first, second = make_two(desk)
    save_person(desk, SavePerson(second, {"name": "王秀瑛", "note": "耳背"}, "", "", ()))
    merge_people(desk, first, second, {}, reason="同一人")
    told = [(line.words, line.label) for line in tell_story(desk, first)]
    assert ("修改人员（并入的记录）", "备注") in told
    assert ("登记人员（并入的记录）", "登记") in told


def test_who_was_judged_another_stays_another_after_a_merge(desk: Desk) -> None:
    first, second = make_two(desk)
    third = make_person(desk, "王秀英", id_no=None, birth_date="1951-03-07", phone="13900000009")
    decide(desk, second, third, same=False, reason="堂姐妹")
    merge_people(desk, first, second, {}, reason="同一人")
    assert find_likely(desk) == ()
    assert third


@pytest.mark.parametrize("case", ["itself", "merged", "closed"])
def test_what_cannot_be_merged_is_declined_and_nothing_is_written(desk: Desk, case: str) -> None:
    first, second = make_two(desk)
    third = make_person(desk, "王秀英")
    if case == "merged":
        merge_people(desk, third, second, {}, reason="同一人")
    if case == "closed":
        with desk.write("close", "销户") as work:
            work.session.get_one(Person, second).closed_on = TODAY
    before = dump(desk.store)
    with pytest.raises(DeclinedError):
        merge_people(desk, first, first if case == "itself" else second, {}, reason="同一人")
    assert dump(desk.store) == before


@pytest.mark.parametrize("taken", [0, 1])
def test_an_import_by_either_number_means_the_kept_record(
    desk: Desk, tmp_path: object, taken: int
) -> None:
    numbers = id_number(male=False), id_number(male=False)
    first = make_person(desk, "王秀英", id_no=numbers[0])
    second = make_person(desk, "王秀英", id_no=numbers[1])
    merge_people(desk, first, second, {"id_no": (first, second)[taken]}, reason="一人两号")
    for number in numbers:
        book = write_roster(
            desk.folder / f"{number[-3:]}.xlsx",
            {"姓名": "王秀英", "身份证号": number, "村": "清水村", "备注": f"见 {number[-3:]}"},
        )
        preview = preview_import(desk, [book])
        assert preview.counts.new == 0
        commit_import(desk, preview)
    kept = {line.key: line.value for line in show_person(desk, first, unmask=True).facts}
    assert kept["id_no"] == numbers[taken]
    assert kept["note"] == f"见 {numbers[1][-3:]}"
