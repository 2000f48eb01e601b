"""The carers: who may be paid to care, from when, and the end of a qualification."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from app.core.errors import DeclinedError
from app.core.identity import read_id
from app.models.care import Carer
from app.models.queries import care as queries
from app.models.queries import people as people_queries
from app.models.unit_of_work import Session
from app.services.care.standing import follow_carer, lose_qualification
from app.services.desk import Desk
from app.services.matter_acts import Done
from app.services.person.facts import check_number
from app.services.person.rows import check_not_future, expect_row, read_row, set_row
from app.services.person.typed import FieldError


def add_carer(desk: Desk, values: Mapping[str, str | None]) -> int:
    """Register a carer; ``values`` are texts by column. Who is on the register is known by the
    identity number. Raises ``FieldError`` for what is missing, wrong or there already."""
    with desk.write("add_carer", "登记护理人") as work:
        carer = Carer(name="")
        _fill(work.session, desk, carer, values)
        work.session.add(carer)
        work.session.flush()
        work.line.subject_table, work.line.subject_id = "carer", carer.id
        return carer.id


def change_carer(desk: Desk, carer_id: int, values: Mapping[str, str | None]) -> None:
    """Correct what is written; those cared for are told of it in their records."""
    with desk.write("change_carer", "修改护理人", ("carer", carer_id)) as work:
        carer = expect_row(work.session, Carer, carer_id)
        before = carer.name
        kept = {"name": carer.name, "qualified_on": carer.qualified_on.isoformat(), **values}
        _fill(work.session, desk, carer, kept)
        follow_carer(work, carer, before, desk.clock.today())


def end_qualification(desk: Desk, carer_id: int, day: date, reason: str) -> Done:
    """End a qualification for another reason than a score: every agreement ends with it (S3.217).

    Raises ``FieldError`` for a day that cannot be or no reason, ``DeclinedError`` when it has
    ended.
    """
    with desk.write("end_qualification", "取消护理资格", ("carer", carer_id)) as work:
        carer = expect_row(work.session, Carer, carer_id)
        check_not_future("day", day, desk.clock.today())
        if day < carer.qualified_on:
            raise FieldError("day", f"早于取得资格的日期{carer.qualified_on}。", "请核对日期。")
        if not reason.strip():
            raise FieldError("reason", "没有写明原因。", "请写明为什么取消。")
        if carer.disqualified_on is not None:
            raise DeclinedError(f"护理资格已在{carer.disqualified_on}取消。")
        ended = lose_qualification(work, desk, carer, day=day, reason=reason.strip())
        work.describe(f"取消护理资格，{ended}份协议终止")
        return Done(work.act_id, work.line.words)


def qualify_again(desk: Desk, carer_id: int, day: date) -> Done:
    """Give a qualification back from ``day`` on; agreements are signed anew."""
    with desk.write("qualify_again", "重新取得护理资格", ("carer", carer_id)) as work:
        carer = expect_row(work.session, Carer, carer_id)
        if carer.disqualified_on is None:
            raise DeclinedError("护理资格没有取消，不用重新取得。")
        check_not_future("day", day, desk.clock.today())
        if day < carer.disqualified_on:
            raise FieldError("day", f"早于取消的日期{carer.disqualified_on}。", "请核对日期。")
        carer.qualified_on, carer.disqualified_on, carer.disqualified_reason = day, None, None
        return Done(work.act_id, work.line.words)


def _fill(session: Session, desk: Desk, carer: Carer, values: Mapping[str, str | None]) -> None:
    today = desk.clock.today()
    found = read_row("carer", values, today=today, required=("name", "qualified_on"))
    day = found["qualified_on"]
    assert isinstance(day, date)
    check_not_future("qualified_on", day, today)
    if carer.disqualified_on is not None and day > carer.disqualified_on:
        raise FieldError("qualified_on", "晚于取消资格的日期。", "请核对日期。")
    set_row(carer, found)
    key = check_number("id_no", carer.id_no)
    if key is not None:
        others = (one for one in queries.carers(session) if one.id != carer.id)
        if any(read_id(other.id_no or "").key == key for other in others):
            raise FieldError("id_no", "这个人已经登记为护理人。", "请在列表里找到他。")
        carer.sex = carer.sex or read_id(carer.id_no or "").sex
    person = people_queries.person_by_key(session, key) if key else None
    carer.person_id = person.id if person else None
    if person is not None and person.death_date is not None:
        raise FieldError("id_no", f"这个人已在{person.death_date}去世。", "请核对身份证号。")
