"""The facts of the monitoring of families against a return to poverty."""

from __future__ import annotations

from app.rules.engine.fact_name import day, money, number, one_of, yes_no

DANGER_GRADES = ("A级", "B级", "C级", "D级")
LEVELS = ("专科", "本科")

HOUSEHOLD_KINDS = ("未脱贫户", "脱贫监测户", "边缘户")
FUND_USES = (
    "调查摸底", "建档立卡", "人员培训", "组织宣传", "协调实施", "康复站建设",
    "康复协调员补助", "其他",
)  # fmt: skip

NAMES = (
    one_of("monitored_kind", "监测户类型", "监测对象属于哪一类户？", HOUSEHOLD_KINDS),
    yes_no("medically_insured", "已参加医保", "是否已参加城乡居民基本医疗保险？"),
    money("inpatient_self_pay", "住院合规自付", "住院合规费用各项报销后自付多少元？"),
    one_of("rehab_fund_use", "社区康复经费用途", "这笔社区康复经费用在什么地方？", FUND_USES),
    yes_no("monitored", "监测对象", "是否已认定为防返贫监测对象？"),
    money("household_annual_income", "家庭年可支配收入", "家庭一年的可支配收入是多少元？"),
    number("household_size", "家庭人口", "家庭共同生活的有几口人？"),
    yes_no("risks_removed", "风险全部消除", "返贫致贫风险是否已经全部消除？"),
    day("risks_removed_on", "风险消除日期", "最后一项风险是哪一天消除的？"),
    yes_no("fell_into_poverty", "返贫或新致贫", "是否已经返贫或新致贫？"),
    yes_no("hit_hard", "情况严重", "家庭受到的打击是否严重？"),
    yes_no("removable_soon", "短期能消除", "风险是否短期内能够消除？"),
    yes_no("has_labour", "有劳动能力", "是否有劳动能力？"),
    yes_no("willing_to_work", "有就业意愿", "是否愿意就业？"),
    yes_no("employed", "已就业", "是否已经就业？"),
    one_of("house_danger_grade", "房屋危险等级", "房屋鉴定为哪一级？", DANGER_GRADES),
    yes_no("home_taught", "送教上门", "是否由学校送教上门？"),
    yes_no("finished_compulsory", "已完成义务教育", "是否已完成九年义务教育？"),
    one_of("admitted_level", "考取层次", "当年考取的是专科还是本科？", LEVELS),
    yes_no("admitted_this_year", "当年考取", "是否当年考取？"),
    yes_no("full_time_study", "全日制", "是否全日制学习？"),
    number("university_grants", "已享受大学补助次数", "以前享受过几次大学一次性补助？"),
    money("loss", "损失金额", "因病、因灾、因意外损失多少元？"),
    number("persons_helped", "互助服务人数", "邻里互助服务了几个人？"),
    yes_no("is_legal_supporter", "法定赡养抚养人", "是否被服务人的法定赡养、抚养、扶养义务人？"),
)
