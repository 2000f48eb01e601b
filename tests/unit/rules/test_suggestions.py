"""What is proposed for one person on a day; what is unknown proposes nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from app.core.matter_kinds import matter_kinds
from app.rules.engine.parameters import Parameter, Policy, Version
from app.rules.findings import Finding
from app.rules.policy import shipped_policy
from app.rules.suggestions import KINDS, HeldCategory, Law, PersonFacts, suggestions

DAY = date(2026, 5, 6)
LONG_AGO = date(2020, 1, 1)


def _facts(*codes: str, **known: object) -> PersonFacts:
    held = tuple(HeldCategory(code, LONG_AGO) for code in codes)
    return PersonFacts(7, held=held, home=frozenset(codes), **known)  # type: ignore[arg-type]


def _found(facts: PersonFacts, policy: Policy | None = None) -> dict[str, Finding]:
    found = suggestions(facts, Law(policy or shipped_policy(), DAY, "990101101000"))
    return {finding.kind: finding for finding in found}


def test_nothing_known_proposes_nothing() -> None:
    assert _found(PersonFacts(7)) == {}
    assert _found(_facts("dibao_rural", "orphan")) == {}


def test_every_kind_that_can_be_found_has_a_name() -> None:
    everything = [
        _facts("orphan", "left_behind_child", birth_date=date(2008, 6, 1)),
        _facts("orphan", "left_behind_child", birth_date=date(2008, 1, 1)),
        _facts("orphan", death_date=DAY),
        _facts(disability_valid_until=date(2026, 7, 1), disability_grade="一级"),
        _facts(disability_valid_until=date(2026, 1, 1), birth_date=date(1966, 5, 20)),
        _facts("dibao_rural", "tekun_scattered", self_care="完全丧失"),
        _facts("tekun_central", "tekun_no_selfcare", self_care="具备"),
        _facts("tekun_central"),
    ]
    kinds = {kind for facts in everything for kind in _found(facts)}
    assert kinds == KINDS - {"ended_but_paid", "very_old"}
    assert matter_kinds().keys() >= KINDS


@pytest.mark.parametrize(
    ("birth", "kind"),
    [
        (date(2008, 6, 5), "child_grows_up"),  # 30 days ahead
        (date(2008, 5, 7), "child_grows_up"),  # tomorrow
        (date(2008, 5, 6), "orphan_over_age"),  # today
        (date(2001, 1, 1), "orphan_over_age"),
    ],
)
def test_an_orphan_turns_18(birth: date, kind: str) -> None:
    found = _found(_facts("orphan", birth_date=birth))
    assert list(found) == [kind]
    assert found[kind].due == birth.replace(year=birth.year + 18)
    assert found[kind].source == "S3.216"


def test_a_birthday_more_than_thirty_days_off_is_not_spoken_of() -> None:
    assert _found(_facts("orphan", birth_date=date(2008, 6, 6))) == {}


def test_who_is_born_on_29_february_turns_18_on_1_march() -> None:
    law = Law(shipped_policy(), date(2026, 2, 28))
    found = suggestions(_facts("orphan", birth_date=date(2008, 2, 29)), law)
    assert [(one.kind, one.due) for one in found] == [("child_grows_up", date(2026, 3, 1))]


def test_who_is_still_at_school_may_go_on_after_a_look() -> None:
    at_school = _found(_facts("unsupported_child", birth_date=date(2008, 1, 1), in_school=True))
    assert "可以延续" in at_school["orphan_over_age"].remedy
    left = _found(_facts("unsupported_child", birth_date=date(2008, 1, 1)))
    assert "可以延续" not in left["orphan_over_age"].remedy


def test_other_children_are_told_apart_from_those_who_are_paid() -> None:
    found = _found(_facts("orphan", "left_behind_child", birth_date=date(2008, 1, 1)))
    assert set(found) == {"orphan_over_age", "child_over_age"}
    assert "留守儿童" in found["child_over_age"].words


@pytest.mark.parametrize(
    ("until", "kind"),
    [
        (date(2026, 5, 5), "card_expired"),
        (date(2026, 5, 6), "card_expires"),  # good on its last day
        (date(2026, 8, 6), "card_expires"),
        (date(2026, 8, 7), ""),
    ],
)
def test_a_disability_card_is_spoken_of_three_months_ahead(until: date, kind: str) -> None:
    assert list(_found(_facts(disability_valid_until=until))) == ([kind] if kind else [])


@pytest.mark.parametrize(
    ("years", "task", "code"),
    [
        (60, "老年证", "elder_card"),
        (65, "老年优待证", "elder_courtesy_card"),
        (80, "老年卷（券）", "elder_voucher"),
    ],
)
def test_cards_come_with_their_age_and_not_twice(years: int, task: str, code: str) -> None:
    birth = date(2026 - years, 5, 20)
    found = _found(_facts(birth_date=birth))["elder_card"]
    assert found.key == f"elder_card:7:{task}"
    assert (found.due, found.source) == (date(2026, 5, 20), "S4.202")
    assert _found(_facts(code, birth_date=birth)) == {}


def test_an_age_long_past_is_no_news() -> None:
    assert _found(_facts(birth_date=date(1960, 1, 1))) == {}


def test_the_age_of_the_allowance_is_open_until_the_office_enters_it() -> None:
    facts = _facts(birth_date=date(1946, 5, 20))
    assert "very_old" not in _found(facts)
    policy, key = shipped_policy(), "age.very_old_allowance"
    own = Version(80, LONG_AGO, LONG_AGO, "本县高龄津贴办法")
    entered: Parameter = replace(policy.parameters[key], versions=(own,))
    found = _found(facts, replace(policy, parameters={**policy.parameters, key: entered}))
    assert (found["very_old"].source, found["very_old"].due) == (
        "本县高龄津贴办法",
        date(2026, 5, 20),
    )


def test_dibao_and_tekun_at_once() -> None:
    found = _found(_facts("dibao_rural", "tekun_central", self_care="具备"))
    assert found["dibao_and_tekun"].key == "dibao_and_tekun:7"
    assert found["dibao_and_tekun"].words == "同时登记为农村低保、特困（集中供养）"


def test_what_has_its_end_entered_is_spoken_of_no_more() -> None:
    ending = HeldCategory("orphan", LONG_AGO, date(2026, 5, 31))
    facts = PersonFacts(7, birth_date=date(2008, 6, 1), held=(ending,))
    assert _found(facts) == {}


def test_a_category_that_is_over_and_goes_on_being_paid() -> None:
    over = HeldCategory("dibao_rural", LONG_AGO, date(2026, 4, 30))
    facts = PersonFacts(7, held=(over,), paid=frozenset({"dibao_rural"}))
    found = _found(facts)["ended_but_paid"]
    assert (found.due, found.source) == (date(2026, 4, 30), "S4.203")
    assert _found(replace(facts, home=frozenset({"dibao_rural"}))) == {}
    assert _found(replace(facts, paid=frozenset())) == {}
    assert _found(replace(facts, held=(replace(over, end=DAY),))) == {}


def test_the_dead_hold_nothing_and_are_asked_nothing_else() -> None:
    facts = _facts("orphan", "tekun_central", birth_date=date(2008, 5, 7), death_date=DAY)
    found = _found(facts)
    assert list(found) == ["dead_with_categories"]
    assert found["dead_with_categories"].facts["类别"] == "特困（集中供养）、孤儿"


@pytest.mark.parametrize(
    ("codes", "known", "words"),
    [
        ((), {"disability_grade": "二级"}, "没有登记“重度残疾人”"),
        (("disabled",), {"disability_grade": "一级"}, "却登记为“一般残疾人”"),
        (("severe_disabled",), {"disability_grade": "三级"}, "却登记为“重度残疾人”"),
        ((), {"disability_no": "11010119850312002541"}, "没有登记“重度残疾人”"),
    ],
)
def test_the_grade_of_the_card_and_the_category_say_the_same(
    codes: tuple[str, ...], known: dict[str, object], words: str
) -> None:
    assert words in _found(_facts(*codes, **known))["grade_and_category"].words


def test_a_grade_that_agrees_proposes_nothing() -> None:
    assert _found(_facts("severe_disabled", disability_grade="一级")) == {}
    assert _found(_facts("disabled", disability_grade="四级")) == {}
    assert _found(_facts(disability_grade="四级")) == {}


def test_a_tekun_person_has_a_care_grade_and_the_place_that_goes_with_it() -> None:
    assert list(_found(_facts("tekun_scattered"))) == ["tekun_without_care_grade"]
    unable = _facts("tekun_scattered", self_care="完全丧失")
    assert list(_found(unable)) == ["tekun_unable_at_home"]
    assert _found(_facts("tekun_central", self_care="完全丧失")) == {}
    assert _found(_facts("tekun_scattered", self_care="部分丧失")) == {}
