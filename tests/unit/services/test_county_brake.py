"""A month whose figures are unlikely is not merged before somebody has said that they are right."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from app.services.acts import list_acts
from app.services.county import receive_ledgers
from app.services.county_conflicts import Answer, decide, list_conflicts
from app.services.county_merge import HeldBackError, MergedView, list_merges, merge_month
from tests.factory import dump
from tests.samples.ledgers.county_world import (
    MONTH,
    SECRET,
    Rows,
    World,
    county,
    move_in,
    people,
    recount,
)

NEXT = "2026-11"


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with county(tmp_path / "county") as made:
        yield made


def send(world: World, folder: Path, *sent: Rows, month: str = MONTH) -> None:
    for number, rows in enumerate(sent, start=1):
        world.send(folder / month, number, rows, month)
    receive_ledgers(world.desk, [folder / month])


def claimed(count: int, of: int) -> Rows:
    """Twenty people of office 2, of whom ``count`` are those of ``of`` at office 1."""
    rows = people(20, 2)
    for place in range(count):
        first = people(of, 1)["persons"][place]
        rows = move_in(_turned(rows, place), {"persons": [first]})
        rows = _turned(rows, -place)
    return rows


def _turned(rows: Rows, by: int) -> Rows:
    persons = rows["persons"]
    return {**rows, "persons": [*persons[by:], *persons[:by]]}


def merge(world: World, folder: Path, month: str = MONTH, *, anyway: bool = False) -> MergedView:
    return merge_month(world.desk, month, folder, passphrase=SECRET, anyway=anyway)


def test_more_than_a_tenth_who_look_like_another_offices_stop_the_merge(
    world: World, tmp_path: Path
) -> None:
    send(world, tmp_path, people(60, 1), claimed(3, 60))
    before = dump(world.desk.store)
    with pytest.raises(HeldBackError) as told:
        merge(world, tmp_path)
    assert "白云镇报了 20 人，其中 3 人" in told.value.why
    assert "青山镇" not in told.value.why  # three of its sixty are no tenth
    assert "重复与冲突" in told.value.what_to_do
    assert dump(world.desk.store) == before
    assert not list(tmp_path.glob("汇总*"))


def test_a_handful_is_merged_without_asking(world: World, tmp_path: Path) -> None:
    send(world, tmp_path, people(60, 1), claimed(2, 60))
    assert merge(world, tmp_path).conflicts >= 2


def test_who_has_been_decided_on_surprises_nobody_any_more(world: World, tmp_path: Path) -> None:
    send(world, tmp_path, people(60, 1), claimed(3, 60))
    month = list_conflicts(world.desk, MONTH)
    for row in month:
        choice = next(c for c in row.choices if c.verdict == "keep_both")
        month = decide(world.desk, month, {row.id}, Answer(choice, "核实过"))
    assert merge(world, tmp_path).undecided == 0


def test_going_on_anyway_is_recorded_with_the_figures(world: World, tmp_path: Path) -> None:
    send(world, tmp_path, people(60, 1), claimed(3, 60))
    merge(world, tmp_path, anyway=True)
    assert len(list_merges(world.desk)) == 1
    act = list_acts(world.desk)[0]
    assert "问过仍要合并" in act.words
    assert "20 人，其中 3 人" in act.words


def test_a_roster_unlike_last_months_stops_the_merge(world: World, tmp_path: Path) -> None:
    send(world, tmp_path, people(30, 1))
    merge(world, tmp_path)
    world.wait_until(date(2026, 11, 28))
    send(world, tmp_path, people(40, 1), month=NEXT)
    with pytest.raises(HeldBackError, match="停下") as told:
        merge(world, tmp_path, NEXT)
    assert "上次（2026-10）30 人，这次 40 人：新增 10 人、减少 0 人" in told.value.why


def test_a_fifth_exactly_and_a_first_month_are_merged_without_asking(
    world: World, tmp_path: Path
) -> None:
    send(world, tmp_path, people(30, 1))
    merge(world, tmp_path)
    world.wait_until(date(2026, 11, 28))
    send(world, tmp_path, people(36, 1), people(50, 2), month=NEXT)
    assert merge(world, tmp_path, NEXT).people == 86


def test_nobody_on_a_roster_of_many_stops_the_merge(world: World, tmp_path: Path) -> None:
    send(world, tmp_path, people(30, 1))
    world.wait_until(date(2026, 11, 28))
    empty = recount({
        **people(30, 1),
        "persons": [],
        "households": [],
        "contacts": [],
        "awards": [],
        "care": [],
        "matters": [],
        "changes": [],
    })
    send(world, tmp_path, empty, month=NEXT)
    with pytest.raises(HeldBackError) as told:
        merge(world, tmp_path, NEXT)
    assert "减少 30 人" in told.value.why
