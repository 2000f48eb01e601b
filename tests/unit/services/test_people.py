"""Finding and showing people."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from app.core.errors import UserError
from app.core.terms import UNKNOWN, ContactKind
from app.models.audit import AuditLine
from app.services.desk import Desk
from app.services.people import MISSING, PeopleQuery, PersonView, find_people, show_person
from app.services.register import SavePerson, save_person
from app.services.visits import RecordContact, record_contact
from tests.factory import (
    TODAY,
    VILLAGES,
    dump,
    id_number,
    make_household,
    make_person,
    make_responsible,
)


def _names(desk: Desk, **query: object) -> list[str]:
    return [row.name for row in find_people(desk, PeopleQuery(**query))]  # type: ignore[arg-type]


def _facts(view: PersonView) -> dict[str, str]:
    return {fact.key: fact.value for fact in view.facts}


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


def test_a_look_at_a_person_is_written_down_and_an_unmasked_one_as_such(desk: Desk) -> None:
    person = make_person(desk)
    show_person(desk, person)
    show_person(desk, person, unmask=True)
    with desk.store.read() as session:
        lines = session.scalars(select(AuditLine).order_by(AuditLine.id.desc()).limit(2)).all()
    assert [line.verb for line in lines] == ["unmask_person", "view_person"]
    for line in lines:
        assert (line.subject_table, line.subject_id) == ("person", person)
        assert line.actor == desk.actor.name


def test_a_look_at_nobody_says_so_and_writes_nothing(desk: Desk) -> None:
    with pytest.raises(UserError, match="没有找到"):
        show_person(desk, 777)
    with desk.store.read() as session:
        assert "view_person" not in session.scalars(select(AuditLine.verb)).all()


def test_sensitive_facts_are_masked_until_asked_for(desk: Desk) -> None:
    number = id_number()
    person = make_person(
        desk, id_no=number, account_no="6217001234567890", illness="尿毒症", seriously_ill="是"
    )
    masked = _facts(show_person(desk, person))
    assert masked["id_no"] == f"99{'*' * 13}{number[-3:]}"
    assert masked["account_no"] == "**** 7890"
    assert masked["illness"] == masked["seriously_ill"] == "●●●"
    assert number not in str(show_person(desk, person))
    open_ = _facts(show_person(desk, person, unmask=True))
    assert open_["id_no"] == number
    assert (open_["illness"], open_["seriously_ill"]) == ("尿毒症", "是")


def test_facts_are_shown_in_words_and_the_unknown_as_unknown(desk: Desk) -> None:
    person = make_person(desk, annual_income="1200", in_school="否")
    facts = _facts(show_person(desk, person))
    assert facts["annual_income"] == "1,200.00"
    assert facts["in_school"] == "否"
    assert facts["school"] == UNKNOWN


def test_the_family_and_who_is_responsible_stand_with_the_person(desk: Desk) -> None:
    head, child = make_person(desk, "甲"), make_person(desk, "乙")
    make_household(desk, (head, child))
    make_responsible(desk, child)
    view = show_person(desk, child)
    assert [(m.name, m.relation) for m in view.household] == [("甲", "户主"), ("乙", "其他")]
    assert view.responsible == "李主任 副镇长"


def test_a_change_stands_in_the_history_with_before_and_after_in_words(desk: Desk) -> None:
    person = make_person(desk, in_school="否", annual_income="1200", illness="胃病")
    values = {"name": "张大山", "in_school": "是", "annual_income": "900.5", "illness": "尿毒症"}
    save_person(desk, SavePerson(person, values, VILLAGES[0], "一组", ("dibao_rural",)))
    history = {line.label: (line.before, line.after) for line in show_person(desk, person).history}
    assert history["在校生"] == ("否", "是")
    assert history["年收入"] == ("1,200.00", "900.50")
    assert history["患病病种"] == ("●●●", "●●●")
    assert history["登记"] == ("", "")


def test_no_audit_line_tells_who_somebody_is(desk: Desk) -> None:
    number = id_number()
    person = make_person(desk, "单雄信", id_no=number, phone="13900008765")
    show_person(desk, person, unmask=True)
    record_contact(desk, RecordContact(person, TODAY, ContactKind.CALL))
    with desk.store.read() as session:
        words = "".join(session.scalars(select(AuditLine.words)))
    for secret in ("单雄信", number, "13900008765"):
        assert secret not in words


def test_a_look_changes_nothing_of_the_register(desk: Desk) -> None:
    person = make_person(desk)
    before = dump(desk.store)
    show_person(desk, person)
    assert dump(desk.store) == before
