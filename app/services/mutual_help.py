"""Households that help others near them (互助户): who helps whom with what, from when (S1.306)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.core.errors import DeclinedError, UserError
from app.core.money import cents
from app.models.giving import MutualHelp
from app.models.queries import giving as queries
from app.rules.engine.parameters import InForce
from app.services.desk import Desk
from app.services.gifts import expect_receiver
from app.services.office import expect_office

SUBSIDY = "mutual_help.amount"


@dataclass(frozen=True)
class StartHelp:
    """Who is helped by whom; ``helper_person_id`` where the helper is on the register."""

    person_id: int
    helper: str
    start: date
    helper_person_id: int | None = None
    helper_phone: str = ""
    tasks: str = ""


@dataclass(frozen=True)
class HelpRow:
    """One person who is helped. ``served``: how many this helper helps now; ``months`` from start
    to the end or today, begun ones counted whole."""

    id: int
    person_id: int
    name: str
    village: str
    helper: str
    helper_phone: str
    tasks: str
    start: date
    end: date | None
    end_reason: str
    served: int
    months: int


@dataclass(frozen=True)
class HelpList:
    """Those who are helped; ``subsidy`` is yuan a month and person served (S1.213), None where the
    office has not entered an amount."""

    rows: tuple[HelpRow, ...]
    subsidy: Decimal | None

    def due_to(self, row: HelpRow) -> Decimal | None:
        """Yuan for the months in which this one was helped."""
        return None if self.subsidy is None else cents(self.subsidy * row.months)


def start_help(desk: Desk, command: StartHelp) -> int:
    """A household begins to help somebody. Raises ``UserError`` without a helper or for a day to
    come, ``DeclinedError`` for one's own household (who has the duty to care is not paid for it)
    and when the same helper helps already."""
    if not command.helper.strip():
        raise UserError("没有填写互助户。", "", "请填写户主或照应人的姓名。")
    if command.start > desk.clock.today():
        raise UserError("日期在今天之后。", "", "请填写开始互助的日期。")
    with desk.write("start_help", "登记互助户", ("person", command.person_id)) as work:
        session = work.session
        person = expect_receiver(session, command.person_id, command.start)
        home = None
        if command.helper_person_id is not None:
            home = queries.open_home(session, command.helper_person_id)
            if command.helper_person_id == person.id or (
                home is not None and home == queries.open_home(session, person.id)
            ):
                raise DeclinedError(
                    "同一户的人不算互助。", "家里人有照料的责任。", "请选邻居或其他人家。"
                )
        for other in queries.mutual_help(session, person_id=person.id):
            if other.help.end is None and other.help.helper == command.helper.strip():
                raise DeclinedError("这一户已经在照应这个人。", "", "要修改，请先结束原来的。")
        row = MutualHelp(
            person_id=person.id,
            helper_household_id=home,
            helper=command.helper.strip(),
            helper_phone=command.helper_phone.strip() or None,
            tasks=command.tasks.strip() or None,
            start=command.start,
        )
        session.add(row)
        session.flush()
        return row.id


def end_help(desk: Desk, help_id: int, end: date, reason: str) -> None:
    """The last day of a help and why it ends. Raises ``UserError`` for a day before the start or
    to come, ``DeclinedError`` when it has ended."""
    with desk.write("end_help", "结束互助", ("mutual_help", help_id)) as work:
        row = work.session.get(MutualHelp, help_id)
        if row is None:
            raise UserError("没有找到这条互助。", "", "可能已被撤销，请刷新列表。")
        if row.end is not None:
            raise DeclinedError("这条互助已经结束。", "", "请刷新列表。")
        if not row.start <= end <= desk.clock.today():
            raise UserError("日期不对。", f"从 {row.start} 开始。", "请填写最后一天，不晚于今天。")
        row.end, row.end_reason = end, reason.strip() or None


def list_help(desk: Desk) -> HelpList:
    """Everybody who is helped, those still helped first."""
    today, region = desk.clock.today(), expect_office(desk).code
    found = desk.policy.value(SUBSIDY, day=today, region=region)
    amount = found.value if isinstance(found, InForce) else None
    with desk.store.read() as session:
        lines = queries.mutual_help(session)
    served = Counter(line.help.helper for line in lines if line.help.end is None)
    rows = tuple(
        HelpRow(
            id=line.help.id,
            person_id=line.help.person_id,
            name=line.name,
            village=line.village or "",
            helper=line.help.helper,
            helper_phone=line.help.helper_phone or "",
            tasks=line.help.tasks or "",
            start=line.help.start,
            end=line.help.end,
            end_reason=line.help.end_reason or "",
            served=served[line.help.helper],
            months=_months(line.help.start, line.help.end or today),
        )
        for line in lines
    )
    return HelpList(rows, amount if isinstance(amount, Decimal) else None)


def _months(first: date, last: date) -> int:
    return (last.year - first.year) * 12 + last.month - first.month + 1
