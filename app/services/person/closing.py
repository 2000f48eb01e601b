"""Closing a record with a reason, opening it again, and what must then no longer be paid.

Nothing is deleted: a closed record leaves the lists, the plan and the ledger, and keeps its story.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.core.benefits import benefit_name
from app.core.errors import DeclinedError
from app.core.periods import month_of
from app.core.terms import CLOSE_NAMES, REOPEN_NAMES, CloseReason, ReopenReason
from app.models.circumstances import Benefit
from app.models.household import Award, Membership
from app.models.person import Person
from app.models.queries import households as queries
from app.models.queries.codes import own_codes
from app.models.queries.past import Past
from app.models.unit_of_work import Session
from app.services.desk import Desk
from app.services.person.facts import check_death, expect_person
from app.services.person.rows import check_days, check_not_future, expect_row
from app.services.person.typed import FieldError
from app.services.responsibility import finish_all_of

# Who is dead or gone no longer belongs to the household; the others still do.
_LEAVES = frozenset({CloseReason.DEATH, CloseReason.MOVED_OUT})
_TOTAL = "total_amount"


@dataclass(frozen=True)
class ClosePerson:
    """``day`` is the day of death where the reason is 死亡, else the last day on the register;
    ``words`` explain it and go to the remarks (needed for 其他)."""

    person_id: int
    reason: CloseReason
    day: date
    words: str = ""


@dataclass(frozen=True)
class Payment:
    """Something that is still paid after a record was closed: by name, or to the household, where
    ``others`` members are left who may go on with another amount. ``ids`` are its rows."""

    table: str
    ids: tuple[int, ...]
    name: str
    amount: Decimal | None
    start: date
    others: int

    @property
    def words(self) -> str:
        """What is to be done."""
        if self.table == "benefit":
            return "发给本人，应停发"
        if not self.others:
            return "发给全户，户内没有别人了，应停发"
        return f"发给全户，户内还有 {self.others} 人，应重新核算"


def close_person(desk: Desk, command: ClosePerson) -> tuple[Payment, ...]:
    """Close the record; what is paid beyond this month comes back, to be stopped.

    Whoever died or moved away also leaves the household that day. Raises ``DeclinedError`` when
    the record is closed already, ``FieldError`` for a day in the future, before the birth, or for
    其他 without words.
    """
    check_not_future("day", command.day, desk.clock.today())
    if command.reason is CloseReason.OTHER and not command.words.strip():
        raise FieldError("words", "原因没有写明。", "选“其他”时，请写清楚是什么原因。")
    words = f"封存：{CLOSE_NAMES[command.reason]}"
    with desk.write("close_person", words, ("person", command.person_id)) as work:
        person = expect_person(work.session, command.person_id)
        if person.closed_on is not None:
            raise DeclinedError("这个人已经封存。", "", "要继续登记，请先重新启用。")
        if command.reason is CloseReason.DEATH:
            check_death(command.day, birth=person.birth_date, today=desk.clock.today())
            person.death_date = command.day
        close_record(work.session, person, command)
        return _payments(work.session, person)


def close_record(session: Session, person: Person, command: ClosePerson) -> None:
    """Close an open record inside an act of somebody else, a transfer, say; nobody is responsible
    for it any longer."""
    person.closed_on, person.close_reason = command.day, command.reason
    _remark(person, f"封存：{CLOSE_NAMES[command.reason]}", command.words, command.day)
    membership = queries.open_membership(session, person.id)
    if command.reason in _LEAVES and membership is not None:
        membership.end = max(command.day, membership.start)
    finish_all_of(session, person.id, command.day, CLOSE_NAMES[command.reason])
    session.flush()


def reopen_person(desk: Desk, person_id: int, reason: ReopenReason, words: str = "") -> None:
    """Keep the record up again from today. A death that closed it goes; the household has to be
    joined anew, since its award may have changed meanwhile.

    Raises ``DeclinedError`` when the record is open, or was merged into another one;
    ``FieldError`` for 其他 without words.
    """
    if reason is ReopenReason.OTHER and not words.strip():
        raise FieldError("words", "原因没有写明。", "选“其他”时，请写清楚是什么原因。")
    act = f"重新启用：{REOPEN_NAMES[reason]}"
    with desk.write("reopen_person", act, ("person", person_id)) as work:
        person = expect_person(work.session, person_id)
        if person.closed_on is None:
            raise DeclinedError("这个人没有封存，不用重新启用。")
        if person.merged_into_id is not None:
            raise DeclinedError(
                "这份记录已经并入另一份。", "", "合并有误的，请在“设置 → 操作记录”里撤销合并。"
            )
        if person.close_reason == CloseReason.DEATH:
            person.death_date = None
        person.closed_on, person.close_reason = None, None
        _remark(person, act, words, desk.clock.today())


_NEXT_REMARK = re.compile(r"；(?=[0-9]{4}-[0-9]{2}-[0-9]{2} )")


def _remark(person: Person, what: str, words: str, day: date) -> None:
    if words.strip():
        line = f"{day.isoformat()} {what}：{words.strip()}"
        person.note = f"{person.note}；{line}" if person.note else line


def closing_words(person: Person) -> str:
    """Why a closed record was closed, with what the clerk wrote beside it."""
    if person.closed_on is None or person.close_reason is None:
        return ""
    name = CLOSE_NAMES[CloseReason(person.close_reason)]
    day = person.closed_on.isoformat()
    _, found, words = (person.note or "").rpartition(f"{day} 封存：{name}：")
    told = _NEXT_REMARK.split(words, 1)[0] if found else ""
    return f"{name}：{told}（{day}）" if told else f"{name}（{day}）"


def payments_to_stop(desk: Desk, person_id: int) -> tuple[Payment, ...]:
    """What is still paid beyond the month in which the record was closed; nothing while it is
    open."""
    with desk.store.read() as session:
        return _payments(session, expect_person(session, person_id))


def everybody_to_stop(desk: Desk) -> tuple[tuple[int, tuple[Payment, ...]], ...]:
    """The same for the whole register: (person, payments)."""
    with desk.store.read() as session:
        people = [expect_person(session, i) for i in queries.closed_and_paid(session)]
        found = ((person.id, _payments(session, person)) for person in people)
        return tuple((person_id, payments) for person_id, payments in found if payments)


def stop_payments(desk: Desk, person_id: int, payments: Sequence[Payment], last_day: date) -> None:
    """End these payments, ``last_day`` being the last day that is paid; one act.

    Raises ``FieldError`` where that day is before a payment began.
    """
    with desk.write("stop_payments", "停发待遇", ("person", person_id)) as work:
        for payment in payments:
            row_type: type[Award | Benefit] = Benefit if payment.table == "benefit" else Award
            for row_id in payment.ids:
                row = expect_row(work.session, row_type, row_id)
                check_days(row.start, last_day)
                row.end = last_day
        work.describe(f"停发待遇：{len(payments)} 项")


def _payments(session: Session, person: Person) -> tuple[Payment, ...]:
    if person.closed_on is None:
        return ()
    last = month_of(person.closed_on).last  # the month is still owed
    found = [
        Payment("benefit", (row.id,), benefit_name(row.kind), row.amount, row.start, 0)
        for row in queries.running_benefits(session, person.id, last)
    ]
    home = _last_home(session, person)
    if home is None:
        return tuple(found)
    others = [row for row in queries.open_members(session, home) if row.person_id != person.id]
    codes = own_codes(session)
    rows: dict[str, list[Award]] = {}
    for award in queries.running_awards(session, home, granted=person.closed_on, beyond=last):
        rows.setdefault(award.category, []).append(award)
    for category, awards in rows.items():
        total = next((award.amount for award in awards if award.kind == _TOTAL), None)
        ids = tuple(award.id for award in awards)
        start = min(award.start for award in awards)
        found.append(
            Payment(
                "award",
                ids,
                codes.category_name(category, person.closed_on),
                total,
                start,
                len(others),
            )
        )
    return tuple(found)


def _last_home(session: Session, person: Person) -> int | None:
    """The household that the person belonged to when the record was closed."""
    assert person.closed_on is not None
    rows = Past(session, None).of(Membership, "person_id", person.id)
    then = [row for row in rows if row.end is None or row.end >= person.closed_on]
    return then[-1].household_id if then else None
