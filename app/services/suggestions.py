"""Proposed categories: what should perhaps begin or end. Somebody decides, nothing is applied."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from app.core.progress import Progress, each, silent
from app.models.queries.codes import own_codes
from app.models.queries.suggestions import Known, known_people
from app.models.unit_of_work import Session
from app.rules.finders import finders
from app.rules.finders.look import Look
from app.rules.findings import Finding
from app.rules.suggestions import KINDS, HeldCategory, Law, PersonFacts, suggestions
from app.services.desk import Desk
from app.services.office import expect_office

__all__ = ["PROPOSED", "Finding", "category_findings", "facts_of", "suggest"]

PROPOSED = KINDS - finders().keys()
"""The kinds that no finder finds by itself."""


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


def category_findings(
    session: Session, look: Look, found: Collection[Finding]
) -> tuple[Finding, ...]:
    """What becomes matters beside what the finders ``found``: proposals of the other kinds. What is
    true already is due by the rule of its kind, what is to come on its day."""
    told = {finding.person_id for finding in found if finding.kind == "dead_but_paid"}
    law = Law(look.policy, look.day, look.region, own_codes(session))
    proposed = (
        finding
        for known in known_people(session, look.day).values()
        for finding in suggestions(facts_of(known), law)
    )
    return tuple(
        finding
        if finding.due is not None and finding.due > look.day
        else replace(finding, due=look.dues[finding.kind])
        for finding in proposed
        if finding.kind in PROPOSED
        and not (finding.kind == "dead_with_categories" and finding.person_id in told)
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
