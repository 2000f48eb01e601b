"""People as the rules see them: what the register says, and what the household adds."""

from __future__ import annotations

from decimal import Decimal

from app.services.assessing import subjects
from app.services.desk import Desk
from tests.factory import TODAY, make_household, make_person


def test_the_household_says_what_the_person_does_not(desk: Desk) -> None:
    person = make_person(desk, "张大山")
    make_household(desk, (person,), per_capita_income=Decimal("9000.00"))
    (subject,) = subjects(desk, TODAY)
    assert subject.facts.get("month_income_per_head") == Decimal("750.00")
    assert subject.facts.get("covered_size") == 1
    assert subject.speaks_for_home


def test_who_belongs_to_the_bottom_line_group_is_known_from_the_categories(desk: Desk) -> None:
    make_person(desk, "张大山", categories=("dibao_rural",))
    make_person(desk, "李小花", categories=("left_behind_elder",))
    facts = {subject.name: subject.facts for subject in subjects(desk, TODAY)}
    assert facts["张大山"].get("bottom_line_group") is True
    assert facts["李小花"].get("bottom_line_group") is None
