"""Sample sheets: one as they usually are, one with nothing known, one with far too much."""

from __future__ import annotations

from datetime import date

from app.exporters.visit_sheet import DutyLine, LastVisit, VisitSheet

RARE_NAMES = ("王𬭩", "䶮", "𬭊", "㛃", "买买提·艾山")

USUAL = VisitSheet(
    sheet_no="990101260001",
    office="青石镇",
    village="张家村",
    group="三组",
    month="2026-05",
    name="王𬭩",
    sex="男",
    age="72",
    id_text="99*************23X",
    categories="特困（分散供养）、重度残疾人",
    head_name="王𬭩",
    relation="本人",
    family_size="1",
    covered_size="1",
    phone="138****1234",
    address="张家村三组18号",
    benefits="特困供养 1,128.00元/月；重度残疾人护理补贴 120.00元/月",
    carer="李秀英 139****5678",
    responsible="张建国（副镇长）",
    duties=(
        DutyLine("S3.216", "特困供养人员每月至少走访一次", date(2026, 5, 31)),
        DutyLine("S1.205", "每季度实地走访一次", date(2026, 3, 31)),
    ),
    last=LastVisit(date(2026, 4, 12), "王敏、李刚", ("健康状况：慢性病", "困难需求：医疗")),
    questions=("是否重病患者（有诊断证明）？", "是否有法定赡养人？"),
)

BARE = VisitSheet("990101260002", "青石镇", "张家村", "", "2026-05", "买买提·艾山")

LONG_NAME = "阿卜杜热合曼·阿卜杜拉·买买提艾力江·吐尔逊娜依·䶮𬭊㛃𪚥艾"
LONG_ADDRESS = "青海省黄南藏族自治州河南蒙古族自治县优干宁镇智后茂牧业社区居民委员会" + (
    "第十三村民小组上庄自然村幸福路一百二十八号院三号楼二单元五〇一室卫生院后面红色大门左手"
)
FULL = VisitSheet(
    sheet_no="990101001-20260531-0001X",
    office="青海省黄南藏族自治州河南蒙古族自治县优干宁镇人民政府",
    village="优干宁镇智后茂牧业社区居民委员会",
    group="第十三村民小组（上庄自然村）",
    month="2026-05",
    name=LONG_NAME,
    sex="女",
    age="102",
    id_text="990101192401011234567B",
    categories="特困（分散供养）、重度残疾人、留守老人、农村低保、重点监护对象、其他特殊困难群众",
    head_name=LONG_NAME,
    relation="其他非亲属关系（寄养）",
    family_size="12",
    covered_size="10",
    phone="138****1234、0973-****567（邻居王大婶代接）",
    address=LONG_ADDRESS,
    benefits="；".join(f"第{n}项补贴 1,{n}10.00元/月" for n in range(1, 8)),
    carer=LONG_NAME[:20] + "（侄子）139****5678",
    responsible=LONG_NAME[:20] + "（优干宁镇人民政府副镇长、党委委员）",
    duties=tuple(
        DutyLine(f"S3.{n}", "特困供养人员、孤儿、事实无人抚养未成年人每月至少走访一次", None)
        for n in range(1, 10)
    ),
    last=LastVisit(
        date(2026, 4, 12),
        LONG_NAME,
        tuple(f"第{n}项发现：屋顶漏雨，行动不便，需人搀扶" for n in range(40)),
    ),
    questions=tuple(f"第{n}项：是否已有县级以上医疗机构出具的诊断证明？" for n in range(1, 20)),
    members=tuple(f"{LONG_NAME[:10]}（{who}，45岁，在校）" for who in "妻子女孙孙媳"),
)
