"""What an import into an empty register makes of each sample file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tests.samples.import_files import number


@dataclass(frozen=True)
class Expected:
    """What an import into an empty register makes of a file: how many people and households are
    new, how many rows are refused, what is said of them (``errors``) and of the rest
    (``warnings``). ``refused_whole``: the file cannot be read, in these words. ``asks``: a question
    of the column screen. ``fields``: what is known of the first person afterwards."""

    people: int = 0
    households: int = 0
    refused: int = 0
    errors: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    refused_whole: str = ""
    asks: str = ""
    password: str | None = None
    fields: tuple[tuple[str, object], ...] = ()


_REFUSED = {
    "23_page_named_old.xls": "其实是网页",
    "23_xml_named_old.xls": "其实是 XML",
    "25_locked_wrong_password.xlsx": "密码",
    "34_~$名册.xlsx": "不是表格",
    "36_packed.zip.xlsx": "是压缩包",
    "36_packed.rar.xlsx": "是压缩包",
    "90_zip_bomb.xlsx": "大得不正常",
    "91_too_large.xlsx": "超过 200 MB",
    "92_outer_entity.xlsx": "XML 实体",
}
_KEPT_ROSTER = Expected(
    people=2,
    households=1,
    refused=1,
    errors=("当成数字改坏了",),
    warnings=("有1行是隐藏的", "不在本单位的村"),
)
_ONE = Expected(people=1, households=1)
EXPECTED: dict[str, Expected] = {
    **{name: Expected(refused_whole=words) for name, words in _REFUSED.items()},
    "01_merged_title.xlsx": _ONE,
    "02_three_row_header.xlsx": Expected(
        people=1, fields=(("disability_kind", "肢体"), ("disability_grade", "二级"))
    ),
    "03_amount_in_header.xlsx": Expected(
        people=1, households=1, warnings=("不认识的列",), asks="打钩的人每月记60.00元"
    ),
    "04_hint_rows.xlsx": _ONE,
    "05_damaged_number.xlsx": Expected(
        people=1, households=1, refused=2, errors=("当成数字改坏了",) * 2
    ),
    "06_autofilled_numbers.xlsx": Expected(
        people=1, households=1, refused=4, errors=("校验位不对",) * 4, warnings=("下拉填充",)
    ),
    "07_quoted_numbers.csv": Expected(people=2, households=2),
    "08_wide_digits.xlsx": Expected(people=2, households=2, fields=(("name", "样甲"),)),
    "09_letters_for_x.xlsx": Expected(people=3, households=3),
    "10_masked_number.xlsx": Expected(people=1, households=1, refused=1, errors=("被星号遮住",)),
    "11_fifteen_digits.xlsx": Expected(
        people=1, households=1, fields=(("birth_date", date(1950, 1, 1)),)
    ),
    "12_card_numbers.xlsx": Expected(
        people=2, households=2, fields=(("disability_no", number(1) + "42"),)
    ),
    "13_dates.xlsx": Expected(
        people=17,
        households=17,
        warnings=(
            *("日期不完整（只写到月）",) * 4,
            "日期不完整（只写到年）",
            "分不清是1月还是10月",
            "没有这一天",
            "分不清是1925年还是2025年",
        ),
    ),
    "14_merged_household.xlsx": Expected(people=3, households=2),
    "15_head_on_first_row_only.xlsx": Expected(people=2, households=1, asks="照上一行的户主"),
    "16_dittos.xlsx": Expected(people=7, households=7, warnings=("有12格写的是“同上”",)),
    "17_totals_and_signatures.xlsx": Expected(
        households=2, warnings=("合计行写的是1290.00元", "户主不在人员表里", "户主不在人员表里")
    ),
    "18_hidden_things.xlsx": Expected(
        people=2,
        households=2,
        warnings=("有1行是隐藏的", "有隐藏的列", "工作表是隐藏的", "工作表是隐藏的"),
    ),
    "19_several_sheets.xlsx": Expected(people=2, households=2),
    "20_hints_of_colour.xlsx": Expected(
        people=3, households=3, warnings=("删除线", "红色底纹", "有批注：2026年3月已去世")
    ),
    "21_uncalculated_formula.xlsx": Expected(people=1, households=1, warnings=("没有算过的公式",)),
    "22_old_workbook.xls": _KEPT_ROSTER,
    "23_old_named_new.xlsx": _KEPT_ROSTER,
    "23_text_named_old.xls": Expected(people=1, households=1, fields=(("name", "样䶮"),)),
    "24_wps.et": _KEPT_ROSTER,
    "25_locked.xlsx": Expected(
        people=2,
        households=1,
        refused=1,
        errors=("当成数字改坏了",),
        warnings=("有1行是隐藏的", "不在本单位的村"),
        password="红旗123",
    ),
    "26_sheet_protection.xlsx": _ONE,
    "27_amounts_as_text.xlsx": Expected(people=3, households=3, warnings=("看不出是多少钱",)),
    "28_ways_of_nothing.xlsx": Expected(people=4, households=4, fields=(("illness", "无"),)),
    "29_blank_formatted_rows.xlsx": _ONE,
    "30_two_in_a_cell.xlsx": Expected(
        people=2,
        households=1,
        errors=("一格里有2个姓名、1个身份证号",),
        warnings=("一格里有2个人",),
    ),
    "31_twice_in_different_villages.xlsx": Expected(
        people=1, households=1, warnings=("说法不同：村（社区）",)
    ),
    "32_ansi.csv": Expected(people=1, households=1, fields=(("name", "样䶮"),)),
    "32_utf8.csv": Expected(people=1, households=1, fields=(("name", "样䶮"),)),
    "32_utf8_mark.csv": Expected(people=1, households=1, fields=(("name", "样䶮"),)),
    "33_农村低保人员查询_202605终版2(1).xlsx": Expected(
        people=1, households=1, warnings=("没有这个户主的家庭",)
    ),
    "35_formulas_as_text.xlsx": Expected(
        people=4, households=4, fields=(("note", "=CMD|'/c calc'!A1"),)
    ),
    "93_many_columns.xlsx": Expected(people=1, households=1, warnings=("不认识的列",)),
}
