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
_FESTIVALS = frozenset({"festival_gift", "festival_visit"})
_ACTIVITY = "activity_"  # then the kind of activity that the deadline wants


def calendar(look: Look) -> Iterator[Finding]:
    """Every deadline of an adopted programme that runs by the calendar: listed some days ahead,
    kept some months when it is late. What is on record is done by itself: a ledger that was sent
    (S3.218), the scores of a month once every agreement has one (S3.217), a festival whose lists
    are closed (S4.214), an activity that was held (S4.220)."""
    window, started = _window(look), _started(look)
    for name in deadline_keys(look.policy):
        adopted = _adopted(look, name, started)
        if window is None or adopted is None:
            continue
        for due in due_in(look.policy, name, window, region=look.region):
            if due.last not in adopted or _is_done(look, name, due):
                continue
            title = look.policy.parameters[f"deadline.{name}"].title
            words = f"{title}：{due.task}{_how_far(look, name, due)}"
            yield _finding("calendar", (name, due.last), due, words)


def carers_unscored(look: Look, due: Due) -> int | None:
    """S3.217: how many agreements have no score for the month that is due; None where none is kept
    here, so that nobody knows."""
    month = f"{due.last:%Y-%m}"
    wanted = wanted_scores(look.register.care, month)
    scored = {one.agreement_id for one in look.register.care_scored if one.month == month}
    return sum(term.id not in scored for term in wanted) if wanted else None


def _is_done(look: Look, name: str, due: Due) -> bool:
    if name == _LEDGER:
        return f"{due.last:%Y-%m}" in look.register.ledgers
    if name == _SCORES:
        return carers_unscored(look, due) == 0
    if name in _FESTIVALS:
        listed = look.register.festivals.get(due.last)
        return listed is not None and listed.closed
    held = look.register.activities.get(name.removeprefix(_ACTIVITY), ())
    return name.startswith(_ACTIVITY) and any(
        due.first <= day <= min(due.last, look.day) for day in held
    )


def _how_far(look: Look, name: str, due: Due) -> str:
    """Of a festival whether there is a list, and how much of it was handed out; of the carers how
    many are not assessed."""
    if name == _SCORES:
        unscored = carers_unscored(look, due)
        return f"（还有{unscored}份没有考核）" if unscored else ""
    if name not in _FESTIVALS:
        return ""
    listed = look.register.festivals.get(due.last)
    if listed is None or not listed.people:
        return "（还没有名单）"
    return f"（名单 {listed.people} 人，已发 {listed.given} 人）"


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
