"""The whole register in a handful of queries, as the plain rows that finders look through."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from app.core.terms import WishState
from app.models.circumstances import Benefit, SelfCare
from app.models.contact import Contact
from app.models.duty import ContactExcuse
from app.models.exchange import LedgerExport
from app.models.giving import Activity, FestivalVisit, Gift, Wish
from app.models.holding import Cadre, Holding, Responsible
from app.models.household import Award, Household, Membership
from app.models.person import Person
from app.models.region import Region

Rows = Sequence[tuple[Any, ...]]


def rows_of_people(session: Session, fields: Sequence[str]) -> Rows:
    """(id, household, registered on, then ``fields``) of everybody still on the register."""
    columns = [getattr(Person, field) for field in fields]
    query = (
        select(Person.id, Membership.household_id, Person.registered_on, *columns)
        .outerjoin(Membership, (Membership.person_id == Person.id) & Membership.end.is_(None))
        .where(Person.closed_on.is_(None))
        .order_by(Person.id)
    )
    return [tuple(row) for row in session.execute(query)]


def rows_of_homes(session: Session, fields: Sequence[str], *, only: int | None = None) -> Rows:
    """(id, then ``fields``) of every household, or of ``only`` that one."""
    query = select(Household.id, *(getattr(Household, field) for field in fields))
    if only is not None:
        query = query.where(Household.id == only)
    return [tuple(row) for row in session.execute(query)]


def village_names(session: Session) -> dict[int, str]:
    """The name of every village by its id."""
    return {row[0]: row[1] for row in session.execute(select(Region.id, Region.name))}


def held_on(session: Session, day: date) -> Rows:
    """(person, code, start) of every category held on ``day``; what ends that day has ended."""
    query = select(Holding.person_id, Holding.code, Holding.start).where(
        Holding.start <= day, or_(Holding.end.is_(None), Holding.end > day)
    )
    return [tuple(row) for row in session.execute(query.order_by(Holding.id))]


def excuses_on(session: Session, day: date) -> Rows:
    """(person, number, start, reason) of everything for which nobody is to come on ``day``."""
    query = select(
        ContactExcuse.person_id, ContactExcuse.id, ContactExcuse.start, ContactExcuse.reason
    ).where(ContactExcuse.start <= day, or_(ContactExcuse.end.is_(None), ContactExcuse.end >= day))
    return [tuple(row) for row in session.execute(query.order_by(ContactExcuse.id))]


def spells(session: Session) -> Rows:
    """(person, code, start, end) of every category that is or was held."""
    query = select(Holding.person_id, Holding.code, Holding.start, Holding.end)
    return [tuple(row) for row in session.execute(query.order_by(Holding.id))]


def awards_on(session: Session, day: date) -> Rows:
    """(household, category, yuan a month, start) of every award on ``day``."""
    query = select(Award.household_id, Award.category, Award.amount, Award.start).where(
        Award.kind == "total_amount",
        Award.start <= day,
        or_(Award.end.is_(None), Award.end > day),
    )
    return [tuple(row) for row in session.execute(query.order_by(Award.id))]


def benefits_on(session: Session, day: date) -> Rows:
    """(person, kind, yuan, start, account) of every payment by name on ``day``; one that was paid
    once has no end and is not asked for here."""
    query = select(
        Benefit.person_id, Benefit.kind, Benefit.amount, Benefit.start, Benefit.account_no
    ).where(
        Benefit.rhythm != "once",
        Benefit.start <= day,
        or_(Benefit.end.is_(None), Benefit.end > day),
    )
    return [tuple(row) for row in session.execute(query.order_by(Benefit.id))]


def newest_told(session: Session, day: date, layouts: Collection[int] = ()) -> Rows:
    """(person, contact, day, answers, layout) of the newest contact at which needs were asked:
    under ``problems``, or in the boxes of one of ``layouts``."""
    asked = Contact.answers["problems"].as_string().is_not(None)
    if layouts:
        asked = or_(asked, Contact.done & Contact.layout_id.in_(layouts))
    newest = func.row_number().over(
        partition_by=Contact.person_id, order_by=(Contact.day.desc(), Contact.id.desc())
    )
    inner = select(Contact.id, newest.label("place")).where(asked, Contact.day <= day).subquery()
    query = (
        select(Contact.person_id, Contact.id, Contact.day, Contact.answers, Contact.layout_id)
        .join(inner, inner.c.id == Contact.id)
        .where(inner.c.place == 1)
    )
    return [tuple(row) for row in session.execute(query)]


def tries_since_reached(session: Session, day: date) -> Rows:
    """(person, contact, day, kind, done, why not seen) of the contacts of each person from the day
    on which somebody was last reached, newest first."""
    reached = (
        select(Contact.person_id, func.max(Contact.day).label("day"))
        .where(Contact.done, Contact.day <= day)
        .group_by(Contact.person_id)
        .subquery()
    )
    unseen = Contact.answers["unseen_reason"].as_string()
    query = (
        select(Contact.person_id, Contact.id, Contact.day, Contact.kind, Contact.done, unseen)
        .outerjoin(reached, reached.c.person_id == Contact.person_id)
        .where(Contact.day <= day, or_(reached.c.day.is_(None), Contact.day >= reached.c.day))
        .order_by(Contact.person_id, Contact.day.desc(), Contact.id.desc())
    )
    return [tuple(row) for row in session.execute(query)]


def checked_on(session: Session, day: date) -> Mapping[int, date]:
    """When what is on record of each person was last compared with what was found at the door."""
    asked = Contact.answers["facts_true"].as_string().is_not(None)
    query = (
        select(Contact.person_id, func.max(Contact.day))
        .where(asked, Contact.day <= day)
        .group_by(Contact.person_id)
    )
    return dict(session.execute(query).all())


def assessed_on(session: Session, day: date) -> Mapping[int, date]:
    """When each person's ability to live alone was last assessed."""
    query = (
        select(SelfCare.person_id, func.max(SelfCare.day))
        .where(SelfCare.day <= day)
        .group_by(SelfCare.person_id)
    )
    return dict(session.execute(query).all())


def responsible_on(session: Session, day: date) -> frozenset[int]:
    """Who has somebody responsible on ``day``; whoever has left covers nobody (S0.210)."""
    query = (
        select(Responsible.person_id)
        .outerjoin(Cadre, Cadre.id == Responsible.cadre_id)
        .where(Responsible.start <= day, or_(Responsible.end.is_(None), Responsible.end >= day))
        .where(or_(Cadre.left_on.is_(None), Cadre.left_on >= day))
    )
    return frozenset(session.scalars(query))


def ledgers_sent(session: Session) -> frozenset[str]:
    """The months of which a ledger was sent."""
    return frozenset(session.scalars(select(LedgerExport.month)))


def wishes_claimed(session: Session) -> Rows:
    """(wish, person, words, by whom, when) of every wish that somebody has taken on and not
    fulfilled."""
    query = (
        select(Wish.id, Wish.person_id, Wish.words, Wish.claimed_by, Wish.claimed_on)
        .join(Person, Person.id == Wish.person_id)
        .where(Wish.state == WishState.CLAIMED, Person.closed_on.is_(None))
        .order_by(Wish.id)
    )
    return [tuple(row) for row in session.execute(query)]


def festival_lists(session: Session) -> Rows:
    """(day, people, given, whether every list is closed) of each festival day."""
    query = (
        select(FestivalVisit.day, func.count(Gift.id), func.count(Gift.day))
        .outerjoin(Gift, Gift.festival_id == FestivalVisit.id)
        .group_by(FestivalVisit.day)
    )
    still_open = select(FestivalVisit.day).where(FestivalVisit.closed_on.is_(None))
    opened = set(session.scalars(still_open))
    return [
        (day, people, given, day not in opened) for day, people, given in session.execute(query)
    ]


def activity_days(session: Session) -> dict[str, list[date]]:
    """The days of the activities of each kind."""
    found: dict[str, list[date]] = defaultdict(list)
    for kind, day in session.execute(select(Activity.kind, Activity.day)):
        found[kind].append(day)
    return dict(found)


def by_first(rows: Rows) -> dict[int, list[tuple[Any, ...]]]:
    """Rows by their first column, without it."""
    found: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for first, *rest in rows:
        found[first].append(tuple(rest))
    return found
