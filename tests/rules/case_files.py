"""The cases as files: found by the key that says which kind of rule they ask."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from app.core.dictionary import Kind
from app.rules.engine.fact_names import FACT_NAMES, NOT_DISABLED
from app.rules.engine.facts import Facts, facts_of
from app.rules.engine.parameters import Policy, Version
from app.rules.engine.values import SCALARS, Spot
from app.rules.policy import readers_of, shipped_policy
from tools.rules_document import clauses_of

CASES = Path(__file__).parent / "cases"
KINDS_OF_CASES = (
    "programme", "adopted", "deadline", "screen", "indicator", "teaching", "formula_area",
    "discharged", "approved_on", "stay", "recognised_on", "documents", "arrears",
)  # fmt: skip
"""The key that says which test runs a case: each case has exactly one of them."""


def every_case() -> list[dict[str, Any]]:
    """All cases of all kinds."""
    files = sorted(CASES.glob("**/*.toml"))
    return [
        case
        for path in files
        for case in tomllib.loads(path.read_text(encoding="utf-8-sig"))["case"]
    ]


def cases(kind: str) -> list[Any]:
    """The cases that have the key ``kind``, as test parameters."""
    return [
        pytest.param(case, id=f"{case['cite']} {case['name']}")
        for case in every_case()
        if kind in case
    ]


def rules_in_policy() -> set[str]:
    """The clauses that a rule (not a mere figure) of the shipped policy rests on."""
    return {
        cite
        for parameter in shipped_policy().parameters.values()
        if parameter.kind not in SCALARS
        for cite in clauses_of(parameter)
    }


def assumed_policy(case: dict[str, Any]) -> Policy:
    """The shipped policy with the versions that the case assumes."""
    policy = shipped_policy()
    readers = readers_of(policy.packs)
    for row in case.get("assume", []):
        parameter = policy.parameters[row["key"]]
        value = None
        if "like" in row:
            value = next(v.value for v in parameter.versions if v.first == row["like"])
        elif "value" in row:
            value = readers[parameter.kind](row["value"], Spot("case", ""))
        version = Version(
            value=value,
            first=row["from"],
            issued=row.get("issued", row["from"]),
            cite="假定",
            until=row.get("until"),
            scope=row.get("scope", ""),
            repeal=row.get("repeal", False),
        )
        policy = policy.with_version(row["key"], version)
    return policy


def case_facts(given: dict[str, Any], *, others_are_no: bool = False) -> Facts:
    """The facts of a case: amounts in quotes; ``others_are_no`` fills in every yes-or-no fact."""
    rest: dict[str, object] = {}
    if others_are_no:
        rest = {key: False for key, name in FACT_NAMES.items() if name.kind is Kind.YES_NO}
        rest["disability_grade"] = NOT_DISABLED
    amounts = {
        key: Decimal(value)
        for key, value in given.items()
        if key in FACT_NAMES and FACT_NAMES[key].kind is Kind.MONEY
    }
    return facts_of({**rest, **given, **amounts})
