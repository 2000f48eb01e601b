"""Households: finding one, showing who lives in it, moving somebody in or out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.core.codes import categories
from app.core.errors import DeclinedError, UserError
from app.core.kinship import is_head
from app.models.household import Household, Membership
from app.models.person import Person
from app.models.queries import codes as code_queries
from app.models.queries import households as queries
from app.models.queries import people as people_queries
from app.models.unit_of_work import Session, Work
from app.services.desk import Desk
from app.services.faces import age_text, names_by_person

HEAD = "户主"
_FEW = 12


@dataclass(frozen=True)
class HomeRow:
    """One household to choose from."""

    id: int
    head_name: str
    village: str
    group: str
    address: str
    size: int


@dataclass(frozen=True)
class Member:
    """Somebody of a household. ``gone`` says why the person no longer lives there in fact (已去世,
    已注销), empty for everybody else."""

    person_id: int
    name: str
    relation: str
    sex: str
    age: int | None
    categories: tuple[str, ...]
    gone: str = ""


@dataclass(frozen=True)
class HouseholdView:
    """A household and its present members, in the order in which they came."""

    row: HomeRow
    members: tuple[Member, ...]


def find_homes(desk: Desk, text: str, *, limit: int = _FEW) -> tuple[HomeRow, ...]:
    """Households whose head (or a member) is called like ``text``, pinyin and initials too."""
    if not text.strip():
        return ()
    with desk.store.read() as session:
        return tuple(_row(line) for line in queries.find_homes(session, text.strip(), limit))


def list_homes(desk: Desk, village: str = "") -> tuple[HomeRow, ...]:
    """The households of a village (all without one), by head."""
    with desk.store.read() as session:
        return tuple(_row(line) for line in queries.homes_in(session, village))


def show_household(desk: Desk, household_id: int) -> HouseholdView:
    """A household with its members. Raises ``UserError`` when there is none."""
    with desk.store.read() as session:
        return _view(session, household_id, desk.clock.today())


def household_of(desk: Desk, person_id: int) -> HouseholdView | None:
    """The household that somebody belongs to now."""
    with desk.store.read() as session:
        home = people_queries.household_of(session, person_id)
        return _view(session, home[0].id, desk.clock.today()) if home else None


def _view(session: Session, household_id: int, day: date) -> HouseholdView:
    lines = queries.home_lines(session, [household_id])
    if not lines:
        raise UserError("没有找到这一户。", "", "可能已被删除，请刷新列表。")
    found = people_queries.household_members(session, household_id)
    held = people_queries.held_by(session, [person.id for person, _ in found])
    names = names_by_person(held, day, code_queries.own_codes(session))
    members = tuple(
        Member(
            person_id=person.id,
            name=person.name,
            relation=relation or "",
            sex=person.sex or "",
            age=age_text(person.birth_date, day),
            categories=names.get(person.id, ()),
            gone=_gone(person),
        )
        for person, relation in found
        if person.merged_into_id is None
    )
    return HouseholdView(_row(lines[0]), members)


def _gone(person: Person) -> str:
    if person.death_date is not None:
        return "已去世"
    return "已注销" if person.closed_on is not None else ""


def _row(line: queries.HomeLine) -> HomeRow:
    return HomeRow(
        id=line.id,
        head_name=line.head_name,
        village=line.village or "",
        group=line.group or "",
        address=line.address or "",
        size=line.size,
    )


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
    """Let ``person`` live where ``home`` says from ``day``; the membership before ends that day.

    Raises ``UserError`` for a household that is not there or a relation that was left open,
    ``DeclinedError`` when it has a head already.
    """
    session = work.session
    known = people_queries.household_of(session, person.id)
    if isinstance(home, LeaveHome):
        if known is not None:
            known[1].end = day
        return
    if isinstance(home, FoundHome):
        if known is not None and is_head(known[1].relation):
            return
        household, relation = _found(session, person, held), HEAD
    else:
        household, relation = _joined(session, home), home.relation.strip()
    if is_head(relation):
        _become_head(session, household, person)
    person.village_id = person.village_id or household.village_id
    person.group_name = person.group_name or household.group_name
    if known is not None and known[0].id == household.id:
        known[1].relation = relation
        return
    if known is not None:
        known[1].end = day
    session.add(
        Membership(person_id=person.id, household_id=household.id, relation=relation, start=day)
    )


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
    household = session.get(Household, home.household_id)
    if household is None:
        raise UserError("没有找到这一户。", "", "可能已被删除，请重新选择家庭。")
    if not home.relation.strip():
        raise UserError("“与户主关系”没有填写。", "", "请填写他是户主的什么人，如“配偶”“长子”。")
    return household


def _become_head(session: Session, household: Household, person: Person) -> None:
    """The household is named after its head. A head who died or left the register gives way."""
    for member, relation in people_queries.household_members(session, household.id):
        if member.id != person.id and is_head(relation) and not _gone(member):
            raise DeclinedError("这一户已经有户主。", "", "请改填他与户主的关系，或先改户主。")
    other = queries.home_by_head(session, person.id_key) if person.id_key else None
    if other is not None and other.id != household.id:
        raise DeclinedError("他已经是另一户的户主。", "", "请把他登记到他自己那一户。")
    household.head_name = person.name
    household.head_id_no = person.id_no or household.head_id_no
    household.head_key = person.id_key or household.head_key
