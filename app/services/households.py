"""Households: finding one, showing who lives in it (``services/person/household`` changes it)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.core.errors import UserError
from app.models.person import Person
from app.models.queries import codes as code_queries
from app.models.queries import households as queries
from app.models.queries import people as people_queries
from app.models.unit_of_work import Session
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
