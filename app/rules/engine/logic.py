"""Terms: values that may be unknown and remember why. The words a clause is written with.

Truth has three values: a condition that one known part decides is settled, whatever else is
unknown; otherwise it is open and names what is missing. So learning a fact never overturns it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from typing import Generic, TypeVar

from app.core.money import cents, yuan
from app.core.terms import ANSWER_NAMES, Answer
from app.rules.engine.parameters import InForce, NotInForce

T = TypeVar("T")
N = TypeVar("N", int, Decimal)


class MissingKind(StrEnum):
    """What has to be found out: something about the person, or a figure of the law."""

    FACT = "fact"
    PARAMETER = "parameter"


@dataclass(frozen=True)
class Missing:
    """One thing that keeps an answer open; ``question`` is what to ask or to enter."""

    kind: MissingKind
    key: str
    question: str


@dataclass(frozen=True)
class Node:
    """One line of the explanation, with what it rests on below it."""

    words: str
    result: str = ""
    answer: Answer | None = None
    cite: str = ""
    figures: tuple[InForce, ...] = ()
    children: tuple[Node, ...] = ()


@dataclass(frozen=True)
class Term(Generic[T]):
    """A value with its explanation; ``None`` is unknown and then ``missing`` says why."""

    value: T | None
    node: Node
    missing: tuple[Missing, ...] = ()


Condition = Term[bool]
Amount = Term[Decimal]


def answer_of(value: bool | None) -> Answer:
    """True, False, unknown as the three answers."""
    if value is None:
        return Answer.OPEN
    return Answer.YES if value else Answer.NO


def missing_figure(absent: NotInForce) -> Missing:
    """A figure of the law that has to be entered."""
    question = f"{absent.parameter.title}：{absent.words}"
    return Missing(MissingKind.PARAMETER, absent.key, question)


def union(parts: Iterable[tuple[Missing, ...]]) -> tuple[Missing, ...]:
    """All that is missing, each once, in the order it was met."""
    return tuple(dict.fromkeys(missing for part in parts for missing in part))


def named(words: str, term: Term[T], cite: str = "") -> Term[T]:
    """The term under the name the clause gives it; how it came about stays below."""
    node = Node(words, term.node.result, term.node.answer, cite, children=below(term.node, words))
    return replace(term, node=node)


def below(node: Node, words: str) -> tuple[Node, ...]:
    """What stands under a line called ``words``: the node, or only its parts if it says no more."""
    return node.children if node.words in {"", words} else (node,)


def all_of(*conditions: Condition) -> Condition:
    """且: false as soon as one is false, true when all are true."""
    return _joined(conditions, decided_by=False)


def any_of(*conditions: Condition) -> Condition:
    """或: true as soon as one is true, false when all are false."""
    return _joined(conditions, decided_by=True)


def negation(condition: Condition, words: str) -> Condition:
    """非: unknown stays unknown."""
    value = None if condition.value is None else not condition.value
    return _condition(words, value, (condition.node,), condition.missing)


def at_least(term: Term[N], bound: Term[N], words: str) -> Condition:
    """以上、不少于、年满: includes the bound."""
    return _compared(term, bound, words, strict=False, wanted_above=True)


def more_than(term: Term[N], bound: Term[N], words: str) -> Condition:
    """超过: excludes the bound."""
    return _compared(term, bound, words, strict=True, wanted_above=True)


def at_most(term: Term[N], bound: Term[N], words: str) -> Condition:
    """以下、以内、不超过: includes the bound."""
    return _compared(term, bound, words, strict=False, wanted_above=False)


def less_than(term: Term[N], bound: Term[N], words: str) -> Condition:
    """不满、低于、小于: excludes the bound."""
    return _compared(term, bound, words, strict=True, wanted_above=False)


def percentage_of(base: Amount, rate: Term[Decimal], words: str) -> Amount:
    """按……的百分之几、几倍: to the cent, half up."""
    value = None
    if base.value is not None and rate.value is not None:
        value = cents(base.value * rate.value)
    return Term(
        value,
        Node(words, "" if value is None else yuan(value) + "元", children=(base.node, rate.node)),
        union((base.missing, rate.missing)),
    )


def figured(words: str, result: str, nodes: tuple[Node, ...]) -> Node:
    """The line of a figure made from others."""
    return Node(words, result, children=nodes)


def published_or(published: Amount, formula: Amount, words: str) -> Amount:
    """公布数优先: the figure that was published, which may have been rounded; else the formula."""
    taken = formula if published.value is None else published
    nodes = (published.node, formula.node)
    return Term(taken.value, Node(words, taken.node.result, children=nodes), taken.missing)


def chosen(chooser: Term[str], branches: dict[str, Term[T]]) -> Term[T]:
    """The branch that ``chooser`` names; while it is unknown, what all branches agree on."""
    if chooser.value is not None:
        branch = branches[chooser.value]
        node = Node("", branch.node.result, children=(chooser.node, branch.node))
        return replace(branch, node=node)
    values = {branch.value for branch in branches.values()}
    first = next(iter(branches.values()))
    if len(values) == 1 and first.value is not None:
        return first
    missing = union((chooser.missing, *(branch.missing for branch in branches.values())))
    return Term(None, chooser.node, missing)


def either(condition: Condition, if_true: Term[T], if_false: Term[T]) -> Term[T]:
    """One or the other; while the condition is unknown, what both agree on."""
    words = None if condition.value is None else ("否", "是")[condition.value]
    return chosen(Term(words, condition.node, condition.missing), {"是": if_true, "否": if_false})


def _joined(conditions: tuple[Condition, ...], *, decided_by: bool) -> Condition:
    deciding = tuple(c.node for c in conditions if c.value is decided_by)
    if deciding:
        return _condition("", decided_by, deciding, ())
    nodes = tuple(condition.node for condition in conditions)
    unknown = [condition.missing for condition in conditions if condition.value is None]
    return _condition("", None if unknown else not decided_by, nodes, union(unknown))


def _compared(
    term: Term[N], bound: Term[N], words: str, *, strict: bool, wanted_above: bool
) -> Condition:
    nodes = (term.node, bound.node)
    if term.value is None or bound.value is None:
        return _condition(words, None, nodes, union((term.missing, bound.missing)))
    on_bound = term.value == bound.value
    beyond = term.value > bound.value if wanted_above else term.value < bound.value
    return _condition(words, beyond or (on_bound and not strict), nodes, ())


def _condition(
    words: str, value: bool | None, nodes: tuple[Node, ...], missing: tuple[Missing, ...]
) -> Condition:
    answer = answer_of(value)
    return Term(value, Node(words, ANSWER_NAMES[answer], answer, children=nodes), missing)
