"""Every sheet and column of the ledger (S3.218), once: for the writer, the reader and the papers.

A sheet or column that is added later carries ``since`` and FORMAT rises; older ledgers are then
still read by what they knew (format 2 brought 照料考核 and 事项). Keys of facts are those of
``app.core.dictionary``.

``person_key`` is the 18-character id key, or the office's own person number where there is no id
number; ``household_key`` is the office's own household number.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from app.core.dictionary import HOUSEHOLD, PERSON, Field
from app.core.dictionary import Kind as FactKind
from app.ledger.table import Column, Kind, Sheet

FORMAT = 2

_KINDS = {
    FactKind.TEXT: Kind.TEXT,
    FactKind.DATE: Kind.DATE,
    FactKind.MONEY: Kind.MONEY,
    FactKind.NUMBER: Kind.INTEGER,
    FactKind.YES_NO: Kind.YES_NO,
}


def _fact(facts: Mapping[str, Field], key: str, width: int) -> Column:
    """A column for a fact of the data dictionary."""
    fact = facts[key]
    return Column(fact.key, fact.label, _KINDS[fact.kind], width, sensitive=fact.sensitive)


def _of_person(key: str, width: int) -> Column:
    return _fact(PERSON, key, width)


def _of_household(key: str, width: int) -> Column:
    return _fact(HOUSEHOLD, key, width)


_PERSON_KEY = Column("person_key", "人员标识", width=20, sensitive=True)
_HOUSEHOLD_KEY = Column("household_key", "户编号", width=14)
_NAME = Column("name", "姓名", width=20)
_VILLAGE = Column("village", "村（社区）", width=16)
_GROUP = Column("group", "村民小组", width=10)
_CATEGORIES = Column("categories", "对象类别", width=20)
_CATEGORY_CODES = Column("category_codes", "类别代码", width=36)

PERSONS = Sheet(
    "persons",
    "人员",
    (
        _PERSON_KEY,
        _NAME,
        _VILLAGE,
        _GROUP,
        _HOUSEHOLD_KEY,
        Column("relation", "与户主关系", width=10),
        _CATEGORIES,
        Column("registered_on", "纳入日期", Kind.DATE, 12),
        _of_person("sex", 6),
        _of_person("birth_date", 12),
        _of_person("id_no", 22),
        _of_person("no_id_reason", 12),
        _of_person("ethnicity", 8),
        _of_person("marriage", 8),
        _of_person("labour", 18),
        _of_person("health", 10),
        _of_person("illness", 20),
        _of_person("seriously_ill", 8),
        _of_person("disability_no", 22),
        _of_person("disability_kind", 8),
        _of_person("disability_grade", 8),
        _of_person("self_care", 12),
        _of_person("support_form", 10),
        _of_person("care_institution", 16),
        _of_person("carer_name", 12),
        _of_person("carer_phone", 14),
        _of_person("in_school", 8),
        _of_person("annual_income", 12),
        _of_person("phone", 14),
        _of_person("address", 30),
        _of_person("bank", 16),
        _of_person("account_name", 12),
        _of_person("account_no", 22),
        _of_person("card_no", 22),
        _of_person("death_date", 12),
        Column("responsible", "责任人", width=12),
        Column("visit_due", "本期应访", Kind.YES_NO, 8),
        Column("visit_done", "本期已访", Kind.YES_NO, 8),
        Column("visit_late", "是否逾期", Kind.YES_NO, 8),
        Column("last_contact", "最近联系日期", Kind.DATE, 12),
        _of_person("note", 24),
        _CATEGORY_CODES,
    ),
    row_key=("person_key",),
    paper="A3",
    pages_wide=2,
    about="每人一行。类别写本人享受或随户保障的全部类别；应访、已访、逾期按本期走访任务填写。",
)

HOUSEHOLDS = Sheet(
    "households",
    "家庭",
    (
        _HOUSEHOLD_KEY,
        _of_household("head_name", 20),
        _of_household("head_id_no", 22),
        _VILLAGE,
        _GROUP,
        _CATEGORIES,
        _of_household("cert_no", 18),
        _of_household("first_month", 12),
        _of_household("size", 8),
        _of_household("covered_size", 8),
        Column("members", "本表人数", Kind.INTEGER, 8, summed=True),
        _of_household("annual_income", 14),
        _of_household("per_capita_income", 14),
        Column("paid_total", "本月待遇合计（元）", Kind.MONEY, 14, summed=True),
        _of_household("grade", 10),
        _of_household("apply_reason", 16),
        _of_household("phone", 14),
        _of_household("address", 30),
        _of_household("bank", 16),
        _of_household("account_name", 12),
        _of_household("account_no", 22),
        _of_household("card_no", 22),
        _CATEGORY_CODES,
    ),
    row_key=("household_key",),
    paper="A3",
    about="每户一行。本表人数等于《人员》中该户的行数，本月待遇合计等于《待遇》中该户各行之和。",
)

CONTACTS = Sheet(
    "contacts",
    "走访",
    (
        Column("contact_no", "记录编号", width=16),
        _NAME,
        _VILLAGE,
        _GROUP,
        Column("day", "日期", Kind.DATE, 12),
        Column("kind", "方式", width=10),
        Column("done", "是否见到（联系到）", Kind.YES_NO, 10),
        Column("visitor", "走访人", width=16),
        Column("findings", "情况记录", width=44),
        Column("needs", "困难与需求", width=30),
        Column("serves", "完成的任务", width=20),
        Column("sheet_no", "走访表编号", width=16),
        _PERSON_KEY,
    ),
    row_key=("contact_no",),
    about="每次走访、电话等联系一行，没有见到的也写。完成的任务写规定编号。",
)

AWARDS = Sheet(
    "awards",
    "待遇",
    (
        _HOUSEHOLD_KEY,
        Column("head_name", "户主姓名", width=20),
        _NAME,
        _VILLAGE,
        Column("line", "保障项目", width=18),
        Column("month", "所属月份", Kind.MONTH, 10),
        Column("covered_size", "保障人口", Kind.INTEGER, 8),
        Column("monthly_amount", "户月保障金额", Kind.MONEY, 13, summed=True),
        Column("family_class_amount", "家庭分类施保", Kind.MONEY, 13, summed=True),
        Column("person_class_amount", "人员分类施保", Kind.MONEY, 13, summed=True),
        Column("basic_living_amount", "基本生活费", Kind.MONEY, 13, summed=True),
        Column("care_amount", "照料护理费", Kind.MONEY, 13, summed=True),
        Column("other_amount", "其他", Kind.MONEY, 13, summed=True),
        Column("total_amount", "合计", Kind.MONEY, 14, summed=True),
        Column("account_name", "账户名称", width=12),
        Column("account_no", "银行账号", width=22, sensitive=True),
        Column("note", "备注", width=20),
        _PERSON_KEY,
        Column("line_code", "项目代码", width=18),
    ),
    row_key=("household_key", "person_key", "line_code", "month"),
    about="每户（或每人）每个保障项目一行，单位元；合计等于前面各项之和。户一级的待遇不写人员标识。",
)

CARE = Sheet(
    "care",
    "照料考核",
    (
        Column("agreement_no", "协议编号", width=16),
        _NAME,
        _VILLAGE,
        _GROUP,
        Column("carer", "护理人", width=16),
        Column("relation", "与本人关系", width=12),
        Column("fee", "月护理费", Kind.MONEY, 12, summed=True),
        Column("score", "得分", Kind.MONEY, 9),
        Column("result", "考核结果", width=10),
        Column("grade", "等次", width=12),
        Column("scored_on", "考核日期", Kind.DATE, 12),
        Column("told_on", "告知日期", Kind.DATE, 12),
        Column("ended_on", "协议终止日期", Kind.DATE, 12),
        Column("note", "说明", width=30),
        _PERSON_KEY,
    ),
    row_key=("agreement_no",),
    about="本期内有效的每份护理协议一行，没有考核的也写；得分满分 100。",
    since=2,
)

MATTERS = Sheet(
    "matters",
    "事项",
    (
        Column("matter_no", "事项编号", width=12),
        _NAME,
        _VILLAGE,
        Column("kind", "类别", width=18),
        Column("words", "事由", width=44, sensitive=True),
        Column("opened_on", "登记日期", Kind.DATE, 12),
        Column("due_on", "办理期限", Kind.DATE, 12),
        Column("department", "承办部门", width=16),
        Column("state", "状态", width=10),
        Column("late", "是否逾期", Kind.YES_NO, 8),
        Column("outcome", "结果", width=12),
        Column("closed_on", "办结日期", Kind.DATE, 12),
        _PERSON_KEY,
    ),
    row_key=("matter_no",),
    about="走访发现的困难和群众的诉求：期末尚未办结的，以及本期内登记、办结的，一件一行。",
    since=2,
)

CHANGES = Sheet(
    "changes",
    "变动",
    (
        Column("change", "变动", width=8),
        Column("subject", "对象", width=8),
        Column("key", "人员标识或户编号", width=22, sensitive=True),
        _NAME,
        _VILLAGE,
        Column("day", "日期", Kind.DATE, 12),
        Column("field_label", "项目", width=16),
        Column("before", "变动前", width=26, sensitive=True),
        Column("after", "变动后", width=26, sensitive=True),
        Column("reason", "原因", width=30),
        Column("field", "项目代码", width=18),
    ),
    frozen=4,
    about="与上一期台账相比：新增、退出、变更；变更一项一行。退出必须写原因，没有原因的上级会询问。",
)

INDICATORS = Sheet(
    "indicators",
    "指标",
    (
        _VILLAGE,
        Column("households", "户数", Kind.INTEGER, 10, summed=True),
        Column("persons", "人数", Kind.INTEGER, 10, summed=True),
        Column("visits_due", "应访人数", Kind.INTEGER, 10, summed=True),
        Column("visits_done", "已访人数", Kind.INTEGER, 10, summed=True),
        Column("visit_rate", "走访率", Kind.RATE, 10, ratio=("visits_done", "visits_due")),
        Column("late", "逾期人数", Kind.INTEGER, 10, summed=True),
        Column("contacts", "走访联系次数", Kind.INTEGER, 14, summed=True),
        Column("paid_total", "本月待遇合计（元）", Kind.MONEY, 20, summed=True),
    ),
    row_key=("village",),
    frozen=1,
    about="每个村（社区）一行，都由前面各表算出；走访率 = 应访人员中的已访人数 ÷ 应访人数。",
)

# The order of the workbook. A new matter is one more Sheet here.
SHEETS = (INDICATORS, PERSONS, HOUSEHOLDS, CONTACTS, AWARDS, CARE, MATTERS, CHANGES)
SHEET: Mapping[str, Sheet] = MappingProxyType({sheet.key: sheet for sheet in SHEETS})

CARE_PASSED, CARE_FAILED, CARE_UNSCORED = "合格", "不合格", "未考核"
CHANGE_NEW, CHANGE_LEFT, CHANGE_EDITED = "新增", "退出", "变更"
SUBJECT_PERSON, SUBJECT_HOUSEHOLD = "人员", "家庭"


def sheets_of(version: int) -> tuple[Sheet, ...]:
    """The sheets as format ``version`` knew them."""
    return tuple(sheet.at_version(version) for sheet in SHEETS if sheet.since <= version)
