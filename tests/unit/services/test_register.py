"""Registering and changing one person by hand."""

from __future__ import annotations

from datetime import date

import pytest

from app.core.errors import DeclinedError, UserError
from app.models.person import Person
from app.services.desk import Desk
from app.services.people import PeopleQuery, find_people
from app.services.person.view import show_person
from app.services.register import SavePerson, save_person
from tests.factory import dump, id_number, make_person


def _person(desk: Desk, person_id: int) -> Person:
    with desk.store.read() as session:
        return session.get_one(Person, person_id)


def _save(desk: Desk, person_id: int | None = None, **values: str | None) -> int:
    return save_person(desk, SavePerson(person_id, values, "清水村", "一组", ("disabled",)))


def test_sex_and_birth_date_are_read_from_the_number(desk: Desk) -> None:
    number = id_number(born=date(1961, 8, 20), male=False)
    person = _person(desk, make_person(desk, "阿依古丽·买买提", id_no=number))
    assert (person.name, person.sex) == ("阿依古丽·买买提", "女")
    assert person.birth_date is not None
    assert person.birth_date.year == 1961
    assert person.id_key == number


def test_what_the_clerk_typed_is_not_overwritten_by_the_number(desk: Desk) -> None:
    person = _person(desk, make_person(desk, birth_date="1949-10-01", sex="女"))
    assert (person.birth_date, person.sex) == (date(1949, 10, 1), "女")


def test_unknown_stays_unknown_and_is_never_zero(desk: Desk) -> None:
    person = _person(desk, make_person(desk, annual_income="", in_school=None))
    assert person.annual_income is None
    assert person.in_school is None


@pytest.mark.parametrize(
    ("key", "text", "label"),
    [
        ("birth_date", "明天", "出生日期"),
        ("birth_date", "1949-02-30", "出生日期"),
        ("annual_income", "很多", "年收入"),
        ("in_school", "也许", "在校生"),
    ],
)
def test_what_cannot_be_read_names_its_field_and_writes_nothing(
    desk: Desk, key: str, text: str, label: str
) -> None:
    before = dump(desk.store)
    with pytest.raises(UserError, match=label) as told:
        _save(desk, None, **{"name": "张大山", key: text})
    assert told.value.what_to_do
    assert dump(desk.store) == before


def test_a_person_needs_a_name(desk: Desk) -> None:
    with pytest.raises(UserError, match="姓名没有填写"):
        _save(desk, name="  ")


def test_one_number_is_one_person(desk: Desk) -> None:
    number = id_number()
    make_person(desk, id_no=number)
    before = dump(desk.store)
    with pytest.raises(DeclinedError, match="已经登记"):
        _save(desk, name="张二山", id_no=f" {number[:6]} {number[6:]}")
    assert dump(desk.store) == before


def test_the_old_fifteen_digits_are_the_same_person(desk: Desk) -> None:
    number = id_number(born=date(1950, 3, 4))
    make_person(desk, id_no=number)
    with pytest.raises(DeclinedError, match="已经登记"):
        _save(desk, name="张大山", id_no=number[:6] + number[8:17])


def test_a_wrong_number_is_refused_unless_a_reason_is_given(desk: Desk) -> None:
    number = id_number()
    wrong = number[:17] + ("1" if number[17] != "1" else "2")
    with pytest.raises(UserError) as told:
        _save(desk, name="张大山", id_no=wrong)
    assert "无身份证号原因" in told.value.what_to_do
    person = _person(
        desk, _save(desk, name="张大山", id_no=wrong, no_id_reason="证件错误，正在更正")
    )
    assert (person.id_no, person.id_key) == (wrong, None)


def test_two_people_without_a_number_are_two_people(desk: Desk) -> None:
    first, second = (_save(desk, name="未取名", no_id_reason="新生儿") for _ in range(2))
    assert first != second


def test_a_change_keeps_what_it_does_not_name(desk: Desk) -> None:
    person_id = make_person(desk, phone="13800000000")
    _save(desk, person_id, name="张大山", address="清水村 18 号")
    person = _person(desk, person_id)
    assert (person.phone, person.address) == ("13800000000", "清水村 18 号")


def test_a_person_who_is_not_there_cannot_be_changed(desk: Desk) -> None:
    with pytest.raises(UserError, match="没有找到"):
        _save(desk, 777, name="张大山")


@pytest.mark.parametrize(
    "codes", [("dibao_rural", "tekun_scattered"), ("unsupported_child", "orphan")]
)
def test_categories_that_exclude_each_other_are_refused(desk: Desk, codes: tuple[str, ...]) -> None:
    before = dump(desk.store)
    with pytest.raises(DeclinedError, match="不能同时享受"):
        make_person(desk, categories=codes)
    assert dump(desk.store) == before


def test_a_category_that_does_not_exist_is_refused(desk: Desk) -> None:
    with pytest.raises(UserError, match="没有这个对象类别"):
        make_person(desk, categories=("rich",))


def test_a_category_that_was_taken_away_ends_today_and_stays_in_the_history(desk: Desk) -> None:
    person_id = make_person(desk, categories=("dibao_rural", "disabled"))
    save_person(desk, SavePerson(person_id, {"name": "张大山"}, "清水村", "", ("disabled",)))
    held = {line.name: line.end for line in show_person(desk, person_id).holdings}
    assert held == {"农村低保": desk.clock.today(), "一般残疾人": None}


def test_a_new_village_is_added_to_the_list(desk: Desk) -> None:
    make_person(desk, village="新村")
    assert find_people(desk, PeopleQuery(village="新村"))
