"""What an office enters: refused in words when it is wrong, else before every default."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.engine.parameters import InForce, Policy, Version
from app.rules.entries import Entry, EntryError, with_entries
from app.rules.parameter_table import FIGURE_STATE_NAMES, FigureState, figure_rows
from app.rules.policy import shipped_policy
from app.rules.working_days import WorkCalendar

OFFICE = "520122"
FIRST = date(2023, 7, 1)
ENTRY = Entry(
    key="standard.dibao_urban",
    region=OFFICE,
    value="735",
    first=FIRST,
    issued=date(2023, 8, 15),
    citation="县民政局2023年第3号通知",
)


def _entered(*entries: Entry, policy: Policy | None = None) -> Policy:
    return with_entries(policy or shipped_policy(), entries, office=OFFICE)


def _value(policy: Policy, day: date, *, region: str = "520122100", **more: Any) -> object:
    found = policy.value(ENTRY.key, day=day, region=region, **more)
    return found.value if isinstance(found, InForce) else found.absence


def _changed(**values: Any) -> Entry:
    return replace(ENTRY, **values)


def test_an_entry_holds_from_its_first_day_and_history_before_stays() -> None:
    policy = _entered(ENTRY)
    assert _value(policy, date(2023, 6, 30)) == 705
    assert _value(policy, FIRST) == 735
    assert _value(shipped_policy(), FIRST) == 705


def test_what_was_not_issued_yet_was_not_known() -> None:
    policy = _entered(ENTRY)
    assert _value(policy, FIRST, known_on=date(2023, 8, 14)) == 705
    assert _value(policy, FIRST, known_on=date(2023, 8, 15)) == 735


def test_an_entry_holds_for_its_own_region_only() -> None:
    policy = _entered(ENTRY)
    assert _value(policy, FIRST, region="520123001") == 705
    everywhere = _entered(_changed(region=""))
    assert _value(everywhere, FIRST, region="310101") == 735


def test_an_entry_goes_before_a_default_that_is_shipped_later_or_closer() -> None:
    later = Version(Decimal(720), date(2024, 1, 1), date(2024, 1, 1), "S3.202", default=True)
    closer = replace(later, scope="520122100")
    for default in (later, closer):
        policy = _entered(ENTRY, policy=shipped_policy().with_version(ENTRY.key, default))
        assert _value(policy, date(2025, 1, 1)) == 735


def test_a_later_document_that_is_shipped_goes_before_an_entry_of_the_same_region() -> None:
    document = Version(Decimal(760), date(2024, 1, 1), date(2024, 1, 1), "S3.202", scope=OFFICE)
    policy = _entered(ENTRY, policy=shipped_policy().with_version(ENTRY.key, document))
    assert _value(policy, date(2023, 12, 31)) == 735
    assert _value(policy, date(2024, 1, 1)) == 760


def test_after_its_last_day_the_default_holds_again() -> None:
    for region in (OFFICE, ""):
        policy = _entered(_changed(last=date(2023, 12, 31), region=region))
        assert _value(policy, date(2023, 12, 31)) == 735
        assert _value(policy, date(2024, 1, 1)) == 705


def test_a_later_entry_replaces_an_open_one_from_its_first_day() -> None:
    raised = _changed(value="760", first=date(2024, 1, 1), issued=date(2023, 12, 20))
    for order in ((ENTRY, raised), (raised, ENTRY)):
        policy = _entered(*order)
        assert _value(policy, date(2023, 12, 31)) == 735
        assert _value(policy, date(2024, 1, 1)) == 760


def test_a_correction_is_issued_later_and_the_old_knowledge_stays() -> None:
    correction = _changed(value="740", issued=date(2023, 9, 1), citation="更正")
    for order in ((ENTRY, correction), (correction, ENTRY)):
        policy = _entered(*order)
        assert _value(policy, FIRST) == 740
        assert _value(policy, FIRST, known_on=date(2023, 8, 31)) == 735


@pytest.mark.parametrize(
    ("second", "said"),
    [
        ({"value": "740"}, "时间重叠"),
        ({"value": "740", "issued": date(2023, 8, 15)}, "2023-07-01起"),
        ({"first": date(2023, 6, 1), "last": FIRST, "issued": date(2023, 9, 1)}, "时间重叠"),
    ],
)
def test_entries_that_overlap_in_one_region_are_refused(second: dict[str, Any], said: str) -> None:
    with pytest.raises(EntryError, match=said) as caught:
        _entered(ENTRY, _changed(**second))
    assert "发文日期应晚于原文件" in caught.value.what_to_do


def test_the_same_days_in_another_region_are_no_overlap() -> None:
    policy = _entered(ENTRY, _changed(region="520122100", value="740"))
    assert _value(policy, FIRST, region="520122100") == 740
    assert _value(policy, FIRST, region="520122200") == 735


def test_entries_that_touch_day_by_day_are_no_overlap() -> None:
    first = _changed(last=date(2023, 12, 31))
    then = _changed(first=date(2024, 1, 1), value="740")
    assert _value(_entered(first, then), date(2024, 1, 1)) == 740


@pytest.mark.parametrize(
    ("wrong", "why", "write"),
    [
        ({"key": "standard.dibao"}, "没有“standard.dibao”", "参数表"),
        ({"citation": "  "}, "没有写明依据", "文号"),
        ({"last": date(2023, 6, 30)}, "截止日期2023-06-30早于执行日期2023-07-01", "截止日期"),
        ({"region": "520123"}, "不是本单位行政区划代码520122", "520122，或它的前2、4、6位"),
        ({"region": "贵州"}, "适用范围", "520122"),
        ({"value": 735}, "加引号", "单位是元/人·月"),
        ({"value": "735元"}, "不是金额", "不带单位"),
        ({"value": "735.005"}, "最多两位小数", "690.50"),
        ({"value": "-1"}, "不是金额", "不带单位"),
        ({"unit": "元/户·月"}, "单位“元/户·月”不对，应为“元/人·月”", "元/人·月"),
        ({"key": "age.elder", "value": "60"}, "整数", "周岁"),
        ({"key": "age.elder", "value": True}, "整数", "周岁"),
        ({"key": "age.upper_inclusive", "value": "是"}, "是或否", "是或否"),
        ({"key": "supplement.high_rate", "value": "30"}, "超过百分之百", "0.30"),
        ({"key": "quota.order", "value": "先来先得"}, "不是可选的值", "审批日期、申请日期"),
        ({"key": "disability.severe_grades", "value": "一级"}, "列表", "几个词"),
        ({"key": "demo.filing_closes", "value": "6月12日"}, "月-日", "06-12"),
        ({"key": "demo.filing_closes", "value": "02-30"}, "月-日", "06-12"),
        ({"key": "calendar.festivals", "value": {"春节": "正月初一"}}, "不是日期", "春节"),
        (
            {"key": "calendar.school_holidays", "value": {"寒假": ["2027-02-21", "2027-01-16"]}},
            "起止日期不对",
            "寒假",
        ),
        (
            {"key": "calendar.school_holidays", "value": {"寒假": ["2027-02-21"]}},
            "起止日期不对",
            "寒假",
        ),
        ({"key": "calendar.school_holidays", "value": []}, "起止日期的表", "寒假"),
        ({"key": "duty.call_month", "value": {"times": 2}}, "规定的写法", "参数表"),
    ],
)
def test_a_wrong_entry_is_refused_in_words_that_say_what_to_write(
    wrong: dict[str, Any], why: str, write: str
) -> None:
    with pytest.raises(EntryError) as caught:
        _entered(_changed(**wrong))
    assert why in str(caught.value.what) + caught.value.why
    assert write in caught.value.what_to_do


def test_one_wrong_entry_leaves_the_policy_as_it_was() -> None:
    policy = shipped_policy()
    before = dict(policy.parameters)
    with pytest.raises(EntryError):
        _entered(ENTRY, _changed(citation=""))
    assert dict(policy.parameters) == before


def test_days_are_entered_as_text_and_read_as_days() -> None:
    year = Entry(
        key="calendar.announced",
        region=OFFICE,
        value={"off": ["2031-01-01"], "worked": ["2031-01-04"]},
        first=date(2031, 1, 1),
        last=date(2031, 12, 31),
        issued=date(2030, 11, 1),
        citation="国办发明电",
    )
    calendar = WorkCalendar(_entered(year), "520122100")
    assert calendar.knows(2031)
    assert not calendar.works(date(2031, 1, 1))
    assert calendar.works(date(2031, 1, 4))
    rows = {r.key: r for r in figure_rows(_entered(year), day=year.first, region=OFFICE)}
    assert rows[year.key].words == "放假2031-01-01；上班2031-01-04"


@given(
    st.lists(
        st.tuples(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(0, 900)),
        unique_by=lambda pair: pair[0],
        max_size=6,
    ),
    st.randoms(use_true_random=False),
    st.dates(date(2019, 1, 1), date(2031, 1, 1)),
)
def test_the_order_of_entries_makes_no_difference(
    pairs: list[tuple[date, int]], random: Any, day: date
) -> None:
    entries = [_changed(first=first, issued=first, value=str(yuan)) for first, yuan in pairs]
    shuffled = list(entries)
    random.shuffle(shuffled)
    begun = [pair for pair in pairs if pair[0] <= day]
    expected = Decimal(max(begun)[1]) if begun else _value(shipped_policy(), day)
    assert _value(_entered(*entries), day) == _value(_entered(*shuffled), day) == expected


def test_the_table_says_of_every_figure_where_it_comes_from() -> None:
    policy = _entered(ENTRY)
    rows = {row.key: row for row in figure_rows(policy, day=FIRST, region="520122100")}
    assert rows[ENTRY.key].state is FigureState.ENTERED
    assert (rows[ENTRY.key].words, rows[ENTRY.key].source) == ("735.00元/人·月", ENTRY.citation)
    rural = rows["standard.dibao_rural"]
    assert rural.state is FigureState.DEFAULT
    assert "一体化" in rural.reason
    assert (rural.since, rural.region, rural.until) == (date(2022, 1, 1), "", None)
    assert rows["supplement.high_rate"].state is FigureState.DOCUMENT
    assert rows["supplement.high_rate"].words == "30%"
    assert rows["tekun.care_half"].state is FigureState.OPEN
    assert (rows["tekun.care_half"].value, rows["tekun.care_half"].words) == (None, "")
    assert rows["tekun.care_half"].reason
    assert rows["quota.order"].hint == "审批日期、申请日期 之一"
    assert "元/人·月" in rural.hint
    assert rows["calendar.mid_december"].words == "12月20日"
    assert "春节2023-01-22" in rows["calendar.festivals"].words
    assert set(FIGURE_STATE_NAMES) == set(FigureState)


def test_no_rule_stands_among_the_figures_and_every_row_says_what_to_write() -> None:
    for row in figure_rows(shipped_policy(), day=FIRST, region=""):
        assert row.kind not in {"duty", "deadline", "programme", "screen", "indicator"}
        assert row.hint
        assert row.state is not FigureState.DEFAULT or row.reason
