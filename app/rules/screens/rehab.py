"""康复救助、送教上门、发展生产: who is eligible, what may be claimed (S2.206 to S2.251)."""

from __future__ import annotations

from app.rules.engine.case import Case
from app.rules.engine.logic import (
    Condition,
    all_of,
    any_of,
    at_least,
    at_most,
    negation,
)


def home_teaching_a(case: Case) -> Condition:
    """S2.206: of the ages named, severely disabled, unable to attend, educable, family willing."""
    return all_of(
        case.not_younger("homeschool.age_from"),
        case.not_older("homeschool.age_to"),
        case.is_listed("disability_grade", "disability.severe_grades"),
        case.yes("cannot_attend"),
        case.yes("educable"),
        case.yes("family_consents"),
    )


def rehab_a(case: Case) -> Condition:
    """S2.212: at home here, certified or diagnosed, in need, not above the age, a kind named."""
    resident = any_of(case.yes("local_hukou"), case.yes("residence_permit"))
    proven = any_of(case.yes("disability_certificate"), case.yes("county_diagnosis"))
    kinds = any_of(
        case.yes("vision_impaired"),
        case.yes("hearing_impaired"),
        case.yes("speech_impaired"),
        case.yes("limb_impaired"),
        case.yes("intellectually_impaired"),
        case.yes("autistic"),
    )
    young = case.not_older("rehab_a.age_to")
    return all_of(resident, proven, case.yes("rehab_need"), young, kinds)


def limb_devices_a(case: Case) -> Condition:
    """S2.215: devices are free for limb-disabled children, after an assessment."""
    return all_of(rehab_a(case), case.yes("limb_impaired"), case.yes("fitting_assessed"))


def limb_training_b(case: Case) -> Condition:
    """S2.221: training and devices of limb-disabled children."""
    return _resident_and_young(case, "rehab_b.age_limb_training", case.yes("limb_impaired"))


def limb_surgery_b(case: Case) -> Condition:
    """S2.221: corrective surgery of limb-disabled children."""
    return _resident_and_young(case, "rehab_b.age_limb_surgery", case.yes("limb_impaired"))


def other_training_b(case: Case) -> Condition:
    """S2.221: vision, hearing, intellectual, autism."""
    kinds = any_of(
        case.yes("vision_impaired"),
        case.yes("hearing_impaired"),
        case.yes("intellectually_impaired"),
        case.yes("autistic"),
    )
    return _resident_and_young(case, "rehab_b.age_other", kinds)


def cochlear_b(case: Case) -> Condition:
    """S2.221: cochlear implants."""
    return _resident_and_young(case, "rehab_b.age_cochlear", case.yes("hearing_impaired"))


def claimable_a(case: Case) -> Condition:
    """S2.218: finished, within the rules, a proper receipt; otherwise nothing may be claimed."""
    return all_of(
        case.yes("project_finished"),
        negation(case.yes("against_rules"), "没有违反规定的开支"),
        case.yes("receipt_proper"),
    )


def production_support_in_range(case: Case) -> Condition:
    """S2.249: not below the lowest, not above the highest amount for one family."""
    support = case.amount("production_support")
    low, high = case.money("production.lowest"), case.money("production.highest")
    return all_of(
        at_least(support, low, "不低于最低标准"), at_most(support, high, "不高于最高标准")
    )


def not_in_cash(case: Case) -> Condition:
    """S2.250: goods or commission, never money straight to the family."""
    return negation(case.yes("paid_in_cash"), "没有以现金或转账直接发放")


def may_start_training(case: Case) -> Condition:
    """S2.251: one training at a time."""
    return negation(case.yes("in_other_training"), "没有别的培训正在进行")


METHODS = (
    home_teaching_a,
    rehab_a,
    limb_devices_a,
    limb_training_b,
    limb_surgery_b,
    other_training_b,
    cochlear_b,
    claimable_a,
    production_support_in_range,
    not_in_cash,
    may_start_training,
)


def _resident_and_young(case: Case, age_to: str, kind: Condition) -> Condition:
    """At home here, of the kind named, not above the age named."""
    resident = any_of(case.yes("local_hukou"), case.yes("residence_permit"))
    return all_of(resident, kind, case.not_older(age_to))
