"""The register at the end of a past day: rows with dates are cut there; what bears no date of its
own (a village, a disability) is what the audit trail says it was."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.models.audit import AuditChange, AuditLine
from app.models.base import from_json
from app.models.household import Membership
from app.models.person import Person
from app.models.queries.contacts import Owed
from app.models.queries.past import last_act_of
from app.models.region import Region

# Written over without a day from which the new value holds: it holds from the day it was written.
_UNDATED = ("village_id", "disability_kind", "disability_grade", "disability_parts")
# With a day of their own, so that a late entry counts; only that they were taken away has none.
_DATED = ("closed_on", "death_date")


class Change(NamedTuple):
    """A column of a person that act ``line`` wrote over, with what stood there before."""

    line: int
    person_id: int
    column: str
    before: Any


def changes_since(session: Session, day: date) -> list[Change]:
    """What acts after ``day`` wrote over in people's records, the newest first. Steps that were
    taken back, and the taking back, have changed nothing."""
    undone = session.execute(
        select(AuditLine.id, AuditLine.undone_by).where(AuditLine.undone_by.is_not(None))
    )
    void = {number for pair in undone for number in pair}
    columns = (*_UNDATED, *_DATED)
    query = (
        select(AuditChange.line_id, AuditChange.row_id, AuditChange.before, AuditChange.after)
        .where(
            AuditChange.line_id > last_act_of(session, day),
            AuditChange.table == Person.__tablename__,
            or_(*(AuditChange.before[column].as_string().is_not(None) for column in columns)),
        )
        .order_by(AuditChange.id.desc())
    )
    return [
        Change(line, person_id, column, from_json(Person, column, before[column]))
        for line, person_id, before, after in session.execute(query)
        if line not in void and after is not None
        for column in columns
        if before.get(column) is not None and (column in _UNDATED or after.get(column) is None)
    ]


@dataclass(frozen=True)
class Then:
    """The end of ``day``, and what stood in people's records then where it was written over later:
    by person and column. What was filled in later where nothing stood counts from the beginning.

    ``since``: whoever left the register between that day and ``day`` belongs to it too."""

    day: date
    told: Mapping[int, Mapping[str, Any]]
    since: date | None = None

    def fields(self, person_id: int, known: Mapping[str, Any]) -> dict[str, Any]:
        """The columns of a person: ``known`` now, as they were then."""
        told = self.told.get(person_id)
        return {**known, **{k: told[k] for k in known if k in told}} if told else dict(known)


def as_of(
    session: Session, day: date, changes: Iterable[Change], *, since: date | None = None
) -> Then:
    """The end of ``day``, by those of ``changes`` (the newest first) that came after it."""
    last = last_act_of(session, day)
    told: dict[int, dict[str, Any]] = {}
    for change in changes:
        if change.line > last:
            told.setdefault(change.person_id, {})[change.column] = change.before
    return Then(day, told, since)


def people_then(session: Session, then: Then) -> dict[int, Owed]:
    """Everybody who was on the register at the end of the day, or left it since ``then.since``: as
    far as the duties ask, with the household of that day. Of two records that were merged since
    only the kept one counts."""
    last = then.day
    lived = (
        (Membership.person_id == Person.id)
        & (Membership.start <= last)
        & or_(Membership.end.is_(None), Membership.end >= last)
    )
    query = (
        select(
            Person.id,
            Person.registered_on,
            Person.birth_date,
            Membership.household_id,
            Person.death_date,
            Person.closed_on,
        )
        .outerjoin(Membership, lived)
        .where(Person.merged_into_id.is_(None), Person.registered_on <= last)
        .order_by(Membership.start, Membership.id)
    )
    found: dict[int, Owed] = {}
    for person_id, registered, birth, home, death, closed in session.execute(query):
        own = then.fields(person_id, {"death_date": death, "closed_on": closed})
        gone = _until(own["closed_on"], last)
        if gone is None or (then.since is not None and gone >= then.since):
            died = _first_of(_until(own["death_date"], last), gone)
            found[person_id] = Owed(person_id, registered, died, birth, home)
    return found


def _until(day: date | None, last: date) -> date | None:
    """A day, unless it lies ahead."""
    return day if day is not None and day <= last else None


def _first_of(*days: date | None) -> date | None:
    return min((day for day in days if day is not None), default=None)


def villages_then(
    session: Session, then: Then, people: Collection[int]
) -> dict[int, Region | None]:
    """The village of each of these people on that day (of one that had been merged into another,
    the other one), in the order of the villages."""
    regions = {region.id: region for region in session.scalars(select(Region))}
    found: dict[int, Region | None] = {}
    for person_id, known in session.execute(select(Person.id, Person.village_id)):
        if person_id in people:
            told = then.told.get(person_id, {}).get("village_id", known)
            found[person_id] = _on(
                then.day, regions.get(told or 0) or regions.get(known or 0), regions
            )
    last = max(regions, default=0) + 1
    return dict(sorted(found.items(), key=lambda one: (one[1].id if one[1] else last, one[0])))


def _on(day: date, region: Region | None, regions: Mapping[int, Region]) -> Region | None:
    while region is not None and region.valid_to is not None and region.valid_to < day:
        into = regions.get(region.parent_id or 0)
        if into is None:
            break
        region = into
    return region
