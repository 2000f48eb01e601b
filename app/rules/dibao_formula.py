"""低保 standards by the formula of S4.205: a share of last year's lowest wage, and half of that."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from app.rules.engine.case import Case
from app.rules.engine.fact_names import AREAS
from app.rules.engine.facts import facts_of
from app.rules.engine.logic import Amount, Node, Term, percentage_of, published_or
from app.rules.engine.parameters import InForce, Policy


@dataclass(frozen=True)
class ReferenceStandard:
    """``formula`` is what the formula gives, ``taken`` what holds: what was published, where a
    document did; a default of this program was never published. Unknown names what is missing."""

    area: str
    formula: Amount
    published: Amount
    taken: Amount


def reference_standard(policy: Policy, area: str, *, day: date, region: str) -> ReferenceStandard:
    """The standard of 城市 or 农村 on ``day`` (yuan per person and month)."""
    urban, _ = AREAS
    now = Case(facts_of({}), policy, day, region)
    last_year = Case(facts_of({}), policy, day.replace(month=1, day=1) - timedelta(days=1), region)
    formula = percentage_of(
        last_year.money("standard.minimum_wage"),
        now.ratio("standard.urban_rate"),
        "上年度全省最低工资标准的比例",
    )
    if area != urban:
        formula = percentage_of(formula, now.ratio("standard.rural_rate"), "城市低保标准的比例")
    key = "standard.dibao_urban" if area == urban else "standard.dibao_rural"
    published = _published(now, key)
    return ReferenceStandard(area, formula, published, published_or(published, formula, "低保标准"))


def _published(case: Case, key: str) -> Amount:
    found = case.policy.value(key, day=case.day, region=case.region)
    if isinstance(found, InForce) and not found.version.default:
        return case.money(key)
    return Term(None, Node(found.parameter.title, "没有公布"))
