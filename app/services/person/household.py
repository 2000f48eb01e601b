"""A household: its facts, and who belongs to it from when to when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from app.core.dictionary import HOUSEHOLD
from app.core.errors import DeclinedError
from app.core.kinship import is_head
from app.models.household import Household, Membership
from app.models.person import Person
from app.models.queries.households import home_by_head, open_members, open_membership
from app.models.unit_of_work import Session, Work
from app.services.desk import Desk
from app.services.households import HEAD
from app.services.office import village_ids
from app.services.person.facts import expect_person
from app.services.person.rows import check_not_future, expect_row, set_row
from app.services.person.typed import FieldError, typed

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class SaveHousehold:
    """A household as typed: texts by the keys of ``HOUSEHOLD``; what is not named stays."""

    household_id: int
    values: Mapping[str, str | None]
    village: str = ""
    group: str | None = None


def new_household(desk: Desk, head_id: int, day: date) -> int:
    """A new household of one from ``day`` on; the person is its head. Its number.

    Raises ``DeclinedError`` when the person belongs to a household, or a household of this head
    exists already.
    """
    check_not_future("day", day, desk.clock.today())
    with desk.write("new_household", "新立一户", ("person", head_id)) as work:
        person = expect_person(work.session, head_id)
        _refuse_member(work.session, person)
        home = Household(
            head_name=person.name,
            head_id_no=person.id_no,
            head_key=free_key(work.session, person),
            village_id=person.village_id,
            group_name=person.group_name,
        )
        work.session.add(home)
        work.session.flush()
        work.session.add(member_row(person.id, home.id, HEAD, day))
        return home.id


def save_household(desk: Desk, command: SaveHousehold) -> None:
    """Change facts of a household. The head is changed by ``change_head`` only.

    Raises ``FieldError`` naming what cannot be read. A household has no place for 不适用 where a
    number, an amount or yes/no is asked: that is refused, not dropped.
    """
    if {"head_name", "head_id_no"} & command.values.keys():
        raise ValueError("the head is changed by change_head")
    today = desk.clock.today()
    found: dict[str, object] = {}
    for key, text in command.values.items():
        fact = typed(HOUSEHOLD[key], text, today=today)
        if fact.said is not None:
            raise FieldError(
                key,
                f"“{HOUSEHOLD[key].label}”不能填不适用。",
                "没有就填 0 或无，不清楚就空着。",
            )
        found[key] = fact.value
    with desk.write("save_household", "修改家庭", ("household", command.household_id)) as work:
        home = expect_row(work.session, Household, command.household_id)
        set_row(home, found)
        if command.village:
            home.village_id = village_ids(work, {command.village})[command.village]
        if command.group is not None:
            home.group_name = command.group.strip() or None


def join_household(
    desk: Desk, person_id: int, household_id: int, *, relation: str, day: date
) -> None:
    """From ``day`` on the person belongs to the household; a membership elsewhere ends the day
    before, in the same act.

    Raises ``DeclinedError`` when the person belongs to it already or heads another household with
    members, ``FieldError`` for a day in the future or before the membership elsewhere began.
    """
    check_not_future("day", day, desk.clock.today())
    relation = relation.strip()
    if not relation or is_head(relation):
        raise FieldError(
            "relation", "与户主关系没有填对。", "如配偶、子、女；换户主请用“变更户主”。"
        )
    with desk.write("join_household", "加入家庭", ("person", person_id)) as work:
        person = expect_person(work.session, person_id)
        expect_row(work.session, Household, household_id)
        known = open_membership(work.session, person_id)
        if known is not None and known.household_id == household_id:
            raise DeclinedError(
                "这个人已经在这一户。", "", "关系填错了，请用“变更户主”或修改关系。"
            )
        if known is not None:
            leave(work.session, person, known, day - _DAY)
            work.describe("转到另一户")
        work.session.add(member_row(person_id, household_id, relation, day))


def leave_household(desk: Desk, person_id: int, day: date) -> None:
    """``day`` is the person's last day in the household.

    Raises ``DeclinedError`` when there is none, or while the head leaves members behind;
    ``FieldError`` for a day in the future or before the membership began.
    """
    check_not_future("day", day, desk.clock.today())
    with desk.write("leave_household", "退出家庭", ("person", person_id)) as work:
        person = expect_person(work.session, person_id)
        known = open_membership(work.session, person_id)
        if known is None:
            raise DeclinedError("这个人没有登记所在的家庭。")
        leave(work.session, person, known, day)


def change_relation(desk: Desk, person_id: int, relation: str) -> None:
    """Correct how a member is related to the head."""
    if not relation.strip() or is_head(relation.strip()):
        raise FieldError(
            "relation", "与户主关系没有填对。", "如配偶、子、女；换户主请用“变更户主”。"
        )
    with desk.write("change_relation", "更正与户主关系", ("person", person_id)) as work:
        known = open_membership(work.session, person_id)
        if known is None or is_head(known.relation):
            raise DeclinedError("户主或不在户内的人，不能这样改。", "", "换户主请用“变更户主”。")
        known.relation = relation.strip()


def change_head(
    desk: Desk, household_id: int, person_id: int, *, day: date, relations: Mapping[int, str]
) -> None:
    """From ``day`` on a member is the head. ``relations`` say how the others are related to the
    new head; of those not named it is unknown from that day on. What was until then is kept.

    Raises ``DeclinedError`` when the person is no member, is the head already, or heads another
    household; ``FieldError`` for a day in the future or before a membership began.
    """
    check_not_future("day", day, desk.clock.today())
    with desk.write("change_head", "变更户主", ("household", household_id)) as work:
        home = expect_row(work.session, Household, household_id)
        person = expect_person(work.session, person_id)
        members = open_members(work.session, household_id)
        own = next((row for row in members if row.person_id == person_id), None)
        if own is None or is_head(own.relation):
            raise DeclinedError("新户主要是这一户现在的其他成员。", "", "请先登记其加入这一户。")
        home.head_key = free_key(work.session, person, home.id)
        home.head_name, home.head_id_no = person.name, person.id_no
        for row in members:
            relation = HEAD if row is own else relations.get(row.person_id) or None
            _go_on_as(work, row, relation, day)


def _go_on_as(work: Work, row: Membership, relation: str | None, day: date) -> None:
    """Let the membership go on with another relation from ``day``: a new row, unless it began on
    that very day."""
    if row.start > day:
        raise FieldError("day", "有成员在这一天以后才加入。", "请核对变更户主的日期。")
    if row.start == day:
        row.relation = relation
        return
    row.end = day - _DAY
    work.session.add(member_row(row.person_id, row.household_id, relation, day))


def member_row(person_id: int, household_id: int, relation: str | None, start: date) -> Membership:
    """Somebody belongs to a household from ``start`` on."""
    return Membership(
        person_id=person_id, household_id=household_id, relation=relation, start=start
    )


def leave(session: Session, person: Person, known: Membership, day: date) -> None:
    """End a membership on ``day``. Raises as ``leave_household``."""
    if day < known.start - _DAY:
        raise FieldError("day", "日期早于加入家庭的日期。", "请核对这两个日期。")
    others = [row for row in open_members(session, known.household_id) if row is not known]
    if is_head(known.relation) and others:
        raise DeclinedError("户主退出前，请先变更户主。", f"这一户还有 {len(others)} 名成员。")
    known.end = max(day, known.start)


def _refuse_member(session: Session, person: Person) -> None:
    if open_membership(session, person.id) is not None:
        raise DeclinedError("这个人已经在一户里。", "", "请先办理退出，再新立一户。")


def free_key(session: Session, person: Person, household_id: int | None = None) -> str | None:
    """The key under which imports find the household of this head. A household that nobody belongs
    to any more gives it up."""
    if person.id_key is None:
        return None
    other = home_by_head(session, person.id_key)
    if other is None or other.id == household_id:
        return person.id_key
    if open_members(session, other.id):
        raise DeclinedError(
            "以这个人为户主的家庭已经登记，里面还有成员。",
            "一个户主只有一户。",
            "请先为那一户变更户主，或把成员转到这一户。",
        )
    other.head_key = None
    session.flush()
    return person.id_key
