"""Write the tables of docs/rules.md: ``python -m tools rules`` (in the environment)."""

from __future__ import annotations

import tomllib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from app.core.codes import category_name
from app.core.dictionary import Kind
from app.core.life_events import event_name
from app.core.terms import CONTACT_NAMES, ContactKind
from app.rules.deadline_rules import After, Ages, DeadlineRule, Every, OnDays, deadline_in_force
from app.rules.duty_rules import DutyRule, filled_in
from app.rules.engine.fact_names import FACT_NAMES
from app.rules.engine.parameters import InForce, NotInForce, Parameter, Source
from app.rules.engine.values import SCALARS
from app.rules.indicators import Direction, IndicatorRule, indicator_in_force
from app.rules.policy import ProgrammeRule, shipped_policy
from app.rules.screening import ScreenRule

ROOT = Path(__file__).resolve().parents[1]
DOCUMENT = ROOT / "docs" / "rules.md"
CASES = ROOT / "tests" / "rules" / "cases"
NOT_YET = "not yet"

_KIND_WORDS = {
    Kind.YES_NO: "是／否", Kind.DATE: "日期", Kind.MONEY: "金额（元）", Kind.NUMBER: "整数",
    Kind.TEXT: "文字",
}  # fmt: skip
_SPAN_WORDS = {"week": "周", "month": "月", "quarter": "季度", "half_year": "半年", "year": "年"}
_SIGNS = {Direction.AT_LEAST: "≥", Direction.AT_MOST: "≤", Direction.ABOUT: "≈"}
_UNIT_WORDS = {"working_days": "个工作日", "days": "天", "months": "个月"}
_ELSEWHERE = {
    "S2.227": ("payers", "app/rules/payers.py"),
    "S2.267": ("programme", "programme/rehab_training_b.toml"),
    "S0.231": ("plan", "app/rules/planned_contacts.py"),
    "S1.206": ("pack", "packs.toml"),
    "S0.204": ("pack", "packs.toml"),
    "S4.205": ("formula", "app/rules/dibao_formula.py"),
    "S4.211": ("deductible", "app/rules/medical_bills.py"),
}
"""Clauses that no policy file carries because the method of a room carries them."""


def _table(head: str, rows: Iterable[Iterable[str]]) -> str:
    columns = head.count("|") + 1
    lines = [f"| {head} |", "|" + "---|" * columns]
    return "\n".join([*lines, *(f"| {' | '.join(row)} |" for row in rows)])


def clauses() -> str:
    """Every clause of the founding documents with what stands for it."""
    built, counted = _built(), count_cases()
    rows = [
        (source.id, f"《{source.document}》{source.section}“{source.quote}”", *_built_words(
            source, built.get(source.id, []), counted[source.id]
        ))
        for source in sorted(shipped_policy().sources.values(), key=lambda source: source.id)
    ]  # fmt: skip
    return _table("id | clause | kind | file | cases", rows)


def summary() -> str:
    """How many clauses there are of each kind."""
    built, counted = _built(), count_cases()
    kinds = Counter(
        _built_words(source, built.get(source.id, []), counted[source.id])[0].split("：")[0]
        for source in shipped_policy().sources.values()
    )
    rows = [(kind, str(count)) for kind, count in sorted(kinds.items())]
    return _table("kind | clauses", [*rows, ("all", str(kinds.total()))])


def _built() -> Mapping[str, list[tuple[str, str]]]:
    """Kind and file of every rule by clause; a figure counts only where nothing else does."""
    rules: dict[str, list[tuple[str, str]]] = defaultdict(list)
    figures: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for key, parameter in sorted(shipped_policy().parameters.items()):
        scalar = parameter.kind in SCALARS
        entry = ("figure" if scalar else parameter.kind, f"{key.replace('.', '/')}.toml")
        for cite in clauses_of(parameter):
            (figures if scalar else rules)[cite].append(entry)
    for cite, entry in _ELSEWHERE.items():
        rules[cite].append(entry)
    return {**figures, **rules}


def clauses_of(parameter: Parameter) -> tuple[str, ...]:
    """The clauses a parameter rests on; an indicator has one of its own beside that of its rule."""
    cites: dict[str, None] = {}
    for version in parameter.versions:
        cites[version.cite] = None
        if isinstance(version.value, IndicatorRule) and version.value.id:
            cites[version.value.id] = None
    return tuple(cites)


def _built_words(source: Source, built: list[tuple[str, str]], count: int) -> tuple[str, str, str]:
    if source.not_computed:
        return f"not computed：{source.not_computed}", "", ""
    if not built:
        return NOT_YET, "", ""
    kinds = "、".join(dict.fromkeys(kind for kind, _ in built))
    return kinds, "、".join(f"`{file}`" for _, file in built), str(count)


def count_cases() -> Counter[str]:
    """How many cases each clause has; a case of an indicator counts for both of its clauses."""
    counted: Counter[str] = Counter()
    for path in CASES.glob("**/*.toml"):
        for case in tomllib.loads(path.read_text(encoding="utf-8-sig"))["case"]:
            cites = {case["cite"]}
            if "indicator" in case:
                cites.update(
                    clauses_of(shipped_policy().parameters[f"indicator.{case['indicator']}"])
                )
            counted.update(cites)
    return counted


def facts() -> str:
    """The declared names."""
    rows = (
        (f"`{n.key}`", n.label, "／".join(n.choices) or _KIND_WORDS[n.kind], n.question)
        for n in FACT_NAMES.values()
    )
    return _table("name | 名称 | 取值 | 走访时问", rows)


def programmes() -> str:
    """The entitlements and which method holds from when."""
    rows = []
    for key in shipped_policy().keys("programme"):
        parameter = shipped_policy().parameters[key]
        for version in parameter.versions:
            assert isinstance(version.value, ProgrammeRule)
            value, since = version.value, version.first.isoformat()
            name = f"`{key.partition('.')[2]}`"
            rows.append((name, parameter.title, value.method, value.pack, since, version.cite))
    return _table("programme | 项目 | method | pack | 执行日期 | 依据", rows)


def screens() -> str:
    """Who a rule is for, and the classes."""
    rows = []
    for key in shipped_policy().keys("screen"):
        parameter = shipped_policy().parameters[key]
        for version in parameter.versions:
            assert isinstance(version.value, ScreenRule)
            name, rule = f"`{key}`", version.value
            rows.append((name, parameter.title, rule.remedy, rule.pack, version.cite))
    return _table("screen | 筛查 | 符合时 | pack | 依据", rows)


def indicators() -> str:
    """Shares and counts against a target."""
    rows = []
    for key in shipped_policy().keys("indicator"):
        parameter = shipped_policy().parameters[key]
        for version in parameter.versions:
            rule = indicator_in_force(shipped_policy(), key, day=version.first, region="")
            assert rule is not None, key
            share = f"{rule.numerator}／{rule.denominator}" if rule.denominator else rule.numerator
            target = "" if rule.target is None else f"{_SIGNS[rule.direction]} {rule.target}"
            name = f"`{key.partition('.')[2]}`"
            rows.append((name, parameter.title, share, target, rule.pack, version.cite))
    return _table("indicator | 指标 | 分子／分母 | 目标 | pack | 依据", rows)


def _ways(kinds: tuple[ContactKind, ...]) -> str:
    return "、".join(CONTACT_NAMES[kind] for kind in kinds)


def duties() -> str:
    """The contacts that are owed."""
    rows = []
    for key in shipped_policy().keys("duty"):
        for version in shipped_policy().parameters[key].versions:
            assert isinstance(version.value, DutyRule)
            rule = filled_in(version.value, shipped_policy(), day=version.first, region="")
            often = _often(rule) if rule else f"{_often(version.value)}（参数为0时不生成）"
            rule = rule or version.value
            who = "、".join(category_name(code) for code in sorted(rule.categories))
            name = f"`{key.partition('.')[2]}`"
            flagged = _ways(rule.flagged) if rule.others_pass else ""
            rows.append((name, who, often, _ways(rule.counts), flagged, version.cite))
    return _table("duty | 对象 | 次数 | 方式 | 也算但作标记 | 依据", rows)


def _often(rule: DutyRule) -> str:
    if rule.span:
        return f"每{_SPAN_WORDS[rule.span]}{rule.times}次"
    if rule.deadline:
        title = shipped_policy().parameters[f"deadline.{rule.deadline}"].title
        return f"按期限“{title}”各{rule.times}次"
    within = f"{rule.hours}小时" if rule.hours else f"{rule.days}天"
    return f"{'、'.join(map(event_name, rule.events))}后{within}内{rule.times}次"


def deadlines() -> str:
    """What is due and when."""
    rows = []
    for key in shipped_policy().keys("deadline"):
        for version in shipped_policy().parameters[key].versions:
            held = deadline_in_force(shipped_policy(), key, day=version.first, region="")
            assert not isinstance(held, NotInForce), key
            rule = held[1]
            name = f"`{key.partition('.')[2]}`"
            rows.append((name, rule.task, rule.who, _schedule(rule), rule.pack, version.cite))
    return _table("deadline | 事项 | 谁 | 期限 | pack | 依据", rows)


def _schedule(rule: DeadlineRule) -> str:
    match rule.schedule:
        case After(event, unit, count):
            return f"{event}后{count}{_UNIT_WORDS[unit]}"
        case Ages(days, months, years):
            ages = (
                [f"{n}天" for n in days],
                [f"{n}个月" for n in months],
                [f"{n}周岁" for n in years],
            )
            return "、".join(age for group in ages for age in group)
        case OnDays(_, names, before):
            return f"{'、'.join(names)}（提前{before}天起）"
        case Every() as every:
            return f"每{_SPAN_WORDS[every.span]}{_place(every)}"


def _place(every: Every) -> str:
    if every.first_days:
        return f"前{every.first_days}天"
    if every.last_days:
        return f"最后{every.last_days}天"
    if every.day:
        return f"{every.day}日前"
    days = [f"{month}月{day}日" for month, day in filter(None, (every.opens, every.closes))]
    return "至".join(days) + "前" * (len(days) == 1)


def figures() -> str:
    """The figures of the law."""
    rows = []
    for key, parameter in sorted(shipped_policy().parameters.items()):
        if parameter.kind not in SCALARS:
            continue
        if not parameter.versions:
            rows.append((f"`{key}`", parameter.title, "", "", "", f"待录入：{parameter.open_why}"))
        for version in parameter.versions:
            words = InForce(parameter, version).words.partition("（")[0]
            default = f"默认：{version.reason}" if version.default else ""
            since = version.first.isoformat()
            rows.append((f"`{key}`", parameter.title, words, since, version.cite, default))
    return _table("key | 名称 | 值 | 执行日期 | 依据 | 默认", rows)


TABLES: Mapping[str, Callable[[], str]] = {
    "facts": facts,
    "programmes": programmes,
    "screens": screens,
    "indicators": indicators,
    "duties": duties,
    "deadlines": deadlines,
    "figures": figures,
    "summary": summary,
    "clauses": clauses,
}


def rendered(text: str) -> str:
    """The document with every table as the program says it now."""
    for name, render in TABLES.items():
        before, start, rest = text.partition(f"<!-- {name} -->\n")
        _, end, after = rest.partition(f"\n<!-- /{name} -->")
        if not start or not end:
            raise ValueError(f"docs/rules.md has no marks for the table {name}")
        text = f"{before}{start}{render()}{end}{after}"
    return text


if __name__ == "__main__":
    DOCUMENT.write_text(rendered(DOCUMENT.read_text(encoding="utf-8")), encoding="utf-8")
