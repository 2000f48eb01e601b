"""Runs the cases: TOML files that a policy officer reads and adds to (docs/rules.md says how)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from app.core.money import cents
from app.core.periods import Period
from app.core.terms import ANSWER_NAMES, CONTACT_NAMES, DUTY_STATE_NAMES
from app.rules.assess import assess
from app.rules.duties import Duty, duties_for
from app.rules.duty_facts import ContactFact, DutySubject, Excuse, Holding
from app.rules.duty_slots import Event
from app.rules.engine.verdict import Verdict
from app.rules.planned_contacts import visits_needed
from tests.rules.case_files import (
    KINDS_OF_CASES,
    assumed_policy,
    case_facts,
    cases,
    every_case,
    rules_in_policy,
)
from tools.rules_document import count_cases

REGION = "520122100"
KINDS = {name: kind for kind, name in CONTACT_NAMES.items()}
ENTITLEMENT_KEYS = {
    "name", "cite", "programme", "day", "region", "known_on", "facts", "person", "others_are_no",
    "assume", "answer", "amount", "at_least", "winner", "missing", "household_amount",
}  # fmt: skip
DUTY_KEYS = {
    "name", "cite", "day", "region", "window", "adopted", "categories", "contacts", "registered_on",
    "died_on", "expect", "absent", "counts", "planned", "assume", "birth", "events", "excuses",
}  # fmt: skip


def _verdict(case: dict[str, Any], facts: dict[str, object]) -> Verdict:
    (verdict,) = assess(
        case["programme"],
        case_facts(facts, others_are_no=case.get("others_are_no", False)),
        assumed_policy(case),
        day=case["day"],
        region=case.get("region", REGION),
        known_on=case.get("known_on"),
    )
    return verdict


@pytest.mark.parametrize("case", cases("programme"))
def test_programme_gives_what_the_case_says(case: dict[str, Any]) -> None:
    assert set(case) <= ENTITLEMENT_KEYS, "the case has a key that nobody reads"
    if "household_amount" in case:
        amounts = [_verdict(case, person).amount for person in case["person"]]
        assert sum(a for a in amounts if a is not None) == Decimal(case["household_amount"])
        assert None not in amounts
        return
    verdict = _verdict(case, case["facts"])
    assert ANSWER_NAMES[verdict.answer] == case["answer"]
    assert verdict.amount == (Decimal(case["amount"]) if "amount" in case else None)
    if verdict.amount is not None:
        assert verdict.amount == cents(verdict.amount)
    if "at_least" in case:
        assert verdict.at_least == Decimal(case["at_least"])
    if "winner" in case:
        assert verdict.winner is not None
        assert verdict.winner.words == case["winner"]
    if "missing" in case:
        assert [missing.key for missing in verdict.missing] == case["missing"]


def _duties(case: dict[str, Any]) -> tuple[Duty, ...]:
    subject = DutySubject(
        person_id="本人",
        categories=tuple(Holding(**row) for row in case["categories"]),
        registered_on=case.get("registered_on", date(2000, 1, 1)),
        died_on=case.get("died_on"),
        birth=case.get("birth"),
        events=tuple(Event(**row) for row in case.get("events", [])),
        excuses=tuple(
            Excuse(frozenset(KINDS[k] for k in row["ways"]), row["start"], row.get("end"), "不便")
            for row in case.get("excuses", [])
        ),
    )
    contacts = [
        ContactFact(
            row.get("person", "本人"),
            row["day"],
            KINDS[row["kind"]],
            row.get("done", True),
            row.get("hours"),
        )
        for row in case.get("contacts", [])
    ]
    return duties_for(
        subject,
        contacts,
        assumed_policy(case),
        adopted={pack: Period(*days) for pack, days in case["adopted"].items()},
        window=Period(*case["window"]),
        day=case["day"],
        region=case.get("region", REGION),
    )


def _as_expected(duty: Duty, row: dict[str, Any]) -> dict[str, Any]:
    """The duty in the words of the case, only what the case speaks of."""
    spoken = {
        "rule": duty.rule_id,
        "from": duty.period.first,
        "last": duty.last_good_day,
        "state": DUTY_STATE_NAMES[duty.state],
        "done": duty.done,
        "needed": duty.needed,
        "flagged": duty.flagged,
        "made_good_on": duty.made_good_on,
        "reason": duty.reason,
        "time": duty.time,
    }
    return {key: spoken[key] for key in row}


@pytest.mark.parametrize("case", cases("adopted"))
def test_duties_stand_as_the_case_says(case: dict[str, Any]) -> None:
    assert set(case) <= DUTY_KEYS, "the case has a key that nobody reads"
    duties = _duties(case)
    for row in case.get("expect", []):
        same = [d for d in duties if (d.rule_id, d.period.first) == (row["rule"], row["from"])]
        assert [_as_expected(duty, row) for duty in same] == [row]
    rules = [duty.rule_id for duty in duties]
    assert not set(rules) & set(case.get("absent", []))
    for rule, count in case.get("counts", {}).items():
        assert rules.count(rule) == count
    if "planned" in case:
        planned = [CONTACT_NAMES[contact.kind] for contact in visits_needed(duties)]
        assert sorted(planned) == sorted(case["planned"])


def test_every_case_checks_something() -> None:
    for parameter in cases("adopted"):
        (case,) = parameter.values
        assert case.keys() & {"expect", "absent", "counts", "planned"}, case["name"]


def test_every_worked_rule_has_at_least_three_cases() -> None:
    counted = count_cases()
    assert {rule: counted[rule] for rule in rules_in_policy() if counted[rule] < 3} == {}


def test_every_case_is_run_by_exactly_one_test() -> None:
    for case in every_case():
        assert sum(kind in case for kind in KINDS_OF_CASES) == 1, case["name"]
