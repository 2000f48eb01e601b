"""Deadlines as data, and how one stands."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.periods import Period, Span
from app.rules.deadline_rules import (
    After,
    Ages,
    DeadlineRule,
    Every,
    OnDays,
    read_deadline_rule,
    read_named_days,
)
from app.rules.deadlines import (
    Standing,
    deadline_keys,
    due_after,
    due_at_ages,
    due_in,
    years_not_entered,
)
from app.rules.engine.parameters import NotInForce, Policy, Version
from app.rules.engine.values import PolicyFileError, Spot
from app.rules.policy import shipped_policy

REGION = "520122100"
COMMON = {"pack": "S3", "task": "报送", "who": "乡镇"}
YEAR = Period(date(2023, 1, 1), date(2023, 12, 31))


def _rule(**keys: object) -> DeadlineRule:
    return read_deadline_rule({**COMMON, **keys}, Spot("deadline/x.toml", ""), ("S3",))


def _with(rule: DeadlineRule, first: date) -> Policy:
    version = Version(rule, first, first, "县通知")
    return shipped_policy().with_version("deadline.month_ledger", version)


@pytest.mark.parametrize(
    ("keys", "schedule"),
    [
        ({"after": "交办", "days": 7}, After("交办", "days", 7)),
        ({"after": "交办", "months": 12}, After("交办", "months", 12)),
        ({"every": "month", "day": 28}, Every(Span.MONTH, day=28)),
        ({"every": "week"}, Every(Span.WEEK)),
        (
            {"every": "year", "opens": "11-01", "closes": "12-20"},
            Every(Span.YEAR, opens=(11, 1), closes=(12, 20)),
        ),
        (
            {"calendar": "calendar.terms", "names": ["秋季开学"]},
            OnDays("calendar.terms", ("秋季开学",), 0),
        ),
        ({"age_days": [42], "age_months": [3]}, Ages((42,), (3,), ())),
        ({"age_years": [60], "age_names": ["老年证"]}, Ages((), (), (60,), ("老年证",))),
    ],
)
def test_a_schedule_is_read(keys: dict[str, object], schedule: object) -> None:
    assert _rule(**keys).schedule == schedule


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ({}, "期限的写法不对"),
        ({"every": "month", "after": "交办"}, "期限的写法不对"),
        ({"every": "month", "age_days": [42]}, "期限的写法不对"),
        ({"after": "交办"}, "没有写明期限"),
        ({"calendar": "calendar.terms"}, "文字的列表"),
        ({"names": ["秋季开学"]}, "期限的写法不对"),
        ({"after": "交办", "days": 7, "months": 1}, "没有写明期限"),
        ({"every": "month", "day": 28, "first_days": 10}, "不止一种"),
        ({"every": "year", "opens": "11-01"}, "不止一种"),
        ({"every": "year", "closes": "02-30"}, "不是月-日"),
        ({"every": "year", "closes": "11月20日"}, "不是月-日"),
        ({"every": "fortnight"}, "不是程序认识的值"),
        ({"age_days": 42}, "整数的列表"),
        ({"age_years": [60, 65], "age_names": ["老年证"]}, "个数不同"),
        ({"every": "month", "pack": "S9"}, "不是程序认识的值"),
    ],
)
def test_a_deadline_that_is_not_as_it_must_be_is_refused(
    keys: dict[str, object], words: str
) -> None:
    with pytest.raises(PolicyFileError, match=words):
        _rule(**keys)


def test_a_deadline_before_the_named_day_ends_the_day_before() -> None:
    rule = _rule(every="month", day=28, inclusive=False)
    policy = _with(rule, date(2023, 1, 1))
    january = Period(date(2023, 1, 1), date(2023, 1, 31))
    assert [due.last for due in due_in(policy, "month_ledger", january, region=REGION)] == [
        date(2023, 1, 27)
    ]


def test_each_period_has_the_deadline_that_was_in_force_in_it() -> None:
    quarterly = replace(_rule(every="quarter"), soft=True)
    policy = _with(quarterly, date(2023, 7, 1))
    dues = due_in(policy, "month_ledger", YEAR, region=REGION)
    assert [(due.last.month, due.soft) for due in dues] == [
        *((month, False) for month in range(1, 7)),
        (9, True),
        (12, True),
    ]


def test_a_deadline_that_is_not_law_yet_says_so() -> None:
    found = due_after(shipped_policy(), "monitor_verify", date(2019, 1, 1), region=REGION)
    assert isinstance(found, NotInForce)


def test_ages_run_by_the_version_in_force_on_their_day() -> None:
    later = _rule(age_years=[90], age_names=["九十"])
    version = Version(later, date(2030, 1, 1), date(2030, 1, 1), "县通知")
    policy = shipped_policy().with_version("deadline.elder_cards", version)
    dues = due_at_ages(policy, "elder_cards", date(1962, 5, 20), region=REGION)
    assert [(due.last.year, due.task) for due in dues] == [
        (2022, "老年证"),
        (2027, "老年优待证"),
        (2052, "九十"),
    ]


def test_every_shipped_deadline_can_be_asked() -> None:
    policy = shipped_policy()
    asked = set()
    for key in deadline_keys(policy):
        for version in policy.parameters[f"deadline.{key}"].versions:
            assert isinstance(version.value, DeadlineRule)
            asked.add(type(version.value.schedule))
            match version.value.schedule:
                case After():
                    assert due_after(policy, key, date(2023, 3, 1), region=REGION)
                case Ages():
                    assert due_at_ages(policy, key, date(2021, 5, 20), region=REGION)
                case Every():
                    assert due_in(policy, key, YEAR, region=REGION), key
                case OnDays():
                    known = not years_not_entered(policy, key, YEAR, region=REGION)
                    assert bool(due_in(policy, key, YEAR, region=REGION)) == known
    assert asked == {After, Ages, Every, OnDays}


def test_years_whose_days_nobody_entered_are_named() -> None:
    policy = shipped_policy()
    three = Period(date(2036, 6, 1), date(2038, 6, 1))
    assert years_not_entered(policy, "festival_visit", three, region=REGION) == (2037, 2038)
    assert years_not_entered(policy, "month_ledger", three, region=REGION) == ()


def test_a_changed_festival_rule_holds_from_its_day() -> None:
    rule = _rule(calendar="calendar.festivals", names=["重阳节"], days_before=3)
    version = Version(rule, date(2023, 6, 1), date(2023, 6, 1), "县通知")
    policy = shipped_policy().with_version("deadline.festival_visit", version)
    dues = due_in(policy, "festival_visit", YEAR, region=REGION)
    assert [(due.first, due.last) for due in dues] == [
        (date(2023, 1, 15), date(2023, 1, 22)),
        (date(2023, 1, 29), date(2023, 2, 5)),
        (date(2023, 10, 20), date(2023, 10, 23)),
    ]


def test_named_days_are_days() -> None:
    spot = Spot("calendar/terms.toml", "")
    assert read_named_days({"秋季开学": date(2023, 9, 1)}, spot) == (
        ("秋季开学", date(2023, 9, 1)),
    )
    wrongs: tuple[object, ...] = ({}, [], {"秋季开学": "9月1日"})
    for wrong in wrongs:
        with pytest.raises(PolicyFileError):
            read_named_days(wrong, spot)


@given(st.dates(date(2023, 1, 1), date(2023, 12, 31)), st.booleans())
def test_a_deadline_always_stands_somewhere(day: date, done: bool) -> None:
    (may,) = due_in(
        shipped_policy(),
        "month_ledger",
        Period(date(2023, 5, 1), date(2023, 5, 31)),
        region=REGION,
    )
    standing = may.standing(day, date(2023, 5, 20) if done else None)
    if done and day >= date(2023, 5, 20):
        assert standing is Standing.DONE
    elif day > may.last:
        assert standing is Standing.LATE
    else:
        assert standing is (Standing.DUE if day >= may.first else Standing.UPCOMING)
