"""A verdict in few words: why, what was excluded, the steps and the figures it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from app.core.money import yuan
from app.core.terms import ANSWER_NAMES, Answer
from app.rules.engine.explain import Line, lines
from app.rules.engine.logic import MissingKind, Node
from app.rules.engine.parameters import InForce, Policy
from app.rules.engine.verdict import Check, Verdict

_FEW = 3


class Rhythm(StrEnum):
    """How often an amount is paid."""

    MONTH = "month"
    YEAR = "year"
    ONCE = "once"


RHYTHM_WORDS = {Rhythm.MONTH: "每月", Rhythm.YEAR: "每年", Rhythm.ONCE: "一次性"}


@dataclass(frozen=True)
class FigureLine:
    """A figure of the law as a paper names it: what, how much since when, in which document."""

    title: str
    words: str
    document: str
    issued: str


def rhythm_of(unit: str) -> Rhythm:
    """The rhythm that ``元/人·月``, ``元/户·年`` or ``元`` means."""
    if unit.endswith("月"):
        return Rhythm.MONTH
    return Rhythm.YEAR if unit.endswith("年") else Rhythm.ONCE


def pays_household(unit: str) -> bool:
    """Whether the household is paid once, whoever of it asks."""
    return "户" in unit


def why(verdict: Verdict) -> str:
    """The reason in one sentence."""
    if verdict.answer is Answer.YES:
        return _why_paid(verdict)
    if verdict.answer is Answer.NO:
        return _why_not(verdict)
    count = sum(m.kind is MissingKind.FACT for m in verdict.missing)
    figures = len(verdict.missing) - count
    parts = [f"还有 {count} 项情况没有采集"] if count else []
    parts += [f"{figures} 项标准没有录入"] if figures else []
    sure = f"；已能确定的不低于 {yuan(verdict.at_least)} 元" if verdict.at_least else ""
    return ("，".join(parts) or "条件还不能确定") + sure


def excluded(verdict: Verdict) -> tuple[str, ...]:
    """What the person would also have a claim to and is not paid beside the winner (就高不累加)."""
    if verdict.answer is not Answer.YES:
        return ()
    paid = "、".join(dict.fromkeys(placed.words for placed in verdict.winners))
    return tuple(
        f"“{placed.words}”{'' if placed.amount is None else f' {yuan(placed.amount)} 元'}"
        f"：也具备条件，但已按“{paid}”发放，就高不累加"
        for placed in verdict.losers
        if placed.answer is Answer.YES
    )


def steps(verdict: Verdict) -> tuple[Line, ...]:
    """How it was worked out, without the branches that decided nothing; while it is open, how far
    the conditions are settled."""
    found = [line for line in lines(_decisive(verdict)) if line.depth and line.words]
    if verdict.answer is not Answer.OPEN:
        return tuple(replace(line, depth=line.depth - 1) for line in found)
    settled = "；".join(
        f"{check.words}：{_state(check)}" for check in verdict.checks if check.words
    )
    return (Line(0, settled, ""),) if settled else ()


def figure_lines(verdict: Verdict, policy: Policy) -> tuple[FigureLine, ...]:
    """The figures that decided, each once; none while nothing is decided."""
    if verdict.answer is Answer.OPEN:
        return ()
    return tuple(_figure(one, policy) for one in dict.fromkeys(_figures(_decisive(verdict))))


def _why_paid(verdict: Verdict) -> str:
    names = tuple(dict.fromkeys(f"“{placed.words}”" for placed in verdict.winners))
    if not verdict.losers and len(names) < 2:
        return "条件都具备" + (f"，按{names[0]}发放" if names else "")
    how = "按此项发放" if len(names) == 1 else "各项累加"
    return f"具备{_some(names)}，{how}"


def _why_not(verdict: Verdict) -> str:
    if not verdict.checks:
        return verdict.explanation.result.removeprefix("不符合").lstrip("，") or "已不再执行"
    refused = _refused(verdict)
    names = tuple(dict.fromkeys(f"“{name}”" for node in refused for name in _names(node)))
    return f"不具备{_some(names)}" if names else "不具备条件"


def _refused(verdict: Verdict) -> list[Node]:
    """The conditions that failed; the gate alone, where it did: whatever else is true, it
    decides."""
    failed = [check.node for check in verdict.checks if check.answer is Answer.NO]
    return failed[:1] if failed and failed[0] is verdict.checks[0].node else failed


def _names(node: Node) -> Iterator[str]:
    """What a refused condition is called; a nameless joint by its refused parts."""
    if node.words:
        yield node.words
        return
    for child in node.children:
        if child.answer is Answer.NO or not child.answer:
            yield from _names(child)


def _some(names: Sequence[str]) -> str:
    more = f"等 {len(names)} 项" if len(names) > _FEW else ""
    return "、".join(names[:_FEW]) + more


def _decisive(verdict: Verdict) -> Node:
    """The explanation of a settled answer without what lost or was never looked at."""
    if verdict.answer is Answer.NO:
        return replace(verdict.explanation, children=tuple(_refused(verdict)))
    lost = {placed.words for placed in verdict.losers} - {p.words for p in verdict.winners}
    return _pruned(verdict.explanation, lost)


def _pruned(node: Node, lost: set[str]) -> Node:
    kept = (_pruned(child, lost) for child in node.children if child.words not in lost)
    return replace(node, children=tuple(kept))


def _state(check: Check) -> str:
    """How far a condition is settled."""
    return check.node.result or ANSWER_NAMES[check.answer]


def _figures(node: Node) -> Iterator[InForce]:
    yield from node.figures
    for child in node.children:
        yield from _figures(child)


def _figure(figure: InForce, policy: Policy) -> FigureLine:
    source = policy.sources.get(figure.source)
    document = f"{figure.source} 《{source.document}》" if source else figure.source
    return FigureLine(
        title=figure.parameter.title,
        words=figure.words,
        document=document or "未注明",
        issued=figure.version.issued.isoformat(),
    )
