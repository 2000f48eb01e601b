"""The tables of docs/rules.md are what the program says."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from app.core.codes import category_name
from app.core.dictionary import Kind
from app.core.terms import CONTACT_NAMES, ContactKind
from app.rules.duty_rules import DutyRule
from app.rules.engine.fact_names import FACT_NAMES
from app.rules.engine.parameters import InForce
from app.rules.engine.values import SCALARS
from app.rules.policy import ProgrammeRule, shipped_policy

DOCUMENT = Path(__file__).parents[3] / "docs" / "rules.md"
KIND_WORDS = {Kind.YES_NO: "是／否", Kind.DATE: "日期"}
SPAN_WORDS = {
    "week": "周",
    "month": "月",
    "quarter": "季度",
    "half_year": "半年",
    "year": "年",
}


def _table(head: str, rows: Iterable[Iterable[str]]) -> str:
    columns = head.count("|") + 1
    lines = [f"| {head} |", "|" + "---|" * columns]
    return "\n".join([*lines, *(f"| {' | '.join(row)} |" for row in rows)])


def _facts() -> str:
    rows = (
        (f"`{n.key}`", n.label, "／".join(n.choices) or KIND_WORDS[n.kind], n.question)
        for n in FACT_NAMES.values()
    )
    return _table("name | 名称 | 取值 | 走访时问", rows)


def _programmes() -> str:
    rows = []
    for key in shipped_policy().keys("programme"):
        parameter = shipped_policy().parameters[key]
        for version in parameter.versions:
            assert isinstance(version.value, ProgrammeRule)
            value, since = version.value, version.first.isoformat()
            name = key.partition(".")[2]
            rows.append((
                f"`{name}`",
                parameter.title,
                value.method,
                value.pack,
                since,
                version.cite,
            ))
    return _table("programme | 项目 | method | pack | 执行日期 | 依据", rows)


def _ways(kinds: tuple[ContactKind, ...]) -> str:
    return "、".join(CONTACT_NAMES[kind] for kind in kinds)


def _duties() -> str:
    rows = []
    for key in shipped_policy().keys("duty"):
        for version in shipped_policy().parameters[key].versions:
            rule = version.value
            assert isinstance(rule, DutyRule)
            often = f"每{SPAN_WORDS[rule.span]}{rule.times}次"
            who = "、".join(category_name(code) for code in sorted(rule.categories))
            name = f"`{key.partition('.')[2]}`"
            rows.append((name, who, often, _ways(rule.counts), _ways(rule.flagged), version.cite))
    return _table("duty | 对象 | 次数 | 方式 | 也算但作标记 | 依据", rows)


def _figures() -> str:
    rows = []
    for key, parameter in sorted(shipped_policy().parameters.items()):
        if parameter.kind in SCALARS:
            for version in parameter.versions:
                words = InForce(parameter, version).words.partition("（")[0]
                default = f"默认：{version.reason}" if version.default else ""
                since = version.first.isoformat()
                rows.append((f"`{key}`", parameter.title, words, since, version.cite, default))
    return _table("key | 名称 | 值 | 执行日期 | 依据 | 默认", rows)


@pytest.mark.parametrize(
    ("name", "render"),
    [("facts", _facts), ("programmes", _programmes), ("duties", _duties), ("figures", _figures)],
)
def test_a_table_of_the_document_is_current(name: str, render: Callable[[], str]) -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    between = text.partition(f"<!-- {name} -->")[2].partition(f"<!-- /{name} -->")[0]
    assert between.strip() == render(), f"paste this between the marks:\n{render()}"
