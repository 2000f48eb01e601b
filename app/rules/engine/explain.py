"""An explanation as plain data and as lines: screen, paper and JSON are all made from these."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.core.money import cents
from app.core.terms import ANSWER_NAMES, Answer
from app.rules.engine.awards import Placed
from app.rules.engine.logic import Node
from app.rules.engine.parameters import InForce
from app.rules.engine.verdict import Verdict


@dataclass(frozen=True)
class Line:
    """One line of an explanation on paper: how deep it stands, what it says."""

    depth: int
    words: str
    result: str


def lines(node: Node, depth: int = 0) -> Iterator[Line]:
    """The tree from the top, nameless joints left out."""
    if node.words or not node.children:
        yield Line(depth, node.words, node.result)
        depth += 1
    for child in node.children:
        yield from lines(child, depth)


def verdict_data(verdict: Verdict) -> dict[str, object]:
    """The verdict for JSON: amounts as strings, days as ISO text."""
    return {
        "programme": verdict.programme,
        "title": verdict.title,
        "day": verdict.day.isoformat(),
        "region": verdict.region,
        "answer": ANSWER_NAMES[verdict.answer],
        "amount": _amount(verdict.amount),
        "at_least": _amount(verdict.at_least),
        "unit": verdict.unit,
        "cite": verdict.cite,
        "clause": verdict.clause,
        "checks": [
            {
                "words": check.words,
                "answer": ANSWER_NAMES[check.answer],
                "cite": check.cite,
                "figures": [_figure(figure) for figure in check.figures],
            }
            for check in verdict.checks
        ],
        "winners": [_placed(placed) for placed in verdict.winners],
        "losers": [_placed(placed) for placed in verdict.losers],
        "missing": [
            {"kind": missing.kind.value, "key": missing.key, "question": missing.question}
            for missing in verdict.missing
        ],
        "explanation": node_data(verdict.explanation),
    }


def answer_data(title: str, day: date, region: str, node: Node) -> dict[str, object]:
    """An answer without an amount for JSON: the line at the top of its explanation and the tree."""
    return {
        "title": title,
        "day": day.isoformat(),
        "region": region,
        "answer": ANSWER_NAMES[node.answer or Answer.OPEN],
        "explanation": node_data(node),
    }


def node_data(node: Node) -> dict[str, object]:
    """The tree for JSON; what is empty is left out."""
    data: dict[str, object] = {
        "words": node.words,
        "result": node.result,
        "answer": node.answer and ANSWER_NAMES[node.answer],
        "cite": node.cite,
        "figures": [_figure(figure) for figure in node.figures],
        "children": [node_data(child) for child in node.children],
    }
    return {key: value for key, value in data.items() if value}


def _placed(placed: Placed) -> dict[str, object]:
    return {
        "words": placed.words,
        "answer": ANSWER_NAMES[placed.answer],
        "amount": _amount(placed.amount),
        "why": placed.why,
    }


def _figure(figure: InForce) -> dict[str, object]:
    version = figure.version
    return {
        "key": figure.key,
        "title": figure.parameter.title,
        "value": _plain(figure.value),
        "from": version.first.isoformat(),
        "issued": version.issued.isoformat(),
        "scope": version.scope,
        "cite": version.cite,
        "default": version.default,
        "reason": version.reason,
    }


def _plain(value: object) -> object:
    if isinstance(value, bool | int | str):
        return value
    return list(value) if isinstance(value, tuple) else str(value)


def _amount(amount: Decimal | None) -> str | None:
    return None if amount is None else str(cents(amount))
