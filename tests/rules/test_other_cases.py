"""Runs the cases of rules with a shape of their own: teaching weeks, formulas, months, arrears."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from app.core.periods import Period
from app.rules.arrears import Clock, arrears
from app.rules.dibao_formula import reference_standard
from app.rules.documents import packs_of
from app.rules.engine.parameters import NotInForce
from app.rules.home_teaching import Excuse, Session, teaching_weeks
from app.rules.medical_bills import deductible, retro_window
from app.rules.months import months_paid, months_within
from tests.rules.case_files import assumed_policy, case_facts, cases

REGION = "520122100"
COMMON = {"name", "cite", "assume", "region"}


def _region(case: dict[str, Any]) -> str:
    return str(case.get("region", REGION))


def _yuan(value: Decimal | None) -> str:
    return "" if value is None else str(value)


@pytest.mark.parametrize("case", cases("teaching"))
def test_the_weeks_of_home_teaching_come_out_as_the_case_says(case: dict[str, Any]) -> None:
    assert set(case) <= COMMON | {"teaching", "window", "excused", "missing"}
    weeks = teaching_weeks(
        assumed_policy(case),
        [Session(day, hours) for day, hours in case["teaching"]],
        [Excuse(Period(first, last), why) for first, last, why in case.get("excused", [])],
        Period(*case["window"]),
        region=_region(case),
    )
    assert [week.missing for week in weeks] == case["missing"]
    assert [week.met for week in weeks] == [not missing for missing in case["missing"]]


@pytest.mark.parametrize("case", cases("formula_area"))
def test_the_formula_of_the_standard_gives_what_the_case_says(case: dict[str, Any]) -> None:
    assert set(case) <= COMMON | {"formula_area", "day", "formula", "taken", "missing"}
    found = reference_standard(
        assumed_policy(case), case["formula_area"], day=case["day"], region=_region(case)
    )
    assert _yuan(found.formula.value) == case.get("formula", "")
    assert _yuan(found.taken.value) == case.get("taken", "")
    assert [missing.key for missing in found.taken.missing] == case.get("missing", [])


@pytest.mark.parametrize("case", cases("discharged"))
def test_the_deductible_is_what_the_case_says(case: dict[str, Any]) -> None:
    assert set(case) <= COMMON | {"admitted", "discharged", "facts", "amount", "missing"}
    found = deductible(
        case_facts(case["facts"]),
        assumed_policy(case),
        admitted=case["admitted"],
        discharged=case["discharged"],
        region=_region(case),
    )
    assert _yuan(found.value) == case.get("amount", "")
    assert [missing.key for missing in found.missing] == case.get("missing", [])


@pytest.mark.parametrize("case", cases("approved_on"))
def test_the_months_that_are_paid_are_those_of_the_case(case: dict[str, Any]) -> None:
    assert set(case) <= COMMON | {"approved_on", "ended_on", "window", "months"}
    found = months_paid(
        assumed_policy(case),
        case["approved_on"],
        case.get("ended_on"),
        Period(*case["window"]),
        region=_region(case),
    )
    assert not isinstance(found, NotInForce)
    assert [f"{month.first:%Y-%m}" for month in found] == case["months"]


@pytest.mark.parametrize("case", cases("stay"))
def test_a_stay_makes_as_many_months_as_the_case_says(case: dict[str, Any]) -> None:
    assert set(case) <= COMMON | {"stay", "count"}
    stay = Period(*case["stay"])
    assert months_within(assumed_policy(case), stay, region=_region(case)) == case["count"]


@pytest.mark.parametrize("case", cases("recognised_on"))
def test_bills_count_back_to_the_day_that_the_case_says(case: dict[str, Any]) -> None:
    assert set(case) <= COMMON | {"recognised_on", "counts_from"}
    window = retro_window(assumed_policy(case), case["recognised_on"], _region(case))
    assert window == Period(case["counts_from"], case["recognised_on"])


@pytest.mark.parametrize("case", cases("documents"))
def test_documents_bring_the_packs_that_the_case_names(case: dict[str, Any]) -> None:
    assert set(case) <= COMMON | {"documents", "packs"}
    assert list(packs_of(assumed_policy(case), case["documents"])) == case["packs"]


@pytest.mark.parametrize("case", cases("arrears"))
def test_arrears_are_what_the_case_says(case: dict[str, Any]) -> None:
    assert set(case) <= COMMON | {
        "arrears", "months", "facts", "paid", "known_then", "then", "now", "difference", "total",
    }  # fmt: skip
    policy, months = assumed_policy(case), Period(*case["months"])
    facts = case_facts(case["facts"])
    every = {date(year, month, 1): facts for year in range(2020, 2025) for month in range(1, 13)}
    found = arrears(
        case["arrears"],
        every,
        Clock(policy, case.get("known_then")),
        Clock(policy),
        months=months,
        region=_region(case),
        paid={date.fromisoformat(f"{m}-01"): Decimal(a) for m, a in case.get("paid", {}).items()},
    )
    assert [_yuan(month.then.amount) for month in found.months] == case["then"]
    assert [_yuan(month.now.amount) for month in found.months] == case["now"]
    assert [_yuan(month.difference) for month in found.months] == case["difference"]
    assert _yuan(found.total) == case["total"]
