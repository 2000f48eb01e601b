"""A sample file for everything that comes out of offices: ``python -m tests.samples.import_files``
writes them into ``tests/samples/import/cases``; ``import_expected`` says what becomes of each.

The numbers are those of the findings about messy workbooks that the importer answers to. All people
are invented (region code 990101 is not assigned).
"""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from app.core.identity import check_digit
from tests.samples.hostile_files import many_columns, outer_entity, too_large, zip_bomb

HERE = Path(__file__).parent / "import"
CASES = HERE / "cases"
DAY = datetime.combine(date(2026, 5, 20), time(9, 0))
HEADERS = ["村组", "户主姓名", "姓名", "身份证号", "与户主关系", "人员类别"]


def number(order: int, birth: str = "19500101") -> str:
    first = f"990101{birth}{order:03d}"
    return first + check_digit(first)


def person(order: int, name: str = "", **more: Any) -> list[Any]:
    """A row under ``HEADERS``: a head of a household of its own unless ``more`` says otherwise."""
    name = name or f"样{'甲乙丙丁戊己庚辛壬癸'[order % 10]}{'一二三四五六七八九'[order // 10 % 9]}"
    row = {
        "place": "清水村1组",
        "head": name,
        "name": name,
        "id": number(order),
        "relation": "户主",
        "category": "农村低保",
    } | more
    return list(row.values())


def book(*rows: Sequence[Any], title: str = "Sheet1") -> tuple[Workbook, Worksheet]:
    made = Workbook()
    made.properties.created = made.properties.modified = DAY
    sheet = made.worksheets[0]
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    return made, sheet


def roster(path: Path, *rows: Sequence[Any], headers: Sequence[str] = HEADERS) -> None:
    book(headers, *rows)[0].save(path)


# --- one function a file --------------------------------------------------------------------
def merged_title(path: Path) -> None:
    made, sheet = book(
        ["青山镇清水村困难群众花名册"], ["填报单位：清水村", None, None, "单位：人、元"],
        HEADERS, person(1),
    )  # fmt: skip
    sheet.merge_cells("A1:F1")
    made.save(path)


def three_row_header(path: Path) -> None:
    made, sheet = book(
        ["序号", "姓名", "身份证号", "残疾情况", None, None],
        [None, None, None, "残疾证", "残疾", None],
        [None, None, None, "残疾证号", "残疾类别", "残疾等级"],
        [1, "样甲一", number(1), number(1) + "42", "肢体", "二级"],
    )
    for area in ("A1:A3", "B1:B3", "C1:C3", "D1:F1", "E2:F2"):
        sheet.merge_cells(area)
    made.save(path)


def amount_in_header(path: Path) -> None:
    headers = ["姓名", "身份证号", "与户主关系", "重点救助60元"]
    roster(path, ["样甲一", number(1), "户主", "√"], headers=headers)


def hint_rows(path: Path) -> None:
    hints = ["选填", "必填", "必填", "必填", "必填", "选填"]
    example = ["示例", "张三", "张三", number(9), "户主", "农村低保"]
    roster(path, hints, example, person(1), ["填表说明：一人一行", None, None, None, None, None])


def damaged_number(path: Path) -> None:
    roster(path, person(1), person(2, id=9.9010119500101e17), person(3, id="9.90101E+17"))


def autofilled_numbers(path: Path) -> None:
    start = int(number(1)[:17] + "0")
    roster(path, person(9), *(person(n, id=str(start + n)) for n in range(2, 6)))


def quoted_numbers(path: Path) -> None:
    rows = [HEADERS, person(1, id="'" + number(1)), person(2, id=f'"=""{number(2)}"""')]
    path.write_text("\n".join(",".join(row) for row in rows), encoding="utf-8")


def wide_digits(path: Path) -> None:
    wide = number(1).translate({ord("0") + n: 0xFF10 + n for n in range(10)})
    spaced = f" {number(2)[:6]}\u00a0{number(2)[6:14]}\u200b{number(2)[14:]}\n"
    roster(path, person(1, "样　甲", id=wide), person(2, id=spaced))


def letters_for_x(path: Path) -> None:
    ends = [n for n in range(1, 99) if number(n).endswith("X")]
    forms = (number(ends[0])[:17] + "x", number(ends[1])[:17] + "×", number(ends[2])[:17] + "*")
    roster(path, *(person(n, id=form) for n, form in zip(ends, forms, strict=False)))


def masked_number(path: Path) -> None:
    roster(path, person(1), person(2, id=number(2)[:6] + "********" + number(2)[14:]))


def fifteen_digits(path: Path) -> None:
    roster(path, person(1, id="990101500101001"))


def card_numbers(path: Path) -> None:
    roster(path, person(1, id=number(1) + "42"), person(2, id=number(2) + "13B1"))


DATES: tuple[tuple[Any, date | None], ...] = (
    ("19850312", date(1985, 3, 12)),
    ("1985-3-12", date(1985, 3, 12)),
    ("1985.3.12", date(1985, 3, 12)),
    ("1985/3/12", date(1985, 3, 12)),
    ("1985年3月12日", date(1985, 3, 12)),
    ("一九八五年三月十二日", date(1985, 3, 12)),
    (31118, date(1985, 3, 12)),
    (19850312, date(1985, 3, 12)),
    ("1985.3", None),
    ("1985-03", None),
    ("1985年3月", None),
    ("85.3", None),
    ("1985", None),
    (1985.1, None),
    ("长期", None),
    ("2024.2.30", None),
    ("25.3.1", None),
)


def dates_of_every_shape(path: Path) -> None:
    rows = [[*person(n), value] for n, (value, _) in enumerate(DATES, start=1)]
    roster(path, *rows, headers=[*HEADERS, "死亡日期"])


def merged_household(path: Path) -> None:
    made, sheet = book(
        HEADERS,
        person(1),
        person(2, place=None, head=None, relation="妻"),
        person(3, place="石桥村2组"),
    )
    sheet.merge_cells("A2:A3")
    sheet.merge_cells("B2:B3")
    made.save(path)


def head_on_first_row_only(path: Path) -> None:
    roster(path, person(1), person(2, place=None, head=None, relation="妻"))


def dittos(path: Path) -> None:
    signs = ("同上", "〃", "″", '"', "“", "、、")
    rows = [person(n, place=sign, category=sign) for n, sign in enumerate(signs, start=2)]
    roster(path, person(1), *rows)


def totals_and_signatures(path: Path) -> None:
    headers = ["户主姓名", "户主身份证号", "家庭人口", "保障人口", "户月保障金额(元)", "合计(元)"]
    made, _ = book(
        ["农村低保家庭"],
        headers,
        ["样甲一", number(1), 1, 1, 690, 690],
        ["样乙一", number(2), 2, 2, 500, 500],
        ["合计", None, 3, 3, 1290, 1190],
        ["单位负责人：　　审核人：　　填表人：", None, None, None, None, None],
    )
    made.save(path)


def hidden_things(path: Path) -> None:
    made, sheet = book(HEADERS, person(1), person(2), person(3))
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["F"].hidden = True
    for state in ("hidden", "veryHidden"):
        other = made.create_sheet(f"{state}副本")
        other.sheet_state = state
        other.append(HEADERS)
        other.append(person(4))
    made.save(path)


def several_sheets(path: Path) -> None:
    made, _ = book(HEADERS[1:], person(1)[1:], title="清水村")
    other = made.create_sheet("石桥村")
    other.append(HEADERS[1:])
    other.append(person(2)[1:])
    made.save(path)


def hints_of_colour(path: Path) -> None:
    made, sheet = book(HEADERS, person(1), person(2), person(3))
    sheet["C2"].font = Font(strike=True)
    sheet["C3"].fill = PatternFill("solid", fgColor="FFFF0000")
    sheet["C4"].comment = Comment("2026年3月已去世", "村会计")
    made.save(path)


def uncalculated_formula(path: Path) -> None:
    roster(path, [*person(1), "=1+1"], headers=[*HEADERS, "年收入"])


def sheet_protection(path: Path) -> None:
    made, sheet = book(HEADERS, person(1))
    sheet.protection.set_password("1234")
    sheet.protection.enable()
    made.save(path)


def amounts_as_text(path: Path) -> None:
    amounts = ("1,128.00元", "690/月", "690元×3")
    rows = [[*person(n), amount] for n, amount in enumerate(amounts, start=1)]
    roster(path, *rows, headers=[*HEADERS, "年收入"])


def ways_of_nothing(path: Path) -> None:
    words = ("无", "—", "/", None)
    rows = [[*person(n), word, word] for n, word in enumerate(words, start=1)]
    roster(path, *rows, headers=[*HEADERS, "患病病种", "年收入"])


def blank_formatted_rows(path: Path) -> None:
    made, sheet = book(HEADERS, person(1))
    for row in range(3, 3000):
        sheet.cell(row, 1).number_format = "@"
    made.save(path)


def two_in_a_cell(path: Path) -> None:
    roster(
        path,
        person(1, "样甲一、样乙一", id=f"{number(1)}、{number(2)}", head="样甲一"),
        person(3, "样丙一，样丁一", id=number(3)),
    )


def twice_in_different_villages(path: Path) -> None:
    made, _ = book(HEADERS, person(1))
    other = made.create_sheet("另一村")
    other.append(HEADERS)
    other.append(person(1, place="石桥村2组"))
    made.save(path)


def csv(encoding: str) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        rows = [HEADERS, person(1, "样䶮")]
        text = "\n".join(",".join(str(cell) for cell in row) for row in rows)
        path.write_text(text, encoding=encoding)

    return write


def facts_in_the_name(path: Path) -> None:
    headers = ["姓名", "身份证号", "户主身份证号", "与户主关系"]
    roster(path, ["样甲一", number(1), number(1), "户主"], headers=headers)


def formulas_as_text(path: Path) -> None:
    words = ("=CMD|'/c calc'!A1", "+1+1", "-2", "@SUM(A1)")
    made, sheet = book([*HEADERS, "备注"])
    for row, word in enumerate(words, start=2):
        sheet.append([*person(row), word])
        sheet.cell(row, 7).data_type = "s"
    made.save(path)


def packed(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("名册.xlsx", b"x")


def copy_of(name: str) -> Callable[[Path], object]:
    return lambda path: shutil.copy(HERE / name, path)


def raw(data: bytes) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(data)


NOT_KEPT: dict[str, Callable[[Path], object]] = {
    "90_zip_bomb.xlsx": zip_bomb,
    "91_too_large.xlsx": too_large,
}
MADE: dict[str, Callable[[Path], object]] = {
    "01_merged_title.xlsx": merged_title,
    "02_three_row_header.xlsx": three_row_header,
    "03_amount_in_header.xlsx": amount_in_header,
    "04_hint_rows.xlsx": hint_rows,
    "05_damaged_number.xlsx": damaged_number,
    "06_autofilled_numbers.xlsx": autofilled_numbers,
    "07_quoted_numbers.csv": quoted_numbers,
    "08_wide_digits.xlsx": wide_digits,
    "09_letters_for_x.xlsx": letters_for_x,
    "10_masked_number.xlsx": masked_number,
    "11_fifteen_digits.xlsx": fifteen_digits,
    "12_card_numbers.xlsx": card_numbers,
    "13_dates.xlsx": dates_of_every_shape,
    "14_merged_household.xlsx": merged_household,
    "15_head_on_first_row_only.xlsx": head_on_first_row_only,
    "16_dittos.xlsx": dittos,
    "17_totals_and_signatures.xlsx": totals_and_signatures,
    "18_hidden_things.xlsx": hidden_things,
    "19_several_sheets.xlsx": several_sheets,
    "20_hints_of_colour.xlsx": hints_of_colour,
    "21_uncalculated_formula.xlsx": uncalculated_formula,
    "22_old_workbook.xls": copy_of("roster.xls"),
    "23_old_named_new.xlsx": copy_of("roster.xls"),
    "23_page_named_old.xls": raw("<html><table><tr><td>姓名</td></tr></table></html>".encode()),
    "23_xml_named_old.xls": raw(b'<?xml version="1.0"?><Workbook/>'),
    "23_text_named_old.xls": csv("gb18030"),
    "24_wps.et": copy_of("roster.et"),
    "25_locked.xlsx": copy_of("locked.xlsx"),
    "25_locked_wrong_password.xlsx": copy_of("locked.xlsx"),
    "26_sheet_protection.xlsx": sheet_protection,
    "27_amounts_as_text.xlsx": amounts_as_text,
    "28_ways_of_nothing.xlsx": ways_of_nothing,
    "29_blank_formatted_rows.xlsx": blank_formatted_rows,
    "30_two_in_a_cell.xlsx": two_in_a_cell,
    "31_twice_in_different_villages.xlsx": twice_in_different_villages,
    "32_ansi.csv": csv("gb18030"),
    "32_utf8.csv": csv("utf-8"),
    "32_utf8_mark.csv": csv("utf-8-sig"),
    "33_农村低保人员查询_202605终版2(1).xlsx": facts_in_the_name,
    "34_~$名册.xlsx": raw(b"\x05clerk"),
    "35_formulas_as_text.xlsx": formulas_as_text,
    "36_packed.zip.xlsx": packed,
    "36_packed.rar.xlsx": raw(b"Rar!\x1a\x07\x00 nothing"),
    "92_outer_entity.xlsx": outer_entity,
    "93_many_columns.xlsx": many_columns,
}


def make(folder: Path, name: str) -> Path:
    """Write one of the files into ``folder``."""
    path = folder / name
    {**MADE, **NOT_KEPT}[name](path)
    return path


def main() -> None:
    CASES.mkdir(exist_ok=True)
    for name in MADE:
        make(CASES, name)


if __name__ == "__main__":
    main()
