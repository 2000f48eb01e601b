"""Reckoning a whole register: what a rule reads is known, alike people get one outcome."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.core.periods import add_months
from app.rules.assess import assess, programme_keys
from app.rules.engine.facts import facts_of
from app.rules.impact import Outcome, Reckoner, reads_of
from app.rules.policy import shipped_policy
from app.rules.screening import screen, screen_keys
from tests.rules.test_rule_properties import EVERYTHING, Known

DAY, REGION = date(2026, 10, 10), "520122100"


def test_what_the_supplement_reads_is_known() -> None:
    reads = reads_of("dibao_supplement", shipped_policy(), DAY, region=REGION)
    assert {"in_dibao", "birth_date", "in_school", "dibao_area"} <= reads.facts
    assert {"standard.dibao_rural", "standard.dibao_urban", "age.elder"} <= reads.keys
    assert "tekun.multiple" not in reads.keys


@pytest.mark.parametrize("name", programme_keys(shipped_policy()))
@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(known=EVERYTHING, forget=st.sets(st.integers(0, 400)))
def test_a_shared_outcome_is_the_outcome_of_everybody_who_shares_it(
    name: str, known: Known, forget: set[int]
) -> None:
    policy = shipped_policy()
    part = {key: value for place, (key, value) in enumerate(known.items()) if place not in forget}
    facts = facts_of(part)
    reckoner = Reckoner(name, policy, REGION, reads_of(name, policy, DAY, region=REGION))
    only = facts_of({key: v for key, v in part.items() if key in reckoner.reads.facts})
    (verdict,) = assess(name, facts, policy, day=DAY, region=REGION)
    assert reckoner.outcome(only, DAY) == Outcome(verdict.answer, verdict.amount)
    assert reckoner.outcome(facts, DAY) == reckoner.outcome(only, DAY)


@given(known=EVERYTHING, months=st.integers(1, 30))
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
def test_a_month_with_the_same_figures_shares_nothing_but_equal_outcomes(
    known: Known, months: int
) -> None:
    policy, name = shipped_policy(), "dibao_supplement"
    reckoner = Reckoner(name, policy, REGION, reads_of(name, policy, DAY, region=REGION))
    facts = facts_of(known)
    for day in (DAY, add_months(DAY, -months), add_months(DAY, -2 * months)):
        (verdict,) = assess(name, facts, policy, day=day, region=REGION)
        assert reckoner.outcome(facts, day) == Outcome(verdict.answer, verdict.amount)


@pytest.mark.parametrize("facts", [{}, {"in_tekun": True, "in_dibao": True}])
def test_a_screen_is_reckoned_as_it_answers(facts: dict[str, object]) -> None:
    """Here with the region: what a pack of another county says does not hold."""
    policy = shipped_policy()
    for name in screen_keys(policy):
        reads = reads_of(name, policy, DAY, region=REGION, is_screen=True)
        assert reads.keys >= {f"screen.{name}"}
        reckoner = Reckoner(name, policy, REGION, reads, is_screen=True)
        known = facts_of({key: value for key, value in facts.items() if key in reads.facts})
        seen = screen(name, known, policy, day=DAY, region=REGION)
        assert reckoner.outcome(known, DAY) == Outcome(seen.answer, grade=seen.grade)
