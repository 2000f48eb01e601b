"""What the tables of one person show."""

from __future__ import annotations

from decimal import Decimal

from app.core.money import yuan
from app.core.terms import UNKNOWN
from app.services.person.contacting import EventLine, ExcuseLine
from app.services.person.incomes import HouseholdIncome
from app.services.person.lines import (
    BenefitLine,
    ContactLine,
    HoldingLine,
    IncomeRow,
    KinLine,
    MemberLine,
    SelfCareLine,
)
from app.services.person.responsible import NamedLine
from app.services.person.story import StoryLine
from app.services.person.typed import FactLine
from app.ui.widgets.rows import Column


def yuan_or_unknown(amount: Decimal | None) -> str:
    """An amount; one that nobody knows is never shown as a figure."""
    return UNKNOWN if amount is None else yuan(amount)


def until_text(line: HoldingLine | BenefitLine | KinLine | MemberLine | NamedLine) -> str:
    """The last day, or that it still runs."""
    return line.end.isoformat() if line.end else "至今"


def _over(line: HoldingLine | BenefitLine | KinLine | MemberLine | NamedLine) -> str:
    return "quiet" if line.end else ""


FACTS = (
    Column[FactLine]("项目", lambda line: line.label, 140, tone=lambda line: "quiet"),
    Column[FactLine](
        "内容",
        lambda line: line.value,
        200,
        stretch=True,
        tone=lambda line: "" if line.known else "quiet",
    ),
)

MEMBERS = (
    Column[MemberLine]("姓名", lambda line: "　".join((line.name, *line.marks)), 100, stretch=True),
    Column[MemberLine]("与户主关系", lambda line: line.relation or UNKNOWN, 92),
    Column[MemberLine]("年龄", lambda line: "—" if line.age is None else str(line.age), 50),
    Column[MemberLine]("加入", lambda line: line.start.isoformat(), 96, tone=_over),
    Column[MemberLine]("退出", until_text, 96, tone=_over),
)


def kin_name(line: KinLine) -> str:
    """Who it is, to the person what, and of a carer how it goes."""
    who = f"{line.name}（{line.relation}）" if line.relation else line.name
    return f"{who}　{line.care}" if line.care else who


def able_text(able: bool | None) -> str:
    """Whether somebody can do what the role asks."""
    return UNKNOWN if able is None else "能" if able else "不能"


def _over_bend(line: ExcuseLine | EventLine) -> str:
    return "quiet" if isinstance(line, ExcuseLine) and not line.running else ""


KIN = (
    Column[KinLine]("身份", lambda line: line.role_name, 84, tone=_over),
    Column[KinLine]("姓名（关系）", kin_name, 92, stretch=True, tone=_over),
    Column[KinLine]("电话", lambda line: line.phone or "—", 110, tone=_over),
    Column[KinLine]("能履行", lambda line: able_text(line.able), 70, tone=_over),
    Column[KinLine]("结束", until_text, 94, tone=_over),
)

SELF_CARE = (
    Column[SelfCareLine]("评估日期", lambda line: line.day.isoformat(), 96),
    Column[SelfCareLine]("结果", lambda line: line.result, 78),
    Column[SelfCareLine](
        "不能自主的", lambda line: "、".join(line.failed) or "—", 150, stretch=True
    ),
    Column[SelfCareLine]("评估人", lambda line: line.assessor, 90),
)


def _bend_when(line: ExcuseLine | EventLine) -> str:
    if isinstance(line, EventLine):
        return line.when
    return f"{line.start.isoformat()} 至 {line.end.isoformat() if line.end else '未定'}"


def _bend_words(line: ExcuseLine | EventLine) -> str:
    """Which ways, why, and who said so."""
    if isinstance(line, EventLine):
        return _with_speaker(line.words or "—", line.told_by)
    return _with_speaker(f"{line.ways}；{line.reason}", line.said_by)


def _with_speaker(words: str, who: str) -> str:
    return f"{words}（{who}）" if who else words


BENDS = (
    Column[ExcuseLine | EventLine]("什么", lambda line: line.kind_name, 88, tone=_over_bend),
    Column[ExcuseLine | EventLine]("时间", _bend_when, 190, tone=_over_bend),
    Column[ExcuseLine | EventLine]("说明", _bend_words, 110, stretch=True, tone=_over_bend),
)


def home_year_words(line: HouseholdIncome) -> str:
    """What the sum of a household's year is made of."""
    parts = []
    if line.unknown:
        parts.append(f"{line.unknown} 人的收入未采集，合计只是已知的")
    if line.size is None:
        parts.append("家庭人口未采集")
    if line.months is not None:
        parts.append(f"只登记了 {line.months} 个月")
    return "；".join(parts) or "全户都已登记"


INCOMES = (
    Column[IncomeRow]("年月", lambda line: line.period, 80),
    Column[IncomeRow]("来源", lambda line: line.kind_name, 94),
    Column[IncomeRow]("金额", lambda line: yuan_or_unknown(line.amount), 92, right=True),
    Column[IncomeRow]("谁的", lambda line: "全户" if line.of_household else "本人", 54),
    Column[IncomeRow]("依据", lambda line: line.basis or "—", 60, stretch=True),
)

BENEFITS = (
    Column[BenefitLine]("待遇", lambda line: line.name, 104, stretch=True, tone=_over),
    Column[BenefitLine](
        "金额", lambda line: yuan_or_unknown(line.amount), 82, right=True, tone=_over
    ),
    Column[BenefitLine]("发放", lambda line: line.rhythm_name, 56, tone=_over),
    Column[BenefitLine]("开始", lambda line: line.start.isoformat(), 94, tone=_over),
    Column[BenefitLine]("结束", until_text, 94, tone=_over),
)

HOLDINGS = (
    Column[HoldingLine]("类别", lambda line: line.name, 110, stretch=True, tone=_over),
    Column[HoldingLine]("开始", lambda line: line.start.isoformat(), 94, tone=_over),
    Column[HoldingLine]("结束", until_text, 94, tone=_over),
    Column[HoldingLine]("依据", lambda line: line.basis, 116, tone=_over),
)

CONTACTS = (
    Column[ContactLine]("日期", lambda line: line.day.isoformat(), 94),
    Column[ContactLine]("方式", lambda line: line.kind_name, 82),
    Column[ContactLine](
        "结果",
        lambda line: "见到" if line.done else "未见到",
        66,
        tone=lambda line: "" if line.done else "quiet",
    ),
    Column[ContactLine]("走访人", lambda line: line.visitors, 88),
    Column[ContactLine](
        "表和记录",
        lambda line: "：".join(filter(None, (line.form, line.note))),
        120,
        stretch=True,
    ),
)


def _undone(line: StoryLine) -> str:
    return "quiet" if line.undone else ""


def story_change(line: StoryLine) -> str:
    """From what to what; something that came has no before."""
    return f"{line.before} → {line.after}" if line.before else line.after


def story_words(line: StoryLine) -> str:
    """A line of the story whole, as there is no room for it in the table."""
    undone = "（后来已撤销）" if line.undone else ""
    change = story_change(line)
    return "　".join(
        part
        for part in (
            f"{line.at:%Y-%m-%d %H:%M}",
            line.actor,
            f"{line.words}{undone}",
            f"{line.topic}·{line.label}",
            change,
            f"来源：{line.source}",
        )
        if part
    )


STORY = (
    Column[StoryLine]("日期", lambda line: f"{line.at:%Y-%m-%d}", 94, tone=_undone),
    Column[StoryLine]("方面", lambda line: line.topic, 78, tone=_undone),
    Column[StoryLine](
        "项目", lambda line: line.label + ("（已撤销）" if line.undone else ""), 110, tone=_undone
    ),
    Column[StoryLine]("改前 → 改后", story_change, 130, stretch=True, tone=_undone),
)


def _named_words(line: NamedLine) -> str:
    """``（代：李支书 …）`` while the cadre is away, 已离任 when gone, else why it ended."""
    if line.end is not None:
        return line.end_reason
    deputy = f"代：{line.deputy}" if line.deputy else ""
    return "；".join(part for part in (deputy, "已离任" if line.left else "") if part)


NAMED = (
    Column[NamedLine]("责任人", lambda line: line.name, 84, tone=_over),
    Column[NamedLine](
        "单位、职务",
        lambda line: " ".join(part for part in (line.unit, line.post) if part),
        120,
        stretch=True,
        tone=_over,
    ),
    Column[NamedLine]("电话", lambda line: line.phone, 110, tone=_over),
    Column[NamedLine]("开始", lambda line: line.start.isoformat(), 96, tone=_over),
    Column[NamedLine]("结束", until_text, 96, tone=_over),
    Column[NamedLine]("说明", _named_words, 110, tone=lambda line: "late" if line.left else ""),
    Column[NamedLine]("方案", lambda line: line.programme, 120, tone=_over),
)
