"""Who must have a named person: the examples of S0.210, S2.243 and S3.220, and bad files."""

from __future__ import annotations

from datetime import date

import pytest

from app.rules.engine.values import PolicyFileError, Spot
from app.rules.pairing import (
    Named,
    Pairing,
    Someone,
    coverage,
    most_people,
    pairing_on,
    pairing_title,
    pairings_on,
    read_pairing_rule,
)
from app.rules.policy import shipped_policy

DAY, REGION = date(2026, 5, 6), "520122100000"
POLICY = shipped_policy()


def of(key: str) -> Pairing:
    found = pairing_on(POLICY, key, day=DAY, region=REGION)
    assert found is not None
    return found


def poor(number: int, home: int | None = None, village: str = "清水村") -> Someone:
    return Someone(number, home, village, frozenset({"dibao_rural", "poor_disabled_home"}))


def test_twenty_families_and_eighteen_helpers_leave_two_uncovered() -> None:
    people = [poor(n, n) for n in range(1, 21)]
    named = [Named(n, f"#{n}", "community_pair") for n in range(1, 19)]
    found = coverage(of("community_pair"), people, named)
    assert [unit.first for unit in found.lacking] == [19, 20]
    assert (found.crowded, found.burdened) == ((), ())


def test_a_helper_with_two_families_is_told_and_one_family_with_two_helpers_too() -> None:
    people = [poor(1, 1), poor(2, 2)]
    named = [Named(1, "甲", None), Named(2, "甲", None), Named(2, "乙", "community_pair")]
    found = coverage(of("community_pair"), people, named)
    assert found.burdened == ("甲",)
    assert [unit.first for unit in found.crowded] == [2]


def test_five_families_with_five_cadres_are_enough_and_four_are_one_short() -> None:
    people = [poor(n, n) for n in range(1, 6)]
    all_named = [Named(n, f"#{n}", "party_pair") for n in range(1, 6)]
    assert coverage(of("party_pair"), people, all_named).thin_villages == ()
    four = coverage(of("party_pair"), people, all_named[:4])
    assert four.thin_villages == (("清水村", 4),)
    assert [unit.first for unit in four.lacking] == [5]


def test_three_cadres_for_one_family_are_allowed_in_the_party_pairing_only() -> None:
    people = [poor(1, 1)]
    named = [Named(1, who, "party_pair") for who in "甲乙丙"]
    assert coverage(of("party_pair"), people, named).crowded == ()


def test_who_is_responsible_for_everything_is_no_party_pairing() -> None:
    found = coverage(of("party_pair"), [poor(1, 1)], [Named(1, "甲", None)])
    assert len(found.lacking) == 1


def test_key_persons_are_counted_one_by_one_and_are_data() -> None:
    key = of("key_one_to_one")
    assert "tekun_scattered" in key.rule.categories
    two = [Someone(n, 7, "清水村", frozenset({"tekun_scattered"})) for n in (1, 2)]
    found = coverage(key, two, [Named(1, "甲", None)])
    assert [unit.first for unit in found.lacking] == [2]
    nobody = Someone(3, 7, "清水村", frozenset({"dibao_rural"}))
    assert coverage(key, [nobody], []).units == ()


def test_a_family_without_a_household_is_the_person_alone() -> None:
    found = coverage(of("party_pair"), [poor(1), poor(2)], [])
    assert [unit.members for unit in found.lacking] == [{1}, {2}]


def test_only_the_programmes_of_the_packs_hold() -> None:
    found = pairings_on(POLICY, {"S3"}, day=DAY, region=REGION)
    assert [one.key for one in found] == ["key_one_to_one"]
    assert pairings_on(POLICY, {"S3"}, day=date(2019, 1, 1), region=REGION) == ()


def test_a_key_that_no_file_declares_is_shown_as_it_is() -> None:
    assert pairing_title(POLICY, None) == ""
    assert pairing_title(POLICY, "gone") == "gone"
    assert pairing_on(POLICY, "gone", day=DAY, region=REGION) is None


def test_the_limit_is_a_default_that_says_so() -> None:
    found = most_people(POLICY, day=DAY, region=REGION)
    assert found is not None
    assert found.version.default
    assert found.reason


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"pack": "没有"}, "pack"),
        ({"categories": ["没有"]}, "categories"),
        ({"categories": []}, "categories"),
        ({"least": -1}, "least"),
        ({"least": 2, "most": 1}, "most"),
        ({"family": "yes"}, "family"),
        ({"pack": "@groups.key_persons"}, "pack"),
        ({"unknown": 1}, "unknown"),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused(change: dict[str, object], key: str) -> None:
    table: dict[str, object] = {"pack": "S3", "categories": ["tekun_scattered"], "least": 1}
    with pytest.raises(PolicyFileError, match=key):
        read_pairing_rule(table | change, Spot("pairing/x.toml", ""), {"S3"})
