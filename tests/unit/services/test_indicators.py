"""Indicators measured from the store; what the store cannot tell is said to be so."""

from __future__ import annotations

from datetime import date

import pytest

from app.core.terms import ContactKind
from app.rules.indicator_counts import COUNTERS, Count
from app.rules.indicators import indicator_keys
from app.rules.policy import shipped_policy
from app.rules.register_snapshot import Register
from app.services.desk import Desk
from app.services.indicators import IndicatorRow, list_indicators
from app.services.office import adopt_pack
from app.services.visits import RecordContact, record_contact
from tests.conftest import Offices
from tests.factory import export_month, make_household, make_person, make_responsible
from tests.small_register import holds, home_of, register_of, someone

DAY = date(2026, 5, 6)
TEKUN = {1: holds("tekun_central"), 2: holds("tekun_scattered"), 3: holds("tekun_scattered")}


def _count(key: str, register: Register) -> Count:
    return COUNTERS[key](register, DAY)


def _rows(desk: Desk) -> dict[str, IndicatorRow]:
    return {row.key: row for row in list_indicators(desk).rows}


def test_every_count_is_of_an_indicator_that_there_is() -> None:
    assert COUNTERS.keys() <= set(indicator_keys(shipped_policy()))


def test_nobody_is_a_count_of_nobody_never_a_share() -> None:
    for counter in COUNTERS.values():
        count = counter(Register(), DAY)
        assert (count.numerator, count.denominator or 0) == (0, 0)


def test_tekun_are_counted_by_what_was_done_this_year() -> None:
    register = register_of(
        someone(1), someone(2), someone(3), someone(4, death_date=DAY),
        held=TEKUN | {4: holds("tekun_central")},
        checked={1: date(2026, 1, 1), 2: date(2025, 12, 31)},
        assessed={3: date(2026, 2, 2)},
    )  # fmt: skip
    assert _count("wubao_checked", register) == Count(2, 3)
    assert _count("tekun_assessed", register) == Count(1, 3)
    assert _count("support_rate", register) == Count(1, 3)


def test_who_cannot_care_for_themselves_is_known_only_where_it_is_on_record() -> None:
    people = (
        someone(1, self_care="完全丧失"), someone(2, self_care="完全丧失"), someone(3),
    )  # fmt: skip
    assert _count("central_support", register_of(*people, held=TEKUN)) == Count(1, 2, 1)


def test_households_are_counted_once() -> None:
    people = (someone(1), someone(2), someone(3, home=2))
    held = {1: holds("dibao_rural"), 2: holds("dibao_rural"), 3: holds("dibao_urban")}
    register = register_of(*people, held=held, checked={2: DAY}, responsible=frozenset({1, 2}))
    assert _count("dibao_checked", register) == Count(1, 2)
    assert _count("families_with_helper", register) == Count(1, 2)


def test_an_unknown_insurance_leaves_the_share_open() -> None:
    held = {1: holds("monitored"), 2: holds("monitored")}
    known = (someone(1, insurance="城乡居民医保"), someone(2, insurance="未参保"))
    assert _count("monitored_insured", register_of(*known, held=held)) == Count(1, 2)
    open_one = (someone(1, insurance="城乡居民医保"), someone(2))
    assert _count("monitored_insured", register_of(*open_one, held=held)) == Count(None, 2, 1)


@pytest.mark.parametrize(
    ("grades", "count"),
    [
        (("A", "B级"), Count(0)),
        (("D级", None), Count(1, unknown=1)),
        (("A", None), Count(None, unknown=1)),
    ],
)
def test_one_dangerous_house_decides_and_an_unknown_one_does_not(
    grades: tuple[str | None, ...], count: Count
) -> None:
    people = (someone(1), someone(2, home=2))
    homes = {1: home_of(1, house_danger=grades[0]), 2: home_of(2, house_danger=grades[1])}
    held = {1: holds("monitored"), 2: holds("monitored")}
    assert _count("dangerous_houses", register_of(*people, homes=homes, held=held)) == count


def test_the_share_of_the_monitored_is_against_the_registered_poor() -> None:
    homes = {1: home_of(1, registered_poor=True), 2: home_of(2, registered_poor=False)}
    people = (someone(1), someone(2), someone(3, home=2))
    register = register_of(*people, homes=homes, held={3: holds("monitored")})
    assert _count("monitored_share", register) == Count(1, 2)


def test_key_persons_are_counted_by_who_is_responsible() -> None:
    held = {1: holds("key_guardianship"), 2: holds("key_guardianship")}
    register = register_of(someone(1), someone(2), held=held, responsible=frozenset({2}))
    assert _count("key_persons_with_cadre", register) == Count(1, 2)


def test_only_adopted_programmes_are_measured_and_what_cannot_be_told_comes_last(
    desk: Desk,
) -> None:
    rows = list_indicators(desk).rows
    assert _rows(desk)["visit_rate"].met == "不适用"
    assert {row.cite.partition(".")[0] for row in rows} == {"S3"}
    assert [row.counted for row in rows] == sorted((row.counted for row in rows), reverse=True)
    assert all("手工台账" in row.how for row in rows if not row.counted)
    adopt_pack(desk, "S4D", adopted=True, first=date(2026, 1, 1))
    assert "wubao_checked" in _rows(desk)


def test_visits_are_measured_as_the_plan_has_them(offices: Offices) -> None:
    with offices.township(day=date(2026, 4, 1)) as desk:
        people = [make_person(desk, f"童{one}", categories=("orphan",)) for one in range(2)]
        adopt_pack(desk, "S1", adopted=True, first=date(2026, 1, 1))
    with offices.township(day=DAY) as desk:
        record_contact(desk, RecordContact(people[0], DAY, ContactKind.VISIT))
        row = _rows(desk)["visit_rate"]
        assert (row.value, row.met) == ("50%", "未达到，差 1")
        assert "four_ones" in _rows(desk)


def test_a_share_says_how_many_are_wanting(desk: Desk) -> None:
    for one in range(3):
        person = make_person(desk, f"童{one}", categories=("key_guardianship",))
    make_household(desk, (person,))
    make_responsible(desk, person)
    row = _rows(desk)["key_persons_with_cadre"]
    assert (row.value, row.target, row.met) == ("33.3%", "≥100%", "未达到，差 2")
    assert "1 ÷ 3" in row.how


def test_ledgers_are_on_time_by_the_day_they_were_first_sent(offices: Offices) -> None:
    with offices.township(day=date(2026, 5, 27)) as desk:
        make_person(desk, categories=("orphan",))
        export_month(desk, offices.stick)
        row = _rows(desk)["ledgers_on_time"]
    assert (row.value, row.met) == ("1", "未达到，差 11")
