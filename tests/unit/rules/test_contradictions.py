"""Where the five documents contradict one another, both stand side by side, and nothing is paid
twice."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import NamedTuple

import pytest

from app.core.errors import UserError
from app.core.terms import Answer
from app.rules.assess import ALL, assess
from app.rules.documents import differences, packs_of
from app.rules.engine.facts import facts_of
from app.rules.policy import shipped_policy

POLICY = shipped_policy()
DAY = date(2026, 10, 10)
REGION = "520122100"


class Contradiction(NamedTuple):
    """The rules on each side, or what else keeps the sides apart."""

    sides: tuple[str, ...]
    reason: str = ""


CONTRADICTIONS = {
    "CX-01": Contradiction((
        "programme.cochlear_a", "programme.cochlear_b", "programme.cochlear_district",
    )),
    "CX-02": Contradiction((
        "programme.limb_surgery_a", "programme.limb_surgery_b", "programme.adult_surgery_district",
    )),
    "CX-03": Contradiction((
        "programme.rehab_training_a", "programme.rehab_training_b",
    )),
    "CX-04": Contradiction((
        "programme.hearing_aid_a", "programme.devices_b", "indicator.hearing_aid_places",
    )),
    "CX-05": Contradiction(
        ("standard.urban_rate", "standard.dibao_urban", "tekun.basic_multiple"),
        "公式（S4.205）只作参考，公布数按地区录入；公布的优先",
    ),
    "CX-06": Contradiction((
        "screen.limb_devices_a", "programme.devices_b", "programme.prosthesis_district",
    )),
    "CX-07": Contradiction((
        "screen.rehab_a", "programme.rehab_training_b", "programme.vision_district",
    )),
    "CX-08": Contradiction((
        "screen.rehab_a", "screen.limb_training_b", "screen.home_teaching_a",
        "programme.child_care_subsidy",
    )),
    "CX-09": Contradiction((
        "duty.visit_year_four", "duty.visit_quarter", "duty.visit_s3_month",
        "duty.visit_dibao_regular", "deadline.party_pair_service", "deadline.production_revisit",
        "deadline.cadre_visit", "deadline.festival_visit",
    )),
    "CX-10": Contradiction((
        "duty.call_month", "duty.call_week", "deadline.party_pair_call",
    )),
    "CX-11": Contradiction((
        "deadline.home_teaching_week", "deadline.teaching_approval",
    )),
    "CX-12": Contradiction((
        "screen.nursing_subsidy", "screen.severe_but_not_mental", "programme.dibao_supplement",
    )),
    "CX-13": Contradiction((
        "deadline.elder_cards", "programme.dibao_supplement",
    )),
    "CX-14": Contradiction((
        "deadline.month_ledger", "deadline.elder_handled", "deadline.care_subsidy_list",
        "deadline.monitor_month_end", "deadline.progress_quarter", "deadline.shop_report",
        "deadline.production_done", "deadline.production_summary", "deadline.party_pair_list",
        "deadline.party_pair_summary",
    )),
    "CX-15": Contradiction((
        "deadline.care_subsidy_notice", "deadline.dibao_published",
    )),
    "CX-16": Contradiction((
        "indicator.disabled_satisfaction", "indicator.production_satisfaction",
    )),
    "CX-17": Contradiction((
        "indicator.central_support", "indicator.support_rate",
    )),
    "CX-18": Contradiction((
        "programme.dibao_supplement", "programme.mental_medicine_district",
        "programme.child_care_subsidy", "programme.devices_b", "programme.limb_surgery_b",
    )),
    "CX-19": Contradiction(
        ("programme.tekun_basic",), "五保、特困是同一些人，名称不同；S4没有数额，由各地录入"
    ),
    "CX-20": Contradiction(
        ("deadline.elder_start_death_month", "deadline.elder_end_death_quarter"),
        "同一份文件的两张表，都由登记的死亡日期生成",
    ),
    "CX-21": Contradiction((
        "screen.below_monitoring_line", "screen.include_in_dibao",
    )),
    "CX-22": Contradiction((
        "indicator.shop_placements", "indicator.newly_employed_prefecture",
        "indicator.disabled_newly_employed",
    )),
    "CX-23": Contradiction(
        (), "牵头部门写在各期限的“谁”和各文书里，部门改名时录入新的版本，不参与计算"
    ),
    "CX-24": Contradiction((
        "deadline.dibao_review_urban", "deadline.dibao_review_rural",
        "screen.kept_while_consolidating", "deadline.dibao_rural_annual",
        "deadline.dibao_urban_annual",
    )),
    "CX-25": Contradiction((
        "deadline.monitor_verify", "deadline.monitor_resolution", "deadline.party_pair_plan",
        "screen.may_leave_monitoring", "deadline.dibao_review_urban",
    )),
    "CX-26": Contradiction((
        "programme.cochlear_district", "programme.cochlear_a", "programme.hearing_aid_a",
        "programme.limb_surgery_a",
    )),
    "CX-27": Contradiction((
        "programme.illness_district", "programme.university_grant", "programme.dibao_supplement",
    )),
    "CX-28": Contradiction(
        (), "文字相同的两份文件是一个政策包（packs.toml 的 also），只采用一次"
    ),
    "CX-29": Contradiction(
        ("duty.visit_s3_month",), "“未成年人”和“儿童”是同一个类别 unsupported_child"
    ),
    "CX-30": Contradiction(
        ("four_ones.call_month", "demo.filing_closes", "calendar.mid_december"),
        "原文缺失的数字都是带理由的默认值；技能培训、托养没有标准，不设待遇",
    ),
    "CX-31": Contradiction((
        "screen.three_withouts", "programme.dibao_supplement",
    )),
    "CX-32": Contradiction((
        "deadline.plan_method", "programme.retro_medical",
    )),
    "CX-33": Contradiction((
        "screen.nursing_subsidy", "programme.child_care_subsidy",
    )),
}  # fmt: skip


def _packs(keys: Iterable[str]) -> set[str]:
    values = [POLICY.parameters[key].versions[0].value for key in keys]
    return {value.pack for value in values if hasattr(value, "pack")}


def test_all_thirty_three_contradictions_are_listed() -> None:
    assert list(CONTRADICTIONS) == [f"CX-{number:02}" for number in range(1, 34)]


@pytest.mark.parametrize("name", CONTRADICTIONS)
def test_the_sides_stand_in_packs_of_their_own_or_something_else_keeps_them_apart(
    name: str,
) -> None:
    sides, reason = CONTRADICTIONS[name]
    assert set(sides) <= set(POLICY.parameters)
    packs = _packs(sides)
    assert packs <= set(POLICY.packs)
    assert reason or len(packs) > 1


def test_the_packs_that_share_a_matter_cannot_be_paid_together() -> None:
    matters: dict[str, set[str]] = {}
    for key in POLICY.keys("programme"):
        value = POLICY.parameters[key].versions[0].value
        matter = getattr(value, "matter", "")
        if matter:
            matters.setdefault(matter, set()).update(_packs([key]))
    assert matters
    for packs in matters.values():
        assert len(packs) > 1
        with pytest.raises(UserError, match="不能同时发放"):
            assess(ALL, facts_of({}), POLICY, day=DAY, region=REGION, packs=packs)


CHILD = facts_of({
    "birth_date": date(2022, 1, 1),
    "local_hukou": True,
    "disability_certificate": True,
    "rehab_need": True,
    "hearing_impaired": True,
    "limb_impaired": False,
    "autistic": False,
    "early_intervention": False,
    "training_months": 10,
    "training_self_pay": Decimal(30000),
    "cochlear_aided": 0,
    "cochlear_self_pay": Decimal(30000),
})


def test_a_programme_that_reaches_an_office_through_two_documents_is_paid_once() -> None:
    document = POLICY.packs["S2P7"].document
    once = packs_of(POLICY, [document])
    twice = packs_of(POLICY, [document, document])
    found = [
        assess(ALL, CHILD, POLICY, day=DAY, region=REGION, packs=packs) for packs in (once, twice)
    ]
    assert found[0] == found[1]
    names = [verdict.programme for verdict in found[1]]
    assert len(names) == len(set(names))
    cochlear = next(v for v in found[1] if v.programme == "cochlear_b")
    assert (cochlear.answer, cochlear.amount) == (Answer.YES, Decimal(12000))


@pytest.mark.parametrize("key", ["S0B", "S0C"])
def test_both_documents_with_one_text_bring_one_pack_and_so_one_target(key: str) -> None:
    pack = POLICY.packs[key]
    (other,) = pack.also
    assert packs_of(POLICY, [pack.document, other]) == packs_of(POLICY, [other]) == (key,)


def test_the_target_of_a_text_that_came_twice_stands_once() -> None:
    packs = packs_of(POLICY, [POLICY.packs["S0C"].document, *POLICY.packs["S0C"].also])
    targets = [key for key in POLICY.keys("indicator") if _packs([key]) <= set(packs)]
    trained = [key for key in targets if POLICY.parameters[key].title == "培训残疾人"]
    assert trained == ["indicator.disabled_trained"]


def test_no_document_brings_two_packs_and_an_unknown_one_is_refused() -> None:
    titles = [title for pack in POLICY.packs.values() for title in (pack.document, *pack.also)]
    assert len(titles) == len(set(titles))
    with pytest.raises(UserError, match="没有收录《某方案》"):
        packs_of(POLICY, ["某方案"])


def test_texts_that_differ_in_signs_only_are_one_programme() -> None:
    assert differences("全年培训67名，安置25人。", "全年培训６７名,安置25人") == ()


def test_a_changed_word_is_shown_and_left_to_people() -> None:
    assert differences("全年培训67名", "全年培训76名") == (("", "7"), ("7", ""))
    assert differences("安置25人", "安置25人和家属") == (("", "和家属"),)
