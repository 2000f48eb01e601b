"""Activities, mutual help and the calls of a month."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook

from app.core.errors import DeclinedError, UserError
from app.core.terms import ActivityKind, ContactKind
from app.services.activities import KeepActivity, keep_activity, list_activities
from app.services.calls import list_calls, save_calls
from app.services.desk import Desk
from app.services.mutual_help import StartHelp, end_help, list_help, start_help
from app.services.visits import RecordContact, record_contact
from tests.factory import TODAY, dump, make_household, make_person


def test_an_activity_is_kept_and_changed_and_its_budget_compared(desk: Desk) -> None:
    activity = keep_activity(
        desk,
        KeepActivity("讲座", ActivityKind.LECTURE, TODAY, people=80, budget=Decimal(6000)),
    )
    (row,) = list_activities(desk, 2026)
    assert (row.kind_name, row.people, row.spent, row.over) == ("健康讲座", 80, None, None)
    changed = KeepActivity(
        "讲座", ActivityKind.LECTURE, TODAY, budget=Decimal(6000), spent=Decimal(6250),
        activity_id=activity,
    )  # fmt: skip
    keep_activity(desk, changed)
    assert list_activities(desk)[0].over == Decimal("250.00")
    assert list_activities(desk, 2025) == ()


def test_a_bad_activity_is_refused_and_nothing_is_written(desk: Desk) -> None:
    before = dump(desk.store)
    kind = ActivityKind.OTHER
    for command, words in (
        (KeepActivity(" ", kind, TODAY), "没有填写活动名称"),
        (KeepActivity("会", kind, TODAY, people=-1), "人数或金额不对"),
        (KeepActivity("会", kind, TODAY, spent=Decimal(-1)), "人数或金额不对"),
        (KeepActivity("会", kind, TODAY, activity_id=9), "没有找到这次活动"),
    ):
        with pytest.raises(UserError, match=words):
            keep_activity(desk, command)
    assert dump(desk.store) == before


def test_a_helper_helps_several_and_the_months_are_counted(desk: Desk) -> None:
    first, second = make_person(desk, "甲"), make_person(desk, "乙")
    one = start_help(desk, StartHelp(first, "王桂兰", date(2026, 2, 15), tasks="送热饭"))
    start_help(desk, StartHelp(second, "王桂兰", date(2026, 5, 1)))
    found = list_help(desk)
    assert {row.served for row in found.rows} == {2}
    assert {row.name: row.months for row in found.rows} == {"甲": 4, "乙": 1}
    assert found.subsidy is None
    assert found.due_to(found.rows[0]) is None
    end_help(desk, one, date(2026, 3, 31), "搬走")
    rows = list_help(desk).rows
    assert [(row.name, row.end, row.months) for row in rows] == [
        ("乙", None, 1), ("甲", date(2026, 3, 31), 2)
    ]  # fmt: skip
    assert rows[0].served == 1


def test_ones_own_household_is_no_mutual_help(desk: Desk) -> None:
    first, second, far = (make_person(desk, name) for name in "甲乙丙")
    make_household(desk, (first, second))
    make_household(desk, (far,))
    start_help(desk, StartHelp(first, "丙", TODAY, far))
    before = dump(desk.store)
    for command, error, words in (
        (StartHelp(first, "乙", TODAY, second), DeclinedError, "同一户"),
        (StartHelp(first, "甲", TODAY, first), DeclinedError, "同一户"),
        (StartHelp(first, "丙", TODAY), DeclinedError, "已经在照应"),
        (StartHelp(first, " ", TODAY), UserError, "没有填写互助户"),
        (StartHelp(first, "丁", TODAY + timedelta(days=1)), UserError, "今天之后"),
        (StartHelp(99, "丁", TODAY), UserError, "没有找到这个人"),
    ):
        with pytest.raises(error, match=words):
            start_help(desk, command)
    assert dump(desk.store) == before


def test_a_help_ends_once_and_on_a_day_that_can_be(desk: Desk) -> None:
    one = start_help(desk, StartHelp(make_person(desk), "丙", date(2026, 5, 1)))
    before = dump(desk.store)
    for day in (date(2026, 4, 30), TODAY + timedelta(days=1)):
        with pytest.raises(UserError, match="日期不对"):
            end_help(desk, one, day, "")
    with pytest.raises(UserError, match="没有找到"):
        end_help(desk, 99, TODAY, "")
    assert dump(desk.store) == before
    end_help(desk, one, TODAY, "")
    with pytest.raises(DeclinedError, match="已经结束"):
        end_help(desk, one, TODAY, "")


def test_the_calls_of_a_month_are_listed_and_saved(desk: Desk, tmp_path: Path) -> None:
    person = make_person(desk, "王秀英")
    for day, kind, done in (
        (TODAY, ContactKind.CALL, True),
        (TODAY - timedelta(days=1), ContactKind.VIDEO, False),
        (TODAY, ContactKind.VISIT, True),
        (date(2026, 4, 30), ContactKind.CALL, True),
    ):
        record_contact(desk, RecordContact(person, day, kind, done, "身体还好"))
    rows = list_calls(desk, "2026-05")
    assert [(row.kind_name, row.result) for row in rows] == [("电话", "接通"), ("视频", "没有接通")]
    out = tmp_path / "calls.xlsx"
    assert save_calls(desk, "2026-05", out).count == 2
    sheet = load_workbook(out).active
    assert sheet is not None
    assert "接通 1 次" in str(sheet["A2"].value)
    with pytest.raises(UserError, match="没有电话记录"):
        save_calls(desk, "2026-01", out)
