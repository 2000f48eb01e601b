"""What is said beside the fields while they are typed."""

from __future__ import annotations

from datetime import date

import pytest

from app.core.errors import UserError
from app.services.desk import Desk
from app.services.person.view import show_person
from app.services.register import SavePerson, save_person, who_has
from app.services.typed_facts import Weight, judge
from tests.factory import TODAY, dump, id_number, make_person

NUMBER = id_number(born=date(1950, 3, 4), male=True)
DOUBT, ERROR, NOTE = Weight.DOUBT, Weight.ERROR, Weight.NOTE


def said(*held: str, **values: str) -> dict[str, tuple[str, Weight]]:
    """The first remark on each field; the name and the number are in order unless given."""
    typed = {"name": "张大山", "id_no": NUMBER, **values}
    return {one.key: (one.words, one.weight) for one in reversed(judge(typed, held, TODAY))}


def test_a_good_number_says_who_it_is() -> None:
    words, weight = said()["id_no"]
    assert words.startswith("男，1950-0")
    assert words.endswith("岁")
    assert weight is NOTE
    assert said(id_no=NUMBER[:6] + NUMBER[8:17])["id_no"][0].startswith("15 位旧号，男")
    assert "残疾证号（肢体二级）" in said(id_no=NUMBER + "42")["id_no"][0]
    assert "残疾证号（视力一级）" in said(id_no=NUMBER + "11B1")["id_no"][0]


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (NUMBER[:17] + ("1" if NUMBER[17] != "1" else "2"), "校验位"),
        (NUMBER[:12], "位数不对"),
        (NUMBER[:14] + "000X"[:4], "不"),
        ("99010119501332123X", "出生日期不存在"),
        ("1.10101E+17", "改坏"),
    ],
)
def test_a_wrong_number_is_an_error_until_a_reason_is_given(number: str, words: str) -> None:
    found, weight = said(id_no=number)["id_no"]
    assert words in found
    assert weight is ERROR
    assert said(id_no=number, no_id_reason="户口簿上就是这个号")["id_no"][1] is DOUBT


def test_no_number_is_a_doubt_until_a_reason_is_given() -> None:
    assert said(id_no="")["id_no"][1] is DOUBT
    assert "id_no" not in said(id_no="", no_id_reason="新生儿")


def test_no_name_is_an_error() -> None:
    assert said(name=" ")["name"][1] is ERROR


@pytest.mark.parametrize(
    ("key", "text", "weight"),
    [
        ("sex", "女", DOUBT),
        ("birth_date", "1949-10-01", DOUBT),
        ("birth_date", "1985-03", ERROR),
        ("birth_date", "2026-05-07", ERROR),
        ("birth_date", "1900-01-01", DOUBT),
        ("death_date", "2026-05-07", ERROR),
        ("death_date", "1940-01-01", ERROR),
        ("disability_valid_until", "2026-05-05", DOUBT),
        ("phone", "138000", DOUBT),
        ("second_phone", "no", DOUBT),
        ("carer_phone", "12345678901", DOUBT),
        ("carer_id_no", "123", DOUBT),
        ("annual_income", "很多", ERROR),
        ("annual_income", "-5", DOUBT),
        ("work_months", "三个", ERROR),
        ("work_months", "13", DOUBT),
        ("in_school", "也许", ERROR),
        ("account_no", "6.2E+18", ERROR),
        ("account_no", "12-34", DOUBT),
        ("disability_no", "12345", DOUBT),
        ("name", "张\ue001", DOUBT),
    ],
)
def test_what_cannot_be_and_what_is_strange(key: str, text: str, weight: Weight) -> None:
    typed = {"birth_date": "1950-03-04"} if key == "death_date" else {}
    assert said(**{**typed, key: text})[key][1] is weight


def test_good_values_are_not_talked_about() -> None:
    good = {
        "phone": "13800000000",
        "second_phone": "023-68881234",
        "birth_date": "",
        "annual_income": "1,128.00",
        "work_months": "6",
        "account_no": "6217 0000 0000 0000",
        "in_school": "否",
    }
    assert set(said(**good)) == {"id_no"}


def test_a_card_is_compared_with_person_kind_and_grade() -> None:
    card = NUMBER + "42"
    assert said(disability_no=card)["disability_no"] == ("肢体二级", NOTE)
    found = said(disability_no=card, disability_kind="视力", disability_grade="二级")
    assert found["disability_kind"][1] is DOUBT
    assert "disability_grade" not in found
    other = id_number(born=date(1980, 1, 1)) + "42"
    assert said(disability_no=other)["disability_no"][1] is DOUBT


@pytest.mark.parametrize(
    ("held", "values", "weight"),
    [
        (("dibao_rural", "tekun_scattered"), {}, ERROR),
        (("unsupported_child", "orphan"), {}, ERROR),
        (("orphan",), {}, DOUBT),
        (("left_behind_elder",), {"birth_date": "1990-01-01"}, DOUBT),
        (("left_behind_woman",), {}, DOUBT),
        (("dibao_rural",), {"death_date": "2026-05-01"}, DOUBT),
    ],
)
def test_categories_are_compared_with_one_another_and_with_the_person(
    held: tuple[str, ...], values: dict[str, str], weight: Weight
) -> None:
    assert said(*held, **values)["categories"][1] is weight


def test_categories_that_fit_are_not_talked_about() -> None:
    assert "categories" not in said("dibao_rural", "left_behind_elder", "disabled")
    assert "categories" not in said("orphan", birth_date="2015-01-01", id_no="")


@pytest.mark.parametrize("key", ["death_date", "work_months", "account_no"])
def test_what_is_an_error_beside_the_field_is_refused_by_the_service(desk: Desk, key: str) -> None:
    bad = {"death_date": "2026-05-07", "work_months": "三个", "account_no": "6.2E+18"}
    before = dump(desk.store)
    with pytest.raises(UserError):
        save_person(desk, SavePerson(None, {"name": "张三", key: bad[key]}, "", "", ()))
    assert dump(desk.store) == before


def test_a_doubt_is_saved_as_typed(desk: Desk) -> None:
    person_id = make_person(desk, phone="138000", work_months="13")
    facts = {fact.key: fact.value for fact in show_person(desk, person_id).facts}
    assert (facts["phone"], facts["work_months"]) == ("138000", "13")


def test_a_disability_card_typed_as_number_goes_to_its_own_field(desk: Desk) -> None:
    number = id_number(born=date(1961, 8, 20), male=False)
    person_id = make_person(desk, id_no=number + "42")
    facts = {fact.key: fact.value for fact in show_person(desk, person_id, unmask=True).facts}
    assert [facts[key] for key in ("id_no", "disability_no", "disability_kind")] == [
        number,
        number + "42",
        "肢体",
    ]


def test_whose_number_it_is_is_known_at_once(desk: Desk) -> None:
    number = id_number(born=date(1962, 8, 20))
    person_id = make_person(desk, "赵六", id_no=number)
    for typed in (number, f" {number} ", number[:6] + number[8:17], number + "42"):
        known = who_has(desk, typed)
        assert known is not None
        assert (known.person_id, known.name) == (person_id, "赵六")
    assert who_has(desk, number[:17]) is None
    assert who_has(desk, id_number()) is None
