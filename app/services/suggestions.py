"""Proposed categories: what should perhaps begin or end. Somebody decides, nothing is applied."""

from __future__ import annotations

from collections.abc import Collection

from app.core.progress import Progress, each, silent
from app.models.queries.codes import own_codes
from app.models.queries.suggestions import Known, known_people
from app.rules.findings import Finding
from app.rules.suggestions import HeldCategory, Law, PersonFacts, suggestions
from app.services.desk import Desk
from app.services.office import expect_office

__all__ = ["Finding", "facts_of", "suggest"]


def suggest(
    desk: Desk, people: Collection[int] | None = None, progress: Progress = silent
) -> tuple[Finding, ...]:
    """What is proposed today for everybody on the register (or for ``people``)."""
    region, today = expect_office(desk).code, desk.clock.today()
    with desk.store.read() as session:
        law = Law(desk.policy, today, region, own_codes(session))
        known = list(known_people(session, today, people).values())
    return tuple(
        finding
        for one in each(known, progress, "核对类别")
        for finding in suggestions(facts_of(one), law)
    )


def facts_of(known: Known) -> PersonFacts:
    """What the rules want to know of one person."""
    own = known.person
    return PersonFacts(
        own.id,
        **{key: value for key, value in own._asdict().items() if key != "id"},
        held=tuple(HeldCategory(*line) for line in known.held),
        home=frozenset(known.home),
        paid=frozenset(known.paid),
    )
