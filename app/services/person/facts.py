"""Changing a few facts of a person that belong together, as one act."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from app.core.dictionary import PERSON
from app.core.errors import DeclinedError, UserError
from app.core.identity import IdKind, id_problem, read_id
from app.models.person import Person
from app.models.unit_of_work import Session
from app.services.desk import Desk
from app.services.person.typed import ABSENT, PROTECTED, FieldError, Typed, typed


@dataclass(frozen=True)
class FactGroup:
    """Facts that are asked together."""

    title: str
    keys: tuple[str, ...]


GROUPS: Mapping[str, FactGroup] = {
    "account": FactGroup(
        "发放账户和代领人",
        (
            "bank", "account_name", "account_no", "card_no",
            "agent_name", "agent_id_no", "agent_relation",
        ),
    ),
    "phones": FactGroup("电话", ("phone", "phone_owner", "second_phone", "second_phone_owner")),
    "disability": FactGroup(
        "残疾证",
        (
            "disability_no", "disability_kind", "disability_grade", "disability_parts",
            "disability_valid_until",
        ),
    ),
    "staff_relative": FactGroup(
        "工作人员近亲属备案", ("staff_relative", "staff_relative_words")
    ),
}  # fmt: skip


def expect_person(session: Session, person_id: int) -> Person:
    """The person. Raises ``UserError`` for nobody."""
    person = session.get(Person, person_id)
    if person is None:
        raise UserError("没有找到这个人。", "", "可能已被删除，请刷新列表。")
    return person


def read_facts(values: Mapping[str, str | None], *, today: date) -> dict[str, Typed]:
    """``values`` by dictionary key as values. Raises ``FieldError`` naming the first that cannot
    be read, ``DeclinedError`` for one that has a door of its own."""
    if PROTECTED & values.keys():
        raise DeclinedError("保密事项不在这里修改。", "", "请用“保密事项”单独登记。")
    return {key: typed(PERSON[key], text, today=today) for key, text in values.items()}


def put_facts(person: Person, facts: Mapping[str, Typed]) -> None:
    """Set ``facts`` on ``person``; what they say of absence goes to ``raw``."""
    raw = dict(person.raw or {})
    for key, fact in facts.items():
        if getattr(person, key) != fact.value:
            setattr(person, key, fact.value)
        if fact.said is not None:
            raw[key] = fact.said
        elif raw.get(key) in ABSENT:
            del raw[key]
    if raw != (person.raw or {}):
        person.raw = raw or None


def check_death(death: date | None, *, birth: date | None, today: date) -> None:
    """Raise ``FieldError`` for a day of death in the future or before the birth."""
    if death is not None and death > today:
        raise FieldError("death_date", "死亡日期在今天以后。", "请核对死亡证明上的日期。")
    if death is not None and birth is not None and death < birth:
        raise FieldError("death_date", "死亡日期早于出生日期。", "请核对这两个日期。")


def change_facts(desk: Desk, person_id: int, values: Mapping[str, str | None]) -> None:
    """Change facts of ``GROUPS``; ``values`` are texts by key, empty where unknown.

    Raises ``FieldError`` naming the field that is wrong, ``UserError`` for nobody.
    """
    strange = values.keys() - {key for group in GROUPS.values() for key in group.keys}
    if strange:
        raise ValueError(f"not a fact of a group: {sorted(strange)}")
    today = desk.clock.today()
    labels = "、".join(PERSON[key].label for key in values)
    with desk.write("change_facts", f"修改人员：{labels}", ("person", person_id)) as work:
        person = expect_person(work.session, person_id)
        put_facts(person, read_facts(values, today=today))
        for check in (_check_agent, _check_relative):
            check(person, values)


def check_number(key: str, number: str | None) -> str | None:
    """The 18 characters that identify somebody, None where no number is given. Raises
    ``FieldError`` for one that is wrong."""
    found = read_id(number or "")
    problem = id_problem(found)
    if found.kind is IdKind.NONE or problem is None:
        return found.key
    raise FieldError(key, f"{problem[0]}。", f"{problem[1]}。")


def _check_agent(person: Person, values: Mapping[str, str | None]) -> None:
    if "agent_id_no" in values:
        check_number("agent_id_no", person.agent_id_no)
    named = person.agent_name and person.agent_name not in ABSENT
    if not named and any(values.get(key) for key in ("agent_id_no", "agent_relation")):
        raise FieldError("agent_name", "代领人姓名没有填写。", "请填写代领人是谁。")
    if named and "agent_relation" in values and not person.agent_relation:
        raise FieldError(
            "agent_relation", "代领人与本人关系没有填写。", "请填写，如：儿子、村干部。"
        )


def _check_relative(person: Person, values: Mapping[str, str | None]) -> None:
    if values.get("staff_relative") and person.staff_relative and not person.staff_relative_words:
        raise FieldError(
            "staff_relative_words", "近亲属没有填写。", "请写明是谁、在哪个单位、什么关系。"
        )
