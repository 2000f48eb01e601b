"""Who is to be visited or called in a month, and why."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from app.core.errors import UserError
from app.core.terms import ContactKind, DutyState
from app.services.desk import Desk
from app.services.office import adopt_pack
from app.services.plan import PlanRow, plan_month
from app.services.sheets import print_sheets
from app.services.visits import RecordContact, RecordVisit, record_contact, record_visit
from app.services.workbench import show_workbench
from tests.conftest import Offices
from tests.factory import (
    MONTH,
    TODAY,
    VILLAGES,
    make_household,
    make_person,
    make_responsible,
    nobody_home,
)


def _visits(desk: Desk, month: str = MONTH) -> list[PlanRow]:
    return [row for row in plan_month(desk, month).rows if row.kind is ContactKind.VISIT]


def _adopt_s1(desk: Desk) -> None:
    adopt_pack(desk, "S1", adopted=True, first=date(2026, 1, 1), last=date(2026, 12, 31))


def test_before_the_office_is_set_up_there_is_no_plan(bare_desk: Desk) -> None:
    with pytest.raises(UserError, match="还没有设置单位"):
        plan_month(bare_desk, MONTH)


def test_every_row_names_its_rules_reasons_and_days(desk: Desk) -> None:
    _adopt_s1(desk)
    for codes in (("orphan",), ("dibao_rural", "severe_disabled"), ("key_guardianship",)):
        make_person(desk, categories=codes)
    rows = plan_month(desk, "2026-06").rows
    assert len(rows) > 3
    for row in rows:
        assert row.rules
        assert len(row.rules) == len(row.reasons) == len(row.dues)
        assert all("：" in reason for reason in row.reasons)
        assert row.due <= max(row.dues)


@pytest.mark.parametrize(
    ("kind", "owed"), [("肢体", True), ("精神", False), ("精神残疾", False), (None, True)]
)
def test_the_four_ones_are_not_for_those_disabled_in_mind_only(
    desk: Desk, kind: str | None, owed: bool
) -> None:
    _adopt_s1(desk)
    make_person(
        desk, categories=("severe_disabled",), disability_grade="一级", disability_kind=kind or ""
    )
    rules = {rule for row in plan_month(desk, "2026-07").rows for rule in row.rules}
    assert ("S1.201" in rules) is owed
    assert "S3.216" in rules


def test_one_visit_serves_several_duties(offices: Offices) -> None:
    with offices.township(day=date(2026, 3, 30)) as desk:
        _adopt_s1(desk)
        make_person(desk, categories=("tekun_scattered", "severe_disabled"))
    with offices.township(day=date(2026, 4, 2)) as desk:
        (row,) = [row for row in _visits(desk, "2026-04") if row.state is DutyState.DUE]
    assert set(row.rules) == {"S3.216", "S1.205"}
    assert row.due == date(2026, 4, 30)


def test_when_the_visit_is_made_every_duty_it_served_is_done(offices: Offices) -> None:
    with offices.township(day=date(2026, 3, 30)) as desk:
        _adopt_s1(desk)
        person = make_person(desk, categories=("tekun_scattered", "severe_disabled"))
    with offices.township(day=date(2026, 4, 2)) as desk:
        record_contact(desk, RecordContact(person, date(2026, 4, 2), ContactKind.VISIT))
        (row,) = _visits(desk, "2026-04")
    assert row.state is DutyState.DONE
    assert row.done_on == date(2026, 4, 2)
    assert set(row.rules) == {"S3.216", "S1.205"}


def test_a_call_does_not_take_the_place_of_a_visit_for_the_four_ones(offices: Offices) -> None:
    with offices.township(day=date(2026, 3, 30)) as desk:
        _adopt_s1(desk)
        person = make_person(desk, categories=("three_withouts",))
    with offices.township(day=date(2026, 4, 2)) as desk:
        record_contact(desk, RecordContact(person, date(2026, 4, 2), ContactKind.CALL))
        states = {row.kind: row.state for row in plan_month(desk, "2026-04").rows}
    assert states[ContactKind.CALL] is DutyState.DONE
    assert states[ContactKind.VISIT] is DutyState.DUE


def test_what_was_missed_stays_visible_and_doable_in_the_next_month(offices: Offices) -> None:
    with offices.township(day=date(2026, 4, 1)) as desk:
        person = make_person(desk, categories=("orphan",))
    with offices.township(day=date(2026, 6, 3)) as desk:
        (row,) = _visits(desk, "2026-06")
        assert row.state is DutyState.LATE
        assert date(2026, 5, 31) in row.dues
        record_contact(desk, RecordContact(person, date(2026, 6, 3), ContactKind.VISIT))
        assert [row.state for row in _visits(desk, "2026-06")] == [DutyState.DONE]


def test_next_months_plan_leaves_this_months_visit_to_this_month(offices: Offices) -> None:
    with offices.township(day=date(2026, 4, 1)) as desk:
        person = make_person(desk, categories=("orphan",))
        record_contact(desk, RecordContact(person, date(2026, 4, 1), ContactKind.VISIT))
    with offices.township(day=date(2026, 5, 28)) as desk:
        dues = [row.dues for row in _visits(desk, "2026-06")]
    assert dues == [(date(2026, 6, 30),)]


def test_nobody_home_leaves_the_duty_open(desk: Desk, tmp_path: Path) -> None:
    make_person(desk, categories=("orphan",))
    before = [(row.name, row.kind, row.state) for row in plan_month(desk, "2026-06").rows]
    batch = print_sheets(desk, "2026-06", out=tmp_path / "sheets.pdf")
    record_visit(desk, RecordVisit(batch.first_no, nobody_home(TODAY)))
    after = [(row.name, row.kind, row.state) for row in plan_month(desk, "2026-06").rows]
    assert after == before


def test_people_stand_in_visiting_order(desk: Desk) -> None:
    far = make_person(desk, "甲", village=VILLAGES[1], categories=("orphan",))
    near = make_person(desk, "乙", village=VILLAGES[0], group="二组", categories=("orphan",))
    nearest = make_person(desk, "丙", village=VILLAGES[0], group="一组", categories=("orphan",))
    assert [row.person_id for row in _visits(desk, "2026-06")] == [nearest, near, far]


def test_a_row_says_where_to_go_whom_to_ring_and_who_is_responsible(desk: Desk) -> None:
    person = make_person(desk, "甲", categories=("orphan",), phone="", address="")
    make_household(desk, (person,), phone="13900008765", address="北坡 3 号")
    make_responsible(desk, person)
    (row,) = _visits(desk, "2026-06")
    assert (row.phone, row.address, row.responsible) == ("13900008765", "北坡 3 号", "李主任")
    assert row.categories == ("孤儿",)


def test_villages_add_up_to_the_whole(desk: Desk) -> None:
    for village in (*VILLAGES, ""):
        person = make_person(desk, village=village, categories=("orphan",))
    record_contact(desk, RecordContact(person, TODAY, ContactKind.VISIT))
    plan = plan_month(desk, "2026-06")
    assert sum(village.planned for village in plan.villages) == len(plan.rows)
    assert "（未分村）" in {village.name for village in plan.villages}


def test_somebody_who_has_died_is_not_visited(desk: Desk) -> None:
    make_person(desk, categories=("orphan",), death_date="2026-05-01")
    assert _visits(desk, "2026-06") == []


def test_the_first_page_counts_what_the_plan_says(offices: Offices) -> None:
    with offices.township(day=date(2026, 4, 1)) as desk:
        for name in "甲乙丙":
            person = make_person(desk, name, categories=("orphan",))
        make_person(desk, "丁", phone="", categories=("disabled",))
    with offices.township(day=date(2026, 6, 3)) as desk:
        record_contact(desk, RecordContact(person, date(2026, 6, 3), ContactKind.VISIT))
        view = show_workbench(desk)
        rows = plan_month(desk, "2026-06").rows
    states = [row.state for row in rows]
    assert (view.due, view.late, view.done) == (
        states.count(DutyState.DUE),
        states.count(DutyState.LATE),
        states.count(DutyState.DONE),
    )
    assert (view.late, view.done, view.people) == (2, 1, 4)
    assert [line.count for line in view.missing if line.key == "phone"] == [1]
    assert view.ledger_state == "未导出"
    assert view.ledger_deadline == date(2026, 6, 28)
    assert [row.state for row in view.urgent] == [DutyState.LATE, DutyState.LATE]
