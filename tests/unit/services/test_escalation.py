"""What is late for too long goes up."""

from __future__ import annotations

from datetime import timedelta

from app.services.desk import Desk
from app.services.matter_acts import AddMatter, add_matter
from app.services.matters import ESCALATED, MatterQuery, count_matters, list_matters
from tests.factory import TODAY


def test_what_is_very_late_goes_up_to_the_leader_in_charge(desk: Desk) -> None:
    for days in (0, 5, 6, 40):
        add_matter(desk, AddMatter("request", f"晚{days}天", due=TODAY - timedelta(days=days)))
    up = [row.words for row in list_matters(desk, MatterQuery(state=ESCALATED)).rows]
    assert up == ["晚40天", "晚6天"]
    counts = count_matters(desk)
    assert (counts.waiting, counts.late, counts.escalated, counts.escalate_days) == (4, 3, 2, 5)
