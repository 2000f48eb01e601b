"""Nobody knows, there is none, the question does not arise: three things, never zero by guess."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from app.core.clock import fixed_clock
from app.core.dictionary import PERSON, Field, Kind
from app.core.errors import DeclinedError
from app.core.terms import NONE, NOT_APPLICABLE, UNKNOWN
from app.models.person import Person
from app.services.desk import Desk
from app.services.person.facts import change_facts
from app.services.person.typed import FieldError, Typed, fact_line, typed
from app.services.person.view import show_person
from app.services.register import SavePerson, save_person
from tests.factory import TODAY, dump, make_person


@pytest.mark.parametrize(
    ("kind", "text", "value", "said"),
    [
        (Kind.TEXT, "", None, None),
        (Kind.TEXT, "无", "无", None),
        (Kind.TEXT, "/", "—", None),
        (Kind.TEXT, "不适用", "—", None),
        (Kind.TEXT, "未采集", None, None),
        (Kind.MONEY, "", None, None),
        (Kind.MONEY, "无", Decimal("0.00"), None),
        (Kind.MONEY, "—", None, "—"),
        (Kind.MONEY, "1,200元", Decimal("1200.00"), None),
        (Kind.NUMBER, "无", 0, None),
        (Kind.NUMBER, "3", 3, None),
        (Kind.DATE, "无", None, "无"),
        (Kind.DATE, "/", None, "—"),
        (Kind.DATE, "2026.5.6", date(2026, 5, 6), None),
        (Kind.YES_NO, "无", False, None),
        (Kind.YES_NO, "—", None, "—"),
    ],
)
def test_each_way_of_saying_nothing_is_kept_apart(
    kind: Kind, text: str, value: object, said: str | None
) -> None:
    assert typed(Field("a", "甲", kind), text, today=TODAY) == Typed(value, said)


@pytest.mark.parametrize(
    ("kind", "text"), [(Kind.DATE, "1985"), (Kind.DATE, "1985-03"), (Kind.NUMBER, "几个")]
)
def test_what_is_not_exact_is_asked_again_and_not_guessed(kind: Kind, text: str) -> None:
    with pytest.raises(FieldError, match="看不懂") as told:
        typed(Field("a", "甲", kind), text, today=TODAY)
    assert told.value.key == "a"


def _shown(desk: Desk, person: int) -> dict[str, str]:
    return {fact.key: fact.value for fact in show_person(desk, person).facts}


def test_the_three_are_shown_so_and_typed_back_they_stay_what_they_were(desk: Desk) -> None:
    person = make_person(
        desk, pension="无", school="/", death_date="—", work_months="", annual_income="—"
    )
    shown = _shown(desk, person)
    assert [shown[key] for key in ("pension", "school", "death_date", "work_months")] == [
        NONE, NOT_APPLICABLE, NOT_APPLICABLE, UNKNOWN,
    ]  # fmt: skip
    assert shown["annual_income"] == NOT_APPLICABLE
    keys = ("name", "pension", "school", "death_date", "work_months", "annual_income")
    before = dump(desk.store)
    values = {key: shown[key] for key in keys}
    save_person(desk, SavePerson(person, values, "清水村", "一组", ("dibao_rural",)))
    assert dump(desk.store) == before


def test_a_value_typed_later_takes_the_place_of_what_was_said(desk: Desk) -> None:
    person = make_person(desk, annual_income="—")
    save_person(desk, SavePerson(person, {"name": "甲", "annual_income": "5"}, "", "", ()))
    assert _shown(desk, person)["annual_income"] == "5.00"
    save_person(desk, SavePerson(person, {"name": "甲", "annual_income": ""}, "", "", ()))
    assert _shown(desk, person)["annual_income"] == UNKNOWN


def test_an_unknown_amount_is_not_zero_on_the_screen() -> None:
    field = PERSON["annual_income"]
    assert fact_line(field, None, unmask=True).value == UNKNOWN
    assert fact_line(field, Decimal("0.00"), unmask=True).value == "0.00"
    assert not fact_line(field, None, unmask=True).known


@pytest.mark.parametrize(
    ("values", "key"),
    [
        ({"agent_relation": "儿子"}, "agent_name"),
        ({"agent_name": "李四", "agent_relation": ""}, "agent_relation"),
        ({"agent_name": "李四", "agent_id_no": "123"}, "agent_id_no"),
        ({"staff_relative": "是", "staff_relative_words": ""}, "staff_relative_words"),
        ({"disability_valid_until": "下个月"}, "disability_valid_until"),
    ],
)
def test_a_wrong_fact_names_its_field_and_nothing_is_written(
    desk: Desk, values: dict[str, str], key: str
) -> None:
    person = make_person(desk)
    before = dump(desk.store)
    with pytest.raises(FieldError) as told:
        change_facts(desk, person, values)
    assert told.value.key == key
    assert dump(desk.store) == before


def test_the_agent_who_fetches_the_money_is_kept_with_the_account(desk: Desk) -> None:
    person = make_person(desk)
    change_facts(
        desk,
        person,
        {"account_no": "6217001234567890", "agent_name": "李四", "agent_relation": "儿子"},
    )
    with desk.store.read() as session:
        kept = session.get_one(Person, person)
    assert (kept.agent_name, kept.agent_relation) == ("李四", "儿子")
    assert _shown(desk, person)["account_no"] == "**** 7890"


def test_a_death_in_the_future_or_before_the_birth_is_refused(desk: Desk) -> None:
    for day in ("2026-05-07", "1900-01-01"):
        before = dump(desk.store)
        with pytest.raises(FieldError, match="死亡日期"):
            make_person(desk, death_date=day)
        assert dump(desk.store) == before


def test_what_is_confidential_cannot_be_typed_with_the_rest(desk: Desk) -> None:
    with pytest.raises(DeclinedError, match="保密事项"):
        make_person(replace(desk, clock=fixed_clock(TODAY)), confidential="甲")
