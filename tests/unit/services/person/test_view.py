"""One person, whole: masked, in words, each look on record."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.core.errors import UserError
from app.core.terms import UNKNOWN, ContactKind
from app.models.audit import AuditLine
from app.services.desk import Desk
from app.services.person.view import PersonView, show_person
from app.services.visits import RecordContact, record_contact
from tests.factory import (
    TODAY,
    dump,
    id_number,
    make_household,
    make_person,
    make_responsible,
)


def _facts(view: PersonView) -> dict[str, str]:
    return {fact.key: fact.value for fact in view.facts}


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
