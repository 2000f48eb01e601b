"""Looking a figure up: by day, by region, by what was known."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from app.rules.engine.parameters import (
    Absence,
    InForce,
    NotInForce,
    Parameter,
    Policy,
    Version,
)

NATIONAL = Version(Decimal(500), date(2020, 1, 1), date(2019, 12, 1), "国")
RAISED = Version(Decimal(550), date(2022, 1, 1), date(2022, 6, 27), "国二")
CITY = Version(Decimal(700), date(2021, 1, 1), date(2020, 12, 1), "市", scope="5201")
COUNTY = Version(
    Decimal(710), date(2021, 7, 1), date(2021, 7, 1), "县", scope="520122", until=date(2021, 12, 31)
)


def _policy(*versions: Version) -> Policy:
    return Policy({"a.b": Parameter("a.b", "标准", "money", versions, "元")})


def _value(policy: Policy, day: date, region: str = "", known_on: date | None = None) -> object:
    found = policy.value("a.b", day=day, region=region, known_on=known_on)
    return found.value if isinstance(found, InForce) else found.absence


ALL = _policy(RAISED, COUNTY, NATIONAL, CITY)


def test_a_version_holds_from_its_first_day_until_the_next_one() -> None:
    assert _value(ALL, date(2019, 12, 31)) is Absence.NEVER
    assert _value(ALL, date(2020, 1, 1)) == 500
    assert _value(ALL, date(2021, 12, 31)) == 500
    assert _value(ALL, date(2022, 1, 1)) == 550
    assert _value(ALL, date(2099, 1, 1)) == 550


def test_the_longest_scope_wins() -> None:
    day = date(2021, 8, 1)
    assert _value(ALL, day, "310101") == 500
    assert _value(ALL, day, "520103") == 700
    assert _value(ALL, day, "520122100") == 710


def test_a_local_version_that_has_ended_gives_way_to_the_wider_one() -> None:
    assert _value(ALL, date(2021, 12, 31), "520122") == 710
    assert _value(ALL, date(2022, 1, 1), "520122") == 700


def test_an_expired_version_with_nothing_wider_is_named_as_expired() -> None:
    only = _policy(Version(1, date(2021, 1, 1), date(2021, 1, 1), "甲", until=date(2021, 12, 31)))
    assert _value(only, date(2022, 1, 1)) is Absence.EXPIRED


def test_a_repeal_is_the_end_also_where_a_wider_version_holds() -> None:
    repeal = Version(None, date(2023, 1, 1), date(2023, 1, 1), "废", scope="5201", repeal=True)
    policy = ALL.with_version("a.b", repeal)
    assert _value(policy, date(2022, 12, 31), "520103") == 700
    assert _value(policy, date(2023, 1, 1), "520103") is Absence.REPEALED
    assert _value(policy, date(2023, 1, 1), "310101") == 550


def test_what_was_not_issued_yet_was_not_known() -> None:
    day = date(2022, 3, 1)
    before, after = date(2022, 6, 26), date(2022, 6, 27)
    assert _value(ALL, day, known_on=before) == 500
    assert _value(ALL, day, known_on=after) == 550
    assert _value(_policy(RAISED), day, known_on=before) is Absence.UNKNOWN_THEN


def test_a_correction_of_the_same_days_counts_from_its_issue() -> None:
    correction = Version(Decimal(560), RAISED.first, date(2022, 9, 1), "更正")
    policy = ALL.with_version("a.b", correction)
    assert _value(policy, date(2022, 3, 1)) == 560
    assert _value(policy, date(2022, 3, 1), known_on=date(2022, 8, 31)) == 550


def test_adding_a_version_leaves_the_old_policy_as_it_was() -> None:
    later = Version(Decimal(600), date(2024, 1, 1), date(2024, 1, 1), "新")
    assert _value(ALL.with_version("a.b", later), date(2024, 1, 1)) == 600
    assert _value(ALL, date(2024, 1, 1)) == 550


def test_an_undeclared_key_is_our_own_fault() -> None:
    with pytest.raises(KeyError):
        ALL.value("a.c", day=date(2024, 1, 1), region="")


def test_a_figure_is_shown_with_unit_and_first_day_and_says_when_it_is_a_default() -> None:
    found = ALL.value("a.b", day=date(2022, 1, 1), region="")
    assert found.words == "550.00元（2022年1月1日起）"
    default = Version(Decimal(1), date(2022, 1, 1), date(2022, 1, 1), "甲", default=True)
    words = _policy(default).value("a.b", day=date(2022, 1, 1), region="").words
    assert words == "1.00元（2022年1月1日起，默认值，待县级录入）"


def test_no_figure_is_shown_as_the_reason_why() -> None:
    found = ALL.value("a.b", day=NATIONAL.first - timedelta(days=1), region="")
    assert isinstance(found, NotInForce)
    assert found.words == "该日、该地没有规定"


@pytest.mark.parametrize(
    ("value", "kind", "unit", "words"),
    [
        (Decimal("0.30"), "ratio", "%", "30%"),
        (Decimal("0.125"), "ratio", "%", "12.5%"),
        (Decimal("1.6"), "ratio", "倍", "1.6倍"),
        (60, "count", "周岁", "60周岁"),
        (True, "flag", "", "是"),
        (False, "flag", "", "否"),
        (("一级", "二级"), "texts", "", "一级、二级"),
        ("甲", "text", "", "甲"),
    ],
)
def test_each_kind_of_figure_is_shown_as_a_clerk_reads_it(
    value: object, kind: str, unit: str, words: str
) -> None:
    version = Version(value, date(2022, 1, 1), date(2022, 1, 1), "甲")
    policy = Policy({"a": Parameter("a", "甲", kind, (version,), unit)})
    assert policy.value("a", day=date(2022, 1, 1), region="").words.startswith(words + "（")


def test_a_citation_without_a_source_is_shown_as_it_was_entered() -> None:
    assert ALL.cite_words("县民政局通知") == "县民政局通知"
