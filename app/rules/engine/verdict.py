"""What a programme answers: 符合, 不符合 or 待核实, with everything that it rests on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.core.terms import ANSWER_NAMES, Answer
from app.rules.engine.awards import NOTHING, Award, Placed
from app.rules.engine.case import Case
from app.rules.engine.logic import Missing, MissingKind, Node, missing_figure
from app.rules.engine.parameters import Absence, InForce, NotInForce


@dataclass(frozen=True)
class Check:
    """One condition of the clause and how it came out."""

    words: str
    answer: Answer
    cite: str
    node: Node

    @property
    def figures(self) -> tuple[InForce, ...]:
        """Every figure of the law that the condition rests on, each once."""
        return tuple(dict.fromkeys(_figures(self.node)))


@dataclass(frozen=True)
class Verdict:
    """The answer of one programme for one person on one day.

    ``amount`` (yuan, per ``unit``) is None exactly while the answer is open; a settled 不符合 is a
    known 0. ``at_least`` is what is certain even while something is still to be verified.
    """

    programme: str
    title: str
    unit: str
    cite: str
    clause: str
    day: date
    region: str
    answer: Answer
    amount: Decimal | None
    at_least: Decimal
    checks: tuple[Check, ...]
    winners: tuple[Placed, ...]
    losers: tuple[Placed, ...]
    missing: tuple[Missing, ...]
    explanation: Node

    @property
    def winner(self) -> Placed | None:
        """The candidate that is paid; None when nothing is (yet) or several add up."""
        return self.winners[0] if len(self.winners) == 1 else None

    @property
    def questions(self) -> tuple[str, ...]:
        """What to ask on the next visit."""
        return tuple(m.question for m in self.missing if m.kind is MissingKind.FACT)

    @property
    def figures(self) -> tuple[InForce, ...]:
        """Every figure of the law that was used, each once."""
        return tuple(dict.fromkeys(_figures(self.explanation)))


def verdict_of(case: Case, programme: InForce, award: Award) -> Verdict:
    """The award of a programme that is in force, as an answer."""
    title, unit = programme.parameter.title, programme.parameter.unit
    clause = case.policy.cite_words(programme.version.cite)
    root = Node(title, award.node.result, award.answer, clause, children=award.node.children)
    return Verdict(
        programme=programme.key.partition(".")[2],
        title=title,
        unit=unit,
        cite=programme.version.cite,
        clause=clause,
        day=case.day,
        region=case.region,
        answer=award.answer,
        amount=award.amount,
        at_least=award.at_least,
        checks=tuple(_check(node) for node in award.checks),
        winners=award.winners,
        losers=award.losers,
        missing=award.missing,
        explanation=root,
    )


def verdict_without_law(case: Case, absent: NotInForce) -> Verdict:
    """The answer when no version of the programme is in force: 不符合 when it was repealed,
    otherwise 待核实, naming the programme itself as what is missing."""
    repealed = absent.absence is Absence.REPEALED
    answer = Answer.NO if repealed else Answer.OPEN
    title, unit = absent.parameter.title, absent.parameter.unit
    missing = () if repealed else (missing_figure(absent),)
    return Verdict(
        programme=absent.key.partition(".")[2],
        title=title,
        unit=unit,
        cite="",
        clause="",
        day=case.day,
        region=case.region,
        answer=answer,
        amount=NOTHING if repealed else None,
        at_least=NOTHING,
        checks=(),
        winners=(),
        losers=(),
        missing=missing,
        explanation=Node(title, f"{ANSWER_NAMES[answer]}，{absent.words}", answer),
    )


def _check(node: Node) -> Check:
    return Check(node.words, node.answer or Answer.OPEN, node.cite, node)


def _figures(node: Node) -> Iterator[InForce]:
    yield from node.figures
    for child in node.children:
        yield from _figures(child)
