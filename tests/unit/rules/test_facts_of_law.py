"""Facts: declared names, declared types, unknown stays unknown."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest

from app.core.dictionary import PERSON, Kind
from app.rules.engine import facts as facts_module
from app.rules.engine.fact_names import FACT_NAMES, FactName
from app.rules.engine.facts import FactError, facts_from_json, facts_of
from app.rules.from_register import facts_from_register


def test_what_is_not_given_and_what_is_none_are_both_unknown() -> None:
    facts = facts_of({"in_dibao": True, "in_school": None})
    assert facts.get("in_dibao") is True
    assert facts.get("in_school") is None
    assert facts.get("seriously_ill") is None


def test_learning_and_forgetting_make_new_facts() -> None:
    facts = facts_of({"in_dibao": True})
    assert facts.learn(in_school=False).get("in_school") is False
    assert facts.learn(in_dibao=None).get("in_dibao") is None
    assert facts.get("in_dibao") is True


def test_an_undeclared_name_is_an_error() -> None:
    with pytest.raises(FactError, match="in_dibaoo"):
        facts_of({"in_dibaoo": True})
    with pytest.raises(KeyError):
        facts_of({}).get("in_dibaoo")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("in_dibao", "是"),
        ("in_dibao", 1),
        ("birth_date", "1954-05-20"),
        ("birth_date", datetime(1954, 5, 20)),  # noqa: DTZ001 - a wrong type on purpose
        ("disability_grade", "五级"),
        ("disability_grade", 1),
        ("dibao_area", ""),
    ],
)
def test_a_value_of_the_wrong_type_is_an_error_and_never_a_guess(name: str, value: object) -> None:
    with pytest.raises(FactError) as caught:
        facts_of({name: value})
    assert FACT_NAMES[name].label in str(caught.value)
    assert str(value) not in caught.value.what or not str(value)


def test_facts_come_from_json() -> None:
    facts = facts_from_json('{"birth_date": "1954-05-20", "in_dibao": true, "in_school": null}')
    assert facts == facts_of({"birth_date": date(1954, 5, 20), "in_dibao": True})


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "第 1 行"),
        ("[1]", "一个 JSON 对象"),
        ('{"in_dibao": true, "in_dibao": false}', "写了两次"),
        ('{"birth_date": "1954年"}', "出生日期"),
        ('{"birth_date": 19540520}', "出生日期"),
        ('{"in_dibao": "true"}', "纳入低保"),
        ('{"income": 1}', "不认识"),
    ],
)
def test_json_that_is_not_clear_is_refused(text: str, said: str) -> None:
    with pytest.raises(FactError, match=said):
        facts_from_json(text)


@pytest.fixture
def _more_names(monkeypatch: pytest.MonkeyPatch) -> None:
    """Kinds of facts that programmes to come will need."""
    more = {
        "cost": FactName("cost", "自付费用", Kind.MONEY, "自付多少？"),
        "months": FactName("months", "月数", Kind.NUMBER, "几个月？"),
        "hospital": FactName("hospital", "医院", Kind.TEXT, "哪家医院？"),
    }
    monkeypatch.setattr(facts_module, "FACT_NAMES", {**FACT_NAMES, **more})


@pytest.mark.usefixtures("_more_names")
def test_money_stays_exact_from_json_to_fact() -> None:
    for text in ('{"cost": 1234.10}', '{"cost": "1234.10"}'):
        assert facts_from_json(text).values["cost"] == Decimal("1234.10")
    assert facts_from_json('{"cost": 3}').values["cost"] == Decimal(3)


@pytest.mark.usefixtures("_more_names")
@pytest.mark.parametrize(
    "text", ['{"cost": "很多"}', '{"cost": true}', '{"cost": NaN}', '{"months": 1.5}',
             '{"months": true}', '{"hospital": 3}'],
)  # fmt: skip
def test_amounts_and_numbers_of_the_wrong_type_are_errors(text: str) -> None:
    with pytest.raises(FactError):
        facts_from_json(text)


@pytest.mark.usefixtures("_more_names")
def test_numbers_and_free_texts_are_taken_as_they_are() -> None:
    facts = facts_from_json('{"months": 3, "hospital": "县医院"}')
    assert facts.values == {"months": 3, "hospital": "县医院"}


def test_names_shared_with_the_register_have_the_same_type_there() -> None:
    shared = [name for key, name in FACT_NAMES.items() if key in PERSON]
    assert shared
    for name in shared:
        assert name.kind is PERSON[name.key].kind, name.key


def test_every_fact_has_a_question_for_the_visit_sheet() -> None:
    for key, name in FACT_NAMES.items():
        assert key == name.key
        assert name.question.endswith("？"), key


# --- from the register ---------------------------------------------------------------------------


def test_fields_of_the_register_become_facts_and_others_are_left() -> None:
    facts = facts_from_register(
        {"name": "某人", "birth_date": date(1954, 5, 20), "in_school": False, "health": None},
        ["dibao_rural"],
    )
    assert facts == facts_of({
        "birth_date": date(1954, 5, 20),
        "in_school": False,
        "in_dibao": True,
        "dibao_area": "农村",
        "in_tekun": False,
    })


@pytest.mark.parametrize(
    ("raw", "grade"),
    [
        ("一级", "一级"),
        ("2", "二级"),
        ("3级", "三级"),
        ("肆级", "四级"),
        ("肢体残疾二级", "二级"),
        ("无", "无"),
        ("", None),
        (None, None),
        ("有证", None),
        ("听力一级、肢体三级", None),
        ("5级", None),
    ],
)
def test_a_disability_grade_is_read_as_registers_write_it_and_never_guessed(
    raw: str | None, grade: str | None
) -> None:
    facts = facts_from_register({"disability_grade": raw}, [])
    assert facts.get("disability_grade") == grade


@pytest.mark.parametrize(
    ("health", "ill", "grade"),
    [
        ("健康", False, "无"),
        ("重病", True, None),
        ("一般残疾", None, "一般"),
        ("重度残疾", None, "重度"),
        ("一般（长病）", None, None),
        ("其他", None, None),
    ],
)
def test_the_health_word_settles_only_what_it_says(
    health: str, ill: bool | None, grade: str | None
) -> None:
    facts = facts_from_register({"health": health}, [])
    assert (facts.get("seriously_ill"), facts.get("disability_grade")) == (ill, grade)


def test_a_field_goes_before_a_category_and_a_category_before_the_health_word() -> None:
    register = {"health": "健康", "disability_grade": "三级", "seriously_ill": True}
    facts = facts_from_register(register, ["severe_disabled"])
    assert facts.get("disability_grade") == "三级"
    assert facts.get("seriously_ill") is True
    assert (
        facts_from_register({"health": "健康"}, ["disabled", "severe_disabled"]).get(
            "disability_grade"
        )
        == "重度"
    )


def test_categories_say_who_is_in_dibao_and_tekun() -> None:
    assert facts_from_register({}, ["dibao_urban"]).get("dibao_area") == "城市"
    assert facts_from_register({}, ["tekun_central"]).get("in_tekun") is True
    assert facts_from_register({}, []).get("in_dibao") is False
    assert facts_from_register({}, ["three_withouts"]).get("three_withouts") is True


def test_a_category_that_is_held_is_a_fact_and_one_that_is_not_says_nothing() -> None:
    held = facts_from_register({}, {"orphan", "tekun_central", "dibao_edge", "left_behind_elder"})
    names = ("orphan", "scattered_tekun", "edge_family", "left_behind")
    assert [held.get(name) for name in names] == [True, False, True, True]
    nothing = facts_from_register({}, ())
    assert [nothing.get(name) for name in (*names, "monitored", "unsupported_child")] == [None] * 6
    assert facts_from_register({}, {"monitored"}).get("monitored") is True
    assert facts_from_register({}, {"tekun_scattered"}).get("scattered_tekun") is True


def test_who_has_a_day_of_death_is_dead_and_who_has_none_may_be() -> None:
    died = facts_from_register({"death_date": date(2026, 5, 1)}, ())
    assert died.get("dead") is True
    assert facts_from_register({"death_date": None}, ()).get("dead") is None
