"""防止返贫致贫: who is monitored, who leaves, who is helped first (S0.206 to S0.235)."""

from __future__ import annotations

from app.rules.engine.arithmetic import per_head, total_of
from app.rules.engine.case import Case
from app.rules.engine.grading import first_of
from app.rules.engine.logic import (
    Amount,
    Condition,
    Term,
    all_of,
    any_of,
    at_least,
    at_most,
    less_than,
    more_than,
    named,
    negation,
    percentage_of,
)


def nursing_subsidy(case: Case) -> Condition:
    """S0.206: the grades that the nursing subsidy has reached so far."""
    return case.is_listed("disability_grade", "nursing.grades")


def below_monitoring_line(case: Case) -> Condition:
    """S0.212: income per head below 1.5 times the standard; on the line is not below."""
    return less_than(_income(case), _line(case), "年人均收入低于监测线")


def near_monitoring_line(case: Case) -> Condition:
    """S0.212 左右: not below the line, but so near that a clerk may propose the family, with a
    reason."""
    line = _line(case)
    above = percentage_of(line, case.ratio("monitor.about_share"), "可上浮的幅度")
    near = at_most(_income(case), total_of("监测线加幅度", line, above), "在“左右”的幅度以内")
    return all_of(at_least(_income(case), line, "不低于监测线"), near)


def may_leave_monitoring(case: Case) -> Condition:
    """S0.221: every risk removed, and removed for the whole period of stability."""
    return all_of(
        case.yes("risks_removed"),
        case.months_passed(
            "risks_removed_on", case.count("monitor.stable_months"), "稳定满规定时间"
        ),
    )


def fast_track(case: Case) -> Condition:
    """S0.223: poor again or newly, hit hard, and not to be removed in the short term."""
    return all_of(
        case.yes("fell_into_poverty"),
        case.yes("hit_hard"),
        negation(case.yes("removable_soon"), "短期难以消除风险"),
    )


def dropped_out(case: Case) -> Condition:
    """S0.228: of school age, compulsory schooling not finished, neither at school nor taught at
    home."""
    return all_of(
        at_least(case.age(), case.count("education.school_age"), "已到入学年龄"),
        negation(case.yes("finished_compulsory"), "没有完成义务教育"),
        negation(case.yes("in_school"), "不在校"),
        negation(case.yes("home_taught"), "没有送教上门"),
    )


def house_measure(case: Case) -> Term[str]:
    """S0.229: what an appraised house needs; grades A and B need nothing."""
    return first_of((
        ("拆除重建", case.is_any("house_danger_grade", ("D级",))),
        ("修缮加固", case.is_any("house_danger_grade", ("C级",))),
    ))


def responsible_for_monitored(case: Case) -> Term[str]:
    """S0.222: who answers for a monitored household, by its kind."""
    return first_of((
        ("驻村工作队和村支两委", case.is_any("monitored_kind", ("未脱贫户", "脱贫监测户"))),
        ("乡镇和村指定的帮扶人", case.is_any("monitored_kind", ("边缘户",))),
    ))


def medical_ladder(case: Case) -> Term[str]:
    """S0.225: first the insurance for everybody; then what is still too much is lowered."""
    insured = case.yes("medically_insured")
    too_much = more_than(
        case.amount("inpatient_self_pay"), case.money("medical.high_self_pay"), "合规自付仍较高"
    )
    return first_of((
        ("办理参保", negation(insured, "没有参保")),
        ("商业保险、临时救助、社会捐助", too_much),
    ))


def rehab_fund_use(case: Case) -> Condition:
    """S0.236: a use the fund is mainly for; another needs a reason."""
    return case.is_listed("rehab_fund_use", "fund.rehab_uses")


def public_post_first(case: Case) -> Condition:
    """S0.235: monitored, able and willing to work: before others at new and vacated posts."""
    return named(
        "优先安置的监测对象",
        all_of(case.yes("monitored"), case.yes("has_labour"), case.yes("willing_to_work")),
    )


def poverty_stage(case: Case) -> Term[str]:
    """S0.234: everybody is supported in the first stage; in the second those above the standard
    keep what they have, and of the others the cause is found one by one. Who is gone counts no
    more."""
    listed = case.yes("registered_poor_disabled")
    second = all_of(case.flag("programme_stage.second"), listed)
    gone = any_of(case.yes("dead"), case.yes("moved_away"))
    return first_of((
        ("移出统计", all_of(listed, gone)),
        ("巩固脱贫成果", all_of(second, case.yes("out_of_poverty"))),
        ("重点帮扶，逐个解决", all_of(second, case.yes("poverty_cause_found"))),
        ("先查明未脱贫原因", second),
        ("全面扶持", listed),
    ))


METHODS = (
    nursing_subsidy,
    below_monitoring_line,
    near_monitoring_line,
    poverty_stage,
    may_leave_monitoring,
    fast_track,
    dropped_out,
    house_measure,
    responsible_for_monitored,
    medical_ladder,
    rehab_fund_use,
    public_post_first,
)


def _income(case: Case) -> Amount:
    return per_head(
        case.amount("household_annual_income"), case.heads("household_size"), "年人均可支配收入"
    )


def _line(case: Case) -> Amount:
    """1.5 times the poverty standard."""
    return percentage_of(case.poverty_standard(), case.ratio("monitor.line_multiple"), "监测线")
