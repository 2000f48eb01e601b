"""What the tables of the page 待遇 show: people found, members with their sums, programmes."""

from __future__ import annotations

from dataclasses import dataclass

from app.core.money import yuan
from app.core.terms import Answer
from app.services.entitlements import VerdictView
from app.services.home_entitlements import HomeEntitlements, MemberEntitlements, Sum
from app.services.people import PersonRow
from app.services.trials import TrialLine
from app.ui.widgets.rows import Column

WHOLE = "全户"
_TONES = {Answer.YES: "done", Answer.NO: "quiet", Answer.OPEN: "late"}


@dataclass(frozen=True)
class MemberRow:
    """A member, or (``person_id`` None) the household as a whole."""

    person_id: int | None
    name: str
    relation: str
    month: Sum


@dataclass(frozen=True)
class ProgrammeRow:
    """One programme of one person, or of the household."""

    name: str
    verdict: VerdictView


def member_rows(home: HomeEntitlements) -> tuple[MemberRow, ...]:
    """The household first, where there is more than one person."""
    each = tuple(MemberRow(m.person_id, m.name, m.relation, m.month) for m in home.members)
    if len(each) < 2:
        return each
    return (MemberRow(None, WHOLE, f"{len(each)} 人", home.sums[0]), *each)


def programme_rows(
    home: HomeEntitlements, member: MemberEntitlements | None
) -> tuple[ProgrammeRow, ...]:
    """Of one member, or of everybody; what pays the household stands with the household, and with
    somebody who lives alone."""
    chosen = home.members if member is None else (member,)
    rows = [ProgrammeRow(one.name, verdict) for one in chosen for verdict in one.verdicts]
    if member is None or len(home.members) == 1:
        rows += [ProgrammeRow(WHOLE, verdict) for verdict in home.home]
    return tuple(rows)


def amount_words(verdict: VerdictView) -> str:
    """``211.50 元/人·月``; open is no amount."""
    return "—" if verdict.amount is None else f"{yuan(verdict.amount)} {verdict.unit}"


def brief(verdict: VerdictView | None) -> str:
    """``211.50 元/人·月``, ``不符合``, ``待核实``."""
    if verdict is None:
        return "没有这项待遇"
    return amount_words(verdict) if verdict.answer is Answer.YES else verdict.answer_name


def _month(row: MemberRow) -> str:
    return "待核实" if row.month.open and row.month.known is None else yuan(row.month.known)


def _waiting(row: MemberRow) -> str:
    return f"{len(row.month.open)} 项" if row.month.open else ""


FOUND = (
    Column[PersonRow]("姓名", lambda row: row.name, 94),
    Column[PersonRow]("年龄", lambda row: "" if row.age is None else str(row.age), 50, right=True),
    Column[PersonRow]("村（社区）", lambda row: row.village, 92),
    Column[PersonRow]("类别", lambda row: "、".join(row.categories), 76, stretch=True),
)

MEMBERS = (
    Column[MemberRow]("姓名", lambda row: row.name, 80, stretch=True),
    Column[MemberRow]("关系", lambda row: row.relation, 56),
    Column[MemberRow]("每月已定", _month, 82, right=True),
    Column[MemberRow]("待核实", _waiting, 64, right=True, tone=lambda _: "late"),
)


def _tone(row: ProgrammeRow) -> str:
    return _TONES[row.verdict.answer]


PROGRAMMES = (
    Column[ProgrammeRow]("姓名", lambda row: row.name, 76),
    Column[ProgrammeRow]("待遇", lambda row: row.verdict.title, 180),
    Column[ProgrammeRow]("结论", lambda row: row.verdict.answer_name, 74, tone=_tone),
    Column[ProgrammeRow](
        "金额",
        lambda row: amount_words(row.verdict),
        132,
        right=True,
        key=lambda row: row.verdict.amount,
    ),
    Column[ProgrammeRow]("为什么", lambda row: row.verdict.why, 150, stretch=True),
    Column[ProgrammeRow]("要核实", lambda row: "；".join(row.verdict.to_find_out), 110),
    Column[ProgrammeRow]("条款", lambda row: str(row.verdict.data.get("cite", "")), 78),
)


def _change(line: TrialLine) -> str:
    return "done" if line.changed else "quiet"


TRIAL = (
    Column[TrialLine]("待遇", lambda line: line.title, 176, stretch=True),
    Column[TrialLine]("现在", lambda line: brief(line.before), 140),
    Column[TrialLine]("试算", lambda line: brief(line.after), 140, tone=_change),
)
