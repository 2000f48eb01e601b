"""Keeping one person's record by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from app.core.codes import Codes
from app.core.dictionary import PERSON
from app.core.errors import DeclinedError, UserError
from app.core.identity import IdKind, IdNumber, id_problem, read_id
from app.models.holding import Holding
from app.models.person import Person
from app.models.queries import codes as code_queries
from app.models.queries import people as queries
from app.models.queries import sameness
from app.models.unit_of_work import Work
from app.services.desk import Desk
from app.services.drafts import settle
from app.services.office import village_ids
from app.services.person.facts import check_death, expect_person, put_facts, read_facts
from app.services.person.living import Home, settle_home
from app.services.person.typed import FieldError
from app.services.typed_facts import Weight, judge


@dataclass(frozen=True)
class SavePerson:
    """A person as typed: ``values`` are texts by dictionary key, "" or None where unknown.

    ``person_id`` None registers somebody new. ``home`` None leaves the household as it is.
    ``draft`` is the place of the draft that is saved hereby.
    """

    person_id: int | None
    values: Mapping[str, str | None]
    village: str
    group: str
    categories: tuple[str, ...]
    home: Home | None = None
    draft: str = ""


@dataclass(frozen=True)
class KnownPerson:
    """Who holds an identity number already."""

    person_id: int
    name: str


def who_has(desk: Desk, typed: str) -> KnownPerson | None:
    """The person on the register with this identity number (15, 18, 20 or 22 characters)."""
    key = read_id(typed).key
    if key is None:
        return None
    with desk.store.read() as session:
        person = queries.person_by_key(session, key)
        if person is not None and person.merged_into_id is not None:
            person = session.get(Person, sameness.kept_id(session, person.id))
        return KnownPerson(person.id, person.name) if person is not None else None


def save_person(desk: Desk, command: SavePerson) -> int:
    """Register or change a person with the household, in one act; returns the person's id.

    Raises ``UserError`` naming the field that cannot be read, ``DeclinedError`` when the identity
    number belongs to somebody on the register already, or the household has another head.
    """
    today = desk.clock.today()
    facts = read_facts(command.values, today=today)
    name = facts["name"].value if "name" in facts else None
    if not name:
        raise FieldError("name", "姓名没有填写。", "请填写姓名；没有名字的婴儿填“未取名”。")
    _refuse_errors(command, desk)
    with desk.write("save_person", "登记人员") as work:
        person = _existing(work, command.person_id)
        if person is None:
            person = Person(registered_on=today, name=str(name))
            work.session.add(person)
        else:
            work.describe("修改人员")
        put_facts(person, facts)
        identify(work, person)
        check_death(person.death_date, birth=person.birth_date, today=today)
        if command.village:
            person.village_id = village_ids(work, {command.village})[command.village]
        person.group_name = command.group or None
        work.session.flush()
        _hold(work, person, command.categories, desk)
        if command.home is not None:
            settle_home(work, person, command.home, day=today, held=command.categories)
        settle(work, desk, command.draft)
        return person.id


def _refuse_errors(command: SavePerson, desk: Desk) -> None:
    """What is said to be wrong while it is typed is not saved either. The identity number and the
    categories are looked at below, together with what is known."""
    for remark in judge(command.values, command.categories, desk.clock.today()):
        if remark.weight is Weight.ERROR and remark.key not in {"id_no", "categories"}:
            label = PERSON[remark.key].label
            raise FieldError(remark.key, f"“{label}”不对：{remark.words}。", "请改正后保存。")


def _existing(work: Work, person_id: int | None) -> Person | None:
    return None if person_id is None else expect_person(work.session, person_id)


def identify(work: Work, person: Person) -> None:
    """Derive from the number what it says, and keep one record for each number.

    Sex and birth date are filled in where unknown, never overwritten; the same with what the number
    of a disability card tells when it was typed instead. A number that cannot identify anybody may
    be kept with a reason (``no_id_reason``).
    """
    number = _without_card(person, read_id(person.id_no or ""))
    problem = id_problem(number)
    if problem is not None and number.kind is not IdKind.NONE and not person.no_id_reason:
        raise UserError(
            f"{problem[0]}。", problem[1] + "；", "确实只有这个号码的，请在“无身份证号原因”中写明。"
        )
    other = queries.person_by_key(work.session, number.key) if number.key else None
    if other is not None and other.id != person.id:
        raise DeclinedError(
            "这个身份证号已经登记。", "一个人只登记一次。", "请打开已有的记录修改。"
        )
    person.id_key = number.key
    person.id_kind = number.kind
    if number.key is not None:
        person.sex = person.sex or number.sex
        person.birth_date = person.birth_date or number.birth


def _without_card(person: Person, number: IdNumber) -> IdNumber:
    """A disability card's number begins with the identity number: each goes to its own field."""
    if number.card is None:
        return number
    person.disability_no = person.disability_no or number.card.number
    person.disability_kind = person.disability_kind or number.card.kind
    person.disability_grade = person.disability_grade or number.card.grade
    person.id_no = number.text[:18]
    return read_id(person.id_no)


def _hold(work: Work, person: Person, codes: tuple[str, ...], desk: Desk) -> None:
    today = desk.clock.today()
    known = code_queries.own_codes(work.session)
    unknown = set(codes) - known.categories.keys()
    if unknown:
        raise UserError(f"没有这个对象类别：{'、'.join(sorted(unknown))}。")
    held = {h.code: h for h in queries.holdings_of(work.session, [person.id]) if h.end is None}
    _refuse_conflicts(set(codes), known, today)
    for code in codes:
        if code not in held:
            work.session.add(
                Holding(person_id=person.id, code=code, start=today, confirmed_by=desk.actor.name)
            )
    for code in held.keys() - set(codes):
        held[code].end = today


def _refuse_conflicts(codes: set[str], known: Codes, today: date) -> None:
    for code in sorted(codes):
        for other in known.categories[code].conflicts:
            if other in codes:
                raise DeclinedError(
                    f"“{known.category_name(code, today)}”与“{known.category_name(other, today)}”"
                    "不能同时享受。",
                    "",
                    "请先结束其中一个。",
                )
