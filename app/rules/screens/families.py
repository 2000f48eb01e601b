"""救助对象: special categories, temporary aid, service classes, work (S1.210 to S3.215)."""

from __future__ import annotations

from app.rules.engine.case import Case
from app.rules.engine.facts_of_standing import STAGES
from app.rules.engine.grading import first_of
from app.rules.engine.logic import Condition, Term, all_of, any_of, at_least, negation


def three_withouts(case: Case) -> Condition:
    """S1.210: no income, no labour, and no supporter, or one who is unable."""
    no_support = any_of(
        negation(case.yes("has_legal_supporter"), "没有法定义务人"),
        negation(case.yes("supporter_able"), "法定义务人没有能力"),
    )
    no_labour = negation(case.yes("has_labour"), "没有劳动能力")
    return all_of(case.yes("urban_resident"), case.yes("no_income"), no_labour, no_support)


def temporary_aid(case: Case) -> Condition:
    """S3.206: in sudden hardship; after a first aid only who is in difficulty still."""
    first = negation(case.yes("temp_aided"), "还没有得到临时救助")
    return all_of(case.yes("sudden_hardship"), any_of(first, case.yes("still_in_difficulty")))


def migrant_may_apply(case: Case) -> Condition:
    """S3.207: a residence permit, or more than six months of work here; exactly six is not more."""
    worked = case.months_exceeded(
        "work_started_on", case.count("temp_aid.migrant_months"), "务工时间超过规定月数"
    )
    return any_of(case.yes("local_hukou"), case.yes("residence_permit"), worked)


def cash_at_once(case: Case) -> Condition:
    """S3.208: cash or purchases before the papers, in an emergency only."""
    return all_of(case.yes("sudden_hardship"), case.yes("public_emergency"))


def education_aid(case: Case) -> Term[str]:
    """S3.211: the bottom-line group is aided at every stage; orphans and the others have the
    compulsory stage free, and elsewhere aid by the grade of difficulty once it is recognised."""
    group = any_of(case.yes("orphan"), case.yes("unsupported_child"), case.yes("edge_family"))
    compulsory = case.is_any("education_stage", ("义务教育",))
    beyond = all_of(group, case.is_any("education_stage", STAGES))
    recognised = case.yes("study_difficulty_recognised")
    return first_of((
        (
            "按学段资助",
            all_of(case.yes("bottom_line_group"), case.is_any("education_stage", STAGES)),
        ),
        ("免学费、教材费", all_of(group, compulsory)),
        ("按困难等级资助", all_of(beyond, recognised)),
        ("先认定困难等级", beyond),
    ))


def basic_four_ensured(case: Case) -> Condition:
    """S3.213: food, clothes, clean water and shelter for the family a disaster has struck."""
    return all_of(
        case.yes("has_food"),
        case.yes("has_clothes"),
        case.yes("has_clean_water"),
        case.yes("has_shelter"),
    )


def rent_waived(case: Case) -> Condition:
    """S3.212: allotted housing is free for those in full-amount 低保."""
    return all_of(case.yes("allotted_housing"), case.yes("full_amount_dibao"))


def employment_class(case: Case) -> Term[str]:
    """S3.214: able, willing and out of work: which kind of help to find work."""
    seeking = all_of(
        case.yes("has_labour"),
        case.yes("willing_to_work"),
        negation(case.yes("employed"), "没有就业"),
    )
    return first_of((
        ("就业困难人员", all_of(seeking, case.yes("bottom_line_group"))),
        ("零就业家庭成员", all_of(seeking, case.yes("unemployed_household"))),
        ("登记失业人员", seeking),
    ))


def service_class(case: Case) -> Term[str]:
    """S3.215: the highest of the three classes of services."""
    severe = case.is_listed("disability_grade", "disability.severe_grades")
    child = any_of(case.yes("orphan"), case.yes("unsupported_child"))
    dependent = all_of(case.yes("scattered_tekun"), case.is_any("care_class", ("半失能", "失能")))
    sick_child = all_of(child, any_of(case.yes("seriously_ill"), severe))
    difficulty = case.yes("still_in_difficulty")
    several = at_least(
        case.number("severe_or_ill_members"), case.count("service.severe_members"), "重残重病人数"
    )
    burdened = all_of(case.yes("in_dibao"), any_of(case.yes("major_change"), several))
    alone = all_of(case.yes("left_behind"), negation(case.yes("care_ensured"), "赡养监护没有保障"))
    return first_of((
        ("一类", all_of(any_of(dependent, sick_child), difficulty)),
        ("二类", all_of(burdened, difficulty)),
        ("三类", alone),
    ))


METHODS = (
    three_withouts,
    temporary_aid,
    migrant_may_apply,
    cash_at_once,
    education_aid,
    basic_four_ensured,
    rent_waived,
    employment_class,
    service_class,
)
