"""Runs the cases of deadlines: after an event, in a window, at ages."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.core.periods import Period
from app.rules.deadlines import STANDING_NAMES, Due, due_after, due_at_ages, due_in
from app.rules.engine.parameters import NotInForce
from tests.rules.case_files import assumed_policy, cases

REGION = "520122100"
KEYS = {
    "name", "cite", "deadline", "assume", "region", "event", "window", "birth", "due", "from",
    "tasks", "warns", "day", "done", "registered_on", "standing",
}  # fmt: skip


def _dues(case: dict[str, Any]) -> tuple[Due, ...]:
    policy, region = assumed_policy(case), case.get("region", REGION)
    if "event" in case:
        due = due_after(policy, case["deadline"], case["event"], region=region)
        return () if isinstance(due, NotInForce) else (due,)
    if "birth" in case:
        return due_at_ages(policy, case["deadline"], case["birth"], region=region)
    return due_in(policy, case["deadline"], Period(*case["window"]), region=region)


@pytest.mark.parametrize("case", cases("deadline"))
def test_a_deadline_falls_as_the_case_says(case: dict[str, Any]) -> None:
    assert set(case) <= KEYS, "the case has a key that nobody reads"
    dues = _dues(case)
    assert [due.last for due in dues] == case["due"]
    if "from" in case:
        assert [due.first for due in dues] == case["from"]
    if "tasks" in case:
        assert [due.task for due in dues] == case["tasks"]
    assert any(due.warning for due in dues) == case.get("warns", False)
    if "standing" in case:
        registered = case.get("registered_on", date.min)
        words = [
            STANDING_NAMES[due.standing(case["day"], case.get("done"), registered_on=registered)]
            for due in dues
        ]
        assert words == case["standing"]
