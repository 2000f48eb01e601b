"""Entitlements: what one person gets on a day in a place, and why."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from app.core.errors import UserError
from app.rules.engine.case import Case
from app.rules.engine.facts import Facts
from app.rules.engine.parameters import InForce, NotInForce, Policy
from app.rules.engine.verdict import Verdict, verdict_of, verdict_without_law
from app.rules.policy import ProgrammeRule
from app.rules.programmes import methods

ALL = "all"
_FOLDER = "programme"


def programme_keys(policy: Policy) -> tuple[str, ...]:
    """The programmes that have a policy file, in order."""
    return tuple(key.partition(".")[2] for key in policy.keys(_FOLDER))


def assess(
    programme: str,
    facts: Facts,
    policy: Policy,
    *,
    day: date,
    region: str,
    known_on: date | None = None,
    packs: Collection[str] | None = None,
) -> tuple[Verdict, ...]:
    """The verdict of one programme, or with ``ALL`` of every one in force on ``day`` in ``region``
    that ``packs`` (what the office has adopted; None: the default packs) bring.

    ``known_on`` answers with what had been issued by then (two clocks: the difference to now is
    what is owed in arrears). A programme that is named but not in force answers 待核实, never 0.
    Raises UserError for a programme that does not exist, and where two packs rule one matter.
    """
    case = Case(facts, policy, day, region, known_on)
    if programme != ALL:
        if f"{_FOLDER}.{programme}" not in policy.parameters:  # asked for thousands of people
            names = "、".join(programme_keys(policy))
            raise UserError(
                f"没有“{programme}”这个待遇项目。", "", f"可用的项目：{names}，或 {ALL}。"
            )
        found = _find(case, programme)
        if isinstance(found, NotInForce):
            return (verdict_without_law(case, found),)
        return (_verdict(case, found),)
    every = (_find(case, key) for key in programme_keys(policy))
    holding = [
        found for found in every if isinstance(found, InForce) and _brought(found, case, packs)
    ]
    _refuse_two_of_one_matter(holding, policy)
    return tuple(_verdict(case, found) for found in holding)


def _brought(programme: InForce, case: Case, packs: Collection[str] | None) -> bool:
    pack = _rule(programme).pack
    return case.policy.packs[pack].default if packs is None else pack in packs


def _refuse_two_of_one_matter(programmes: Sequence[InForce], policy: Policy) -> None:
    first: dict[str, str] = {}
    for programme in programmes:
        rule = _rule(programme)
        other = first.setdefault(rule.matter, rule.pack) if rule.matter else rule.pack
        if other != rule.pack:
            names = "”和“".join(policy.packs[pack].name for pack in (other, rule.pack))
            raise UserError(
                f"“{names}”都规定了{rule.matter}，不能同时发放。", "", "请只采用其中一个帮扶方案。"
            )


def _find(case: Case, programme: str) -> InForce | NotInForce:
    key = f"{_FOLDER}.{programme}"
    return case.policy.value(key, day=case.day, region=case.region, known_on=case.known_on)


def _verdict(case: Case, programme: InForce) -> Verdict:
    rule = _rule(programme)
    name = programme.key.partition(".")[2]
    return verdict_of(case, programme, methods()[name, rule.method](case))


def _rule(programme: InForce) -> ProgrammeRule:
    assert isinstance(programme.value, ProgrammeRule)
    return programme.value
