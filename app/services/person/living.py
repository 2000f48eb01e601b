"""In which household a person lives, as part of a larger act: registering or changing a record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from app.core.codes import categories
from app.core.errors import DeclinedError
from app.core.kinship import is_head
from app.models.household import Household
from app.models.person import Person
from app.models.queries import households as queries
from app.models.queries import people as people_queries
from app.models.unit_of_work import Session, Work
from app.services.households import HEAD
from app.services.person.household import free_key, leave, member_row
from app.services.person.rows import expect_row
from app.services.person.typed import FieldError

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class FoundHome:
    """The person becomes the head of a new household."""


@dataclass(frozen=True)
class JoinHome:
    """The person belongs to a household that is there, as the head's ``relation``."""

    household_id: int
    relation: str


@dataclass(frozen=True)
class LeaveHome:
    """The person no longer belongs to any household."""


Home = FoundHome | JoinHome | LeaveHome


def settle_home(
    work: Work, person: Person, home: Home, *, day: date, held: tuple[str, ...]
) -> None:
    """Let ``person`` live where ``home`` says from ``day``; the membership before ends the day
    before. ``held`` are the categories: a new household stands on the first that is a household's.

    Raises ``UserError`` for a household that is not there or a relation that was left open,
    ``DeclinedError`` when it has a head already or the head would leave members behind.
    """
    session = work.session
    known = queries.open_membership(session, person.id)
    if isinstance(home, LeaveHome):
        if known is not None:
            leave(session, person, known, day)
        return
    if isinstance(home, FoundHome):
        if known is not None and is_head(known.relation):
            return
        household, relation = _found(session, person, held), HEAD
    else:
        household, relation = _joined(session, home), home.relation.strip()
    here = known if known is not None and known.household_id == household.id else None
    if here is not None and is_head(here.relation) and not is_head(relation):
        raise DeclinedError("他是这一户的户主。", "", "换户主请在“家庭”标签用“户主…”。")
    if is_head(relation):
        _become_head(session, household, person)
    person.village_id = person.village_id or household.village_id
    person.group_name = person.group_name or household.group_name
    if here is not None:
        here.relation = relation
        return
    if known is not None:
        leave(session, person, known, day - _DAY)
    session.add(member_row(person.id, household.id, relation, day))


def _found(session: Session, person: Person, held: tuple[str, ...]) -> Household:
    """A new household; one that a list named before its head was registered is taken up."""
    known = queries.home_by_head(session, person.id_key) if person.id_key else None
    if known is not None:
        return known
    of_homes = (c for c in held if c in categories() and categories()[c].level == "household")
    household = Household(
        head_name=person.name,
        village_id=person.village_id,
        group_name=person.group_name,
        address=person.address,
        category=next(of_homes, None),
    )
    session.add(household)
    session.flush()
    return household


def _joined(session: Session, home: JoinHome) -> Household:
    if not home.relation.strip():
        raise FieldError(
            "relation", "“与户主关系”没有填写。", "请填写他是户主的什么人，如“配偶”“长子”。"
        )
    return expect_row(session, Household, home.household_id)


def _become_head(session: Session, household: Household, person: Person) -> None:
    """The household is named after its head. A head who died or left the register gives way."""
    for member, relation in people_queries.household_members(session, household.id):
        gone = member.death_date is not None or member.closed_on is not None
        if member.id != person.id and is_head(relation) and not gone:
            raise DeclinedError("这一户已经有户主。", "", "请改填他与户主的关系，或先改户主。")
    household.head_key = free_key(session, person, household.id) or household.head_key
    household.head_name = person.name
    household.head_id_no = person.id_no or household.head_id_no
