"""Each finder on a register of a few people: what it finds, what it leaves alone, what nobody
knows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from app.core.matter_kinds import matter_kinds
from app.core.periods import Period
from app.rules.finders import finders
from app.rules.policy import shipped_policy
from app.rules.register_snapshot import Paid, Register
from tests.small_register import DAY, LONG_AGO, find, holds, home_of, only, register_of, someone

CARD = "990101197101019999"  # a kind and a grade follow


# --- the register as a whole ---------------------------------------------------------------------
def test_every_finder_has_a_kind_with_a_name_and_a_rule_for_the_day() -> None:
    policy = shipped_policy()
    for name in finders():
        kind = matter_kinds()[name]
        assert kind.name
        assert not kind.deadline or f"deadline.{kind.deadline}" in policy.parameters
        assert not kind.by_hand


def test_an_empty_register_has_nothing_to_find() -> None:
    assert {name: find(name, Register()) for name in finders()} == {name: [] for name in finders()}


def test_somebody_of_whom_nothing_is_known_is_never_found() -> None:
    register = register_of(someone(home=None))
    assert [name for name in finders() if find(name, register)] == []


# --- dead but paid -------------------------------------------------------------------------------
def test_the_dead_who_are_still_held_are_found() -> None:
    register = register_of(
        someone(death_date=date(2026, 4, 1)), held={1: holds("tekun_scattered", "disabled")}
    )
    found = only("dead_but_paid", register)
    assert (found.person_id, found.source) == (1, "S4.209")
    assert "追回" in found.remedy
    assert found.facts["仍在享受"] == "特困（分散供养）"


def test_the_dead_are_found_by_a_payment_in_their_own_name() -> None:
    paid = {1: [Paid("护理补贴", Decimal(100), LONG_AGO)]}
    register = register_of(someone(death_date=date(2026, 4, 1)), benefits=paid)
    assert only("dead_but_paid", register).facts["仍在享受"] == "护理补贴"


def test_the_payment_of_a_household_is_a_dead_persons_when_nobody_else_lives() -> None:
    awards = {1: [Paid("dibao_rural", Decimal(690), LONG_AGO)]}
    dead = someone(death_date=date(2026, 4, 1))
    assert only("dead_but_paid", register_of(dead, awards=awards)).person_id == 1
    assert find("dead_but_paid", register_of(dead, someone(2), awards=awards)) == []


def test_the_living_and_the_dead_who_are_paid_no_longer_are_left_alone() -> None:
    living = register_of(someone(), held={1: holds("tekun_scattered")})
    ended = register_of(someone(death_date=date(2026, 4, 1)))
    assert find("dead_but_paid", living) == find("dead_but_paid", ended) == []


# --- two payments at once ------------------------------------------------------------------------
def test_dibao_and_tekun_together_are_told_once() -> None:
    register = register_of(someone(), held={1: holds("dibao_rural", "tekun_central")})
    assert "农村低保" in only("dibao_and_tekun", register).words
    assert find("exclusive_lines", register) == []


def test_dibao_of_one_and_tekun_of_another_in_a_household_is_right() -> None:
    held = {1: holds("dibao_rural"), 2: holds("tekun_scattered")}
    assert find("dibao_and_tekun", register_of(someone(), someone(2), held=held)) == []


def test_two_categories_that_exclude_each_other_are_found() -> None:
    register = register_of(someone(), held={1: holds("orphan", "unsupported_child")})
    assert only("exclusive_lines", register).key == "exclusive_lines:1:orphan+unsupported_child"


def test_a_category_and_a_payment_by_name_may_exclude_each_other() -> None:
    register = register_of(
        someone(),
        held={1: holds("tekun_scattered")},
        benefits={1: [Paid("orphan", Decimal(1000), LONG_AGO)]},
    )
    assert only("exclusive_lines", register).person_id == 1


def test_categories_that_go_together_are_left_alone() -> None:
    register = register_of(someone(), held={1: holds("dibao_rural", "severe_disabled", "orphan")})
    assert find("exclusive_lines", register) == []


# --- accounts ------------------------------------------------------------------------------------
def test_an_account_of_two_households_is_found_once_and_masked() -> None:
    homes = {
        1: home_of(1, account_no="6217 0000 1234 5678", card_no="6666000011112222"),
        2: home_of(2, account_no="6217000012345678", card_no="6666000011112222"),
    }
    found = only("shared_account", Register(homes=homes))
    assert found.household_id == 1
    assert found.facts == {"账户": "**** 5678、**** 2222", "户主": "户主1、户主2"}


def test_an_account_of_a_person_counts_for_the_persons_household() -> None:
    people = (someone(1, account_no="622200001111"), someone(2, home=2))
    benefits = {2: [Paid("护理补贴", None, LONG_AGO, "622200001111")]}
    assert only("shared_account", register_of(*people, benefits=benefits)).household_id == 1


def test_one_account_of_one_household_and_what_is_no_account_are_left_alone() -> None:
    same = (someone(1, account_no="622200001111"), someone(2, account_no="622200001111"))
    assert find("shared_account", register_of(*same)) == []
    for nothing in ("无", "", "0000"):
        people = (someone(1, account_no=nothing), someone(2, home=2, account_no=nothing))
        assert find("shared_account", register_of(*people)) == []


# --- age, grade, income --------------------------------------------------------------------------
def test_an_orphan_is_found_on_the_eighteenth_birthday() -> None:
    register = register_of(someone(birth_date=date(2008, 5, 6)), held={1: holds("orphan")})
    assert "18周岁" in only("orphan_over_age", register).words
    assert find("orphan_over_age", register, date(2026, 5, 5)) == []


def test_the_finding_of_an_orphan_stays_the_same_as_years_go_by() -> None:
    register = register_of(someone(birth_date=date(2008, 5, 6)), held={1: holds("orphan")})
    now, later = (only("orphan_over_age", register, day) for day in (DAY, date(2028, 1, 1)))
    assert (now.key, now.facts) == (later.key, later.facts)


def test_an_orphan_without_a_birth_date_is_not_guessed() -> None:
    assert find("orphan_over_age", register_of(someone(), held={1: holds("orphan")})) == []


def test_another_grade_than_the_cards_is_found() -> None:
    person = someone(disability_no=f"{CARD}42", disability_grade="肢体三级")
    found = only("grade_against_card", register_of(person))
    assert found.facts == {"登记的残疾等级": "三级", "证号上的等级": "二级"}


@pytest.mark.parametrize(
    ("number", "grade", "codes"),
    [
        (f"{CARD}42", "贰级", ()),
        (f"{CARD}42", None, ()),
        (None, "二级", ()),
        ("12345", "二级", ()),
        (f"{CARD}42", None, ("severe_disabled",)),
        (f"{CARD}44", None, ("disabled",)),
    ],
)
def test_the_same_grade_or_an_unknown_one_is_left_alone(
    number: str | None, grade: str | None, codes: tuple[str, ...]
) -> None:
    person = someone(disability_no=number, disability_grade=grade)
    assert find("grade_against_card", register_of(person, held={1: holds(*codes)})) == []


def test_a_category_of_severe_disability_is_held_against_the_card_too() -> None:
    register = register_of(someone(disability_no=f"{CARD}44"), held={1: holds("severe_disabled")})
    assert "重度" in only("grade_against_card", register).words


def _dibao_home(**facts: Any) -> Register:
    return register_of(someone(), homes={1: home_of(**facts)}, held={1: holds("dibao_rural")})


def test_income_over_the_standard_is_found_and_on_it_is_not() -> None:
    over = _dibao_home(per_capita_income=Decimal("8460.12"))
    assert only("income_over_line", over).facts["月人均收入"] == "705.01 元"
    assert find("income_over_line", _dibao_home(per_capita_income=Decimal("8460.00"))) == []


def test_income_of_the_household_is_shared_by_its_members() -> None:
    register = _dibao_home(annual_income=Decimal(40000), size=3)
    assert only("income_over_line", register).household_id == 1
    assert find("income_over_line", _dibao_home(annual_income=Decimal(40000))) == []


def test_unknown_income_is_never_over_the_line() -> None:
    assert find("income_over_line", _dibao_home()) == []


def test_who_was_relocated_keeps_it_during_the_consolidation_period() -> None:
    rich = {"per_capita_income": Decimal(20000)}
    assert find("income_over_line", _dibao_home(**rich, relocation_site="蒋家寨")) == []
    assert only("income_over_line", _dibao_home(**rich, relocation_site="无")).household_id == 1


def test_a_household_that_is_not_in_dibao_may_earn_what_it_earns() -> None:
    register = register_of(someone(), homes={1: home_of(per_capita_income=Decimal(90000))})
    assert find("income_over_line", register) == []


# --- re-checks -----------------------------------------------------------------------------------
def test_a_rural_household_is_asked_about_when_a_half_year_passed_unchecked() -> None:
    found = only("recheck_missing", _dibao_home())
    assert (found.source, found.due) == ("S4.206", date(2026, 6, 30))
    assert found.facts == {"应复核": "2025-07-01至2025-12-31", "上次核对": "没有记录"}


def test_an_urban_household_is_asked_about_each_quarter() -> None:
    register = register_of(someone(), held={1: holds("dibao_urban")})
    assert only("recheck_missing", register).facts["应复核"] == "2026-01-01至2026-03-31"


def test_a_visit_to_anybody_of_the_household_was_a_check() -> None:
    people, held = (someone(), someone(2)), {1: holds("dibao_rural"), 2: holds("dibao_rural")}
    seen = register_of(*people, held=held, checked={2: date(2025, 7, 1)})
    long_ago = register_of(*people, held=held, checked={2: date(2025, 6, 30)})
    assert find("recheck_missing", seen) == []
    assert only("recheck_missing", long_ago).facts["上次核对"] == "2025-06-30"


def test_tekun_are_checked_once_a_year_and_an_assessment_counts() -> None:
    register = register_of(someone(), held={1: holds("tekun_scattered")})
    found = only("recheck_missing", register)
    assert (found.person_id, found.source) == (1, "S4.209")
    assert find("recheck_missing", replace(register, assessed={1: date(2025, 1, 1)})) == []


def test_who_came_after_the_period_began_is_not_asked_about() -> None:
    late = register_of(someone(registered_on=date(2025, 7, 2)), held={1: holds("dibao_rural")})
    new = register_of(someone(), held={1: holds("dibao_rural", since=date(2025, 7, 2))})
    assert find("recheck_missing", late) == find("recheck_missing", new) == []


# --- the calendar --------------------------------------------------------------------------------
S3 = {"S3": Period(date(2022, 6, 27), date(9999, 12, 31))}


def _due(register: Register) -> dict[str, date | None]:
    return {finding.key: finding.due for finding in find("calendar", register)}


def test_what_the_adopted_programmes_want_is_listed_ahead_and_kept_when_late() -> None:
    due = _due(register_of(someone(), adopted=S3))
    assert due["calendar:month_ledger:2026-05-28"] == date(2026, 5, 28)
    assert due["calendar:month_ledger:2026-04-28"] == date(2026, 4, 28)
    assert "calendar:month_ledger:2026-01-28" not in due


def test_a_ledger_that_was_sent_is_done() -> None:
    register = register_of(someone(), adopted=S3, ledgers=frozenset({"2026-04"}))
    assert "calendar:month_ledger:2026-04-28" not in _due(register)


def test_nothing_was_late_before_the_register_began() -> None:
    register = register_of(someone(registered_on=date(2026, 5, 1)), adopted=S3)
    assert "calendar:month_ledger:2026-04-28" not in _due(register)


def test_a_programme_that_is_not_adopted_wants_nothing() -> None:
    assert _due(register_of(someone())) == {}


def test_the_age_of_a_card_is_told_where_the_programme_is_adopted() -> None:
    person = someone(birth_date=date(1966, 5, 20))
    s4a = {"S4A": Period(date(2020, 1, 1), date(9999, 12, 31))}
    found = only("elder_card", register_of(person, adopted=s4a))
    assert (found.due, found.person_id) == (date(2026, 5, 20), 1)
    assert "老年证" in found.words
    assert find("elder_card", register_of(person)) == []
