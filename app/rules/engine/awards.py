"""How amounts that meet in one person are settled: 就高不累加, 累加, 只享受其一."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.core.money import yuan
from app.core.terms import ANSWER_NAMES, Answer
from app.rules.engine.logic import Amount, Condition, Missing, Node, Term, answer_of, below, union

NOTHING = Decimal(0)


@dataclass(frozen=True)
class Candidate:
    """An amount under a condition, by the name the clause gives the condition."""

    words: str
    condition: Condition
    amount: Amount
    cite: str = ""


@dataclass(frozen=True)
class Placed:
    """How one candidate came out, with the reason in words."""

    words: str
    answer: Answer
    amount: Decimal | None
    why: str


@dataclass(frozen=True)
class Award:
    """What the candidates come to. ``amount`` is None exactly while the answer is open; then
    ``at_least`` (yuan) is what is certain already."""

    answer: Answer
    amount: Decimal | None
    at_least: Decimal
    winners: tuple[Placed, ...]
    losers: tuple[Placed, ...]
    missing: tuple[Missing, ...]
    checks: tuple[Node, ...]
    node: Node


def flat(words: str, amount: Amount, cite: str = "") -> Award:
    """定额: one amount for everybody whom the programme is for."""
    everybody = Term(True, Node(words))
    return highest_only((Candidate(words, everybody, amount, cite),))


def highest_only(candidates: Sequence[Candidate]) -> Award:
    """就高不累加: the largest amount in yuan, never the sum.

    Unknown candidates keep it open only if one of them could exceed the best that is known.
    """
    sure = [c for c in candidates if c.condition.value]
    known = [c for c in sure if c.amount.value is not None]
    best = max(known, key=_amount, default=None)
    floor = _amount(best) if best else NOTHING
    rivals = [c for c in candidates if c.condition.value is None and _could_exceed(c, floor)]
    undecided = [*rivals, *(c for c in sure if c.amount.value is None)]
    winners = (best,) if best else ()
    words = "就高，不累加" if len(candidates) > 1 else ""
    return _award(words, candidates, winners, undecided, total=floor)


def additive(candidates: Sequence[Candidate]) -> Award:
    """累加: the sum of all that apply; each candidate that is not settled keeps it open."""
    sure = [c for c in candidates if c.condition.value]
    known = [c for c in sure if c.amount.value is not None]
    undecided = [c for c in candidates if c.condition.value is None and _could_exceed(c, NOTHING)]
    undecided += [c for c in sure if c.amount.value is None]
    total = sum((_amount(c) for c in known), NOTHING)
    return _award("各项累加", candidates, tuple(known), undecided, total=total)


def exclusive(candidates: Sequence[Candidate]) -> Award:
    """只享受其一: the first that applies, in the order of the clause, whatever it amounts to."""
    for place, candidate in enumerate(candidates):
        if candidate.condition.value is None:
            return _award("只享受其一", candidates, (), candidates[place:], total=NOTHING)
        if candidate.condition.value:
            unknown = [] if candidate.amount.value is not None else [candidate]
            total = NOTHING if unknown else _amount(candidate)
            winners = () if unknown else (candidate,)
            return _award("只享受其一", candidates, winners, unknown, total=total)
    return _award("只享受其一", candidates, (), [], total=NOTHING)


def only_if(gate: Condition, award: Award) -> Award:
    """The award of those who pass the gate; who fails it gets nothing, whatever else is unknown."""
    if gate.value:
        return _with_gate(gate, award, award.answer)
    if gate.value is False or award.answer is Answer.NO:
        return _with_gate(gate, award, Answer.NO)
    return _with_gate(gate, award, Answer.OPEN)


def _with_gate(gate: Condition, award: Award, answer: Answer) -> Award:
    settled = answer is not Answer.OPEN
    passed = bool(gate.value)
    amount = None if not settled else award.amount if passed else NOTHING
    return Award(
        answer=answer,
        amount=amount,
        at_least=award.at_least if passed else NOTHING,
        winners=award.winners if passed else (),
        losers=award.losers if passed else (),
        missing=() if settled else union((gate.missing, award.missing)),
        checks=(gate.node, *award.checks),
        node=_node("", answer, amount, (gate.node, award.node)),
    )


def _award(
    words: str,
    candidates: Sequence[Candidate],
    winners: Sequence[Candidate],
    undecided: Sequence[Candidate],
    *,
    total: Decimal,
) -> Award:
    answer = Answer.OPEN if undecided else Answer.YES if winners else Answer.NO
    amount = None if undecided else total
    missing = union(_missing_of(c) for c in undecided)
    lines = tuple(_line(c) for c in candidates)
    placed = [(c, _placed(c, won=any(c is winner for winner in winners))) for c in candidates]
    won = tuple(p for c, p in placed if any(c is winner for winner in winners))
    lost = tuple(p for c, p in placed if not any(c is winner for winner in winners))
    node = _node(words, answer, amount, lines)
    return Award(answer, amount, total, won, lost, missing, lines, node)


def _amount(candidate: Candidate) -> Decimal:
    assert candidate.amount.value is not None
    return candidate.amount.value


def _could_exceed(candidate: Candidate, floor: Decimal) -> bool:
    return candidate.amount.value is None or candidate.amount.value > floor


def _missing_of(candidate: Candidate) -> tuple[Missing, ...]:
    return union((candidate.condition.missing, candidate.amount.missing))


def _placed(candidate: Candidate, *, won: bool) -> Placed:
    answer = answer_of(candidate.condition.value)
    if won:
        why = "按此项发放"
    elif answer is Answer.NO:
        why = "不具备此条件"
    elif answer is Answer.OPEN:
        why = "条件待核实"
    elif candidate.amount.value is None:
        why = "标准待录入"
    else:
        why = "具备此条件，但按另一项发放，不累加"
    return Placed(candidate.words, answer, candidate.amount.value, why)


def _line(candidate: Candidate) -> Node:
    answer = answer_of(candidate.condition.value)
    result = _result(answer, candidate.amount.value)
    children = below(candidate.condition.node, candidate.words)
    if answer is not Answer.NO:
        children += (candidate.amount.node,)
    return Node(candidate.words, result, answer, candidate.cite, children=children)


def _node(words: str, answer: Answer, amount: Decimal | None, children: tuple[Node, ...]) -> Node:
    return Node(words, _result(answer, amount), answer, children=children)


def _result(answer: Answer, amount: Decimal | None) -> str:
    """``符合，705.00元``; without a figure while nobody has entered it."""
    known = answer is Answer.YES and amount is not None
    return f"{ANSWER_NAMES[answer]}，{yuan(amount)}元" if known else ANSWER_NAMES[answer]
