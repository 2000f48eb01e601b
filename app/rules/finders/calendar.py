"""What the adopted programmes want by a day: reports, meetings, cards at an age."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from app.core.periods import Period, add_months
from app.rules.caregivers import wanted_scores
from app.rules.deadline_rules import DeadlineRule
from app.rules.deadlines import Due, deadline_keys, due_at_ages, due_in
from app.rules.engine.parameters import InForce
from app.rules.finders.look import Look
from app.rules.findings import Finding, key_of

_LEDGER = "month_ledger"
_SCORES = "caregiver_score"
_CARDS = "elder_cards"


def calendar(look: Look) -> Iterator[Finding]:
    """Every deadline of an adopted programme that runs by the calendar: listed some days ahead,
    kept some months when it is late. A ledger that was sent is done by itself (S3.218), and so are
    the scores of a month once every agreement has one (S3.217)."""
    window, started = _window(look), _started(look)
    for name in deadline_keys(look.policy):
        adopted = _adopted(look, name, started)
        if window is None or adopted is None:
            continue
        for due in due_in(look.policy, name, window, region=look.region):
            if due.last not in adopted or (
                name == _LEDGER and f"{due.last:%Y-%m}" in look.register.ledgers
            ):
                continue
            unscored = carers_unscored(look, due) if name == _SCORES else None
            if unscored == 0:
                continue
            title = look.policy.parameters[f"deadline.{name}"].title
            left = f"（还有{unscored}份没有考核）" if unscored else ""
            yield _finding("calendar", (name, due.last), due, f"{title}：{due.task}{left}")


def carers_unscored(look: Look, due: Due) -> int | None:
    """S3.217: how many agreements have no score for the month that is due; None where none is kept
    here, so that nobody knows."""
    month = f"{due.last:%Y-%m}"
    wanted = wanted_scores(look.register.care, month)
    scored = {one.agreement_id for one in look.register.care_scored if one.month == month}
    return sum(term.id not in scored for term in wanted) if wanted else None


def elder_card(look: Look) -> Iterator[Finding]:
    """S4.202: who comes to the age of a card, where the programme is adopted."""
    window, adopted = _window(look), _adopted(look, _CARDS, _started(look))
    if window is None or adopted is None:
        return
    for person in look.register.people:
        if person.birth_date is None or person.death_date is not None:
            continue
        for due in due_at_ages(look.policy, _CARDS, person.birth_date, region=look.region):
            if due.last in window and due.last in adopted and due.last >= person.registered_on:
                words = f"{due.last}到龄，办理{due.task}"
                yield _finding("elder_card", (person.id, due.task), due, words, person_id=person.id)


def _finding(
    kind: str, parts: tuple[object, ...], due: Due, words: str, *, person_id: int | None = None
) -> Finding:
    return Finding(
        key=key_of(kind, *parts),
        kind=kind,
        words=words,
        remedy=f"由{due.who}办理，办完后办结这件事项",
        source=due.cite,
        person_id=person_id,
        due=due.last,
        facts={"起止": f"{due.first}至{due.last}", "责任": due.who},
    )


def _window(look: Look) -> Period | None:
    ahead, back = look.count("matter.ahead_days"), look.count("plan.late_months")
    if ahead is None or back is None:
        return None
    return Period(add_months(look.day, -back), look.day + timedelta(days=ahead))


def _started(look: Look) -> date | None:
    """Since when this register is kept: what fell due before was never missed here."""
    return min((person.registered_on for person in look.register.people), default=None)


def _adopted(look: Look, name: str, started: date | None) -> Period | None:
    """When the programme that brings the deadline is carried out with this register."""
    found = look.policy.value(f"deadline.{name}", day=look.day, region=look.region)
    if not isinstance(found, InForce) or started is None:
        return None
    assert isinstance(found.value, DeadlineRule)
    adopted = look.register.adopted.get(found.value.pack)
    if adopted is None or adopted.last < started:
        return None
    return Period(max(adopted.first, started), adopted.last)


FINDERS = (calendar, elder_card)
