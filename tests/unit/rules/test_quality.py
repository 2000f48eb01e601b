"""Rules of quality: each finds what it is for, and nothing in a record that is in order."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from app.core.dictionary import PERSON
from app.rules.quality.known import shipped_known
from app.rules.quality.looking import find_doubts, rules
from app.rules.quality.subjects import Everything, Home, Someone

DAY = date(2026, 5, 6)
KNOWN = shipped_known()
ID, OTHER_ID = "990101195003040015", "990101195103040021"
NUMBERS = {"head": "99010119500304001", "spouse": "99010119510304002"}


def _number(first: str) -> str:
    from app.core.identity import check_digit

    return first + check_digit(first)


HEAD = Someone(
    id=1,
    facts={
        "name": "张大山",
        "id_no": _number(NUMBERS["head"]),
        "sex": "男",
        "birth_date": date(1950, 3, 4),
        "phone": "13800000000",
    },
    village="清水村",
    home=7,
    relation="户主",
    codes=frozenset({"dibao_rural"}),
    spans=(("dibao_rural", date(2020, 1, 1), None),),
)
WIFE = replace(
    HEAD,
    id=2,
    facts={
        "name": "王秀英",
        "id_no": _number(NUMBERS["spouse"]),
        "sex": "女",
        "birth_date": date(1951, 3, 4),
    },
    relation="配偶",
)
HOME = Home(
    id=7,
    facts={"head_name": "张大山", "size": 2, "covered_size": 2, "phone": "13800000000"},
    members=(HEAD, WIFE),
    category="dibao_rural",
    amounts={
        "dibao_rural": {"monthly_amount": Decimal("690.00"), "total_amount": Decimal("690.00")}
    },
)
FULL = {
    "health": "残疾", "serious_illness_insurance": True, "pension": "居民养老", "mandarin": True,
    "insurance": "城乡居民基本医疗保险", "education": "小学",
}  # fmt: skip


def _with(one: Someone, **facts: object) -> Someone:
    return replace(one, facts={**one.facts, **facts})


def _found(*people: Someone, home: Home | None = HOME) -> set[str]:
    homes = (replace(home, members=people),) if home else ()
    return {d.rule.id for d in find_doubts(Everything(people, homes), KNOWN, DAY)}


def test_a_record_in_order_raises_no_doubt() -> None:
    assert _found(HEAD, WIFE) == set()


CARD = f"{_number(NUMBERS['head'])}43"
PEOPLE: dict[str, Someone] = {
    "id_checksum": _with(HEAD, id_no=_number(NUMBERS["head"])[:17] + "?"),
    "id_unusable": _with(HEAD, id_no="12345"),
    "id_missing": _with(HEAD, id_no=None),
    "birth_unlike_id": _with(HEAD, birth_date=date(1950, 4, 3)),
    "sex_unlike_id": _with(HEAD, sex="女"),
    "sex_missing": _with(HEAD, sex=None),
    "birth_missing": _with(HEAD, birth_date=None),
    "birth_out_of_range": _with(HEAD, birth_date=date(1899, 12, 31)),
    "name_odd": _with(HEAD, name="张*山"),
    "card_of_another": _with(HEAD, disability_no=f"{_number(NUMBERS['spouse'])}43"),
    "card_unreadable": _with(HEAD, disability_no="123"),
    "card_says_otherwise": _with(
        HEAD, disability_no=CARD, disability_kind="肢体", disability_grade="一级"
    ),
    "disabled_without_card": _with(HEAD, disability_kind="肢体"),
    "card_without_kind": _with(HEAD, disability_no=CARD),
    "card_expired": _with(HEAD, disability_valid_until=date(2026, 5, 5)),
    "village_missing": replace(HEAD, village=""),
    "relation_unlisted": replace(WIFE, relation="朋友"),
    "schooling_told_once": _with(HEAD, education="小学", school_stage="小学"),
    "political_unlisted": _with(HEAD, political="积极分子"),
    "education_unlisted": _with(HEAD, education="私塾"),
    "school_stage_unlisted": _with(HEAD, school_stage="十年级"),
    "labour_skill_unlisted": _with(HEAD, labour_skill="能手"),
    "work_months_too_many": _with(HEAD, work_place="省外", work_months=13),
    "work_half_told": _with(HEAD, work_place="省外"),
    "insured_twice": _with(HEAD, insurance="城乡居民医保、职工医保"),
    "not_insured": _with(HEAD, insurance="未参保"),
    "able_but_no_labour": _with(
        HEAD, birth_date=date(1980, 1, 1), health="健康", labour="完全丧失劳动能力"
    ),
    "school_unnamed": _with(HEAD, in_school=True),
    "relative_unnamed": _with(HEAD, staff_relative=True),
    "agent_unrelated": _with(HEAD, agent_name="张小山"),
    "category_missing": replace(HEAD, codes=frozenset()),
    "exclusive_categories": replace(HEAD, codes=frozenset({"dibao_rural", "tekun_central"})),
    "dibao_without_home": replace(HEAD, home=None),
    "tekun_form": replace(HEAD, codes=frozenset({"tekun_scattered"})),
    "central_without_institution": replace(HEAD, codes=frozenset({"tekun_central"})),
    "scattered_without_carer": replace(
        _with(HEAD, self_care="完全丧失"), codes=frozenset({"tekun_scattered"})
    ),
    "age_unlike_category": replace(HEAD, codes=frozenset({"orphan"})),
    "sex_unlike_category": replace(HEAD, codes=frozenset({"left_behind_woman"})),
    "severe_without_grade": replace(HEAD, codes=frozenset({"severe_disabled"})),
    "category_days": replace(HEAD, spans=(("orphan", date(2026, 6, 1), None),)),
    "dead_on_register": _with(HEAD, death_date=date(2026, 5, 1)),
    "death_out_of_range": _with(HEAD, death_date=date(1949, 5, 1)),
    "contacted_twice_a_day": replace(HEAD, repeated=((DAY, "visit"),)),
    "phone_unreadable": _with(HEAD, phone="1380000000"),
    "account_unreadable": _with(HEAD, account_no="6200-A"),
    "account_name_long": _with(HEAD, account_name="张" * 26),
} | {
    f"{key}_missing": replace(
        _with(HEAD, **{k: v for k, v in FULL.items() if k != key}),
        codes=frozenset({"dibao_rural", "monitored"}),
    )
    for key in ("health", "serious_illness_insurance", "pension", "insurance", "mandarin")
}


@pytest.mark.parametrize("rule", PEOPLE)
def test_a_rule_about_a_person_finds_what_it_is_for(rule: str) -> None:
    one = PEOPLE[rule]
    if rule == "id_checksum":
        good = str(HEAD.facts["id_no"])
        one = _with(HEAD, id_no=good[:17] + ("0" if good[17] != "0" else "1"))
    assert rule in _found(one)


NO_LABOUR = {"labour": "完全丧失劳动能力"}
HOMES: dict[str, tuple[Home, tuple[Someone, ...]]] = {
    "heads_many": (HOME, (HEAD, replace(WIFE, relation="户主"))),
    "head_missing": (HOME, (WIFE,)),
    "spouses_many": (replace(HOME, facts={}), (HEAD, WIFE, replace(WIFE, id=3))),
    "couple_of_one_sex": (HOME, (HEAD, _with(WIFE, sex="男"))),
    "child_older_than_head": (
        HOME,
        (replace(WIFE, relation="户主"), replace(HEAD, relation="子")),
    ),
    "unstable_work_without_labour": (
        replace(HOME, facts={"risk_cause": "务工就业不稳"}),
        (_with(HEAD, **NO_LABOUR), _with(WIFE, **NO_LABOUR)),
    ),
    "members_exceed_size": (replace(HOME, facts={"size": 1}), (HEAD, WIFE)),
    "covered_exceed_size": (replace(HOME, facts={"size": 2, "covered_size": 3}), (HEAD, WIFE)),
    "income_per_head_off": (
        replace(
            HOME,
            facts={
                "annual_income": Decimal("5000.00"),
                "per_capita_income": Decimal("5000.00"),
                "size": 2,
            },
        ),
        (HEAD, WIFE),
    ),
    "award_sum_off": (
        replace(
            HOME,
            amounts={
                "dibao_rural": {
                    "monthly_amount": Decimal("690.00"),
                    "total_amount": Decimal("700.00"),
                }
            },
        ),
        (HEAD,),
    ),
    "listed_without_category": (HOME, (replace(HEAD, codes=frozenset({"disabled"})),)),
    "phone_missing": (replace(HOME, facts={}), (WIFE,)),
}  # fmt: skip


@pytest.mark.parametrize("rule", HOMES)
def test_a_rule_about_a_household_finds_what_it_is_for(rule: str) -> None:
    home, members = HOMES[rule]
    assert rule in _found(*members, home=home)


def test_what_several_households_share_is_found_at_each_of_them() -> None:
    people = tuple(replace(HEAD, id=number, home=number) for number in (1, 2, 3))
    homes = tuple(
        Home(one.id, {"phone": "13800000000", "account_no": "6200000000000"}, (one,))
        for one in people
    )
    found: dict[str, set[int]] = {}
    for doubt in find_doubts(Everything(people, homes), KNOWN, DAY):
        found.setdefault(doubt.rule.id, set()).add(doubt.subject.id)
    assert found["id_twice"] == {1, 2, 3}
    assert found["account_of_two_homes"] == {1, 2, 3}
    assert found["phone_of_many_homes"] == {1, 2, 3}
    told = tuple(_with(one, phone_owner="村干部") for one in people)
    homes = tuple(replace(home, members=(one,)) for home, one in zip(homes, told, strict=True))
    again = find_doubts(Everything(told, homes), KNOWN, DAY)
    assert "phone_of_many_homes" not in {doubt.rule.id for doubt in again}


def test_every_rule_has_a_case_here() -> None:
    shared = {"id_twice", "account_of_two_homes", "phone_of_many_homes"}
    assert set(PEOPLE) | set(HOMES) | shared == set(rules())


@pytest.mark.parametrize("rule", rules().values(), ids=lambda rule: rule.id)
def test_every_rule_says_what_where_what_to_do_and_whence(rule: object) -> None:
    from app.rules.quality.subjects import Rule

    assert isinstance(rule, Rule)
    assert rule.title
    assert rule.remedy
    assert rule.source
    assert rule.field in {*PERSON, "village", "categories", "household", "contacts"}


def test_a_phone_that_is_said_to_be_none_is_no_wrong_number() -> None:
    assert "phone_unreadable" not in _found(_with(HEAD, phone="无"))
    assert _found(_with(HEAD, phone="0855-1234567、13800000000"), WIFE) == set()


def test_what_is_unknown_is_not_held_against_anybody() -> None:
    bare = Someone(9, {"name": "李四"}, village="清水村", codes=frozenset({"disabled"}))
    assert _found(bare, home=None) == {"id_missing", "sex_missing", "birth_missing"}
