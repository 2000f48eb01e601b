"""What a duty or a deadline takes from elsewhere: screens as gates, figures as parameters."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from app.core.periods import Period
from app.rules.deadline_rules import read_deadline_rule
from app.rules.deadlines import due_after, due_in
from app.rules.duties import duties_for
from app.rules.duty_calendar import duty_calendar
from app.rules.duty_facts import DutySubject, Holding
from app.rules.duty_gates import gates_in, refused
from app.rules.duty_rules import DutyRule, filled_in, read_duty_rule
from app.rules.engine.facts import facts_of
from app.rules.engine.parameters import NotInForce, Version
from app.rules.engine.values import PolicyFileError, Spot
from app.rules.ledger_period import ledger_period
from app.rules.policy import shipped_policy

POLICY = shipped_policy()
REGION = "520122100"
DAY = date(2020, 10, 15)


def _with(key: str, value: object, first: date = date(2020, 1, 1), **more: Any) -> Any:
    version = Version(value, first, more.pop("issued", first), "县通知", **more)
    return POLICY.with_version(key, version)


def _without(key: str) -> Any:
    bare = replace(POLICY.parameters[key], versions=())
    return replace(POLICY, parameters={**POLICY.parameters, key: bare})


# --- duties with a gate -------------------------------------------------------------------------


GATES = frozenset({("severe_disabled", "severe_but_not_mental")})


def _subject(**more: Any) -> DutySubject:
    held = (Holding("severe_disabled", date(2020, 1, 1)),)
    return DutySubject("甲", held, date(2020, 1, 1), **more)


def _duties(subject: DutySubject, pack: str = "S1", policy: Any = POLICY) -> set[str]:
    duties = duties_for(
        subject,
        (),
        policy,
        adopted={pack: Period(date(2020, 1, 1), date.max)},
        window=Period(date(2020, 10, 1), date(2020, 12, 31)),
        day=DAY,
        region=REGION,
    )
    return {duty.rule_id for duty in duties}


def test_the_four_ones_are_not_for_the_mentally_disabled_but_the_routine_visits_are() -> None:
    mental = facts_of({"disability_grade": "一级", "disability_kind": "精神"})
    said_no = refused(GATES, mental, POLICY, day=DAY, region=REGION)
    assert said_no == {"severe_but_not_mental"}
    assert _duties(_subject(refused=said_no)) == set()
    assert "visit_quarter" in _duties(_subject())
    assert _duties(_subject(refused=said_no), pack="S3") == _duties(_subject(), pack="S3")


def test_who_may_be_owed_a_visit_is_visited_while_the_kind_is_not_known() -> None:
    unknown = facts_of({"disability_grade": "一级"})
    assert refused(GATES, unknown, POLICY, day=DAY, region=REGION) == frozenset()


def test_gates_stand_only_in_what_the_office_has_adopted() -> None:
    window = Period(date(2020, 10, 1), date(2020, 12, 31))
    for pack, gates in (("S1", GATES), ("S3", frozenset())):
        calendar = duty_calendar(
            POLICY, adopted={pack: window}, window=window, day=DAY, region=REGION
        )
        assert gates_in(calendar) == gates


def test_another_category_brings_the_duty_all_the_same() -> None:
    held = (*_subject().categories, Holding("left_behind_elder", date(2020, 1, 1)))
    subject = _subject(refused=frozenset({"severe_but_not_mental"}))._replace(categories=held)
    assert "visit_quarter" in _duties(subject)


def test_a_count_of_none_is_no_duty_and_a_count_without_a_version_neither() -> None:
    none = _with("four_ones.visit_quarter", 0, date(2020, 7, 1), issued=DAY)
    assert "visit_quarter" not in _duties(_subject(), policy=none)
    assert "visit_quarter" not in _duties(_subject(), policy=_without("four_ones.visit_quarter"))
    assert "call_month" in _duties(_subject(), policy=none)


def test_a_duty_takes_its_figures_from_their_own_parameters_on_its_day() -> None:
    rule = POLICY.parameters["duty.visit_quarter"].versions[0].value
    assert isinstance(rule, DutyRule)
    before = filled_in(rule, POLICY, day=DAY, region=REGION)
    assert before is not None
    assert (before.times, before.next_period, before.others_pass) == (1, True, False)
    assert [kind.value for kind in before.kinds] == ["visit"]
    changed = _with("contact.other_ways_s1", True, DAY).with_version(
        "four_ones.visit_quarter", Version(2, DAY, DAY, "县通知")
    )
    after = filled_in(rule, changed, day=DAY, region=REGION)
    assert after is not None
    assert (after.times, after.others_pass) == (2, True)
    assert [kind.value for kind in after.kinds] == ["visit", "video", "call"]


# --- references ---------------------------------------------------------------------------------

SPOT = Spot("duty/x.toml", "")


def test_a_field_that_takes_no_parameter_is_refused_with_those_that_do() -> None:
    with pytest.raises(PolicyFileError, match="不能引用参数") as caught:
        read_duty_rule({"pack": "@a.b"}, SPOT, POLICY.packs)
    assert "times" in caught.value.write
    with pytest.raises(PolicyFileError, match="“task”不能引用参数"):
        read_deadline_rule({"task": "@a.b"}, SPOT, POLICY.packs)


def test_screens_of_a_duty_are_refused_when_they_are_no_table_of_categories() -> None:
    table = {
        "pack": "S1", "categories": ["orphan"], "span": "month", "times": 1, "counts": ["call"],
        "question": "好吗？",
    }  # fmt: skip
    with pytest.raises(PolicyFileError, match="only_if"):
        read_duty_rule({**table, "only_if": "screen"}, SPOT, POLICY.packs)
    with pytest.raises(PolicyFileError, match="only_if"):
        read_duty_rule({**table, "only_if": {"孤儿": "x"}}, SPOT, POLICY.packs)
    rule = read_duty_rule({**table, "only_if": {"orphan": "x"}}, SPOT, POLICY.packs)
    assert (rule.screen_of("orphan"), rule.screen_of("disabled")) == ("x", "")


def test_a_deadline_without_its_figure_is_not_known() -> None:
    window = Period(date(2023, 4, 1), date(2023, 6, 30))
    without = _without("calendar.start_days")
    assert due_in(without, "elder_start_sign", window, region=REGION) == ()
    missing = due_after(
        _without("monitor.resolution_from"), "monitor_resolution", DAY, region=REGION
    )
    assert isinstance(missing, NotInForce)
    assert missing.key == "monitor.resolution_from"


def test_a_named_day_without_a_ruling_counts_and_the_ledger_follows_it() -> None:
    without = _without("calendar.named_day_counts")
    window = Period(date(2023, 6, 1), date(2023, 6, 30))
    assert [d.last.day for d in due_in(without, "month_ledger", window, region=REGION)] == [28]
    assert ledger_period(without, "2023-06", REGION).deadline == date(2023, 6, 28)
    strict = _with("calendar.named_day_counts", False)
    assert [d.last.day for d in due_in(strict, "month_ledger", window, region=REGION)] == [27]
    assert ledger_period(strict, "2023-06", REGION).deadline == date(2023, 6, 27)


def test_days_of_the_year_that_are_spans_do_not_hang_on_the_word() -> None:
    strict = _with("calendar.named_day_counts", False)
    year = Period(date(2023, 1, 1), date(2023, 12, 31))
    for deadline in ("demo_phase_2", "plan_line", "monitor_month_end", "homeschool_seminar"):
        assert due_in(strict, deadline, year, region=REGION) == due_in(
            POLICY, deadline, year, region=REGION
        )
