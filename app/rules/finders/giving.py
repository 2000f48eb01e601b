"""What was promised and is not given yet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from app.core.periods import Span, period_of
from app.rules.finders.look import Look, Subject
from app.rules.findings import Finding


def wish_waiting(look: Look) -> Iterator[Finding]:
    """S1.203: a micro-wish that somebody has claimed, when the quarter comes to its end or is over:
    fulfilled later it counts for the next one."""
    ahead = look.count("matter.ahead_days")
    if ahead is None:
        return
    for wish in look.register.wishes:
        due = period_of(wish.claimed_on, Span.QUARTER).last
        if due <= look.day + timedelta(days=ahead):
            yield look.finding(
                "wish_waiting",
                Subject(wish.id, person_id=wish.person_id),
                f"{wish.claimed_by}认领的微心愿还没有实现：{wish.words}",
                {"认领": wish.claimed_by, "认领日期": wish.claimed_on.isoformat()},
                due=due,
            )


FINDERS = (wish_waiting,)
