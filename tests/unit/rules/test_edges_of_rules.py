"""What mutation runs found untold: names, joints, edges of the engine (docs/mutants.md)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from app.core.periods import Period
from app.core.terms import Answer
from app.rules.arrears import Clock, arrears
from app.rules.deadlines import deadline_keys, due_after, due_at_ages, due_in
from app.rules.duties import duties_for
from app.rules.duty_calendar import duty_calendar
from app.rules.duty_facts import DutySubject, Holding
from app.rules.engine.awards import Candidate, additive, exclusive, flat, highest_only, only_if
from app.rules.engine.case import Case
from app.rules.engine.facts import FactError, facts_from_json, facts_of
from app.rules.engine.grading import first_of
from app.rules.engine.logic import Missing, MissingKind, Node, Term, all_of, named, negation
from app.rules.engine.parameters import InForce, NotInForce, Version
from app.rules.entries import Entry, EntryError, what_to_write, with_entries
from app.rules.home_teaching import Excuse, teaching_weeks
from app.rules.medical_bills import deductible
from app.rules.planned_contacts import visits_needed
from app.rules.policy import shipped_policy
from app.rules.working_days import WorkCalendar

POLICY = shipped_policy()
REGION = "520122100"
DAY = date(2023, 6, 1)


# --- deadlines ----------------------------------------------------------------------------------


def test_what_falls_due_says_which_deadline_it_is() -> None:
    due = due_after(POLICY, "monitor_verify", date(2020, 6, 8), region=REGION)
    assert not isinstance(due, NotInForce)
    assert (due.deadline, due.who, due.soft) == ("monitor_verify", "乡镇、村", False)
    assert (due.first, due.task, due.warning) == (date(2020, 6, 8), "完成入户核查", "")
    (month,) = due_in(POLICY, "month_ledger", Period(DAY, date(2023, 6, 30)), region=REGION)
    assert (month.deadline, month.first, month.warning) == ("month_ledger", DAY, "")
    assert "monitor_verify" in deadline_keys(POLICY)


def test_an_age_after_the_repeal_of_its_deadline_is_due_no_more() -> None:
    repeal = Version(None, date(2024, 1, 1), date(2024, 1, 1), "县通知", repeal=True)
    policy = POLICY.with_version("deadline.infant_followup", repeal)
    dues = due_at_ages(policy, "infant_followup", date(2023, 3, 10), region=REGION)
    assert [due.last for due in dues] == [
        date(2023, 4, 21), date(2023, 6, 10), date(2023, 9, 10), date(2023, 12, 10),
    ]  # fmt: skip


def test_days_entered_for_a_year_hold_from_its_first_day() -> None:
    january = Version(
        (("春节", date(2031, 1, 23)),),
        date(2031, 1, 1), date(2030, 12, 1), "县通知", until=date(2031, 1, 31),
    )  # fmt: skip
    policy = POLICY.with_version("calendar.festivals", january)
    year = Period(date(2031, 1, 1), date(2031, 12, 31))
    assert [d.last for d in due_in(policy, "festival_visit", year, region=REGION)] == [
        date(2031, 1, 23)
    ]


def test_a_year_is_known_when_its_first_day_is() -> None:
    entry = Entry(
        "calendar.announced", "", {"off": ["2031-01-01"], "worked": ["2031-01-04", "2031-01-05"]},
        date(2031, 1, 1), date(2030, 12, 1), "国办", last=date(2031, 1, 31),
    )  # fmt: skip
    calendar = WorkCalendar(with_entries(POLICY, [entry], office=REGION), REGION)
    assert calendar.knows(2031)
    found = calendar.policy.value("calendar.announced", day=date(2031, 1, 1), region=REGION)
    assert isinstance(found, InForce)
    assert str(found.value) == "放假2031-01-01；上班2031-01-04、2031-01-05"


# --- duties -------------------------------------------------------------------------------------


def test_a_duty_names_every_category_that_brings_it() -> None:
    held = tuple(Holding(code, date(2020, 1, 1)) for code in ("orphan", "tekun_scattered"))
    (duty, *_) = duties_for(
        DutySubject("甲", held, date(2020, 1, 1)),
        (),
        POLICY,
        adopted={"S3": Period(date(2022, 6, 27), date.max)},
        window=Period(DAY, date(2023, 6, 30)),
        day=DAY,
        region=REGION,
    )
    assert duty.reason == "孤儿、特困（分散供养）：每月探访"


def test_four_visits_a_year_are_spread_over_what_is_left_of_it() -> None:
    def expected(first: date, last: date) -> list[int]:
        calendar = duty_calendar(
            POLICY,
            adopted={"S0E": Period(first, date.max)},
            window=Period(last.replace(day=1), last),
            day=last,
            region=REGION,
        )
        return [slot.expected for row in calendar.rows for slot in row.slots if slot.in_window]

    assert expected(date(2023, 1, 1), date(2023, 3, 31)) == [1]
    assert expected(date(2023, 1, 1), date(2023, 4, 30)) == [2]
    assert expected(date(2023, 7, 1), date(2023, 8, 31)) == [2]
    assert expected(date(2023, 7, 1), date(2023, 12, 31)) == [4]


def test_a_gap_in_a_rule_does_not_end_the_periods_behind_it() -> None:
    gone = Version(None, date(2023, 4, 1), date(2023, 4, 1), "县通知", repeal=True)
    again = Version(
        POLICY.parameters["duty.visit_s3_month"].versions[0].value,
        date(2023, 5, 1), date(2023, 5, 1), "县通知",
    )  # fmt: skip
    policy = POLICY.with_version("duty.visit_s3_month", gone)
    policy = policy.with_version("duty.visit_s3_month", again)
    window = Period(date(2023, 3, 1), date(2023, 6, 30))
    calendar = duty_calendar(
        policy,
        adopted={"S3": Period(date(2023, 3, 1), date.max)},
        window=window,
        day=DAY,
        region=REGION,
    )
    months = [
        slot.period.first.month
        for row in calendar.rows
        for slot in row.slots
        if slot.rule_id == "visit_s3_month"
    ]
    assert months == [3, 5, 6]
    assert (calendar.window, calendar.day) == (window, DAY)


def test_no_contact_is_planned_for_what_nobody_owes() -> None:
    assert visits_needed([]) == ()


# --- awards and terms ---------------------------------------------------------------------------

UNKNOWN: Term[bool] = Term(None, Node("条件"), (Missing(MissingKind.FACT, "x", "x？"),))
YES: Term[bool] = Term(True, Node("条件"))
TEN = Term(Decimal(10), Node("金额", "10.00元"))


def test_an_open_award_is_sure_of_what_no_answer_can_take_away() -> None:
    open_one, sure = Candidate("甲", UNKNOWN, TEN), Candidate("乙", YES, TEN)
    assert exclusive([open_one, sure]).at_least == 0
    assert additive([open_one, sure]).at_least == 10
    more = Candidate("丙", UNKNOWN, Term(Decimal(11), Node("金额")))
    assert highest_only([more, sure]).at_least == 10
    assert (
        exclusive([Candidate("甲", YES, Term(None, Node("标准"), UNKNOWN.missing))]).at_least == 0
    )


def test_each_way_of_settling_says_its_name_above_its_candidates() -> None:
    pair = [Candidate("甲", YES, TEN, "S3.201"), Candidate("乙", YES, TEN)]
    names = [how(pair).node.words for how in (highest_only, additive, exclusive)]
    assert names == ["就高，不累加", "各项累加", "只享受其一"]
    assert flat("丙", TEN, "S2.235").node.words == ""
    assert flat("丙", TEN).checks[0].cite == named("丙", TEN).node.cite == ""
    assert named("丙", TEN, "S2.235").node.cite == "S2.235"
    award = only_if(YES, highest_only(pair))
    assert [(node.words, node.cite) for node in award.checks] == [
        ("条件", ""), ("甲", "S3.201"), ("乙", ""),
    ]  # fmt: skip
    assert award.node.words == ""
    assert [node.words for node in award.node.children] == ["条件", "就高，不累加"]


def test_a_day_that_has_come_is_yes_and_says_the_day() -> None:
    case = Case(facts_of({"teaching_approved_on": DAY}), POLICY, DAY, REGION)
    come = case.has_come("teaching_approved_on", "已经批准")
    assert (come.value, come.node.answer, come.node.result) == (True, Answer.YES, "2023-06-01")
    before = replace(case, day=date(2023, 5, 31)).has_come("teaching_approved_on", "已经批准")
    assert (before.value, before.node.answer) == (False, Answer.NO)
    unknown = Case(facts_of({}), POLICY, DAY, REGION).has_come("teaching_approved_on", "已经批准")
    assert [m.question for m in unknown.missing] == ["本月的送教内容是哪一天批准的？"]


def test_every_question_that_a_term_asks_is_that_of_its_fact() -> None:
    case = Case(facts_of({}), POLICY, DAY, REGION)
    asked = [
        *case.age().missing,
        *case.amount("loss").missing,
        *case.number("persons_helped").missing,
    ]
    assert [m.question for m in asked] == [
        "出生日期是哪一天（以身份证、户口本为准）？",
        "因病、因灾、因意外损失多少元？",
        "邻里互助服务了几个人？",
    ]
    assert {m.kind for m in asked} == {MissingKind.FACT}


# --- words of refusals --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("{", ("事实文件第 1 行不是正确的 JSON。", "请检查引号、逗号和括号。")),
        ("[1]", ("事实文件应为一个 JSON 对象。", '请写成 {"名称": 值, …}。')),
        (
            '{"in_dibao": true, "in_dibao": false}',
            ("“in_dibao”写了两次。", "同一项事实只写一次。"),
        ),
        (
            '{"in_dibao": "是"}',
            ("“纳入低保”（in_dibao）的值不对。", "应为是或否（true／false）。"),
        ),
        (
            '{"dibao_area": "城"}',
            ("“低保类别”（dibao_area）的值不对。", "应为城市、农村 之一。"),
        ),
        ('{"x": 1}', ("不认识“x”这一项事实。", "可用的名称见 docs/rules.md。")),
    ],
)
def test_a_refused_fact_is_told_in_whole_sentences(text: str, lines: tuple[str, ...]) -> None:
    with pytest.raises(FactError) as caught:
        facts_from_json(text)
    assert caught.value.sentences() == lines


def test_a_refused_entry_is_told_in_whole_sentences() -> None:
    entry = Entry("age.elder", "520122", 60, DAY, DAY, "县通知", unit="岁")
    with pytest.raises(EntryError) as caught:
        with_entries(POLICY, [entry], office="520122")
    assert caught.value.sentences() == (
        "“老年人年龄”不能这样录入。",
        "单位“岁”不对，应为“周岁”。",
        "请写：按“周岁”折算的值。",
    )
    with pytest.raises(EntryError) as caught:
        with_entries(POLICY, [replace(entry, key="x")], office="520122")
    assert caught.value.sentences() == (
        "没有“x”这个政策参数。", "请从参数表中选择一项，不要自己写名称。",
    )  # fmt: skip
    assert what_to_write(POLICY.parameters["age.upper_inclusive"]) == "是或否"


def test_a_share_of_the_whole_is_no_percentage_by_mistake() -> None:
    entry = Entry("supplement.high_rate", "520122", "1", DAY, DAY, "县通知")
    policy = with_entries(POLICY, [entry], office="520122")
    found = policy.value("supplement.high_rate", day=DAY, region=REGION)
    assert isinstance(found, InForce)
    assert found.value == 1
    assert (found.unit, found.region, found.since, found.source, found.reason) == (
        "%", "520122", DAY, "县通知", "",
    )  # fmt: skip


def test_an_answer_of_then_stays_open_while_nobody_says_what_was_paid() -> None:
    facts = {date(2022, 5, 1): facts_of({"in_tekun": True})}
    found = arrears(
        "tekun_basic", facts, Clock(POLICY), Clock(POLICY),
        months=Period(date(2022, 5, 1), date(2022, 5, 31)), region=REGION,
    )  # fmt: skip
    (may,) = found.months
    assert (may.paid, may.difference, found.total) == (None, None, None)
    assert found.at_least == Decimal(0)
    assert may.now.amount == Decimal(1128)


# --- what stands in the lines -------------------------------------------------------------------


def test_an_open_class_is_shown_as_not_collected_and_names_nothing_else() -> None:
    found = first_of([("一类", UNKNOWN), ("二类", YES)])
    assert (found.value, found.node.words, found.node.result) == (None, "", "未采集")
    assert [node.words for node in found.node.children] == ["一类", "二类"]


def test_a_condition_made_of_others_carries_its_answer() -> None:
    joined = all_of(YES, UNKNOWN)
    assert (joined.node.words, joined.node.result, joined.node.answer) == (
        "", "待核实", Answer.OPEN,
    )  # fmt: skip
    assert negation(YES, "不是").node.answer is Answer.NO


def test_a_figure_that_is_missing_is_asked_for_by_name_and_reason() -> None:
    (missing,) = Case(facts_of({}), POLICY, DAY, REGION).money("medical.deductible").missing
    assert missing.question == "医疗救助起付线：该日、该地没有规定"
    assert missing.kind is MissingKind.PARAMETER


def test_what_is_open_still_is_what_has_no_version() -> None:
    still_open = {parameter.key for parameter in POLICY.still_open()}
    assert {"medical.deductible", "tekun.care_half", "calendar.announced"} <= still_open
    assert "age.elder" not in still_open
    assert all(POLICY.parameters[key].open_why for key in still_open)


def test_a_week_that_was_excused_says_why_and_others_say_nothing() -> None:
    days = Period(date(2023, 3, 6), date(2023, 3, 19))
    holiday = Excuse(Period(date(2023, 3, 6), date(2023, 3, 10)), "住院")
    first, second = teaching_weeks(POLICY, [], [holiday], days, region=REGION)
    assert (first.excused, first.met, first.counted, first.hours) == ("住院", True, 0, 0)
    assert (second.excused, second.missing, second.met) == ("", 1, False)


def test_a_deductible_says_for_whom_it_is_lower() -> None:
    found = deductible(
        facts_of({"in_dibao": True}), POLICY, admitted=DAY, discharged=DAY, region=REGION
    )
    assert found.value == Decimal(0)
    assert [node.words for node in found.node.children] == [
        "低保、五保对象", "低保、五保对象的医疗救助起付线",
    ]  # fmt: skip
