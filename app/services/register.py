"""Keeping one person's record by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from app.core.codes import Codes
from app.core.dictionary import PERSON, Kind
from app.core.errors import DeclinedError, UserError
from app.core.identity import IdKind, id_problem, read_id
from app.core.money import parse_yuan
from app.importers.cells import parse_yes_no
from app.importers.dates import parse_date_text
from app.models.holding import Holding
from app.models.person import Person
from app.models.queries import codes as code_queries
from app.models.queries import people as queries
from app.models.unit_of_work import Work
from app.services.desk import Desk
from app.services.office import village_ids


@dataclass(frozen=True)
class SavePerson:
    """A person as typed: ``values`` are texts by dictionary key, "" or None where unknown.

    ``person_id`` None registers somebody new.
    """

    person_id: int | None
    values: Mapping[str, str | None]
    village: str
    group: str
    categories: tuple[str, ...]


def save_person(desk: Desk, command: SavePerson) -> int:
    """Register or change a person; returns the person's id.

    Raises ``UserError`` naming the field that cannot be read, ``DeclinedError`` when the identity
    number belongs to somebody on the register already.
    """
    today = desk.clock.today()
    values = {key: _typed(key, text, today) for key, text in command.values.items()}
    if not values.get("name"):
        raise UserError("姓名没有填写。", "", "请填写姓名；没有名字的婴儿填“未取名”。")
    with desk.write("save_person", "登记人员") as work:
        person = _existing(work, command.person_id)
        if person is None:
            person = Person(registered_on=today, name=str(values["name"]))
            work.session.add(person)
        else:
            work.describe("修改人员")
        for key, value in values.items():
            setattr(person, key, value)
        identify(work, person)
        if command.village:
            person.village_id = village_ids(work, {command.village})[command.village]
        person.group_name = command.group or None
        work.session.flush()
        _hold(work, person, command.categories, desk)
        return person.id


def _existing(work: Work, person_id: int | None) -> Person | None:
    if person_id is None:
        return None
    person = work.session.get(Person, person_id)
    if person is None:
        raise UserError("没有找到这个人。", "", "可能已被删除，请刷新列表。")
    return person


def _typed(key: str, text: str | None, today: date) -> object:
    """The value that ``text`` means; raises ``UserError`` naming the field."""
    field = PERSON[key]
    if text is None or not text.strip():
        return None
    if field.kind is Kind.TEXT:
        return text.strip()
    value: object
    if field.kind is Kind.MONEY:
        value = parse_yuan(text)
    elif field.kind is Kind.YES_NO:
        value = parse_yes_no(text)
    else:
        value = parse_date_text(text, day=today).value
    if value is None:
        raise UserError(
            f"“{field.label}”看不懂：{text}。",
            "",
            "日期如 2026-05-20，金额如 705.00，是否填是或否。",
        )
    return value


def identify(work: Work, person: Person) -> None:
    """Derive from the number what it says, and keep one record for each number.

    Sex and birth date are filled in where unknown, never overwritten. A number that cannot
    identify anybody may be kept with a reason (``no_id_reason``).
    """
    number = read_id(person.id_no or "")
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
