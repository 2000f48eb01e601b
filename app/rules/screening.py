"""The answer of one screen for one case: whether, or which class, and what to do about it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from app.core.errors import UserError
from app.core.terms import ANSWER_NAMES, Answer
from app.rules.engine.case import Case
from app.rules.engine.facts import Facts
from app.rules.engine.grading import NO_CLASS
from app.rules.engine.logic import Missing, Node, answer_of, missing_figure
from app.rules.engine.parameters import InForce, NotInForce, Policy
from app.rules.engine.values import Spot, read_choice, read_table, read_text
from app.rules.screens import screens

_FOLDER = "screen"
_KEYS = frozenset({"method", "pack", "remedy"})


@dataclass(frozen=True)
class ScreenRule:
    """Which function screens, the pack that brings it, what to do when the answer is yes."""

    method: str
    pack: str
    remedy: str


@dataclass(frozen=True)
class Screened:
    """What a screen says. ``grade`` is the class where the screen names classes; an open answer
    names what is missing."""

    screen: str
    title: str
    cite: str
    clause: str
    answer: Answer
    grade: str
    remedy: str
    missing: tuple[Missing, ...]
    explanation: Node


def screen_keys(policy: Policy) -> tuple[str, ...]:
    """Every screen, without its folder."""
    return tuple(key.partition(".")[2] for key in policy.keys(_FOLDER))


def screen(name: str, facts: Facts, policy: Policy, *, day: date, region: str) -> Screened:
    """The answer of one screen on ``day`` in ``region``; 待核实 where it is not in force.

    Raises UserError for a screen that does not exist."""
    if f"{_FOLDER}.{name}" not in policy.parameters:
        names = "、".join(screen_keys(policy))
        raise UserError(f"没有“{name}”这个筛查项目。", "", f"可用的项目：{names}。")
    found = policy.value(f"{_FOLDER}.{name}", day=day, region=region)
    if isinstance(found, NotInForce):
        return _without_law(name, found)
    return _screened(name, found, Case(facts, policy, day, region))


def read_screen_rule(raw: object, spot: Spot, packs: Collection[str]) -> ScreenRule:
    """The value of a ``screen`` parameter; without ``method`` the function of the file's name.
    Raises PolicyFileError."""
    table = read_table(raw, spot, _KEYS)
    return ScreenRule(
        method=read_choice(table.get("method", Path(spot.file).stem), spot, "method", screens()),
        pack=read_choice(table.get("pack"), spot, "pack", packs),
        remedy=read_text(table["remedy"], spot, "remedy") if "remedy" in table else "",
    )


def _screened(name: str, found: InForce, case: Case) -> Screened:
    rule = found.value
    assert isinstance(rule, ScreenRule)
    term = screens()[rule.method](case)
    value = term.value if not isinstance(term.value, str) else term.value != NO_CLASS
    answer = answer_of(value)
    grade = term.value if isinstance(term.value, str) else ""
    clause = case.policy.cite_words(found.version.cite)
    title = found.parameter.title
    result = grade or ANSWER_NAMES[answer]
    return Screened(
        screen=name,
        title=title,
        cite=found.version.cite,
        clause=clause,
        answer=answer,
        grade=grade,
        remedy=rule.remedy if answer is Answer.YES else "",
        missing=term.missing if answer is Answer.OPEN else (),
        explanation=Node(title, result, answer, clause, children=(term.node,)),
    )


def _without_law(name: str, absent: NotInForce) -> Screened:
    title = absent.parameter.title
    return Screened(
        screen=name,
        title=title,
        cite="",
        clause="",
        answer=Answer.OPEN,
        grade="",
        remedy="",
        missing=(missing_figure(absent),),
        explanation=Node(title, absent.words, Answer.OPEN),
    )
