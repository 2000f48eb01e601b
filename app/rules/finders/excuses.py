"""What was said once about not coming, and has not been asked again for long."""

from __future__ import annotations

from collections.abc import Iterator

from app.core.periods import add_months
from app.rules.finders.look import Look, of_person
from app.rules.findings import Finding

_MONTHS = "plan.excuse_months"


def excuse_to_confirm(look: Look) -> Iterator[Finding]:
    """S3.216: whoever is not visited for a reason is asked after so many months whether it still
    holds. What is confirmed begins anew, and the finding goes."""
    months = look.count(_MONTHS)
    if months is None:
        return
    for person in look.register.people:
        for excuse in look.register.excuses.get(person.id, ()):
            if person.death_date is None and add_months(excuse.start, months) <= look.day:
                yield look.finding(
                    "excuse_to_confirm",
                    of_person(person.id, part=str(excuse.id)),
                    f"从 {excuse.start.isoformat()} 起不便走访：{excuse.reason}",
                    {"从哪天起": excuse.start.isoformat(), "原因": excuse.reason},
                )


FINDERS = (excuse_to_confirm,)
