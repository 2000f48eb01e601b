"""重度残疾人（精神残疾除外）: severe by something else than a mental disability (S1.209)."""

from __future__ import annotations

from app.core.identity import DISABILITY_GRADES, DISABILITY_KINDS
from app.core.terms import ANSWER_NAMES, Answer
from app.rules.engine.case import Case
from app.rules.engine.facts_of_work import MULTIPLE
from app.rules.engine.logic import Condition, Node, Term, all_of, answer_of

MENTAL = "精神"
_SINGLE = tuple(kind for kind in DISABILITY_KINDS if kind != MULTIPLE)


def severe_but_not_mental(case: Case) -> Condition:
    """Severe, and not by the mental disability only. Of a multiple disability the other kinds must
    be severe by themselves; where no grade stands beside them, a parameter says what holds."""
    return all_of(
        case.is_listed("disability_grade", "disability.severe_grades"), _by_another_kind(case)
    )


METHODS = (severe_but_not_mental,)


def kinds_of(parts: str) -> dict[str, str]:
    """The kinds that the words of a certificate name, each with its grade, "" where none stands:
    ``肢体一级、精神三级`` → ``{"肢体": "一级", "精神": "三级"}``."""
    places = sorted((parts.find(kind), kind) for kind in _SINGLE if kind in parts)
    starts = [place for place, _ in places]
    ends = [*starts[1:], len(parts)]
    return {
        kind: next((grade for grade in DISABILITY_GRADES if grade in parts[place:end]), "")
        for (place, kind), end in zip(places, ends, strict=False)
    }


def _by_another_kind(case: Case) -> Condition:
    kind = case.text("disability_kind")
    if kind.value != MULTIPLE:
        value = None if kind.value is None else kind.value != MENTAL
        return _said("不是精神残疾", value, kind)
    parts = case.text("disability_parts")
    kinds = kinds_of(parts.value or "")
    if not kinds:
        return _said("多重残疾的构成", None, case.asked_again("disability_parts"))
    grades = [grade for name, grade in kinds.items() if name != MENTAL]
    if MENTAL not in kinds:
        return _said("多重残疾不含精神残疾", True, parts)
    severe = case.texts("disability.severe_grades")
    if severe.value is None:
        return _said("另有其他类别的重度残疾", None, severe)
    if "" not in grades or any(grade in severe.value for grade in grades):
        another = any(grade in severe.value for grade in grades)
        return _said("另有其他类别的重度残疾", another, parts)
    return case.flag("disability.multiple_with_mental")


def _said(words: str, value: bool | None, term: Term[str] | Term[tuple[str, ...]]) -> Condition:
    answer = answer_of(value)
    node = Node(words, ANSWER_NAMES[answer], answer, children=(term.node,))
    return Term(value, node, term.missing if answer is Answer.OPEN else ())
