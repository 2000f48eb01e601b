"""Finding people."""

from __future__ import annotations

from datetime import date

import pytest

from app.core.terms import ContactKind
from app.services.desk import Desk
from app.services.people import MISSING, PeopleQuery, find_people
from app.services.visits import RecordContact, record_contact
from tests.factory import TODAY, VILLAGES, id_number, make_household, make_person


def _names(desk: Desk, **query: object) -> list[str]:
    return [row.name for row in find_people(desk, PeopleQuery(**query))]  # type: ignore[arg-type]


@pytest.mark.parametrize("typed", ["单", "单雄信", "shan", "SXX", "dan", "sxx", "8765", "北坡"])
def test_a_person_is_found_by_name_pinyin_initials_number_or_address(
    desk: Desk, typed: str
) -> None:
    make_person(desk, "单雄信", phone="13900008765", address="北坡 3 号")
    make_person(desk, "王小二", phone="13900000000", address="南坡 4 号")
    assert _names(desk, text=typed) == ["单雄信"]


def test_a_person_is_found_by_the_end_of_the_identity_number(desk: Desk) -> None:
    number = id_number()
    make_person(desk, "单雄信", id_no=number)
    make_person(desk, "王小二")
    assert "单雄信" in _names(desk, text=number[-6:].lower())


def test_what_is_typed_is_text_and_not_a_pattern(desk: Desk) -> None:
    make_person(desk, "张大山")
    assert _names(desk, text="%") == []
    assert _names(desk, text="_大_") == []


def test_two_letters_x_are_initials_and_not_a_number(desk: Desk) -> None:
    make_person(desk, "徐新")
    assert _names(desk, text="xx") == ["徐新"]


def test_a_person_is_found_by_what_the_list_shows_of_the_family(desk: Desk) -> None:
    person = make_person(desk, "徐新", phone="", address="")
    make_household(desk, (person,), phone="13900008765", address="北坡 3 号")
    assert _names(desk, text="8765") == _names(desk, text="北坡") == ["徐新"]


def test_people_stand_by_village_and_household(desk: Desk) -> None:
    far = make_person(desk, "甲", village=VILLAGES[1])
    second, third = (make_person(desk, name, village=VILLAGES[0]) for name in "乙丙")
    make_household(desk, (third,))
    make_household(desk, (second,))
    make_household(desk, (far,))
    assert _names(desk) == ["丙", "乙", "甲"]


def test_village_and_category_narrow_the_list(desk: Desk) -> None:
    make_person(desk, "甲", village=VILLAGES[0], categories=("orphan",))
    make_person(desk, "乙", village=VILLAGES[1], categories=("disabled",))
    assert _names(desk, village=VILLAGES[1]) == ["乙"]
    assert _names(desk, category="orphan") == ["甲"]


@pytest.mark.parametrize(
    ("key", "changes"),
    [
        ("id_no", {"id_no": "", "no_id_reason": "新生儿"}),
        ("phone", {"phone": ""}),
        ("village", {"village": ""}),
        ("categories", {"categories": ()}),
    ],
)
def test_what_a_record_lacks_can_be_asked_for(
    desk: Desk, key: str, changes: dict[str, object]
) -> None:
    make_person(desk, "齐全")
    make_person(desk, "缺项", **changes)  # type: ignore[arg-type]
    assert key in MISSING
    assert _names(desk, missing=key) == ["缺项"]


@pytest.mark.parametrize("order", ["name", "age", "village", "last_visit", "categories"])
def test_every_order_can_be_turned_round(desk: Desk, order: str) -> None:
    old, young = id_number(born=date(1940, 1, 1)), id_number(born=date(2015, 1, 1))
    seen = make_person(desk, "甲", id_no=young, village=VILLAGES[0], categories=("disabled",))
    make_person(desk, "乙", id_no=old, village=VILLAGES[1], categories=("orphan",))
    record_contact(desk, RecordContact(seen, TODAY, ContactKind.CALL))
    up = _names(desk, order=order)
    assert sorted(up) == sorted("甲乙")
    assert _names(desk, order=order, descending=True) == up[::-1]


def test_a_list_shows_masked_numbers_only(desk: Desk) -> None:
    number = id_number()
    make_person(desk, id_no=number)
    (row,) = find_people(desk, PeopleQuery())
    assert row.id_masked == f"99{'*' * 13}{number[-3:]}"
