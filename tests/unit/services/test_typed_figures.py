"""What a clerk types for a figure means one value, or is refused with what to write."""

from __future__ import annotations

import pytest

from app.core.errors import UserError
from app.services.desk import Desk
from app.services.figures import FigureRow, list_figures
from app.services.typed_figures import figure_hint, typed_value


def row_of(desk: Desk, key: str) -> FigureRow:
    return next(row for row in list_figures(desk) if row.key == key)


@pytest.mark.parametrize(
    ("key", "text", "value"),
    [
        ("standard.dibao_rural", "\uff18\uff10\uff10.50", "800.50"),
        ("standard.dibao_rural", "1,128", "1128"),
        ("medical.aid_rate", "0.70", "0.70"),
        ("epidemic.under_way", "是", True),
        ("groups.four_kinds_of_children", "孤儿、别的", ["orphan", "别的"]),
        ("nursing.grades", "一级、二级", ["一级", "二级"]),
        (
            "calendar.festivals",
            "春节2027-02-06、元宵节 2027-2-20",
            {"春节": "2027-02-06", "元宵节": "2027-02-20"},
        ),
        (
            "calendar.announced",
            "放假2027-01-01至2027-01-03、2027-02-05；上班2027-02-20",
            {
                "off": ["2027-01-01", "2027-01-02", "2027-01-03", "2027-02-05"],
                "worked": ["2027-02-20"],
            },
        ),
        (
            "calendar.school_holidays",
            "寒假2027-01-16至2027-02-21、暑假 2027-7-3 到 2027-08-31",
            {"寒假": ["2027-01-16", "2027-02-21"], "暑假": ["2027-07-03", "2027-08-31"]},
        ),
        (
            "caregiver.score_items",
            "饮食：一日三餐，热饭 20；卫生15分",
            [["饮食：一日三餐，热饭", 20], ["卫生", 15]],
        ),
        ("elder.helper_criteria", " 独居 老人 ", "独居 老人"),
    ],
)
def test_what_is_typed_becomes_the_value_of_its_kind(
    desk: Desk, key: str, text: str, value: object
) -> None:
    assert typed_value(row_of(desk, key), text) == value


def test_a_number_of_times_is_a_whole_number(desk: Desk) -> None:
    row = next(row for row in list_figures(desk) if row.kind == "count")
    assert typed_value(row, "60") == 60
    with pytest.raises(UserError, match="不是整数"):
        typed_value(row, "6.5")


@pytest.mark.parametrize(
    ("key", "text", "why"),
    [
        ("standard.dibao_rural", "  ", "没有填写"),
        ("epidemic.under_way", "好", "不是“是”或“否”"),
        ("calendar.festivals", "春节", "不是名称和日期"),
        ("calendar.festivals", "春节2027-02-30", "不是日期"),
        ("calendar.announced", "2027-01-01", "没有写明放假"),
        ("caregiver.score_items", "饮食", "不是项目和分值"),
        ("calendar.school_holidays", "寒假2027-01-16", "不是名称和起止日期"),
        ("calendar.school_holidays", "寒假2027-01-16至2027-02-30", "不是日期"),
        ("calendar.announced", "放假2027-01-05至2027-01-01", "起止日期不对"),
        ("calendar.announced", "放假2027-01-01至2037-01-01", "起止日期不对"),
    ],
)
def test_what_cannot_be_read_is_refused_with_what_to_write(
    desk: Desk, key: str, text: str, why: str
) -> None:
    row = row_of(desk, key)
    with pytest.raises(UserError, match=why) as refused:
        typed_value(row, text)
    assert figure_hint(row) in refused.value.what_to_do
