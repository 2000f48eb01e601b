"""送教到家 and the class room: approval, assessment, a fitting seat (S2.219, S2.220, S2.265)."""

from __future__ import annotations

from app.rules.engine.case import Case
from app.rules.engine.logic import Condition, all_of, any_of, named, negation


def teaching_may_go(case: Case) -> Condition:
    """S2.219: the month's content is approved before the visit; what was changed since is not."""
    return all_of(
        case.yes("teaching_approved"),
        case.has_come("teaching_approved_on", "上门以前已经批准"),
        negation(case.yes("teaching_changed"), "批准以后内容没有改变"),
    )


def teaching_passed(case: Case) -> Condition:
    """S2.220: by the papers or by talking to people; without records there is nothing to see."""
    return all_of(case.yes("teaching_records_kept"), case.yes("teaching_judged_good"))


def seat_suitable(case: Case) -> Condition:
    """S2.265: light, near help; who is limb-disabled can leave it easily and has the equipment."""
    limb = all_of(case.yes("seat_easy_to_leave"), case.yes("rehab_equipment"))
    return all_of(
        case.yes("seat_well_lit"),
        case.yes("seat_near_teacher"),
        named("肢残学生", any_of(negation(case.yes("limb_impaired"), "不是肢体残疾"), limb)),
    )


METHODS = (teaching_may_go, teaching_passed, seat_suitable)
