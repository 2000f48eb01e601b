"""The tables of docs/rules.md are what the program says, and no clause is absent."""

from __future__ import annotations

import re

import pytest

from app.rules.engine.values import SCALARS
from app.rules.policy import shipped_policy
from tools.rules_document import DOCUMENT, TABLES, rendered

TEXT = DOCUMENT.read_text(encoding="utf-8")
LAST_RULES = {"S0": 236, "S1": 213, "S2": 267, "S3": 225, "S4": 223}
LAST_INDICATORS = {"S0": 615, "S1": 604, "S2": 614, "S3": 604, "S4": 605}


@pytest.mark.parametrize("name", TABLES)
def test_a_table_of_the_document_is_current(name: str) -> None:
    table = TEXT.partition(f"<!-- {name} -->\n")[2].partition(f"\n<!-- /{name} -->")[0]
    assert table == TABLES[name](), "run: python -m tools rules"


def test_a_document_without_the_marks_is_refused() -> None:
    with pytest.raises(ValueError, match="facts"):
        rendered("# Rules")


def test_no_clause_is_absent() -> None:
    rows = re.findall(r"^\| (S\d\.\d+) \|", TEXT, re.MULTILINE)
    rules = {f"{s}.{n}" for s, last in LAST_RULES.items() for n in range(201, last + 1)}
    targets = {f"{s}.{n}" for s, last in LAST_INDICATORS.items() for n in range(601, last + 1)}
    assert (len(rules), len(targets)) == (164, 42)
    assert sorted(rows) == sorted(rules | targets)


def test_every_clause_that_is_built_has_at_least_three_cases() -> None:
    rows = re.findall(r"^\| (S\d\.\d+) \| .* \| .* \| .* \| (\d+) \|$", TEXT, re.MULTILINE)
    assert {clause: count for clause, count in rows if int(count) < 3} == {}
    assert len(rows) > 160


def test_what_cannot_be_computed_has_no_rule() -> None:
    policy = shipped_policy()
    ruled = {
        version.cite
        for parameter in policy.parameters.values()
        if parameter.kind not in SCALARS
        for version in parameter.versions
    }
    assert ruled.isdisjoint(s.id for s in policy.sources.values() if s.not_computed)
