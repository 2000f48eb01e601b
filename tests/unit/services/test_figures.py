"""Figures that the office enters: they hold from their day, can be undone, never overlap."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from app.core.errors import UserError
from app.services.acts import list_acts, undo_act
from app.services.desk import Desk
from app.services.entitlements import assess_person
from app.services.figures import Entry, FigureState, enter_figures, figure_history, list_figures
from tests.factory import TODAY, TOWNSHIP_CODE, make_person

KEY = "standard.dibao_rural"
STANDARD = Entry(
    KEY, TOWNSHIP_CODE[:6], "800", date(2026, 1, 1), date(2026, 3, 5), "县民发[2026]3号"
)

# Every other tier of the supplement is known not to hold.
NOTHING_ELSE: dict[str, Any] = dict.fromkeys(
    ("three_withouts", "single_parent_family", "only_child_family", "two_daughter_family"), "否"
) | {"health": "健康"}


def supplement(desk: Desk, person: int, day: date = TODAY) -> Decimal | None:
    verdicts = assess_person(desk, person, day=day)
    return next(v.amount for v in verdicts if v.programme == "dibao_supplement")


def pupil(desk: Desk) -> int:
    return make_person(desk, in_school="是", birth_date="2012-05-01", id_no="", **NOTHING_ELSE)


def test_an_entered_standard_holds_from_its_day_and_before_it_the_old_one(desk: Desk) -> None:
    person, tomorrow = pupil(desk), TODAY + timedelta(days=1)
    assert enter_figures(desk, [replace(STANDARD, first=tomorrow)]) == 1
    assert supplement(desk, person) == Decimal("141.00")
    assert supplement(desk, person, tomorrow) == Decimal("160.00")


def test_entering_is_undone_like_any_other_act(desk: Desk) -> None:
    person = pupil(desk)
    enter_figures(desk, [STANDARD])
    assert supplement(desk, person) == Decimal("160.00")
    undo_act(desk, next(act.id for act in list_acts(desk) if act.verb == "enter_figures"))
    assert supplement(desk, person) == Decimal("141.00")


def test_the_list_says_what_is_open_what_a_default_and_what_was_entered(desk: Desk) -> None:
    rows = {row.key: row for row in list_figures(desk)}
    assert rows[KEY].state is FigureState.DEFAULT
    assert rows["standard.minimum_wage"].state is FigureState.OPEN
    enter_figures(desk, [STANDARD])
    row = next(row for row in list_figures(desk) if row.key == KEY)
    assert (row.state, row.source) == (FigureState.ENTERED, "县民发[2026]3号")
    assert next(iter(list_figures(desk))).state is FigureState.OPEN


def test_the_history_has_every_version_with_its_amount(desk: Desk) -> None:
    enter_figures(desk, [STANDARD])
    assert [(v.first, v.amount, v.entered) for v in figure_history(desk, KEY)] == [
        (date(2022, 1, 1), 705.0, False),
        (date(2026, 1, 1), 800.0, True),
    ]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"citation": " "}, "没有写明依据"),
        ({"value": "八百"}, "不能这样录入"),
        ({"region": "110000"}, "行政区划代码"),
        ({"last": date(2025, 1, 1)}, "早于执行日期"),
        ({"key": "standard.nothing"}, "没有“standard.nothing”"),
    ],
)
def test_a_wrong_entry_is_refused_and_nothing_is_kept(
    desk: Desk, change: dict[str, object], words: str
) -> None:
    with pytest.raises(UserError) as refused:
        enter_figures(desk, [STANDARD, replace(STANDARD, **change)])  # type: ignore[arg-type]
    assert words in "".join(refused.value.sentences())
    assert all(row.state is not FigureState.ENTERED for row in list_figures(desk))


def test_two_entries_for_the_same_days_are_refused(desk: Desk) -> None:
    enter_figures(desk, [STANDARD])
    with pytest.raises(UserError, match="不能这样录入"):
        enter_figures(desk, [replace(STANDARD, value="810")])
    enter_figures(desk, [replace(STANDARD, value="810", issued=date(2026, 4, 1))])
    assert next(row for row in list_figures(desk) if row.key == KEY).value == Decimal("810.00")
