"""The categories that a person holds: from when to when, on what basis, confirmed by whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.core.codes import Category, Codes, conflicts_between
from app.core.errors import DeclinedError, UserError
from app.core.periods import Period
from app.models.holding import Holding
from app.models.person import Person
from app.models.queries import codes as code_queries
from app.models.queries import people as queries
from app.models.unit_of_work import Session, Work
from app.services.desk import Desk

END_REASONS = (
    "不再符合条件",
    "本人申请退出",
    "收入、财产超过标准",
    "年龄已满",
    "证件到期",
    "死亡",
    "迁出",
    "转为其他类别",
    "登记错误",
)
_ALWAYS = date(9999, 12, 31)


@dataclass(frozen=True)
class HoldingRow:
    """A category that a person holds or held; ``now`` on the day that was asked for."""

    id: int
    code: str
    name: str
    group: str
    level: str
    start: date
    end: date | None
    basis: str
    confirmed_by: str
    sensitive: bool
    now: bool


@dataclass(frozen=True)
class HoldingFacts:
    """What is kept of a holding, as typed; ``confirmed_by`` empty is whoever sits at the desk."""

    start: date
    end: date | None = None
    basis: str = ""
    confirmed_by: str = ""


def list_holdings(desk: Desk, person_id: int) -> tuple[HoldingRow, ...]:
    """What a person holds today first, then what is over, newest first."""
    today = desk.clock.today()
    with desk.store.read() as session:
        codes = code_queries.own_codes(session)
        rows = [_row(h, codes, today) for h in queries.holdings_of(session, [person_id])]
    order = {code: place for place, code in enumerate(codes.categories)}
    rows.sort(key=lambda row: (not row.now, -row.start.toordinal(), order.get(row.code, 999)))
    return tuple(rows)


def _row(holding: Holding, codes: Codes, today: date) -> HoldingRow:
    known = codes.categories.get(holding.code)
    return HoldingRow(
        id=holding.id,
        code=holding.code,
        name=codes.category_name(holding.code, today),
        group=known.group if known else "",
        level=known.level if known else "person",
        start=holding.start,
        end=holding.end,
        basis=holding.basis or "",
        confirmed_by=holding.confirmed_by or "",
        sensitive=known.sensitive if known else False,
        now=holding.start <= today and (holding.end is None or holding.end >= today),
    )


def add_holding(desk: Desk, person_id: int, code: str, facts: HoldingFacts) -> int:
    """Let a person hold a category; the id of the holding.

    Raises ``UserError`` for days that cannot be, ``DeclinedError`` when the person holds it in that
    time already, or something that excludes it.
    """
    with desk.write("add_holding", "登记类别", ("person", person_id)) as work:
        person = _expect_person(work, person_id)
        codes = code_queries.own_codes(work.session)
        category = codes.categories.get(code)
        if category is None or category.level == "village":
            raise UserError("没有这个人员或家庭的类别。", "", "请从列表里选一个类别。")
        name = codes.category_name(code, facts.start)
        work.describe(f"登记类别：{name}")
        _check_days(person, facts, desk.clock.today())
        _check_others(work.session, person.id, category, facts, codes=codes, but=None)
        holding = Holding(person_id=person.id, code=code, start=facts.start)
        _put(holding, facts, desk)
        work.session.add(holding)
        work.session.flush()
        return holding.id


def correct_holding(desk: Desk, holding_id: int, facts: HoldingFacts) -> None:
    """Correct days, basis and who confirmed. Raises like ``add_holding``."""
    with desk.write("correct_holding", "更正类别") as work:
        holding = _expect(work, holding_id)
        person = _expect_person(work, holding.person_id)
        codes = code_queries.own_codes(work.session)
        work.describe(f"更正类别：{codes.category_name(holding.code, facts.start)}")
        work.line.subject_table, work.line.subject_id = "person", holding.person_id
        _check_days(person, facts, desk.clock.today())
        category = codes.categories.get(holding.code)
        if category is not None:
            _check_others(work.session, person.id, category, facts, codes=codes, but=holding.id)
        _put(holding, facts, desk)


def end_holding(desk: Desk, holding_id: int, *, last: date, reason: str) -> None:
    """The last day on which the category is held, and why; the reason stands with the basis.

    Raises ``UserError`` for a day before the first or without a reason, ``DeclinedError`` when it
    has ended already.
    """
    reason = reason.strip()
    if not reason:
        raise UserError("结束原因没有填写。", "", "请选择或写明原因。")
    with desk.write("end_holding", "结束类别") as work:
        holding = _expect(work, holding_id)
        codes = code_queries.own_codes(work.session)
        name = codes.category_name(holding.code, last)
        work.describe(f"结束类别：{name}")
        work.line.subject_table, work.line.subject_id = "person", holding.person_id
        if holding.end is not None:
            raise DeclinedError(f"“{name}”已经在{holding.end}结束。", "", "日期不对的，请更正。")
        if last < holding.start:
            raise UserError(
                "结束日期早于开始日期。", f"“{name}”从{holding.start}开始。", "请改正日期。"
            )
        holding.end = last
        holding.basis = "；".join(filter(None, (holding.basis, f"结束原因：{reason}")))


def _put(holding: Holding, facts: HoldingFacts, desk: Desk) -> None:
    holding.start, holding.end = facts.start, facts.end
    holding.basis = facts.basis.strip() or None
    holding.confirmed_by = facts.confirmed_by.strip() or desk.actor.name


def _check_days(person: Person, facts: HoldingFacts, today: date) -> None:
    if facts.end is not None and facts.end < facts.start:
        raise UserError("结束日期早于开始日期。", "", "请改正日期。")
    if person.birth_date is not None and facts.start < person.birth_date:
        raise UserError(
            "开始日期早于出生日期。", f"这个人出生于{person.birth_date}。", "请改正日期。"
        )
    if person.death_date is not None and facts.start > person.death_date:
        raise UserError(
            "开始日期晚于死亡日期。", f"这个人登记的死亡日期是{person.death_date}。", "请核对日期。"
        )
    if facts.start.year > today.year + 1:
        raise UserError(f"开始日期太远：{facts.start}。", "", "请核对年份。")


def _check_others(
    session: Session,
    person_id: int,
    category: Category,
    facts: HoldingFacts,
    *,
    codes: Codes,
    but: int | None,
) -> None:
    """Nobody holds a category twice in a time, nor one beside another that excludes it: the
    person's own, and for a household's category those of the household too."""
    wanted = Period(facts.start, facts.end or _ALWAYS)
    for other in queries.holdings_of(session, _asked(session, person_id, category)):
        if other.id == but or not wanted.overlaps(Period(other.start, other.end or _ALWAYS)):
            continue
        own = other.person_id == person_id
        known = codes.categories.get(other.code)
        words = f"从{other.start}到{other.end or '现在'}"
        name = codes.category_name(other.code, other.start)
        if own and other.code == category.code:
            raise DeclinedError(
                f"这个人{words}已经是“{name}”。", "", "日期不对的，请更正那一条；不用再登记一次。"
            )
        if known is None or not conflicts_between(category, known):
            continue
        if own or known.level == "household":
            who = "这个人" if own else "同一家庭的成员"
            wanted_name = codes.category_name(category.code, facts.start)
            raise DeclinedError(
                f"“{wanted_name}”与“{name}”不能同时享受。",
                f"{who}{words}是“{name}”。",
                "请先结束其中一个，再登记另一个。",
            )


def _asked(session: Session, person_id: int, category: Category) -> Sequence[int]:
    if category.level != "household":
        return [person_id]
    home = queries.household_of(session, person_id)
    if home is None:
        return [person_id]
    members = [person.id for person, _ in queries.household_members(session, home[0].id)]
    return [person_id, *(one for one in members if one != person_id)]


def _expect(work: Work, holding_id: int) -> Holding:
    holding = work.session.get(Holding, holding_id)
    if holding is None:
        raise UserError("没有找到这条类别记录。", "", "可能已被撤销，请刷新后再看。")
    return holding


def _expect_person(work: Work, person_id: int) -> Person:
    person = work.session.get(Person, person_id)
    if person is None:
        raise UserError("没有找到这个人。", "", "可能已被删除，请刷新列表。")
    return person
