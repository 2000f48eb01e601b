"""Which class a case falls into: the classes of a clause, the highest first."""

from __future__ import annotations

from collections.abc import Sequence

from app.core.terms import UNKNOWN
from app.rules.engine.logic import Condition, Node, Term, answer_of, below, union

NO_CLASS = ""


def first_of(grades: Sequence[tuple[str, Condition]]) -> Term[str]:
    """从高归类: the first whose condition holds; open as soon as an earlier one is, because that
    one would win. ``NO_CLASS`` when none holds."""
    nodes = tuple(_line(words, condition) for words, condition in grades)
    for place, (words, condition) in enumerate(grades):
        if condition.value:
            return Term(words, Node("", words, children=nodes))
        if condition.value is None:
            rest = [other.missing for _, other in grades[place:] if other.value is None]
            return Term(None, Node("", UNKNOWN, children=nodes), union(rest))
    return Term(NO_CLASS, Node("", "不属于任何一类", children=nodes))


def _line(words: str, condition: Condition) -> Node:
    node = condition.node
    answer = answer_of(condition.value)
    return Node(words, node.result, answer, children=below(node, words))
