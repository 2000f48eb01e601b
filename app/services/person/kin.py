"""Who stands by a person: guardians, carers, those who must support (S3.130, S1.105)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from app.core.terms import KIN_ROLE_NAMES, KinRole
from app.models.circumstances import Kin
from app.models.queries import people as queries
from app.models.unit_of_work import Session
from app.services.desk import Desk
from app.services.person.facts import check_number, expect_person
from app.services.person.rows import check_days, expect_row, read_row, set_row
from app.services.person.typed import ABSENT, FieldError


def add_kin(desk: Desk, person_id: int, values: Mapping[str, str | None]) -> int:
    """Write down somebody who stands by the person; the new row's number.

    ``values`` are texts by column (``role`` a ``KinRole``). Raises ``FieldError`` naming the column
    that is empty or wrong. Somebody whose number is on the register is linked to that record.
    """
    with desk.write("add_kin", "登记照料人等", ("person", person_id)) as work:
        expect_person(work.session, person_id)
        kin = Kin(person_id=person_id, role="", name="")
        _fill(work.session, kin, values, desk.clock.today())
        work.session.add(kin)
        work.session.flush()
        work.describe(f"登记{KIN_ROLE_NAMES[KinRole(kin.role)]}")
        return kin.id


def change_kin(desk: Desk, kin_id: int, values: Mapping[str, str | None]) -> None:
    """Correct what is written; columns that ``values`` does not name stay as they are."""
    with desk.write("change_kin", "修改照料人等") as work:
        kin = expect_row(work.session, Kin, kin_id)
        work.line.subject_table, work.line.subject_id = "person", kin.person_id
        kept = {"role": kin.role, "name": kin.name, **values}
        _fill(work.session, kin, kept, desk.clock.today())
        work.describe(f"修改{KIN_ROLE_NAMES[KinRole(kin.role)]}")


def end_kin(desk: Desk, kin_id: int, day: date) -> None:
    """From the day after ``day`` on this one no longer stands by the person; the row is kept."""
    with desk.write("end_kin", "结束照料人等") as work:
        kin = expect_row(work.session, Kin, kin_id)
        work.line.subject_table, work.line.subject_id = "person", kin.person_id
        check_days(kin.start, day)
        kin.end = day
        work.describe(f"结束{KIN_ROLE_NAMES[KinRole(kin.role)]}")


def _fill(session: Session, kin: Kin, values: Mapping[str, str | None], today: date) -> None:
    found = read_row("kin", values, today=today, required=("role", "name"))
    if found["role"] not in KIN_ROLE_NAMES:
        raise FieldError("role", "没有这种身份。", f"可选：{'、'.join(KIN_ROLE_NAMES.values())}。")
    if found["name"] in ABSENT:
        raise FieldError("name", "姓名没有填写。", "没有这样的人，就不用登记。")
    set_row(kin, found)
    check_days(kin.start, kin.end)
    key = check_number("id_no", kin.id_no)
    other = queries.person_by_key(session, key) if key else None
    if other is not None and other.id == kin.person_id:
        raise FieldError("id_no", "这是本人的身份证号。", "请填写照料人、监护人自己的号码。")
    kin.other_id = other.id if other else None
