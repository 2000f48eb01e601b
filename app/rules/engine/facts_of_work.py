"""The facts of work, school and care that the smaller clauses ask for."""

from __future__ import annotations

from app.core.identity import DISABILITY_KINDS
from app.rules.engine.fact_name import day, money, number, one_of, text, yes_no

MULTIPLE = "多重"
SEXES = ("男", "女")
GENERATIONS = ("第二代", "第一代", "没有")

NAMES = (
    one_of("sex", "性别", "性别是男还是女？", SEXES),
    one_of("disability_kind", "残疾类别", "残疾人证上的残疾类别是哪一类？", DISABILITY_KINDS),
    text(
        "disability_parts",
        "多重残疾构成",
        "多重残疾包括哪几类（写有等级的连等级一起写，如“肢体一级、精神三级”）？",
    ),
    one_of("certificate_generation", "残疾人证代次", "持有的是第几代残疾人证？", GENERATIONS),
    yes_no("several_disabled", "一户多残", "一家是否有两个以上残疾人？"),
    yes_no("ill_and_disabled", "病残交加", "是否既有残疾又有重病？"),
    yes_no("poor_disabled_family", "贫困残疾人家庭", "是否贫困残疾人家庭？"),
    yes_no("family_certified", "家有持证残疾人", "家中是否有持残疾人证的人？"),
    money("wage", "本人月工资", "本人每月工资和待遇合计多少元？"),
    money("wage_of_others", "健全职工月工资", "同岗位健全职工每月工资和待遇合计多少元？"),
    yes_no("excused_from_labour", "不能参加公益性劳动", "是否有病假等正当理由不能参加公益性劳动？"),
    yes_no("registered_poor_disabled", "建档立卡贫困残疾人", "是否建档立卡的贫困残疾人？"),
    yes_no("moved_away", "已迁出", "是否已经迁出？"),
    yes_no("out_of_poverty", "已达脱贫标准", "是否已经达到脱贫标准？"),
    yes_no("poverty_cause_found", "已查明未脱贫原因", "没有脱贫的原因是否已经查明？"),
    yes_no("teaching_approved", "当月送教内容已批准", "教务处是否已批准本月的送教内容？"),
    day("teaching_approved_on", "送教内容批准日期", "本月的送教内容是哪一天批准的？"),
    yes_no("teaching_changed", "批准后内容有变", "批准以后送教内容有没有改变？"),
    yes_no("teaching_records_kept", "有送教记录", "本学期的送教记录是否齐全？"),
    yes_no("teaching_judged_good", "送教考核合格", "看送教资料或访谈，送教工作是否合格？"),
    yes_no("seat_well_lit", "座位光线充足", "座位的光线是否充足？"),
    yes_no("seat_near_teacher", "座位便于辅导", "座位是否便于老师辅导、同学帮助？"),
    yes_no("seat_easy_to_leave", "座位便于出行", "座位是否便于出行？"),
    yes_no("rehab_equipment", "已配康复器材", "必要的康复运动器材是否已配置（不需要的填“是”）？"),
    yes_no("suspicious_symptoms", "有疑似症状", "身体有没有疑似症状？"),
    number("caregiver_score", "护理人得分", "护理人本月考核得多少分？"),
    yes_no("designated_hospital", "定点医院", "是否在定点医院住院？"),
    number("stays_this_month", "一个月内住院次数", "一个月内住院几次？"),
    yes_no("minor_illness", "小病", "住院的是否感冒一类的小病？"),
)
