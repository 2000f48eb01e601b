"""Doubts about how somebody lives: schooling, work, health, insurance, category, death."""

from __future__ import annotations

from datetime import date

from app.core.codes import category_limits, category_name, excluded_by
from app.core.terms import CONTACT_NAMES, ContactKind
from app.rules.quality.known import Known
from app.rules.quality.subjects import Found, Rule, Someone, about_person, found

_MONITORING = "防返贫监测信息检查"
_FIELDS = "低保、特困系统导出表核对"
_MONITORED = "monitored"
_TEKUN = frozenset({"tekun_scattered", "tekun_central"})


def _outside(key: str, title: str, words: str) -> Rule:
    """A word that is filled in and stands in no list."""

    @about_person(title, field=key, remedy=f"请改成{words}", source=_MONITORING)
    def judge(one: Someone, known: Known, day: date) -> Found | None:
        text = one.text(key)
        wrong = text and not known.may_be(key, text)
        return found(text, words=text) if wrong else None

    return _renamed(judge, f"{key}_unlisted")


def _empty(key: str, title: str) -> Rule:
    """What has to be known of everybody who is monitored."""

    @about_person(title, field=key, remedy="请入户核实后补填", source=_MONITORING)
    def judge(one: Someone, known: Known, day: date) -> Found | None:
        return found() if _MONITORED in one.codes and not one.knows(key) else None

    return _renamed(judge, f"{key}_missing")


def _renamed(rule: Rule, name: str) -> Rule:
    return Rule(name, rule.title, rule.field, rule.remedy, rule.source, person=rule.person)


@about_person(
    "没有村（社区）",
    field="village",
    remedy="请补填所在的村（社区）",
    source="S3.306",
)
def village_missing(one: Someone, known: Known, day: date) -> Found | None:
    return None if one.village else found()


@about_person(
    "与户主关系不在规定的范围内",
    field="household",
    remedy="请改成规定的关系，如户主、配偶、子、女",
    source=f"{_MONITORING}，GB/T 4761-2008",
)
def relation_unlisted(one: Someone, known: Known, day: date) -> Found | None:
    wrong = one.relation and not known.may_be("relation", one.relation)
    return found(one.relation, words=one.relation) if wrong else None


@about_person(
    "文化程度和在校生状况应当填一项，只填一项",
    field="education",
    remedy="在校的填在校生状况，不在校的填文化程度",
    source=_MONITORING,
)
def schooling_told_once(one: Someone, known: Known, day: date) -> Found | None:
    told = one.knows("education"), one.knows("school_stage")
    if all(told) or (_MONITORED in one.codes and not any(told)):
        return found(one.text("education"), one.text("school_stage"))
    return None


@about_person(
    "务工时间超过12个月",
    field="work_months",
    remedy="请核对一年里务工几个月",
    source=_MONITORING,
)
def work_months_too_many(one: Someone, known: Known, day: date) -> Found | None:
    months = one.facts.get("work_months")
    if not isinstance(months, int) or 0 <= months <= known.figures["most_work_months"]:
        return None
    return found(months, words=f"{months}个月")


@about_person(
    "务工所在地和务工时间只填了一项",
    field="work_place",
    remedy="有务工的两项都填，没有务工的都不填",
    source=_MONITORING,
)
def work_half_told(one: Someone, known: Known, day: date) -> Found | None:
    place, months = one.text("work_place"), one.facts.get("work_months")
    return found(place, months) if bool(place) != bool(months) else None


@about_person(
    "城乡居民医保和职工医保都填了",
    field="insurance",
    remedy="只能参加一种，请核对",
    source=_MONITORING,
)
def insured_twice(one: Someone, known: Known, day: date) -> Found | None:
    text = one.text("insurance")
    both = known.names_one_of(text, "resident_insurance") and known.names_one_of(
        text, "employee_insurance"
    )
    return found(text, words=text) if both else None


@about_person(
    "没有参加基本医疗保险",
    field="insurance",
    remedy="请核实；确实没有参保的，帮助办理参保",
    source=f"{_MONITORING}，S0.225",
)
def not_insured(one: Someone, known: Known, day: date) -> Found | None:
    text = one.text("insurance")
    return found(text, words=text) if known.is_one_of(text, "not_insured") else None


@about_person(
    "年龄在劳动年龄内、健康、不在校，却登记没有劳动能力",
    field="labour",
    remedy="请入户核实健康状况和劳动能力，改正其中一项",
    source=_MONITORING,
)
def able_but_no_labour(one: Someone, known: Known, day: date) -> Found | None:
    labour = one.text("labour") or one.text("labour_skill")
    if not known.is_one_of(labour, "no_labour") or not known.is_one_of(
        one.text("health"), "healthy"
    ):
        return None
    at_school = one.facts.get("in_school") is True or one.knows("school_stage")
    age = one.age(day)
    figures = known.figures
    if at_school or age is None:
        return None
    if figures["working_age_from"] <= age <= figures["working_age_to"]:
        return found(labour, one.text("health"), words=f"{age}岁，{labour}")
    return None


@about_person(
    "登记在校，没有学校名称",
    field="school",
    remedy="请补填在读学校名称",
    source=_FIELDS,
)
def school_unnamed(one: Someone, known: Known, day: date) -> Found | None:
    return found() if one.facts.get("in_school") is True and not one.knows("school") else None


@about_person(
    "是工作人员近亲属，没有写姓名、单位和关系",
    field="staff_relative_words",
    remedy="请按近亲属备案的要求补填",
    source="S3.101",
)
def relative_unnamed(one: Someone, known: Known, day: date) -> Found | None:
    lacks = one.facts.get("staff_relative") is True and not one.knows("staff_relative_words")
    return found() if lacks else None


@about_person(
    "有代领人，没有写与本人的关系",
    field="agent_relation",
    remedy="请补填代领人与本人的关系",
    source="S4.105",
)
def agent_unrelated(one: Someone, known: Known, day: date) -> Found | None:
    return found() if one.knows("agent_name") and not one.knows("agent_relation") else None


# --- categories --------------------------------------------------------------------------------
@about_person(
    "没有对象类别",
    field="categories",
    remedy="请登记对象类别；不再帮扶的，销户并写明原因",
    source="S3.101",
)
def category_missing(one: Someone, known: Known, day: date) -> Found | None:
    return None if one.codes else found()


@about_person(
    "同时登记了不能同时享受的类别",
    field="categories",
    remedy="请核对哪一个有效，结束另一个",
    source="S3.101，S3.102",
)
def exclusive_categories(one: Someone, known: Known, day: date) -> Found | None:
    clashing = sorted(code for code in one.codes if one.codes & excluded_by(code))
    if not clashing:
        return None
    return found(*clashing, words="、".join(category_name(code) for code in clashing))


@about_person(
    "登记低保，没有登记所在的家庭",
    field="household",
    remedy="低保按户享受，请导入家庭表或登记所在的家庭",
    source=_MONITORING,
)
def dibao_without_home(one: Someone, known: Known, day: date) -> Found | None:
    dibao = one.codes & {"dibao_rural", "dibao_urban"}
    return found() if dibao and one.home is None else None


@about_person(
    "特困人员没有供养方式，或与类别不一致",
    field="support_form",
    remedy="分散供养、集中供养要和类别一致",
    source=f"{_MONITORING}，S3.102",
)
def tekun_form(one: Someone, known: Known, day: date) -> Found | None:
    held, form = one.codes & _TEKUN, one.text("support_form")
    if not held:
        return None
    told = {"分散供养": "tekun_scattered", "集中供养": "tekun_central"}.get(form)
    return None if told in held else found(form, *sorted(held), words=form)


@about_person(
    "集中供养，没有供养机构",
    field="care_institution",
    remedy="请补填供养机构",
    source="S4.111",
)
def central_without_institution(one: Someone, known: Known, day: date) -> Found | None:
    lacks = "tekun_central" in one.codes and not one.knows("care_institution")
    return found() if lacks else None


@about_person(
    "分散供养、不能完全自理，没有照料人",
    field="carer_name",
    remedy="请落实照料人，签订照料护理协议后登记",
    source="S3.123",
)
def scattered_without_carer(one: Someone, known: Known, day: date) -> Found | None:
    weak = known.is_one_of(one.text("self_care"), "needs_care")
    lacks = "tekun_scattered" in one.codes and weak and not one.knows("carer_name")
    return found(one.text("self_care")) if lacks else None


@about_person(
    "年龄与类别不符",
    field="categories",
    remedy="请核对出生日期；已超过年龄的，结束这个类别",
    source="S1.102，S1.103，S1.104，S3.104",
)
def age_unlike_category(one: Someone, known: Known, day: date) -> Found | None:
    age = one.age(day)
    if age is None:
        return None
    wrong = sorted(
        code
        for code, limits in category_limits().items()
        if code in one.codes
        and (
            (limits.below is not None and age >= limits.below)
            or (limits.first is not None and age < limits.first)
        )
    )
    if not wrong:
        return None
    names = "、".join(category_name(code) for code in wrong)
    return found(*wrong, one.day("birth_date"), words=f"{age}岁：{names}")


@about_person(
    "性别与类别不符",
    field="sex",
    remedy="请核对性别和类别",
    source="S1.103",
)
def sex_unlike_category(one: Someone, known: Known, day: date) -> Found | None:
    sex = one.text("sex")
    wrong = sorted(
        code
        for code, limits in category_limits().items()
        if code in one.codes and sex and limits.sex not in {None, sex}
    )
    names = "、".join(category_name(code) for code in wrong)
    return found(sex, *wrong, words=f"{sex}：{names}") if wrong else None


@about_person(
    "登记为重度残疾人，残疾等级却不是一、二级",
    field="disability_grade",
    remedy="请对照残疾人证核对等级和类别",
    source="S3.110",
)
def severe_without_grade(one: Someone, known: Known, day: date) -> Found | None:
    grade = one.text("disability_grade")
    wrong = "severe_disabled" in one.codes and not known.names_one_of(grade, "severe_grade")
    return found(grade) if wrong else None


@about_person(
    "类别的起止日期不合理",
    field="categories",
    remedy="结束不能早于开始，开始不能在今天以后或出生以前",
    source="S3.101",
)
def category_days(one: Someone, known: Known, day: date) -> Found | None:
    birth = one.day("birth_date")
    wrong = [
        (code, start, end)
        for code, start, end in one.spans
        if start > day or (end is not None and end < start) or (birth and start < birth)
    ]
    names = "、".join(dict.fromkeys(category_name(code) for code, _, _ in wrong))
    return found(*wrong, words=names) if wrong else None


@about_person(
    "已登记死亡，还在册、还有类别",
    field="death_date",
    remedy="请办理停发和销户；没有去世的，改正死亡日期",
    source="S4.105",
)
def dead_on_register(one: Someone, known: Known, day: date) -> Found | None:
    died = one.day("death_date")
    return found(died, words=died.isoformat()) if died is not None and one.codes else None


@about_person(
    "死亡日期不合理",
    field="death_date",
    remedy="请对照死亡证明核对",
    source="S4.105",
)
def death_out_of_range(one: Someone, known: Known, day: date) -> Found | None:
    died, birth = one.day("death_date"), one.day("birth_date")
    if died is None or (died <= day and (birth is None or died >= birth)):
        return None
    return found(died, birth, words=died.isoformat())


@about_person(
    "同一天登记了两次同样的走访、联系",
    field="contacts",
    remedy="请核对是不是重复登记；确实有两次的，可以忽略",
    source="S3.216",
)
def contacted_twice_a_day(one: Someone, known: Known, day: date) -> Found | None:
    if not one.repeated:
        return None
    told = (f"{on.isoformat()}{CONTACT_NAMES[ContactKind(kind)]}" for on, kind in one.repeated)
    return found(*one.repeated, words="、".join(told))


RULES = (
    village_missing,
    relation_unlisted,
    schooling_told_once,
    _outside("political", "政治面貌不在规定的范围内", "中共党员、共青团员、群众等"),
    _outside("education", "文化程度不在规定的范围内", "小学、初中、高中/中专等"),
    _outside("school_stage", "在校生状况不在规定的范围内", "规定的年级"),
    _empty("health", "监测对象没有健康状况"),
    _outside("labour_skill", "劳动技能不在规定的范围内", "普通劳动力等"),
    work_months_too_many,
    work_half_told,
    _empty("serious_illness_insurance", "监测对象没有填是否参加大病保险"),
    _empty("pension", "监测对象没有填养老保险"),
    _empty("insurance", "监测对象没有填医疗保险"),
    _empty("mandarin", "监测对象没有填会不会讲普通话"),
    dibao_without_home,
    tekun_form,
    insured_twice,
    not_insured,
    able_but_no_labour,
    school_unnamed,
    relative_unnamed,
    agent_unrelated,
    category_missing,
    exclusive_categories,
    central_without_institution,
    scattered_without_carer,
    age_unlike_category,
    sex_unlike_category,
    severe_without_grade,
    category_days,
    dead_on_register,
    death_out_of_range,
    contacted_twice_a_day,
)
