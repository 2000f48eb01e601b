"""What festivals and activities cost, line by line (S0.203)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from app.core.errors import DeclinedError, UserError
from app.core.terms import ActivityKind
from app.services.activities import KeepActivity, keep_activity, list_activities
from app.services.budget_lines import Event, KeepLine, keep_line, remove_lines, show_budget
from app.services.desk import Desk
from app.services.festival_lines import add_people
from app.services.festivals import KeepFestival, close_festival, keep_festival, list_festivals
from app.services.gifts import Thing
from tests.factory import TODAY, dump, make_person

D = Decimal
_GIFTS = ("慰问品", 80, 50, None)
_SAMPLE = (_GIFTS, ("礼包", 10, 120, None), ("演出", None, None, 800))


def _keep(desk: Desk, event: Event, *line: Any, **facts: Any) -> int:
    name, *numbers = line
    quantity, price, lump = (None if one is None else Decimal(one) for one in numbers)
    return keep_line(desk, KeepLine(event, name, quantity, "份", price, lump, **facts))


def _activity(desk: Desk, budget: int | None = 6000) -> Event:
    declared = None if budget is None else Decimal(budget)
    command = KeepActivity("慰问演出", ActivityKind.OTHER, TODAY, budget=declared)
    return Event(activity_id=keep_activity(desk, command))


def _festival(desk: Desk) -> Event:
    command = KeepFestival("春节", date(2026, 2, 17), 2026, Decimal(6000))
    return Event(festival_id=keep_festival(desk, command))


@pytest.mark.parametrize("make", [_activity, _festival])
def test_the_lines_of_the_source_come_to_what_was_declared(desk: Desk, make: Any) -> None:
    event = make(desk)
    ids = [_keep(desk, event, *line) for line in _SAMPLE]
    view = show_budget(desk, event)
    assert [(row.how, row.amount) for row in view.rows] == [
        ("80份 × 50.00", D(4000)), ("10份 × 120.00", D(1200)), ("一次付", D(800)),
    ]  # fmt: skip
    assert (view.budget.planned, view.budget.left) == (D(6000), D(0))
    _keep(desk, event, "慰问品", 85, 50, None, line_id=ids[0])
    assert show_budget(desk, event).budget.left == -250
    _keep(desk, event, *_GIFTS, line_id=ids[0])
    remove_lines(desk, ids[2:])
    assert show_budget(desk, event).budget.left == 800


def test_own_lines_of_a_festival_count_with_its_list(desk: Desk) -> None:
    event = _festival(desk)
    assert event.festival_id is not None
    add_people(desk, event.festival_id, [make_person(desk)], Thing(amount=Decimal(500)))
    _keep(desk, event, "演出", None, None, 800, spent_on=TODAY)
    (row,) = list_festivals(desk)
    assert (row.budget.planned, row.budget.spent, row.people) == (D(1300), D(800), 1)
    assert show_budget(desk, event).gifts == 1


def test_an_activity_is_over_its_budget_by_its_lines_already(desk: Desk) -> None:
    event = _activity(desk, 700)
    line = _keep(desk, event, "演出", None, None, 800)
    (row,) = list_activities(desk)
    assert (row.spent, row.over) == (None, D(100))
    _keep(desk, event, "演出", None, None, 800, line_id=line, spent_on=TODAY)
    (row,) = list_activities(desk)
    assert (row.spent, row.typed_spent, row.over) == (D(800), None, D(100))


def test_a_line_without_a_price_is_unknown_and_never_zero(desk: Desk) -> None:
    event = _activity(desk)
    _keep(desk, event, "横幅", None, None, None)
    budget = show_budget(desk, event).budget
    assert (budget.planned, budget.unknown) == (D(0), 1)
    assert show_budget(desk, event).rows[0].amount is None


def test_a_wrong_line_is_refused_and_nothing_is_written(desk: Desk) -> None:
    event, closed = _activity(desk), _festival(desk)
    assert closed.festival_id is not None
    kept = _keep(desk, closed, *_GIFTS)
    close_festival(desk, closed.festival_id)
    before = dump(desk.store)
    tomorrow = {"spent_on": date(2026, 5, 7)}
    for line, facts in (
        ((" ", 1, 1, None), {}),
        (("横幅", 0, 1, None), {}),
        (("横幅", 1, "0.005", None), {}),
        (("横幅", 1, "1e12", None), {}),
        (("横幅", 2, None, None), {}),
        (("横幅", None, 2, None), {}),
        (("横幅", 2, 2, 4), {}),
        (("横幅", 2, 2, None), tomorrow),
        (("横幅", 2, 2, None), {"line_id": 99}),
    ):
        with pytest.raises(UserError):
            _keep(desk, event, *line, **facts)
    for act in (
        lambda: _keep(desk, closed, *_GIFTS),
        lambda: remove_lines(desk, [kept]),
    ):
        with pytest.raises(DeclinedError, match="已经结束"):
            act()
    for wrong in (Event(), Event(activity_id=99), Event(festival_id=99)):
        with pytest.raises(UserError):
            show_budget(desk, wrong)
    with pytest.raises(UserError):
        remove_lines(desk, [])
    assert dump(desk.store) == before
