"""What the documents leave open: every question is a figure that an office can see and change."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import app.rules
import app.services
from app.rules.deadline_rules import DeadlineRule
from app.rules.duty_rules import DutyRule
from app.rules.engine.parameters import Parameter
from app.rules.entries import can_be_entered
from app.rules.indicators import IndicatorRule
from app.rules.pairing import PairingRule
from app.rules.policy import shipped_policy

POLICY = shipped_policy()
DEFAULTS = {found.key: found for found in POLICY.defaults()}

# The open questions of the five documents by number, and what answers each.
OPEN_QUESTIONS: dict[int, tuple[str, ...]] = {
    1: ("age.elder",),
    2: ("disability.severe_grades",),
    3: ("supplement.single_parent_every_member",),
    4: ("payment.start_after_months", "payment.stop_after_months"),
    5: ("age.upper_inclusive", "age.reference"),
    6: ("calendar.named_day_counts",),
    7: ("calendar.start_days", "calendar.end_days", "calendar.mid_december"),
    8: ("ledger.period_last_day",),
    9: (
        "four_ones.call_month",
        "four_ones.call_week",
        "four_ones.aid_half_year",
        "four_ones.visit_quarter",
    ),
    10: ("demo.filing_closes", "demo.acceptance_opens"),
    11: ("monitor.stable_months",),
    12: (
        "monitor.standard_choice",
        "monitor.about_share",
        "monitor.standard_national",
        "monitor.standard_provincial",
    ),
    13: ("calendar.announced",),
    14: ("monitor.resolution_from",),
    15: ("district.less_than_step",),
    16: ("months.part_counts",),
    17: ("rehab_b.vision_capped",),
    18: ("rehab_b.average_is_ceiling",),
    19: ("quota.cochlear", "quota.order"),
    20: ("district.prosthesis_per_piece",),
    21: ("rehab_a.kinds_add_up", "disability.multiple_with_mental"),
    22: ("medical.retro_by_month", "medical.retro_start_counts", "medical.aid_rate"),
    23: ("caregiver.pass_mark",),
    24: ("groups.bottom_line", "groups.four_kinds_of_children"),
    25: (
        "denominator.central_support",
        "denominator.infant_screening",
        "denominator.missed_reports",
    ),
    26: ("contact.other_ways_s3", "contact.other_ways_s1", "deadline.production_revisit"),
    27: ("contact.starts_next_period", "contact.week_starts_next"),
    28: ("elder.allowance_criteria", "elder.helper_criteria", "housing.security_criteria"),
}
# A task in words: what counts as done is up to whoever closes it.
RULES_THAT_CARRY_THEIR_OWN = {"deadline.production_revisit"}


def test_all_twenty_eight_questions_have_an_answer() -> None:
    assert sorted(OPEN_QUESTIONS) == list(range(1, 29))


@pytest.mark.parametrize("key", [key for keys in OPEN_QUESTIONS.values() for key in keys])
def test_the_answer_is_a_marked_default_with_its_reason_or_waits_to_be_entered(key: str) -> None:
    parameter = POLICY.parameters[key]
    assert bool(parameter.open_why) != (key in DEFAULTS)
    if key in DEFAULTS:
        found = DEFAULTS[key]
        assert found.reason
        assert found.words
        assert found.source in POLICY.sources
        assert found.since <= date(2023, 1, 1)


def test_every_answer_but_one_can_be_entered() -> None:
    every = {key for keys in OPEN_QUESTIONS.values() for key in keys}
    rules = {key for key in every if not can_be_entered(POLICY.parameters[key])}
    assert rules == RULES_THAT_CARRY_THEIR_OWN


def test_the_windows_of_the_four_ones_are_asked_when_the_pack_is_adopted() -> None:
    assert "由本单位确定" in POLICY.packs["S1"].reason


def _references(parameter: Parameter) -> set[str]:
    return {
        key
        for version in parameter.versions
        if isinstance(version.value, DutyRule | DeadlineRule | IndicatorRule | PairingRule)
        for _, key in version.value.references
    }


def test_what_a_rule_takes_from_a_parameter_is_in_force_wherever_the_rule_is() -> None:
    for parameter in POLICY.parameters.values():
        for key in _references(parameter):
            first = min(version.first for version in parameter.versions)
            starts = [version.first for version in POLICY.parameters[key].versions]
            assert min(starts) <= first, (parameter.key, key)


def test_no_figure_is_there_for_nothing() -> None:
    """Each is read by a rule's method or taken by a rule that refers to it, or it is a text that
    people read."""
    read_in_code = _keys_in_code()
    referred = {key for parameter in POLICY.parameters.values() for key in _references(parameter)}
    texts = set(OPEN_QUESTIONS[28])
    idle = {
        key
        for key, parameter in POLICY.parameters.items()
        if can_be_entered(parameter) and key not in read_in_code | referred | texts
    }
    assert idle == set()


def _keys_in_code() -> set[str]:
    rooms = [Path(next(iter(room.__path__))) for room in (app.rules, app.services)]
    text = "".join(
        path.read_text(encoding="utf-8") for room in rooms for path in room.rglob("*.py")
    )
    quotas = set(POLICY.keys("quota"))
    names = ("festivals", "terms", "term_ends", "school_holidays")
    calendars = {f"calendar.{name}" for name in names}
    return {key for key in POLICY.parameters if f'"{key}"' in text} | quotas | calendars
