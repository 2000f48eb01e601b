"""Rules with a shape of their own: ranking, groups, quotas, months, arrears."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.periods import Period
from app.rules.arrears import Arrears, Clock, arrears
from app.rules.dibao_formula import reference_standard
from app.rules.engine.facts import facts_of
from app.rules.engine.parameters import NotInForce, Version
from app.rules.groups import BOTTOM_LINE, FOUR_KINDS_OF_CHILDREN, members_of
from app.rules.indicators import measure
from app.rules.medical_bills import retro_window
from app.rules.months import months_paid, months_within
from app.rules.policy import shipped_policy
from app.rules.quota import Approved, places_of_year
from app.rules.ranking import Applicant, marks_held, ranked
from app.rules.screens.disability import kinds_of
from tests.rules.case_files import assumed_policy

POLICY = shipped_policy()
REGION = "520122100"
DAY = date(2020, 10, 15)
APPLICANTS = st.lists(
    st.builds(Applicant, st.text(max_size=3), st.integers(0, 4), st.none() | st.dates()),
    max_size=8,
)


def _with(key: str, value: object, first: date = date(2020, 1, 1), **more: Any) -> Any:
    version = Version(value, first, more.pop("issued", first), "县通知", **more)
    return POLICY.with_version(key, version)


def _without(key: str) -> Any:
    bare = replace(POLICY.parameters[key], versions=())
    return replace(POLICY, parameters={**POLICY.parameters, key: bare})


# --- ranking, groups, quotas --------------------------------------------------------------------


def test_more_marks_come_first_then_the_earlier_and_equals_stand_together() -> None:
    day = date(2023, 3, 1)
    two, early, late = Applicant("甲", 2, day), Applicant("乙", 1, day), Applicant("丙", 1, DAY)
    same = Applicant("丁", 1, day)
    assert ranked([early, two, same, late]) == ((two,), (late,), (early, same))


def test_of_two_applications_of_one_day_the_poor_disabled_family_is_approved_first() -> None:
    day = date(2023, 3, 1)
    assert (
        ranked([Applicant("一般", 0, day), Applicant("残疾人户", 1, day)])[0][0].key == "残疾人户"
    )


@given(APPLICANTS)
def test_nobody_is_lost_by_ranking_and_no_group_is_behind_one_with_fewer_marks(
    applicants: list[Applicant],
) -> None:
    groups = ranked(applicants)
    assert sorted(map(repr, (one for group in groups for one in group))) == sorted(
        map(repr, applicants)
    )
    marks = [group[0].marks for group in groups]
    assert marks == sorted(marks, reverse=True)


def test_marks_that_are_not_known_are_not_held() -> None:
    facts = facts_of({"several_disabled": True, "disability_grade": "二级"})
    assert marks_held(facts, POLICY, day=DAY, region=REGION) == ("一户多残", "重度残疾")
    fewer = _with("party_pair.priorities", ("零就业",), DAY)
    assert marks_held(facts, fewer, day=DAY, region=REGION) == ()


def test_a_group_is_what_the_parameter_says_and_nobody_before_it() -> None:
    day = date(2023, 1, 1)
    assert "tekun_central" in members_of(POLICY, BOTTOM_LINE, day=day, region=REGION)
    assert members_of(POLICY, FOUR_KINDS_OF_CHILDREN, day=day, region=REGION) == {
        "orphan", "unsupported_child", "left_behind_child", "child_in_distress",
    }  # fmt: skip
    assert members_of(POLICY, BOTTOM_LINE, day=date(2022, 6, 26), region=REGION) == frozenset()


def test_the_places_of_a_year_go_by_the_order_that_the_office_set() -> None:
    day = date(2023, 6, 1)
    approved = [
        Approved("甲", date(2023, 3, 1), applied=date(2023, 2, 20)),
        Approved("乙", date(2023, 3, 2), applied=date(2023, 2, 10)),
        Approved("丙", date(2023, 3, 3)),
    ]
    by_approval = places_of_year(POLICY, "cochlear", approved, day=day, region=REGION)
    assert not isinstance(by_approval, NotInForce)
    assert [one.person_id for one in by_approval.granted] == ["甲", "乙"]
    one_place = _with("quota.cochlear", 1, day).with_version(
        "quota.order", Version("申请日期", day, day, "县通知")
    )
    by_application = places_of_year(one_place, "cochlear", approved, day=day, region=REGION)
    assert not isinstance(by_application, NotInForce)
    assert [one.person_id for one in by_application.granted] == ["乙"]
    assert [one.person_id for one in by_application.waiting] == ["甲", "丙"]
    before = places_of_year(POLICY, "cochlear", [], day=date(2019, 12, 31), region=REGION)
    assert isinstance(before, NotInForce)


def test_without_an_order_in_force_the_approval_decides() -> None:
    applied_first = Approved("乙", date(2023, 3, 2), applied=date(2023, 1, 1))
    approved = [applied_first, Approved("甲", date(2023, 3, 1), applied=date(2023, 2, 1))]
    found = places_of_year(
        _without("quota.order"), "hearing_aid", approved, day=date(2023, 6, 1), region=REGION
    )
    assert not isinstance(found, NotInForce)
    assert [one.person_id for one in found.granted] == ["甲", "乙"]


def test_the_quota_is_the_target_of_its_indicator() -> None:
    day = date(2023, 6, 1)
    full = measure(POLICY, "cochlear_places", Decimal(2), day=day, region=REGION)
    assert full is not None
    assert full.short_by == 0
    fewer = _with("quota.cochlear", 1, day)
    over = measure(fewer, "cochlear_places", Decimal(2), day=day, region=REGION)
    assert over is not None
    assert over.short_by == 1
    open_ = measure(_without("quota.cochlear"), "cochlear_places", Decimal(2), day=day, region="")
    assert open_ is not None
    assert (open_.short_by, open_.met.value) == (0, "open")


def test_an_indicator_says_of_whom_it_is_a_share() -> None:
    day, local = date(2023, 6, 1), "全部特困人员"
    found = measure(POLICY, "central_support", Decimal(3), Decimal(5), day=day, region=REGION)
    other = measure(
        _with("denominator.central_support", local, day),
        "central_support", Decimal(3), Decimal(5), day=day, region=REGION,
    )  # fmt: skip
    assert found is not None
    assert other is not None
    assert (found.denominator, other.denominator) == ("生活不能自理特困人员", local)
    assert other.met.value == "yes"


# --- the kind of a disability -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "kinds"),
    [
        ("肢体一级、精神三级", {"肢体": "一级", "精神": "三级"}),
        ("精神、肢体二级", {"精神": "", "肢体": "二级"}),
        ("听力残疾", {"听力": ""}),
        ("多重", {}),
        ("", {}),
    ],
)
def test_kinds_are_read_with_the_grade_that_stands_beside_them(
    words: str, kinds: dict[str, str]
) -> None:
    assert kinds_of(words) == kinds


# --- months, arrears ----------------------------------------------------------------------------


def test_months_without_a_ruling_are_answered_with_what_is_missing() -> None:
    window = Period(date(2023, 1, 1), date(2023, 12, 31))
    for key in ("payment.start_after_months", "payment.stop_after_months"):
        found = months_paid(
            _without(key), date(2023, 1, 1), date(2023, 5, 1), window, region=REGION
        )
        assert isinstance(found, NotInForce)
        assert found.key == key
    stay = months_within(_without("months.part_counts"), window, region=REGION)
    assert isinstance(stay, NotInForce)


@given(st.dates(date(2020, 1, 1), date(2025, 1, 1)), st.integers(0, 800))
def test_a_part_of_a_month_is_none_or_one(first: date, days: int) -> None:
    stay = Period(first, date.fromordinal(first.toordinal() + days))
    whole = months_within(POLICY, stay, region=REGION)
    counted = months_within(_with("months.part_counts", True), stay, region=REGION)
    assert isinstance(whole, int)
    assert isinstance(counted, int)
    assert 0 <= counted - whole <= 1
    assert counted >= 1


RAISED = assumed_policy({
    "assume": [{
        "key": "tekun.basic_published", "value": "1200", "from": date(2023, 1, 1),
        "issued": date(2023, 3, 10),
    }],
})  # fmt: skip


def _arrears(last: date = date(2023, 3, 31), **more: Any) -> Arrears:
    facts = {date(2023, month, 1): facts_of({"in_tekun": True}) for month in (1, 2, 3)}
    return arrears(
        "tekun_basic", facts, Clock(RAISED), Clock(RAISED),
        months=Period(date(2023, 1, 1), last), region=REGION, **more,
    )  # fmt: skip


def test_old_months_still_explain_themselves_as_they_were_known_then() -> None:
    january, _, march = _arrears().months
    then = {figure.key: figure.value for figure in january.then.figures}
    now = {figure.key: figure.value for figure in january.now.figures}
    assert then == {"standard.dibao_urban": Decimal(705), "tekun.basic_multiple": Decimal("1.6")}
    assert now["tekun.basic_published"] == Decimal(1200)
    assert (january.then.amount, january.now.amount) == (Decimal(1128), Decimal(1200))
    assert march.then == march.now


def test_a_month_without_facts_is_open_and_leaves_what_is_certain() -> None:
    found = _arrears(date(2023, 4, 30))
    assert found.total is None
    assert found.at_least == Decimal(144)
    (april,) = found.open_months
    assert april.month.first == date(2023, 4, 1)
    assert [missing.key for missing in april.now.missing] == ["in_tekun"]


def test_a_policy_of_then_and_one_of_now_may_be_two() -> None:
    facts = {date(2023, 1, 1): facts_of({"in_tekun": True})}
    found = arrears(
        "tekun_basic", facts, Clock(POLICY, date(2099, 1, 1)), Clock(RAISED),
        months=Period(date(2023, 1, 1), date(2023, 1, 31)), region=REGION,
    )  # fmt: skip
    assert found.total == Decimal(72)
    assert found.open_months == ()


@given(st.lists(st.decimals(0, 3000, places=2), min_size=3, max_size=3))
def test_what_was_paid_and_what_is_owed_make_what_is_due(amounts: list[Decimal]) -> None:
    paid = {date(2023, number, 1): amount for number, amount in enumerate(amounts, 1)}
    found = _arrears(paid=paid)
    assert found.total is not None
    assert found.total + sum(amounts) == sum(m.now.amount or 0 for m in found.months)


# --- figures that hang on others ----------------------------------------------------------------


def test_a_default_is_never_taken_for_a_published_standard() -> None:
    found = reference_standard(POLICY, "城市", day=date(2023, 1, 1), region=REGION)
    assert found.published.value is None
    assert found.published.node.result == "没有公布"
    assert [missing.key for missing in found.taken.missing] == ["standard.minimum_wage"]


def test_bills_are_not_counted_back_where_no_rule_is_in_force() -> None:
    assert retro_window(POLICY, date(2022, 6, 26), REGION) is None
    no_start = _without("medical.retro_start_counts")
    window = retro_window(no_start, date(2022, 12, 15), REGION)
    assert window == Period(date(2022, 6, 16), date(2022, 12, 15))
