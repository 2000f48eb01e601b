"""Who is not to be visited and why, and what happened to somebody."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from app.core.clock import fixed_clock
from app.core.errors import DeclinedError
from app.core.terms import ContactKind, DutyState, ExcuseKind
from app.models.holding import Holding
from app.models.person import Person
from app.services.acts import last_step, list_acts, undo_act
from app.services.desk import Desk
from app.services.matter_finding import find_matters
from app.services.matters import list_matters
from app.services.merge_people import merge_people
from app.services.person.contacting import (
    AddEvent,
    AddExcuse,
    add_event,
    add_excuse,
    end_excuse,
    remove_event,
    renew_excuse,
)
from app.services.person.story import tell_story
from app.services.person.typed import FieldError
from app.services.person.view import show_person
from app.services.plan import PlanRow, plan_figures, plan_month
from app.services.visits import RecordContact, record_contact
from tests.factory import MONTH, TODAY, dump, make_person

LONG_AGO = date(2025, 1, 1)


def known(desk: Desk, *categories: str) -> int:
    """Somebody who has been owed contacts for long."""
    person_id = make_person(desk, categories=categories or ("orphan",))
    with desk.write("age", "早已登记") as work:
        work.session.get_one(Person, person_id).registered_on = date(2026, 5, 1)
        for row in work.session.query(Holding).filter_by(person_id=person_id):
            row.start = LONG_AGO
    return person_id


def refusal(person_id: int, **changes: object) -> AddExcuse:
    command = AddExcuse(
        person_id, ExcuseKind.REFUSES, "all", TODAY, "本人明确表示不愿意", said_by="本人"
    )
    return replace(command, **changes)  # type: ignore[arg-type]


def rows(desk: Desk) -> tuple[PlanRow, ...]:
    return plan_month(desk, MONTH).rows


def test_whoever_refuses_is_neither_planned_nor_late_but_counted_apart(desk: Desk) -> None:
    person = known(desk)
    assert [row.state for row in rows(desk)] == [DutyState.DUE]
    add_excuse(desk, refusal(person))
    plan = plan_month(desk, MONTH)
    (row,) = plan.rows
    assert row.state is DutyState.EXCUSED
    assert row.excuse == "不愿走访：本人明确表示不愿意"
    (village,) = plan.villages
    assert (village.planned, village.done, village.late, village.excused) == (0, 0, 0, 1)
    figures = plan_figures(desk, MONTH, urgent=5)
    assert (figures.due, figures.late, figures.excused, figures.urgent) == (0, 0, 1, ())


def test_who_only_wants_nobody_at_the_door_is_rung_up(desk: Desk) -> None:
    person = known(desk)
    add_excuse(desk, refusal(person, ways="visits"))
    (row,) = rows(desk)
    assert (row.kind, row.state) == (ContactKind.VIDEO, DutyState.DUE)


def test_when_the_excuse_ends_the_contact_is_due_again(desk: Desk) -> None:
    person = known(desk)
    excuse = add_excuse(desk, refusal(person))
    end_excuse(desk, excuse, TODAY)
    assert [row.state for row in rows(desk)] == [DutyState.DUE]


def test_undoing_the_refusal_brings_the_contact_back(desk: Desk) -> None:
    person = known(desk)
    before = rows(desk)
    add_excuse(desk, refusal(person))
    assert rows(desk) != before
    undo_act(desk, list_acts(desk)[0].id)
    assert rows(desk) == before


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"reason": " "}, "reason"),
        ({"said_by": ""}, "said_by"),
        ({"end": date(2026, 5, 1)}, "end"),
    ],
)
def test_a_refusal_without_reason_or_speaker_is_not_kept(
    desk: Desk, changes: dict[str, object], field: str
) -> None:
    person = known(desk)
    before = dump(desk.store)
    with pytest.raises(FieldError) as caught:
        add_excuse(desk, refusal(person, **changes))
    assert caught.value.key == field
    assert dump(desk.store) == before


def test_after_a_year_it_is_asked_whether_it_still_holds(desk: Desk) -> None:
    person = known(desk)
    excuse = add_excuse(desk, refusal(person))
    later = replace(desk, clock=fixed_clock(date(2027, 5, 6)))

    def asked() -> list[str]:
        find_matters(later)
        return [row.words for row in list_matters(later).rows if row.kind == "excuse_to_confirm"]

    assert asked() == ["从 2026-05-06 起不便走访：本人明确表示不愿意"]
    renew_excuse(later, excuse, "女儿")
    assert asked() == []
    newest, oldest = show_person(later, person).excuses
    assert (newest.start, newest.said_by, newest.running) == (date(2027, 5, 6), "女儿", True)
    assert (oldest.end, oldest.running) == (date(2027, 5, 5), False)


def test_what_began_today_or_is_over_cannot_be_confirmed(desk: Desk) -> None:
    excuse = add_excuse(desk, refusal(known(desk)))
    with pytest.raises(DeclinedError, match="今天刚登记"):
        renew_excuse(desk, excuse, "本人")
    with pytest.raises(FieldError, match="谁说的"):
        renew_excuse(desk, excuse, " ")


def test_an_event_asks_for_a_visit_until_the_hour(desk: Desk) -> None:
    person = known(desk, "retired_worker_1960s")
    record_contact(desk, RecordContact(person, date(2026, 5, 5), ContactKind.VISIT))
    add_event(desk, AddEvent(person, "major_event", TODAY, "14:30", "房屋失火", "邻居"))
    waiting = [row for row in rows(desk) if row.state is DutyState.DUE]
    (row,) = waiting
    assert (row.due, row.due_time) == (date(2026, 5, 7), "14:30")
    assert row.reasons == ("5月6日14:30重大变故：重大变故后走访",)
    record_contact(desk, RecordContact(person, TODAY, ContactKind.VISIT))
    assert {row.state for row in rows(desk)} == {DutyState.DONE}


def test_an_event_that_was_a_mistake_asks_for_nothing(desk: Desk) -> None:
    person = known(desk)
    before = rows(desk)
    event = add_event(desk, AddEvent(person, "discharge", TODAY))
    assert rows(desk) != before
    remove_event(desk, event)
    assert rows(desk) == before


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"day": date(2026, 5, 7)}, "day"),
        ({"kind": "wedding"}, "kind"),
        ({"hour": "下午"}, "hour"),
        ({"hour": "25:10"}, "hour"),
    ],
)
def test_an_event_that_cannot_be_is_not_kept(
    desk: Desk, changes: dict[str, object], field: str
) -> None:
    person = known(desk)
    before = dump(desk.store)
    command = replace(AddEvent(person, "discharge", TODAY), **changes)  # type: ignore[arg-type]
    with pytest.raises(FieldError) as caught:
        add_event(desk, command)
    assert caught.value.key == field
    assert dump(desk.store) == before


def test_both_stand_in_the_record_and_its_story(desk: Desk) -> None:
    person = known(desk)
    add_excuse(desk, refusal(person, ways="visits"))
    add_event(desk, AddEvent(person, "disaster", TODAY, "8：05", "进水"))
    view = show_person(desk, person)
    (excuse,) = view.excuses
    assert (excuse.kind_name, excuse.ways, excuse.running) == (
        "不愿走访",
        "上门（含委托他人）",
        True,
    )
    (event,) = view.events
    assert (event.kind_name, event.when) == ("受灾", "2026-05-06 08:05")
    told = "".join(str(line) for line in tell_story(desk, person))
    assert "不愿走访" in told
    assert "受灾" in told


def test_they_move_with_the_record_that_is_merged_away(desk: Desk) -> None:
    kept, dropped = known(desk), known(desk)
    add_excuse(desk, refusal(dropped))
    add_event(desk, AddEvent(dropped, "discharge", TODAY))
    merge_people(desk, kept, dropped, {}, reason="同一人")
    view = show_person(desk, kept)
    assert (len(view.excuses), len(view.events)) == (1, 1)
    assert last_step(desk) is not None


def test_a_lesson_counts_by_its_class_hours(desk: Desk) -> None:
    from app.services.office import adopt_pack

    adopt_pack(desk, "S2P3", adopted=True, first=date(2026, 5, 4))
    person = known(desk, "home_teaching_a")
    record_contact(desk, RecordContact(person, TODAY, ContactKind.LESSON, hours=1))
    assert DutyState.DUE in {r.state for r in rows(desk) if r.kind is ContactKind.LESSON}
    record_contact(desk, RecordContact(person, date(2026, 5, 5), ContactKind.LESSON, hours=2))
    this_week = [r for r in rows(desk) if r.done_on is not None]
    assert [r.kind for r in this_week] == [ContactKind.LESSON]
