"""The facts of a family: support, income, housing, work."""

from __future__ import annotations

from app.rules.engine.fact_name import day, money, number, one_of, yes_no

CARE_CLASSES = ("全自理", "半失能", "失能")

STAGES = ("学前", "义务教育", "普高", "中职", "高等教育")

NAMES = (
    one_of("education_stage", "就读阶段", "在哪一个阶段就读？", STAGES),
    yes_no("study_difficulty_recognised", "已认定困难等级", "学校是否已认定家庭经济困难等级？"),
    yes_no("has_food", "有饭吃", "是否有饭吃？"),
    yes_no("has_clothes", "有衣穿", "是否有衣穿？"),
    yes_no("has_clean_water", "有干净水喝", "是否有干净水喝？"),
    yes_no("has_shelter", "有基本住所", "是否有基本住所？"),
    yes_no("no_income", "无生活来源", "是否没有任何收入来源？"),
    yes_no("urban_resident", "城镇居民", "是否城镇户籍？"),
    yes_no("has_legal_supporter", "有法定义务人", "是否有法定赡养、抚养、扶养义务人？"),
    yes_no("supporter_able", "义务人有能力", "法定义务人是否有履行义务的能力？"),
    one_of("care_class", "自理能力", "生活自理能力评估为哪一类？", CARE_CLASSES),
    yes_no("scattered_tekun", "分散供养", "是否分散供养的特困人员？"),
    yes_no("orphan", "孤儿", "是否孤儿？"),
    yes_no("unsupported_child", "事实无人抚养儿童", "是否事实无人抚养儿童？"),
    yes_no("left_behind", "留守", "是否留守未成年人或留守老人？"),
    yes_no("care_ensured", "照料监护有保障", "赡养、抚养、监护照料是否已经落实？"),
    yes_no("still_in_difficulty", "仍有困难", "按现有政策救助后，是否仍有困难？"),
    yes_no("major_change", "重大变故", "家庭是否发生重大变故？"),
    number("severe_or_ill_members", "重残重病人数", "家中重残或重病的有几人（一人兼有只算一人）？"),
    money("month_income_per_head", "月人均收入", "家庭月人均收入是多少元？"),
    number("covered_size", "保障人口", "低保保障几口人？"),
    yes_no("relocated", "易地搬迁安置", "是否易地扶贫搬迁安置户？"),
    yes_no("dead", "已死亡", "是否已经死亡？"),
    yes_no("sudden_hardship", "突发困难", "是否因突发事件、意外伤害、重大疾病等基本生活陷入困境？"),
    yes_no("temp_aided", "已临时救助", "这次困难是否已经得到临时救助？"),
    yes_no("residence_permit", "居住证", "是否持有本地居住证？"),
    day("work_started_on", "务工开始日期", "从哪一天起在本地务工？"),
    yes_no("public_emergency", "紧急情况", "是否突发公共事件等紧急情况？"),
    yes_no("edge_family", "边缘困难群体", "是否边缘困难群体家庭？"),
    money("retro_medical_bills", "追溯期内医疗自付", "认定前六个月内个人负担的医疗费用共多少元？"),
    yes_no("full_amount_dibao", "全额低保", "是否享受全额低保？"),
    yes_no("allotted_housing", "实物配租", "是否住在实物配租的保障房？"),
    yes_no("unemployed_household", "零就业家庭", "是否城镇零就业家庭？"),
    yes_no("bottom_line_group", "兜底保障群体", "是否兜底保障群体（低保、特困等）？"),
    yes_no("luxury_goods", "高档消费品", "家里是否有高档消费品（残疾人代步车等除外）？"),
    yes_no("income_concealed", "隐瞒收入财产", "是否隐瞒收入或财产？"),
    money("declared_income", "申报月收入", "申请时申报的月收入是多少元？"),
    money("found_income", "核对月收入", "部门核对出的月收入是多少元？"),
    yes_no("check_authorised", "已签核对授权", "是否已签收入核对授权书？"),
)
