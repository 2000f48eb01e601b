"""Self-care assessments: six answers, what follows from them, and their history."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from app.core.self_care import SelfCareResult, self_care_form, self_care_result
from app.models.circumstances import SelfCare
from app.models.queries.past import Past
from app.services.desk import Desk
from app.services.person.facts import expect_person
from app.services.person.rows import check_not_future
from app.services.person.typed import FieldError

BASES = ("首次", "复评（能力变化）", "定期")


@dataclass(frozen=True)
class Assessment:
    """An assessment as written on its form: answers by the keys of the form, None where the paper
    is silent."""

    person_id: int
    day: date
    answers: Mapping[str, bool | None]
    assessor: str
    basis: str = ""


def record_self_care(desk: Desk, command: Assessment) -> SelfCareResult:
    """Keep an assessment. When it is the newest and decides a level, that becomes the person's
    self-care, in the same act (S3.114).

    Raises ``FieldError`` for a day in the future or before the birth, for no assessor, and when
    not one question is answered.
    """
    form = self_care_form()
    answers = {item.key: command.answers.get(item.key) for item in form.items}
    result = self_care_result(answers)
    check_not_future("day", command.day, desk.clock.today())
    if not command.assessor.strip():
        raise FieldError("assessor", "评估人没有填写。", "请填写两名评估人，或评估机构的名称。")
    if all(answer is None for answer in answers.values()):
        raise FieldError(form.items[0].key, "六项都没有填写。", "请按评估表逐项填“能”或“不能”。")
    with desk.write("record_self_care", "登记自理能力评估", ("person", command.person_id)) as work:
        person = expect_person(work.session, command.person_id)
        if person.birth_date is not None and command.day < person.birth_date:
            raise FieldError("day", "评估日期早于出生日期。", "请核对这两个日期。")
        before = Past(work.session, None).of(SelfCare, "person_id", person.id)
        work.session.add(
            SelfCare(
                person_id=person.id,
                day=command.day,
                answers=answers,
                able_count=result.able,
                result=result.level,
                assessor=command.assessor.strip(),
                basis=command.basis or None,
            )
        )
        if result.level is not None and all(other.day <= command.day for other in before):
            person.self_care = result.level
    return result
