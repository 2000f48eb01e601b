"""Proposed categories: what should perhaps begin or end. Somebody decides, nothing is applied."""

from __future__ import annotations

from collections.abc import Collection

from app.core.progress import Progress, each, silent
from app.models.queries.codes import own_codes
from app.models.queries.suggestions import Known, known_people
from app.rules.findings import Finding
from app.rules.suggestions import HeldCategory, PersonFacts, suggestions
from app.services.desk import Desk
from app.services.office import expect_office

__all__ = ["Finding", "facts_of", "suggest"]


def suggest(
    desk: Desk, people: Collection[int] | None = None, progress: Progress = silent
) -> tuple[Finding, ...]:
    """What is proposed today for everybody on the register (or for ``people``)."""
    region, today = expect_office(desk).code, desk.clock.today()
    with desk.store.read() as session:
        codes = own_codes(session)
        facts = [facts_of(known) for known in known_people(session, today, people).values()]
    return tuple(
        finding
        for one in each(facts, progress, "核对类别")
        for finding in suggestions(one, today, desk.policy, region=region, codes=codes)
    )


def facts_of(known: Known) -> PersonFacts:
    """What the rules want to know of one person."""
    person = known.person
    return PersonFacts(
        person_id=person.id,
        birth_date=person.birth_date,
        death_date=person.death_date,
        disability_no=person.disability_no,
        disability_grade=person.disability_grade,
        disability_valid_until=person.disability_valid_until,
        self_care=person.self_care,
        in_school=person.in_school,
        held=tuple(HeldCategory(*line) for line in known.held),
        home=frozenset(known.home),
        paid=frozenset(known.paid),
    )
