"""What is doubtful about a carer, and within how many days something is asked about: the figures
in force, and nothing where none is."""

from __future__ import annotations

from datetime import date

import pytest

from app.core.self_care import self_care_form
from app.rules.caregivers import CarerFacts, alert_days, carer_doubts
from app.rules.engine.parameters import Policy
from app.rules.entries import Entry, with_entries
from app.rules.fairness import again_days
from app.rules.policy import shipped_policy

DAY, REGION, LONG_AGO = date(2026, 5, 20), "520122100000", date(2019, 12, 31)
FIGURES = {"age_from": 18, "age_until": 65, "most_people": 3}
ABLE, UNABLE = self_care_form().levels[0].word, self_care_form().levels[-1].word


def _entered(**figures: int) -> Policy:
    entries = [
        Entry(f"caregiver.{key}", REGION, value, DAY.replace(month=1), DAY.replace(month=1), "通知")
        for key, value in figures.items()
    ]
    return with_entries(shipped_policy(), entries, office=REGION)


@pytest.mark.parametrize(
    ("facts", "doubts"),
    [
        (CarerFacts(date(2008, 5, 20), ABLE, 3), ()),
        (CarerFacts(date(2008, 5, 21), ABLE, 3), ("17岁，不满18岁",)),
        (CarerFacts(date(1960, 5, 21), ABLE, 3), ()),
        (CarerFacts(date(1960, 5, 20), ABLE, 3), ("66岁，超过65岁",)),
        (CarerFacts(None, None, 4), ("照料4人，超过3人",)),
        (CarerFacts(None, UNABLE, 0), (f"本人自理能力：{UNABLE}",)),
        (
            CarerFacts(date(1950, 1, 1), UNABLE, 9),
            ("76岁，超过65岁", f"本人自理能力：{UNABLE}", "照料9人，超过3人"),
        ),
    ],
)
def test_a_carer_is_doubted_by_the_figures_in_force(
    facts: CarerFacts, doubts: tuple[str, ...]
) -> None:
    assert carer_doubts(facts, _entered(**FIGURES), DAY, region=REGION) == doubts


def test_where_no_figure_is_in_force_nothing_is_doubted_or_asked() -> None:
    facts, policy = CarerFacts(date(1930, 1, 1), None, 99), shipped_policy()
    assert carer_doubts(facts, policy, LONG_AGO, region=REGION) == ()
    assert alert_days(policy, LONG_AGO, region=REGION) is None
    assert again_days(policy, day=LONG_AGO, region=REGION) is None


def test_the_days_that_are_in_force_are_told() -> None:
    policy = shipped_policy()
    assert alert_days(policy, DAY, region=REGION) == 30
    again = again_days(policy, day=DAY, region=REGION)
    assert again == policy.parameters["gift.again_days"].versions[-1].value
